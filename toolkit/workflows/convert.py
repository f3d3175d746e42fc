"""Converting alignments between programs: beads, ladders, tables of texts, TMX."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

from tmx.align.beads import read_beads, write_beads
from tmx.errors import AlignmentError, ConfigError, ParseError, UnknownFormatError
from tmx.files import read_bytes
from tmx.formats.ladder import TableRow, is_ladder, read_ladder, read_text_table, write_ladder, write_text_table
from tmx.formats.registry import FORMATS, pair_of
from tmx.formats.tabular import columns_in
from tmx.formats.tmx import in_canonical_order, read_tmx, write_tmx
from tmx.formats.tmx_recovery import Loss, recover_header, recover_tmx
from tmx.model import Alignment, Bead, TranslationUnit
from tmx.text.languages import primary_subtag
from toolkit.model import AlignedPair
from toolkit.workflows.convert_files import WRITERS, LostPart, write_units
from toolkit.workflows.memory import units_from_alignment
from toolkit.workflows.memory_source import is_store, is_translated, unit_format
from toolkit.workflows.texts import read_lines

__all__ = ["AlignmentFormat", "ConvertOptions", "convert_alignment"]


class AlignmentFormat(StrEnum):
    """The formats of alignments. Vecalign's are beads whose third number is a cost and no confidence."""

    BEADS = "beads"
    VECALIGN = "vecalign"
    LADDER = "ladder"
    TABLE = "table"
    TMX = "tmx"
    XLIFF = "xliff"
    XLIFF2 = "xliff2"
    PO = "po"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"

    @property
    def numeric(self) -> bool:
        """Whether it names sentences by their numbers, and holds no text."""
        return self in {AlignmentFormat.BEADS, AlignmentFormat.VECALIGN, AlignmentFormat.LADDER}

    @property
    def is_translation(self) -> bool:
        """Whether it is a file of a CAT tool, or a table with a column for each language."""
        return self in _TRANSLATIONS


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
_TRANSLATIONS = frozenset(AlignmentFormat(name) for name in WRITERS)
_READABLE = tuple(form for form in AlignmentFormat if not form.is_translation)  # a translation is known by its name
_SENTENCES = "name the two files, one sentence per line, with --source-sentences and --target-sentences"
_MOST_SENTENCES = 5_000_000  # a number beyond it is no alignment's, and would fill the memory


@dataclass(frozen=True, slots=True)
class ConvertOptions:
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


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read: the pair, its notes by bead, and whether its confidences are such."""

    pair: AlignedPair
    notes: tuple[str, ...]
    confident: bool


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
) -> int:
    """Read the alignment ``source`` and write it to ``target``; the number of beads (of a TMX: units) written.

    A translation (XLIFF, PO, CSV, a workbook) becomes a TMX or a table, as far as it is translated. Whatever holds
    texts becomes a translation (XLIFF, PO, CSV, TSV, a workbook): then ``unkept`` is told what has no place there.
    A TMX that becomes a TMX is written again with all that it says; ``lost`` is told what was lost of a broken one.
    Sentences that stand in no bead are without counterpart. Beads and ladders hold no text: to go from them to texts,
    or from texts to them, the files of sentences must be given. Raises :class:`~tmx.errors.AccordError` where a file
    cannot be read or written, the numbers and the sentences do not fit, or beads cross.
    """
    if is_store(source):
        remedy = f"write it as a TMX first: accord memory export {source} -o memory.tmx"
        raise ConfigError("this is a memory in a database", path=source, remedy=remedy)
    write_as = options.write_as or _format_by_name(target)
    if write_as.is_translation:
        return _write_translation(source, target, write_as, options, unkept or (lambda part: None))
    if options.read_as is None and _is_translation(source, options) and not (write_as.numeric and _is_tabbed(source)):
        return _convert_translation(source, target, write_as, options)
    read_as = options.read_as or _format_of(source)
    sentences = _sentence_files(options)
    if read_as is write_as is AlignmentFormat.TMX and sentences is None:
        return _write_again(source, target, options, lost or (lambda loss: None))
    if options.recover or options.canonical:
        raise _only_for_tmx()
    if read_as.numeric != write_as.numeric and sentences is None:
        raise _no_sentences(read_as, write_as)
    files = options.source_sentences, options.target_sentences
    if read_as.numeric:
        read = _read_numbers(source, read_as, sentences, files)
    else:
        read = _read_texts(source, read_as, options)
    if write_as.numeric:
        pair = read.pair if read_as.numeric or sentences is None else _numbered(read.pair, sentences, source)
        if write_as is AlignmentFormat.LADDER:
            write_ladder(target, pair.alignment)
        else:
            keep = read.confident and write_as is AlignmentFormat.BEADS
            write_beads(target, pair.alignment.beads, confidence=keep)
        return len(pair.alignment.beads)
    if write_as is AlignmentFormat.TABLE:
        write_text_table(target, _rows(read))
        return len(read.pair.alignment.beads)
    units = _units(read, options)
    return write_tmx(
        target, units, source_language=options.source_language, languages=dict(options.tmx_languages) or None
    )


def _is_tabbed(path: Path) -> bool:
    return path.suffix.lower() in (".tsv", ".tab")


def _is_translation(path: Path, options: ConvertOptions) -> bool:
    """Whether ``path`` is a translation by its name: XLIFF, PO, a table with commas, in Excel or in Word.

    A table with tabs is one where it has a column for the names of its units.
    """
    suffix = path.suffix.lower()
    if _is_tabbed(path):
        languages = {"source_language": options.source_language, "target_language": options.target_language}
        columns = columns_in(path, **languages)
        return columns is not None and columns.identifier is not None
    return suffix not in _ALIGNMENTS and (
        suffix in (".xlsx", ".docx") or any(suffix in known.suffixes for known in FORMATS if known.name != "TMX")
    )


def _write_translation(
    source: Path,
    target: Path,
    write_as: AlignmentFormat,
    options: ConvertOptions,
    unkept: Callable[[LostPart], None],
) -> int:
    """Write the pairs of ``source`` as a file of a CAT tool, or as a table; the number written."""
    if options.recover or options.canonical:
        raise _only_for_tmx()
    languages = options.source_language, options.target_language
    pairs: list[TranslationUnit] = []
    others = more = 0
    for unit in _all_units(source, write_as, options):
        pair = pair_of(unit, *languages)
        if pair is None:
            others += 1
        else:
            pairs.append(pair)
            more += len(unit.variants) > len(pair.variants)
    if not pairs:
        raise _no_pair(source)
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


def _all_units(source: Path, write_as: AlignmentFormat, options: ConvertOptions) -> Iterator[TranslationUnit]:
    """The units of a translation or a TMX with all that they hold; of an alignment its beads."""
    languages = options.source_language, options.target_language
    if options.read_as is None and _is_translation(source, options):
        if _sentence_files(options) is not None:
            raise ConfigError("sentences go with beads and ladders", path=source, remedy="leave them out")
        return unit_format(source).read(source, *languages)
    read_as = options.read_as or _format_of(source)
    if read_as is AlignmentFormat.TMX:
        return read_tmx(source)
    sentences = _sentence_files(options)
    if read_as.numeric:
        if sentences is None:
            raise _no_sentences(read_as, write_as)
        read = _read_numbers(source, read_as, sentences, (options.source_sentences, options.target_sentences))
    else:
        read = _read_texts(source, read_as, options)
    return _units(read, options)


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
            raise _no_pair(source)
        write_text_table(target, rows)
        return len(rows)
    if options.only_pair:
        units = filter(None, (pair_of(unit, *languages) for unit in units))
    first = next(units, None)
    if first is None:
        raise _no_pair(source)
    renamed = dict(options.tmx_languages) or None
    return write_tmx(target, chain((first,), units), source_language=first.variants[0].language, languages=renamed)


def _only_for_tmx() -> ConfigError:
    return ConfigError(
        "--recover and --canonical are for a TMX that becomes a TMX", remedy="leave them out, or convert it first"
    )


def _no_sentences(read_as: AlignmentFormat, write_as: AlignmentFormat) -> ConfigError:
    return ConfigError(
        f"«{read_as}» and «{write_as}» meet in the sentences, and these are not given", remedy=_SENTENCES
    )


def _no_pair(path: Path) -> ParseError:
    return ParseError("there is no pair of texts in it", path=path, remedy="check --from and --to")


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


# Reading


def _format_of(path: Path) -> AlignmentFormat:
    if path.suffix.lower() == ".tmx":
        return AlignmentFormat.TMX
    text = read_bytes(path).decode("utf-8-sig", "replace")
    first = text.lstrip().split("\n", 1)[0]
    if first.startswith("<"):
        return AlignmentFormat.TMX
    if first.startswith(("[", "#")) and "]:[" in text.replace(" ", ""):
        return AlignmentFormat.BEADS
    if is_ladder(text):
        return AlignmentFormat.LADDER
    if "\t" in first:
        return AlignmentFormat.TABLE
    names = ", ".join(_READABLE)
    raise UnknownFormatError(
        "this is not an alignment that Accord knows", path=path, remedy=f"--input-format says what it is: {names}"
    )


def _sentence_files(options: ConvertOptions) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    paths = options.source_sentences, options.target_sentences
    if paths[0] is None and paths[1] is None:
        return None
    if paths[0] is None or paths[1] is None:
        raise ConfigError("the sentences of one side only are given", remedy=_SENTENCES)
    return read_lines(paths[0]), read_lines(paths[1])


def _read_numbers(
    path: Path,
    form: AlignmentFormat,
    sentences: tuple[tuple[str, ...], tuple[str, ...]] | None,
    files: Sequence[Path | None],
) -> _Read:
    beads = read_ladder(path) if form is AlignmentFormat.LADDER else read_beads(path)
    # A number that is no probability is a cost or a score.
    confident = form is AlignmentFormat.BEADS and all(0.0 <= bead.confidence <= 1.0 for bead in beads)
    if not confident:
        beads = tuple(replace(bead, confidence=1.0) for bead in beads)
    if any(side.stop > _MOST_SENTENCES for bead in beads for side in _sides(bead)):
        raise ParseError(
            f"it speaks of more than {_MOST_SENTENCES} sentences", path=path, remedy="check that it is an alignment"
        )
    if sentences is None:
        source = max((bead.source.stop for bead in beads), default=0)
        sentences = ("",) * source, ("",) * max((bead.target.stop for bead in beads), default=0)
    sizes = len(sentences[0]), len(sentences[1])
    try:
        beads = tuple(_filled(beads, *sizes, path))
    except AlignmentError:
        # Some programs list what has no counterpart at the end; it is found again as what stands in no other bead.
        beads = tuple(_filled([bead for bead in beads if bead.source and bead.target], *sizes, path))
    names = tuple(file.name if file is not None else path.name for file in files)
    return _Read(_pair(names, sentences, beads), ("",) * len(beads), confident)


def _sides(bead: Bead) -> tuple[range, range]:
    return bead.source, bead.target


def _filled(beads: Iterable[Bead], rows: int, columns: int, path: Path) -> Iterator[Bead]:
    """``beads`` with the sentences between them that stand in none."""
    i = j = 0
    end = Bead(range(rows, rows), range(columns, columns))
    for bead in (*beads, end):
        starts = (
            bead.source.start if bead.source or bead is end else i,
            (bead.target.start if bead.target or bead is end else j),
        )
        if starts[0] < i or starts[1] < j:
            raise AlignmentError(
                f"the bead {list(bead.source)}:{list(bead.target)} crosses another, or goes beyond the sentences"
                if bead is not end
                else f"the beads go beyond the {rows} and {columns} sentences that are given",
                path=path,
                remedy="check that the sentences are those that were aligned",
            )
        yield from (Bead(range(n, n + 1), range(0)) for n in range(i, starts[0]))
        yield from (Bead(range(0), range(n, n + 1)) for n in range(j, starts[1]))
        i, j = starts[0] + len(bead.source), starts[1] + len(bead.target)
        if bead is not end:
            yield bead


def _read_texts(path: Path, form: AlignmentFormat, options: ConvertOptions) -> _Read:
    rows, confidences = [], []
    if form is AlignmentFormat.TABLE:
        rows = list(read_text_table(path, options.source_language, options.target_language))
    else:
        for unit in read_tmx(path):
            source, target = unit.variant(options.source_language), unit.variant(options.target_language)
            if source is not None and target is not None:
                rows.append(TableRow(source.text, target.text, unit.property("x-source-document") or ""))
                confidences.append(_probability(unit))
    if not rows:
        raise _no_pair(path)
    known = [value for value in confidences if value is not None]
    confident = bool(known) and len(known) == len(rows)
    beads, sides = [], ([], [])  # type: tuple[list[Bead], tuple[list[str], list[str]]]
    for at, row in enumerate(rows):
        ranges = []
        for side, text in zip(sides, (row.source, row.target), strict=True):
            ranges.append(range(len(side), len(side) + bool(text)))
            side.extend([text] if text else [])
        beads.append(Bead(ranges[0], ranges[1], confidence=known[at] if confident else 1.0))
    pair = _pair((path.name, path.name), (tuple(sides[0]), tuple(sides[1])), beads)
    return _Read(pair, tuple(row.note for row in rows), confident)


def _probability(unit: TranslationUnit) -> float | None:
    try:
        value = float(unit.property("x-confidence") or "")
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def _pair(names: Sequence[str], texts: Sequence[tuple[str, ...]], beads: Iterable[Bead]) -> AlignedPair:
    alignment = Alignment(tuple(beads), len(texts[0]), len(texts[1]))
    return AlignedPair(names[0], names[1], texts[0], texts[1], alignment)


def _numbered(pair: AlignedPair, sentences: Sequence[tuple[str, ...]], path: Path) -> AlignedPair:
    """The pair with each text in its place among ``sentences``, of which every one must come, in order."""
    at = [0, 0]
    beads = []
    for number, bead in enumerate(pair.alignment.beads, 1):
        ranges = []
        for side, (texts, own, given) in enumerate(
            zip((pair.source, pair.target), (bead.source, bead.target), sentences, strict=True)
        ):
            wanted = " ".join(" ".join(texts[n] for n in own).split())
            found = _run(given, at[side], wanted)
            if found is None:
                raise AlignmentError(
                    f"the {('source', 'target')[side]} of pair {number} is not what comes next in the sentences: "
                    f"«{wanted[:40]}»",
                    path=path,
                    remedy="give the sentences that were aligned, all of them and in their order",
                )
            ranges.append(found)
            at[side] = found.stop
        beads.append(Bead(ranges[0], ranges[1], confidence=bead.confidence))
    sizes = len(sentences[0]), len(sentences[1])
    return _pair((pair.source_name, pair.target_name), sentences, _filled(beads, *sizes, path))


def _run(sentences: Sequence[str], start: int, wanted: str) -> range | None:
    """The sentences from ``start``, or behind blank ones, that make up ``wanted``."""
    if not wanted:
        return range(start, start)
    while start < len(sentences) and not sentences[start].strip():
        start += 1
    joined = ""
    for stop in range(start, len(sentences)):
        joined = " ".join(f"{joined} {sentences[stop]}".split())
        if joined == wanted:
            return range(start, stop + 1)
        if not wanted.startswith(joined):
            return None
    return None


# Writing


def _rows(read: _Read) -> Iterator[TableRow]:
    pair = read.pair
    for bead, note in zip(pair.alignment.beads, read.notes, strict=True):
        source = " ".join(pair.source[n] for n in bead.source)
        yield TableRow(source, " ".join(pair.target[n] for n in bead.target), note)


def _units(read: _Read, options: ConvertOptions) -> Iterator[TranslationUnit]:
    for unit in units_from_alignment(read.pair, options.source_language, options.target_language):
        if read.confident:
            yield unit
        else:
            yield replace(unit, properties=tuple(p for p in unit.properties if p.type != "x-confidence"))
