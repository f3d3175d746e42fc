"""Converting alignments between programs: beads, ladders, tables of texts, TMX."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.align.beads import write_beads
from tmx.errors import AlignmentError, ConfigError, UnknownFormatError
from tmx.formats.ladder import TableRow, write_ladder, write_text_table
from tmx.formats.registry import FORMATS, pair_of
from tmx.formats.tabular import begins_with_identifiers, columns_in
from tmx.formats.tmx import in_canonical_order, read_tmx, write_tmx
from tmx.formats.tmx_recovery import Loss, recover_header, recover_tmx
from tmx.model import TranslationUnit
from tmx.quoting import pasted
from tmx.text.languages import primary_subtag
from toolkit.workflows.alignment_files import (
    AlignmentFormat,
    ReadAlignment,
    Sentences,
    among_sentences,
    format_of_alignment,
    no_pair,
    read_numbers,
    read_texts,
)
from toolkit.workflows.convert_files import LostPart, write_units
from toolkit.workflows.memory_source import is_store, is_translated, unit_format
from toolkit.workflows.qa_tables import TABLE_SUFFIXES
from toolkit.workflows.texts import read_lines

__all__ = ["ConvertOptions", "convert_alignment"]

_SUFFIXES = {
    ".beads": AlignmentFormat.BEADS,
    ".ladder": AlignmentFormat.LADDER,
    ".tab": AlignmentFormat.TABLE,
    ".tsv": AlignmentFormat.TABLE,
    ".tmx": AlignmentFormat.TMX,
    ".xlf": AlignmentFormat.XLIFF,
    ".xliff": AlignmentFormat.XLIFF,
    ".po": AlignmentFormat.PO,
    ".csv": AlignmentFormat.CSV,
    ".xlsx": AlignmentFormat.XLSX,
}
_ALIGNMENTS = frozenset((".beads", ".ladder", ".tab", ".tsv", ".tmx"))
_SENTENCES = "name the two files, one sentence per line, with --source-sentences and --target-sentences"


class ConvertOptions(Struct, frozen=True):
    """The formats (``None``: made out), the files of sentences, and the languages of a TMX.

    Of a TMX that is written again: ``only_pair`` leaves out what is not in the two languages, ``recover`` takes the
    good units of a broken one, ``canonical`` puts the units in an order by their content.
    """

    source_language: str = "en"
    target_language: str = "fr"
    read_as: AlignmentFormat | None = None
    write_as: AlignmentFormat | None = None
    source_sentences: Path | None = None
    target_sentences: Path | None = None
    tmx_languages: tuple[tuple[str, str], ...] = ()
    only_pair: bool = False
    recover: bool = False
    canonical: bool = False


def _format_by_name(path: Path) -> AlignmentFormat:
    """The format that the ending of ``path`` stands for. Raises :class:`~tmx.errors.UnknownFormatError`."""
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise UnknownFormatError(
            "its name does not say which format is meant",
            path=path,
            remedy=f"name it with {', '.join(_SUFFIXES)}, or give --format",
        )
    return found


def convert_alignment(
    source: Path,
    target: Path,
    options: ConvertOptions,
    lost: Callable[[Loss], None] | None = None,
    unkept: Callable[[LostPart], None] | None = None,
    tell: Callable[[AlignmentError], None] = lambda doubt: None,
) -> int:
    """Read the alignment ``source`` and write it to ``target``; the number of beads (of a TMX: units) written.

    A translation (XLIFF, PO, CSV, a workbook) becomes a TMX or a table, as far as it is translated. Whatever holds
    texts becomes a translation (XLIFF, PO, CSV, TSV, a workbook): then ``unkept`` is told what has no place there.
    A TMX that becomes a TMX is written again with all that it says; ``lost`` is told what was lost of a broken one.
    Sentences that stand in no bead are without counterpart; ``tell`` is told of those behind the last one.
    Beads and ladders hold no text: to go from them to texts, or from texts to them, the files of sentences must be
    given. Raises :class:`~tmx.errors.AccordError` where a file cannot be read or written, the numbers and the sentences
    do not fit, or beads cross.
    """
    if is_store(source):
        remedy = f"write it as a TMX first: accord memory export {pasted(source)} -o memory.tmx"
        raise ConfigError("this is a memory in a database", path=source, remedy=remedy)
    write_as = options.write_as or _format_by_name(target)
    if write_as.is_translation:
        return _write_translation(source, target, write_as, options, unkept or (lambda part: None), tell)
    if options.read_as is None and _is_translation(source, options) and not (write_as.numeric and _is_tabbed(source)):
        return _convert_translation(source, target, write_as, options)
    read_as = options.read_as or format_of_alignment(source)
    sentences = _sentence_files(options)
    if read_as is write_as is AlignmentFormat.TMX and sentences is None:
        return _write_again(source, target, options, lost or (lambda loss: None))
    if options.recover or options.canonical:
        raise _only_for_tmx()
    read = _read(source, read_as, write_as, sentences, options, tell)
    if write_as.numeric:
        if not read_as.numeric and sentences is not None:
            read = replace(read, pair=among_sentences(read.pair, sentences, source))
        return _write_numbers(target, write_as, read)
    if write_as is AlignmentFormat.TABLE:
        write_text_table(target, read.rows())
        return len(read.pair.alignment.beads)
    units = read.units(options.source_language, options.target_language)
    return write_tmx(
        target, units, source_language=options.source_language, languages=dict(options.tmx_languages) or None
    )


def _read(
    source: Path,
    read_as: AlignmentFormat,
    write_as: AlignmentFormat,
    sentences: Sentences | None,
    options: ConvertOptions,
    tell: Callable[[AlignmentError], None],
) -> ReadAlignment:
    """The alignment ``source``, of the sentences that are given, or of the texts that it holds."""
    if read_as.numeric != write_as.numeric and sentences is None:
        raise ConfigError(
            f"«{read_as}» and «{write_as}» meet in the sentences, and these are not given", remedy=_SENTENCES
        )
    if read_as.numeric:
        return read_numbers(source, read_as, sentences, (options.source_sentences, options.target_sentences), tell)
    return read_texts(source, read_as, options.source_language, options.target_language)


def _write_numbers(target: Path, write_as: AlignmentFormat, read: ReadAlignment) -> int:
    """Write beads or a ladder; the number of beads."""
    alignment = read.pair.alignment
    if write_as is AlignmentFormat.LADDER:
        write_ladder(target, alignment, confidence=read.confident)
    else:
        write_beads(target, alignment.beads, confidence=read.confident and write_as is AlignmentFormat.BEADS)
    return len(alignment.beads)


def _is_tabbed(path: Path) -> bool:
    return path.suffix.lower() in (".tsv", ".tab")


def _is_translation(path: Path, options: ConvertOptions) -> bool:
    """Whether ``path`` is a translation by its name: XLIFF, PO, a table with commas, in Excel or in Word.

    A table with tabs is one where it has a column for the names of its units; else its third column is a note.
    """
    suffix = path.suffix.lower()
    if _is_tabbed(path):
        languages = {"source_language": options.source_language, "target_language": options.target_language}
        columns = columns_in(path, **languages)
        return begins_with_identifiers(path) if columns is None else columns.identifier is not None
    return suffix not in _ALIGNMENTS and (
        suffix in TABLE_SUFFIXES or any(suffix in known.suffixes for known in FORMATS if known.name != "TMX")
    )


def _write_translation(
    source: Path,
    target: Path,
    write_as: AlignmentFormat,
    options: ConvertOptions,
    unkept: Callable[[LostPart], None],
    tell: Callable[[AlignmentError], None],
) -> int:
    """Write the pairs of ``source`` as a file of a CAT tool, or as a table; the number written."""
    if options.recover or options.canonical:
        raise _only_for_tmx()
    languages = options.source_language, options.target_language
    pairs: list[TranslationUnit] = []
    others = more = 0
    for unit in _all_units(source, write_as, options, tell):
        pair = pair_of(unit, *languages)
        if pair is None:
            others += 1
        else:
            pairs.append(pair)
            more += len(unit.variants) > len(pair.variants)
    if not pairs:
        raise no_pair(source)
    if options.tmx_languages:
        pairs = [_renamed(pair, dict(options.tmx_languages)) for pair in pairs]
    first, second = (segment.language for segment in pairs[0].variants)
    written = write_units(target, pairs, write_as, source_language=first, target_language=second, original=source.name)
    left = (LostPart("units that lack a language", others), LostPart("other languages", more))
    for part in (*left, *written.lost):
        if part.units:
            unkept(part)
    return written.count


def _renamed(unit: TranslationUnit, codes: Mapping[str, str]) -> TranslationUnit:
    """The unit with other codes for its languages."""
    variants = (
        replace(segment, language=codes.get(primary_subtag(segment.language), segment.language))
        for segment in unit.variants
    )
    return replace(unit, variants=tuple(variants))


def _all_units(
    source: Path, write_as: AlignmentFormat, options: ConvertOptions, tell: Callable[[AlignmentError], None]
) -> Iterator[TranslationUnit]:
    """The units of a translation or a TMX with all that they hold; of an alignment its beads."""
    languages = options.source_language, options.target_language
    if options.read_as is None and _is_translation(source, options):
        if _sentence_files(options) is not None:
            raise ConfigError("sentences go with beads and ladders", path=source, remedy="leave them out")
        return unit_format(source).read(source, *languages)
    read_as = options.read_as or format_of_alignment(source)
    if read_as is AlignmentFormat.TMX:
        return read_tmx(source)
    read = _read(source, read_as, write_as, _sentence_files(options), options, tell)
    return read.units(options.source_language, options.target_language)


def _convert_translation(source: Path, target: Path, write_as: AlignmentFormat, options: ConvertOptions) -> int:
    """What is translated in ``source`` becomes a memory, with codes, notes and properties, or a table of texts."""
    if write_as.numeric or options.recover or options.canonical or _sentence_files(options) is not None:
        raise ConfigError(
            "a translation becomes a TMX or a table of texts, and nothing else",
            path=source,
            remedy="write a .tmx, and go on from there",
        )
    languages = options.source_language, options.target_language
    units = filter(is_translated, unit_format(source).read(source, *languages))
    if write_as is AlignmentFormat.TABLE:
        rows = []
        for unit in units:
            pair = pair_of(unit, *languages)
            if pair is not None:
                rows.append(TableRow(pair.variants[0].text, pair.variants[1].text, unit.property("file") or ""))
        if not rows:
            raise no_pair(source)
        write_text_table(target, rows)
        return len(rows)
    if options.only_pair:
        units = filter(None, (pair_of(unit, *languages) for unit in units))
    first = next(units, None)
    if first is None:
        raise no_pair(source)
    renamed = dict(options.tmx_languages) or None
    return write_tmx(target, chain((first,), units), source_language=first.variants[0].language, languages=renamed)


def _only_for_tmx() -> ConfigError:
    return ConfigError(
        "--recover and --canonical are for a TMX that becomes a TMX", remedy="leave them out, or convert it first"
    )


def _write_again(source: Path, target: Path, options: ConvertOptions, lost: Callable[[Loss], None]) -> int:
    """A TMX with all its units, languages, properties and codes; the number of units."""
    header = recover_header(source)  # where there is none, or a broken one, the units tell
    units = recover_tmx(source, lost) if options.recover else read_tmx(source)
    srclang = header.source_language if header is not None else ""
    if options.only_pair:
        srclang = options.source_language
        pairs = (pair_of(unit, options.source_language, options.target_language) for unit in units)
        units = (pair for pair in pairs if pair is not None)
    if options.canonical:
        units = iter(in_canonical_order(units))
    languages = dict(options.tmx_languages) or None
    return write_tmx(target, units, source_language=srclang or "*all*", languages=languages, header=header)


def _sentence_files(options: ConvertOptions) -> Sentences | None:
    paths = options.source_sentences, options.target_sentences
    if paths[0] is None and paths[1] is None:
        return None
    if paths[0] is None or paths[1] is None:
        raise ConfigError("the sentences of one side only are given", remedy=_SENTENCES)
    return read_lines(paths[0]), read_lines(paths[1])
