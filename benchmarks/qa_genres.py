"""How good the checks are on other genres: software, contracts, leaflets, manuals, reports, resolutions, tourism.

    python benchmarks/qa_genres.py [FILE] [--list] [--without CODE ...]

FILE (default: the pairs of the tests) has a row a pair: the name of its genre, its direction (``en-fr``), source,
translation, and the translation with an error in it, where one was put in. The pairs of a genre and a direction are
checked as one file, clean and with the errors, without a glossary. Printed are how many clean pairs are flagged, at
warning and above, and how many errors something new is said of; ``--list`` prints the pairs flagged and missed.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from running import existing, parser_for, run

from tmx.model import Segment
from toolkit.model import Severity
from toolkit.workflows.qa import QaMaterial, UnitToCheck, check_units

PAIRS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "qa" / "genres.tsv"


@dataclass(frozen=True)
class Pair:
    """A row: its genre and direction, its texts, and what the checks say of it clean and with its error."""

    genre: str
    direction: str
    source: str
    target: str
    damaged: str
    said: frozenset[tuple[str, str]]
    said_of_damaged: frozenset[tuple[str, str]]

    @property
    def found(self) -> bool:
        """Whether something is said of the error."""
        return bool(self.damaged and self.said_of_damaged - self.said)


def checked_genres(path: Path, without: Sequence[str] = ()) -> Iterator[Pair]:
    """The pairs of ``path`` with what is said of them, but by the checks ``without``."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    for (genre, direction), group in groupby(rows, key=lambda row: (row[0], row[1])):
        texts = [row[2:] for row in group]
        clean = _said([(source, target) for source, target, _ in texts], direction, without)
        damaged = _said([(source, error or target) for source, target, error in texts], direction, without)
        for (source, target, error), one, other in zip(texts, clean, damaged, strict=True):
            yield Pair(genre, direction, source, target, error, one, other)


def _said(
    pairs: Sequence[tuple[str, str]], direction: str, without: Sequence[str]
) -> Iterator[frozenset[tuple[str, str]]]:
    source, _, target = direction.partition("-")
    units = [UnitToCheck(str(n), Segment(source, one), Segment(target, other)) for n, (one, other) in enumerate(pairs)]
    found = check_units(Path("pairs"), units, material=QaMaterial(), source_language=source, target_language=target)
    for unit in found.units:
        grave = (one for one in unit.findings if one.severity is not Severity.INFO and one.code not in without)
        yield frozenset((one.code, one.message) for one in grave)


def main() -> None:
    """Print the table."""
    parser = parser_for(__doc__)
    parser.add_argument("file", nargs="?", type=existing, default=PAIRS)
    parser.add_argument("--list", action="store_true", dest="listed")
    parser.add_argument("--without", nargs="*", default=())
    arguments = parser.parse_args()
    pairs = list(checked_genres(arguments.file, arguments.without))
    print(f"{'genre':24}{'':8}{'flagged':>10}{'found':>12}")
    for (genre, direction), group in groupby(pairs, key=lambda pair: (pair.genre, pair.direction)):
        _print_row(genre, direction, list(group))
    for part in sorted({pair.genre.rpartition(" ")[2] for pair in pairs}):
        _print_row("all", part, [pair for pair in pairs if pair.genre.endswith(f" {part}")])
    for pair in pairs if arguments.listed else ():
        for code, message in sorted(pair.said):
            print(f"FLAGGED {code} {message}\t{pair.source}\t{pair.target}")
        if pair.damaged and not pair.found:
            print(f"MISSED {pair.direction}\t{pair.source}\t{pair.damaged}")


def _print_row(genre: str, direction: str, pairs: Sequence[Pair]) -> None:
    flagged, errors = sum(bool(pair.said) for pair in pairs), sum(bool(pair.damaged) for pair in pairs)
    found = sum(pair.found for pair in pairs)
    print(f"{genre:24}{direction:8}{flagged:>5} / {len(pairs):<4}{found:>5} / {errors}")


if __name__ == "__main__":
    run(main)
