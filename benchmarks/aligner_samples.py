"""What the aligner's second stage is trained on: drafts of texts aligned by hand, as they are and disturbed.

Disturbed copies lack sentences and whole blocks on one side and have neighbours merged, so that there is enough to
learn from about what has no counterpart. Two more copies of each set count little: without the lexicon that ships, and
with the letters of one side exchanged for others, which leaves no word that looks like its translation, as in languages
of different scripts.
"""

import itertools
import random
import string
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from tmx.align import lists, seeds
from tmx.align.beads import GoldBead
from tmx.align.features import Candidates
from tmx.align.rescoring import Draft
from tmx.align.sentences import TextPair, draft_texts
from toolkit.workflows.evaluate_alignment import read_gold_documents

__all__ = [
    "FOLDS",
    "Sample",
    "cut_levels",
    "gold_candidates",
    "leave_out_dictionaries",
    "load",
    "narrowed",
    "split",
]

Ids = NDArray[np.int64]

FOLDS = 5
DOZEN = 12
DROPPED, MERGED, BLOCKS = 0.03, 0.06, 0.4  # of beads, of beads, of documents
LEAST_BEADS = 12  # of a document that may lose a block
MANY_DOCUMENTS = 20  # sets of so many short documents are disturbed twice
STRANGE = "fi"  # a language that shares no lexicon and no order of words with the others
# Texts in these languages count in full with the lexicon that ships and without: most languages that are as unlike each
# other have none.
BOTH_WAYS = (("de", "fr"),)
DICTIONARIES = dict(lists.SHIPPED_DICTIONARIES)
SURE = 0.8  # chance of beads between which a text may be cut


class Sample(Struct, frozen=True):
    """A text's draft and gold; ``fold`` is the part of its set that it belongs to.

    Those that are not ``usual`` know less than what ships: they count for less in learning.
    """

    set: str
    mode: str
    draft: Draft
    gold: tuple[GoldBead, ...]
    fold: int
    usual: bool = True

    @property
    def family(self) -> str:
        """The set from which it comes, undisturbed."""
        return self.set.partition("+")[0]


class _Text(Struct, frozen=True):
    texts: TextPair
    gold: tuple[GoldBead, ...]
    fold: int


def leave_out_dictionaries() -> None:
    """Let the texts be drafted with no more than the lexicon that was learnt from others, as the weights that ship."""
    learnt = {("fr", "en"): lists.SHIPPED_LEXICONS["fr", "en"]}
    DICTIONARIES.clear()
    _use_lexicons(learnt)


def load(data: Path, seed_folder: Path | None, names: Sequence[str]) -> list[Sample]:
    """All documents of all sets, in all modes, as they are and (``<set>+<number>``) disturbed."""
    shipped = dict(lists.SHIPPED_LEXICONS)
    samples: list[Sample] = []
    for folder in sorted((data / "alignment").iterdir()):
        parts = folder.name.split("-")
        if "broken" in parts or len(parts) < 3 or (names and folder.name not in names):
            continue
        held_out = seed_folder / f"seed_{parts[0]}.tsv" if seed_folder else None
        _use_lexicons(shipped | {("fr", "en"): held_out} if held_out is not None and held_out.exists() else shipped)
        documents = [
            _Text(document.texts, document.gold, number % FOLDS)
            for number, document in enumerate(read_gold_documents(folder))
            if document.gold is not None
        ]
        samples += _samples(folder.name, documents, (parts[1], parts[2]))
        for number in range(1, 3 if len(documents) >= MANY_DOCUMENTS else 2):
            draw = random.Random(f"{folder.name}{number}")
            samples += _samples(
                f"{folder.name}+{number}", [_disturbed(document, draw) for document in documents], (parts[1], parts[2])
            )
        samples += _strange(folder.name, documents, (parts[1], parts[2]))
        print(f"{folder.name}: {len(documents)} documents", file=sys.stderr)
    _use_lexicons(shipped)
    return samples


def _strange(name: str, documents: Sequence[_Text], languages: tuple[str, str]) -> Iterator[Sample]:
    """The set without any lexicon, if one ships for its languages, and in a script of its own."""
    sets = []
    if languages in lists.SHIPPED_LEXICONS:
        sets.append((f"{name}+bare", documents, languages, languages in BOTH_WAYS))
    _use_lexicons({})
    letters = _exchanged_letters()
    hidden = [
        replace(
            document,
            texts=TextPair(
                tuple(unicodedata.normalize("NFC", sentence).translate(letters) for sentence in document.texts.source),
                document.texts.target,
                document.texts.name,
            ),
        )
        for document in documents
    ]
    sets.append((f"{name}+cipher", hidden, (STRANGE, languages[1]), False))
    for label, texts, tags, usual in sets:
        for sample in _samples(label, texts, tags):
            yield replace(sample, usual=usual)


def _exchanged_letters() -> dict[int, str]:
    """Each Latin letter, accents left off, for another one."""
    letters = list(string.ascii_lowercase)
    random.Random(7).shuffle(letters)
    plain = {"ß": "s", "œ": "o", "æ": "a"}
    table = {}
    for code in range(ord("A"), 0x180):
        base = plain.get(chr(code).lower(), unicodedata.normalize("NFD", chr(code).lower())[0])
        if chr(code).isalpha() and base in string.ascii_lowercase:
            other = letters[ord(base) - ord("a")]
            table[code] = other if chr(code).islower() else other.upper()
    return table


def _use_lexicons(paths: dict[tuple[str, str], Path]) -> None:
    """Let the aligner's own lexicons be those in ``paths``, with the dictionaries of their languages."""
    lists.SHIPPED_LEXICONS.clear()
    lists.SHIPPED_LEXICONS.update(paths)
    lists.SHIPPED_DICTIONARIES.clear()
    lists.SHIPPED_DICTIONARIES.update({pair: path for pair, path in DICTIONARIES.items() if pair in paths})
    lists.shipped_entries.cache_clear()
    seeds._shipped.cache_clear()


def _samples(name: str, documents: Sequence[_Text], languages: tuple[str, str]) -> Iterator[Sample]:
    """Drafts of ``documents`` as one batch, one by one, and, where there are many, by the dozen."""
    modes: dict[str, list[Sequence[_Text]]] = {"batch": [documents], "single": [[document] for document in documents]}
    if len(documents) > 2 * DOZEN and "+" not in name:
        modes["dozen"] = [documents[at : at + DOZEN] for at in range(0, len(documents), DOZEN)]
    if len(documents) == 1:
        del modes["single"]
    for mode, batches in modes.items():
        for batch in batches:
            drafts = draft_texts([document.texts for document in batch], *languages)
            for document, draft in zip(batch, drafts, strict=True):
                assert draft is not None
                yield Sample(name, mode, draft, document.gold, document.fold)


class _Pieces(Struct):
    """The two sides of a bead, as texts."""

    source: list[str]
    target: list[str]


def _disturbed(document: _Text, draw: random.Random) -> _Text:
    beads = list(_in_order(document))
    lost = _lost_block(len(beads), draw)
    made: list[_Pieces] = []
    at = 0
    while at < len(beads):
        bead = beads[at]
        following = beads[at + 1] if at + 1 < len(beads) and at + 1 not in lost else None
        at += 1
        if bead.source and bead.target and (at - 1 in lost or draw.random() < DROPPED):
            if lost.get(at - 1, draw.randint(0, 1)):
                made += [_Pieces([sentence], []) for sentence in bead.source]
            else:
                made += [_Pieces([], [sentence]) for sentence in bead.target]
        elif following is not None and _single(bead) and _single(following) and draw.random() < MERGED:
            sides = [bead.source + following.source, bead.target + following.target]
            joined = draw.randint(0, 1)
            sides[joined] = [" ".join(sides[joined])]
            made.append(_Pieces(*sides))
            at += 1
        else:
            made.append(bead)
    return _numbered(made, document)


def _single(bead: _Pieces) -> bool:
    return len(bead.source) == len(bead.target) == 1


def _lost_block(size: int, draw: random.Random) -> dict[int, int]:
    """Which beads lose which side: blocks of three to six, one for every sixty beads, in some documents."""
    lost: dict[int, int] = {}
    if size >= LEAST_BEADS and draw.random() < BLOCKS:
        for _ in range(max(1, size // 60)):
            length, side = draw.randint(3, 6), draw.randint(0, 1)
            begin = draw.randrange(size - length)
            lost.update(dict.fromkeys(range(begin, begin + length), side))
    return lost


def _in_order(document: _Text) -> Iterator[_Pieces]:
    """The gold's beads as they follow each other; sentences that it forgets have no counterpart."""
    source, target = document.texts.source, document.texts.target
    ours = {bead.source[0]: bead for bead in document.gold if bead.source}
    theirs = {bead.target[0]: bead for bead in document.gold if bead.target and not bead.source}
    row = column = 0
    while row < len(source) or column < len(target):
        bead = theirs.get(column) or ours.get(row)
        if bead is None:
            bead = GoldBead((), (column,)) if column < len(target) else GoldBead((row,), ())
        yield _Pieces([source[n] for n in bead.source], [target[n] for n in bead.target])
        row, column = row + len(bead.source), column + len(bead.target)


def _numbered(beads: Sequence[_Pieces], document: _Text) -> _Text:
    source: list[str] = []
    target: list[str] = []
    gold = []
    for bead in beads:
        ours = range(len(source), len(source) + len(bead.source))
        theirs = range(len(target), len(target) + len(bead.target))
        gold.append(GoldBead(tuple(ours), tuple(theirs)))
        source += bead.source
        target += bead.target
    return _Text(TextPair(tuple(source), tuple(target), document.texts.name), tuple(gold), document.fold)


def cut_levels(beads: Candidates) -> Ids:
    """The sums of row and column of the cells through which every way leads, corner to corner."""
    begin_row, begin_column = beads.row - beads.source, beads.column - beads.target
    begin, end = begin_row + begin_column, beads.row + beads.column
    cells = np.unique(np.concatenate([begin_row * 1_000_000 + begin_column, beads.row * 1_000_000 + beads.column]))
    levels = cells // 1_000_000 + cells % 1_000_000
    size = int(end.max()) + 1
    crossing = np.zeros(size + 1)
    np.add.at(crossing, begin + 1, 1)
    np.add.at(crossing, end, -1)
    return np.flatnonzero((np.cumsum(crossing)[:size] == 0) & (np.bincount(levels, minlength=size) == 1))


def split(samples: Sequence[Sample], fold: int) -> tuple[list[Sample], list[Sample]]:
    """The samples outside and inside a fold; a set of one document is cut in as many pieces as there are folds."""
    numbers: dict[str, set[int]] = {}
    for sample in samples:
        numbers.setdefault(sample.family, set()).add(sample.fold)
    outside: list[Sample] = []
    inside: list[Sample] = []
    for sample in samples:
        if len(numbers[sample.family]) > 1:
            (inside if sample.fold == fold else outside).append(sample)
            continue
        for number, piece in enumerate(_cut(sample)):
            (inside if number == fold else outside).append(piece)
    return outside, inside


def _cut(sample: Sample) -> Iterator[Sample]:
    """Pieces between beads that are right and hardly in doubt; candidates that cross a border are left out."""
    beads = sample.draft.beads
    begin_row, begin_column = beads.row - beads.source, beads.column - beads.target
    end = beads.row + beads.column
    sure = np.flatnonzero(gold_candidates(sample) & (beads.chance > SURE) & (beads.source > 0) & (beads.target > 0))
    whole = sample.draft.rows + sample.draft.columns
    at = [sure[np.abs(end[sure] - whole * part / FOLDS).argmin()] for part in range(1, FOLDS)]
    cells = [(int(beads.row[n]), int(beads.column[n])) for n in at]
    corners = [(0, 0), *cells, (sample.draft.rows, sample.draft.columns)]
    for number, ((row, column), (to_row, to_column)) in enumerate(itertools.pairwise(corners)):
        inside = (begin_row >= row) & (begin_column >= column) & (beads.row <= to_row) & (beads.column <= to_column)
        inside &= _on_the_way(beads, inside, (row, column), (to_row, to_column))
        kept = Candidates(**{name: getattr(beads, name)[inside] for name in Candidates.__struct_fields__})
        kept = replace(kept, row=kept.row - row, column=kept.column - column)
        gold = [
            GoldBead(tuple(n - row for n in bead.source), tuple(n - column for n in bead.target))
            for bead in sample.gold
            if all(row <= n < to_row for n in bead.source) and all(column <= n < to_column for n in bead.target)
        ]
        ours, theirs = sample.draft.prose or (np.zeros(0, dtype=np.bool_),) * 2
        prose = ours[row:to_row], theirs[column:to_column]
        draft = Draft(kept, sample.draft.features[inside], to_row - row, to_column - column, prose)
        yield replace(sample, draft=draft, gold=tuple(gold), fold=number)


def _on_the_way(
    beads: Candidates, inside: NDArray[np.bool_], first: tuple[int, int], last: tuple[int, int]
) -> NDArray[np.bool_]:
    """Which candidates lie on a way from cell to cell that does not leave ``inside``."""
    begin = list(zip((beads.row - beads.source).tolist(), (beads.column - beads.target).tolist(), strict=True))
    end = list(zip(beads.row.tolist(), beads.column.tolist(), strict=True))
    numbers = np.flatnonzero(inside).tolist()
    result = np.zeros((2, len(begin)), dtype=np.bool_)
    for side, (order, here, there, corner) in enumerate(
        ((numbers, begin, end, first), (numbers[::-1], end, begin, last))
    ):
        reached = {corner}
        for number in order:
            if here[number] in reached:
                reached.add(there[number])
                result[side, number] = True
    both: np.ndarray = result[0] & result[1]
    return both


def narrowed(sample: Sample, least: float) -> Sample:
    """The sample with candidates of at least that chance, or, where no way leads through them, a lower one."""
    beads = sample.draft.beads
    corners = (0, 0), (sample.draft.rows, sample.draft.columns)
    inside = np.zeros(len(beads.row), dtype=np.bool_)
    while not inside.any():
        inside = _on_the_way(beads, beads.chance >= least, *corners)
        least /= 3.0
    kept = Candidates(**{name: getattr(beads, name)[inside] for name in Candidates.__struct_fields__})
    whole = sample.draft
    draft = Draft(kept, whole.features[inside], whole.rows, whole.columns, whole.prose)
    return replace(sample, draft=draft)


def gold_candidates(sample: Sample) -> NDArray[np.bool_]:
    """Which candidates of the draft stand in the gold."""
    golden = {(bead.source, bead.target) for bead in sample.gold}
    beads = sample.draft.beads
    return np.array(
        [
            (tuple(range(r - a, r)), tuple(range(c - b, c))) in golden
            for r, c, a, b in zip(beads.row, beads.column, beads.source, beads.target, strict=True)
        ],
        dtype=np.bool_,
    )
