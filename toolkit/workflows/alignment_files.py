"""Alignments in files: beads and ladders name sentences by numbers, tables and memories hold their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.align.beads import read_scored_beads
from tmx.errors import AlignmentError, ParseError, UnknownFormatError
from tmx.files import read_bytes
from tmx.formats.ladder import TableRow, is_ladder, read_ladder, read_text_table
from tmx.formats.tmx import read_tmx
from tmx.model import Alignment, Bead, TranslationUnit
from tmx.workbooks import refuse_foreign_workbook
from toolkit.model import AlignedPair
from toolkit.workflows.convert_files import WRITERS
from toolkit.workflows.memory import units_from_alignment

__all__ = [
    "AlignmentFormat",
    "ReadAlignment",
    "Sentences",
    "among_sentences",
    "format_of_alignment",
    "no_pair",
    "read_numbers",
    "read_texts",
]

Sentences = tuple[tuple[str, ...], tuple[str, ...]]  # of the source, of the target


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


_TRANSLATIONS = frozenset(AlignmentFormat(name) for name in WRITERS)
_READABLE = tuple(form for form in AlignmentFormat if not form.is_translation)  # a translation is known by its name
_SPLIT = "give the texts that were aligned, one sentence per line, and not the documents"
_MOST_SENTENCES = 5_000_000  # a number beyond it is no alignment's, and would fill the memory


class ReadAlignment(Struct, frozen=True):
    """What was read: the pair, its notes by bead, and whether its confidences are such."""

    pair: AlignedPair
    notes: tuple[str, ...]
    confident: bool

    def rows(self) -> Iterator[TableRow]:
        """The texts of each bead, with its note."""
        for bead, note in zip(self.pair.alignment.beads, self.notes, strict=True):
            source = " ".join(self.pair.source[n] for n in bead.source)
            yield TableRow(source, " ".join(self.pair.target[n] for n in bead.target), note)

    def units(self, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
        """The texts of each bead as a unit of a memory."""
        for unit in units_from_alignment(self.pair, source_language, target_language):
            if self.confident:
                yield unit
            else:
                yield replace(unit, properties=tuple(p for p in unit.properties if p.type != "x-confidence"))


def no_pair(path: Path) -> ParseError:
    """The error of a file without two texts that translate each other, in these languages."""
    return ParseError("there is no pair of texts in it", path=path, remedy="check --from and --to")


def format_of_alignment(path: Path) -> AlignmentFormat:
    """The format of a file that is no translation, by how it begins.

    Raises :class:`~tmx.errors.UnknownFormatError` where it is none.
    """
    if path.suffix.lower() == ".tmx":
        return AlignmentFormat.TMX
    refuse_foreign_workbook(path)
    text = read_bytes(path).decode("utf-8-sig", "replace")
    first = text.lstrip().split("\n", 1)[0]
    if first.startswith("<"):
        return AlignmentFormat.TMX
    packed = text.replace(" ", "")
    if first.startswith(("[", "#", "(")) and ("]:[" in packed or ("([" in packed and "],[" in packed)):
        return AlignmentFormat.BEADS
    if is_ladder(text):
        return AlignmentFormat.LADDER
    if "\t" in first:
        return AlignmentFormat.TABLE
    names = ", ".join(_READABLE)
    raise UnknownFormatError(
        "this is not an alignment that Accord knows", path=path, remedy=f"--input-format says what it is: {names}"
    )


def read_numbers(
    path: Path,
    form: AlignmentFormat,
    sentences: Sentences | None,
    files: Sequence[Path | None],
    tell: Callable[[AlignmentError], None] = lambda doubt: None,
) -> ReadAlignment:
    """The beads of a file that names sentences by their numbers; without ``sentences``, of ``files``, all are empty.

    Sentences that stand in no bead are without counterpart; ``tell`` is told where texts go on behind the last bead,
    as those do that were not split as they were aligned. Raises :class:`~tmx.errors.AccordError` where the file
    cannot be read, the numbers and the sentences do not fit, or beads cross.
    """
    beads, scored = (read_ladder(path), False) if form is AlignmentFormat.LADDER else read_scored_beads(path)
    # A number that is no probability is a cost or a score.
    confident = form is AlignmentFormat.BEADS and scored and all(0.0 <= bead.confidence <= 1.0 for bead in beads)
    if not confident:
        beads = tuple(replace(bead, confidence=1.0) for bead in beads)
    if any(side.stop > _MOST_SENTENCES for bead in beads for side in _sides(bead)):
        raise ParseError(
            f"it speaks of more than {_MOST_SENTENCES} sentences", path=path, remedy="check that it is an alignment"
        )
    ends = max((bead.source.stop for bead in beads), default=0), max((bead.target.stop for bead in beads), default=0)
    if sentences is None:
        sentences = ("",) * ends[0], ("",) * ends[1]
    for end, lines, file in zip(ends, sentences, files, strict=True):
        _check_end(end, lines, file, path, tell)
    sizes = len(sentences[0]), len(sentences[1])
    try:
        beads = tuple(_filled(beads, *sizes, path))
    except AlignmentError:
        # Some programs list what has no counterpart at the end; it is found again as what stands in no other bead.
        beads = tuple(_filled([bead for bead in beads if bead.source and bead.target], *sizes, path))
    names = tuple(file.name if file is not None else path.name for file in files)
    return ReadAlignment(_pair(names, sentences, beads), ("",) * len(beads), confident)


def _check_end(
    end: int, lines: Sequence[str], file: Path | None, path: Path, tell: Callable[[AlignmentError], None]
) -> None:
    """Raise where the alignment names a sentence beyond ``lines``, and tell where it ends long before them."""
    if end > len(lines):
        raise AlignmentError(
            f"its sentences go on to number {end}, beyond the {len(lines)} lines of {file}", path=path, remedy=_SPLIT
        )
    if any(line.strip() for line in lines[end:]):
        reason = f"its last sentence is number {end}, and {file} has {len(lines)} lines"
        tell(AlignmentError(reason, path=path, remedy=_SPLIT))


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
                f"the bead {list(bead.source)}:{list(bead.target)} crosses another",
                path=path,
                remedy="check that the sentences are those that were aligned",
            )
        yield from (Bead(range(n, n + 1), range(0)) for n in range(i, starts[0]))
        yield from (Bead(range(0), range(n, n + 1)) for n in range(j, starts[1]))
        i, j = starts[0] + len(bead.source), starts[1] + len(bead.target)
        if bead is not end:
            yield bead


def read_texts(path: Path, form: AlignmentFormat, source_language: str, target_language: str) -> ReadAlignment:
    """The pairs of texts of a table or a memory as beads, each text a sentence.

    Raises :class:`~tmx.errors.ParseError` where there are none in these languages.
    """
    rows, confidences = [], []
    if form is AlignmentFormat.TABLE:
        rows = list(read_text_table(path, source_language, target_language))
    else:
        for unit in read_tmx(path):
            source, target = unit.variant(source_language), unit.variant(target_language)
            if source is not None and target is not None:
                rows.append(TableRow(source.text, target.text, unit.property("x-source-document") or ""))
                confidences.append(_probability(unit))
    if not rows:
        raise no_pair(path)
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
    return ReadAlignment(pair, tuple(row.note for row in rows), confident)


def _probability(unit: TranslationUnit) -> float | None:
    try:
        value = float(unit.property("x-confidence") or "")
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def _pair(names: Sequence[str], texts: Sequence[tuple[str, ...]], beads: Iterable[Bead]) -> AlignedPair:
    alignment = Alignment(tuple(beads), len(texts[0]), len(texts[1]))
    return AlignedPair(names[0], names[1], texts[0], texts[1], alignment)


def among_sentences(pair: AlignedPair, sentences: Sentences, path: Path) -> AlignedPair:
    """The pair with each text in its place among ``sentences``, of which every one must come, in order.

    Raises :class:`~tmx.errors.AlignmentError` where a text is not what comes next in them.
    """
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
