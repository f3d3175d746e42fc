"""How well documents are paired: precision, recall and seconds on a mixture in which many documents lack a counterpart.

    python benchmarks/pairing.py DATA [--documents 1000] [--alone 0.2] [--seed-lexicon FILE|none]

DATA holds documents that were aligned by hand, ``<set>/<document>/{src,tgt,gold}.txt`` (or ``alignment/<set>/...``),
in sets whose names end in their languages, such as ``-fr-en``; all sets of ``--languages`` are mixed. News documents
are taken as they are, everything longer is cut into parts at borders between beads. ``--hard`` adds what confuses:
paragraphs that many documents share, and documents that are announced a second time. The draw is fixed by ``--seed``.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from running import existing, parser_for, run

from tmx.align import lists
from tmx.align.beads import GoldBead, read_gold
from tmx.align.documents import DocumentPairing, pair_documents
from tmx.files import write_whole

BOILERPLATE = 3  # the texts that --hard repeats in many documents
REPEATED = 0.6  # the share of its beads that a second announcement has from the first


@dataclass(frozen=True, slots=True)
class Piece:
    """A document and its translation, sentence by sentence."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Documents of both sides, and which place of the targets each source has, None where it has none."""

    sources: tuple[Piece, ...]
    targets: tuple[Piece, ...]
    right: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class PairingScore:
    """Pairs found, pairs found that are right, pairs there are."""

    found: int
    right: int
    there: int

    @property
    def precision(self) -> float:
        """The share of the pairs found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs there are that were found."""
        return self.right / self.there if self.there else 1.0


Side = tuple[str, ...]
Beads = list[tuple[Side, Side]]


def read_beads(folder: Path) -> Beads:
    """The sentences of each bead of a document, in order."""
    source = (folder / "src.txt").read_text(encoding="utf-8").split("\n")
    target = (folder / "tgt.txt").read_text(encoding="utf-8").split("\n")

    def sentences(bead: GoldBead) -> tuple[Side, Side]:
        return tuple(source[i] for i in bead.source), tuple(target[j] for j in bead.target)

    return [sentences(bead) for bead in read_gold(folder / "gold.txt")]


def cut(beads: Beads, size: int, draw: random.Random) -> Iterator[Beads]:
    """Parts of about ``size`` beads, from half to one and a half times as many."""
    at = 0
    while at < len(beads):
        end = at + draw.randint(max(size // 2, 2), max(size * 3 // 2, 3))
        if len(beads) - end < max(size // 2, 2):
            end = len(beads)
        yield beads[at:end]
        at = end


def piece(name: str, beads: Beads) -> Piece:
    """The beads as a document."""
    return Piece(name, tuple(s for one, _ in beads for s in one), tuple(t for _, other in beads for t in other))


def documents(data: Path, languages: str, wanted: int, draw: random.Random) -> list[tuple[str, Beads]]:
    """``wanted`` documents (or as many as there are): short ones as they are, long ones in parts of equal size."""
    root = data / "alignment" if (data / "alignment").is_dir() else data
    golds = sorted(root.glob("*/*/gold.txt"))
    golds = [path for path in golds if languages in path.parent.parent.name and "broken" not in path.parent.parent.name]
    texts = [(f"{path.parent.parent.name}/{path.parent.name}", read_beads(path.parent)) for path in golds]
    news = [(name, beads) for name, beads in texts if "ntrex" in name]
    long = [(name, beads) for name, beads in texts if "ntrex" not in name]
    size = max(sum(len(beads) for _, beads in long) // max(wanted - len(news), 1), 2)
    parts = [
        (f"{name}/{number}", part) for name, beads in long for number, part in enumerate(cut(beads, size, draw), 1)
    ]
    found = [(name, beads) for name, beads in [*news, *parts] if all(any(side) for side in zip(*beads, strict=True))]
    draw.shuffle(found)
    return found[:wanted]


def confuse(found: list[tuple[str, Beads]], draw: random.Random) -> list[tuple[str, Beads]]:
    """The same documents, half of them with a shared paragraph at their end, a fifth announced a second time."""
    shared = [draw.choice(found)[1][:3] for _ in range(BOILERPLATE)]
    result = []
    for name, beads in found:
        if draw.random() < 0.2 and len(beads) > 2:
            other = draw.choice(found)[1]
            again = [bead for bead in beads if draw.random() < REPEATED] + other[: max(len(beads) // 3, 1)]
            result.append((f"{name}/again", again))
        result.append((name, beads))
    return [(name, beads + draw.choice(shared) if draw.random() < 0.5 else beads) for name, beads in result]


def mix(found: Sequence[Piece], alone: float, draw: random.Random) -> Mixture:
    """The pieces as two shuffled sides; on each side the share ``alone`` has no counterpart."""
    lonely = int(len(found) * alone / (1 + alone))
    order = list(found)
    draw.shuffle(order)
    first, second, both = order[:lonely], order[lonely : 2 * lonely], order[2 * lonely :]
    sources, targets = [*first, *both], [*second, *both]
    draw.shuffle(sources)
    draw.shuffle(targets)
    places = {id(one): number for number, one in enumerate(targets)}
    return Mixture(tuple(sources), tuple(targets), tuple(places.get(id(one)) for one in sources))


def score(mixture: Mixture, pairing: DocumentPairing) -> PairingScore:
    """How many pairs are right."""
    right = sum(mixture.right[pair.source] == pair.target for pair in pairing.pairs)
    return PairingScore(len(pairing.pairs), right, sum(place is not None for place in mixture.right))


def use_lexicon(choice: str | None) -> None:
    """Put another seed lexicon, or none, in the place of the one that ships."""
    if choice == "none":
        lists.SHIPPED_LEXICONS.clear()
        lists.SHIPPED_DICTIONARIES.clear()
    elif choice is not None:
        lists.SHIPPED_LEXICONS["fr", "en"] = Path(choice)


def show_errors(mixture: Mixture, pairing: DocumentPairing) -> None:
    """Each pair that is wrong or missing, by kind, with confidences."""
    given = {pair.source: pair for pair in pairing.pairs}
    kinds: Counter[str] = Counter()
    for number, (one, place) in enumerate(zip(mixture.sources, mixture.right, strict=True)):
        pair = given.get(number)
        at = None if pair is None else pair.target
        if at == place:
            continue
        kind = "missed" if at is None else "made up" if place is None else "mistaken"
        kinds[kind] += 1
        found = "" if pair is None else f"{pair.confidence:.3f}  {mixture.targets[pair.target].name}"
        print(f"  {kind:<9} {one.name:<48} {len(one.source):>3} sentences  {found}")
    print("  " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))


def write_folders(mixture: Mixture, folder: Path) -> None:
    """Write the mixture as files, one sentence a line, and ``right.tsv``."""
    for side, pieces in (("source", mixture.sources), ("target", mixture.targets)):
        for number, one in enumerate(pieces):
            with write_whole(folder / side / f"{number:04}.txt") as stream:
                stream.write("\n".join(one.source if side == "source" else one.target).encode() + b"\n")
    rows = [f"{i:04}.txt\t{j:04}.txt\n" for i, j in enumerate(mixture.right) if j is not None]
    with write_whole(folder / "right.tsv") as stream:
        stream.write("".join(rows).encode())


def main() -> None:
    """Mix, pair, score."""
    parser = parser_for(__doc__)
    parser.add_argument("data", type=existing)
    parser.add_argument("--documents", type=int, default=1000, help="documents of each side")
    parser.add_argument("--alone", type=float, default=0.2, help="share of each side without counterpart")
    parser.add_argument("--languages", default="fr-en")
    parser.add_argument("--only", default="", help="documents whose name holds this")
    parser.add_argument("--seed-lexicon", help="a lexicon in the place of the one that ships; none for none")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="name what is wrong")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the documents too")
    options = parser.parse_args()
    use_lexicon(options.seed_lexicon)
    draw = random.Random(options.seed)
    found = documents(options.data, options.languages, int(options.documents * (1 + options.alone)), draw)
    found = [row for row in found if options.only in row[0]]
    if options.hard:
        found = confuse(found, draw)
    mixture = mix([piece(name, beads) for name, beads in found], options.alone, draw)
    if options.write:
        write_folders(mixture, options.write)
    begun, used = time.perf_counter(), time.process_time()
    pairing = pair_documents(
        [one.source for one in mixture.sources],
        [one.target for one in mixture.targets],
        *options.languages.split("-"),
    )
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    result = score(mixture, pairing)
    sentences = sum(len(one.source) for one in mixture.sources) / len(mixture.sources)
    print(
        f"{len(mixture.sources)} x {len(mixture.targets)} documents of {sentences:.1f} sentences, {result.there} pairs"
        f": precision {result.precision:.4f}  recall {result.recall:.4f}  {seconds:.2f} s ({used:.2f} s of processor)"
    )
    if options.errors:
        show_errors(mixture, pairing)


if __name__ == "__main__":
    run(main)
