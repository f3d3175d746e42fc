"""What a person has approved: it is kept in the next alignment, and words are learnt from it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from tmx.align.lexicon import Dictionary, Lexicon, LexiconEntry
from tmx.align.sentences import TextPair, learn_lexicon
from tmx.align.stems import is_mark, is_number
from tmx.errors import AlignmentError
from tmx.formats.tmx import read_tmx
from tmx.model import Alignment, Bead, TranslationUnit
from toolkit.model import AlignedPair
from toolkit.workflows.memory import APPROVED, units_from_pairs
from toolkit.workflows.memory_source import is_store, open_store

__all__ = ["ApprovedUnits", "align_around", "count_missed", "kept_beads", "memory_lexicon", "read_approved"]

_LEAST_WEIGHT = 0.1
_WORKBOOK = ".xlsx"
_MOST_SENTENCES = 8  # of one side of an approved bead that is looked for

Aligner = Callable[[Sequence[TextPair]], Sequence[Alignment]]


class ApprovedUnits(Struct, frozen=True):
    """Approved texts with their translations, without needless spaces, in the order in which they were read.

    ``struck_out`` has those that a workbook has struck out, by the documents (``a.txt - b.txt``) in which it did: there
    they are found again as approved ones are, and left out again. ``alone`` has, by the same documents, the approved
    and struck out beads without counterpart, one of whose texts is empty: they keep their mark where the aligner finds
    them again. ``documents`` has the approved texts of each pair of documents.
    """

    pairs: tuple[tuple[str, str], ...]
    struck_out: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    alone: Mapping[str, Mapping[tuple[str, str], bool]] = field(default_factory=dict)  # struck out: True
    documents: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)


class _Span(Struct, frozen=True):
    """Sentences of one side whose joined text is an approved one."""

    start: int
    stop: int
    text: str


def read_approved(paths: Iterable[Path], source_language: str, target_language: str) -> ApprovedUnits:
    """The approved units (property ``x-approved``, ``yes``) of the memories, or reviewed workbooks, ``paths``.

    Raises :class:`~tmx.errors.AlignmentError` where a memory has none in the two languages, and
    :class:`~tmx.errors.AccordError` where one cannot be read.
    """
    languages = source_language, target_language
    pairs: dict[tuple[str, str], None] = {}
    struck: dict[str, frozenset[tuple[str, str]]] = {}
    alone: dict[str, dict[tuple[str, str], bool]] = {}
    documents: dict[str, set[tuple[str, str]]] = {}
    for path in paths:
        is_workbook = path.suffix.lower() == _WORKBOOK
        kept, left_out, decided = _reviewed(path) if is_workbook else (_units(path), iter(()), {})
        alone.update((name, marks) for name, marks in decided.items() if marks)
        own, others = (list(_approved_texts(units, *languages)) for units in (kept, left_out))
        pairs.update((texts, None) for _, texts in own)
        for name, texts in own:
            documents.setdefault(name, set()).add(texts)
        for name, texts in others:
            struck[name] = struck.get(name, frozenset()) | {texts}
        if not own and not others and not any(decided.values()):
            raise AlignmentError(
                f"no unit in it is approved, in «{source_language}» and «{target_language}»",
                path=path,
                remedy="memories with approved units come from accord align --from-review",
            )
    return ApprovedUnits(tuple(pairs), struck, alone, {name: frozenset(texts) for name, texts in documents.items()})


def _approved_texts(units: Iterable[TranslationUnit], *languages: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names of the documents, and the texts, of the units that are marked as approved."""
    for unit in units:
        source, target = (unit.variant(language) for language in languages)
        if unit.property(APPROVED) == "yes" and source is not None and target is not None:
            name = f"{unit.property('x-source-document')} - {unit.property('x-target-document')}"
            yield name, (_tidy(source.text), _tidy(target.text))


def _reviewed(
    path: Path,
) -> tuple[Iterator[TranslationUnit], Iterator[TranslationUnit], dict[str, dict[tuple[str, str], bool]]]:
    """The units of a reviewed workbook, the same with those that it strikes out as the approved ones, and ``alone``."""
    from toolkit.workflows.review import read_review  # workbooks are rarely given, and long to load

    review = read_review(path)
    struck = [replace(pair, approved=pair.struck_out, struck_out=frozenset()) for pair in review.pairs]
    kept, left_out = (
        units_from_pairs(pairs, review.source_language, review.target_language) for pairs in (review.pairs, struck)
    )
    return kept, left_out, {f"{pair.source_name} - {pair.target_name}": _alone(pair) for pair in review.pairs}


def _alone(pair: AlignedPair) -> dict[tuple[str, str], bool]:
    """The texts of the beads without counterpart that are approved or struck out, and which of the two."""
    beads = pair.alignment.beads
    return {
        (_text(pair.source, beads[at].source), _text(pair.target, beads[at].target)): at in pair.struck_out
        for at in sorted(pair.approved | pair.struck_out)
        if not (beads[at].source and beads[at].target)
    }


def _units(path: Path) -> Iterator[TranslationUnit]:
    """All units of a TMX or of a memory in a database."""
    if is_store(path):
        with open_store(path) as store:
            yield from (stored.unit for stored in store)
    else:
        yield from read_tmx(path)


def memory_lexicon(approved: ApprovedUnits, source_language: str, target_language: str) -> Lexicon:
    """The words that approved units teach (IBM Model 1 over them), each pair weighted by how sure both ways are.

    The weight is the geometric mean of the probabilities of the two directions; pairs under .1 are left out, figures
    and marks too, which need no lexicon.
    """
    sources, targets = [source for source, _ in approved.pairs], [target for _, target in approved.pairs]
    count = len(approved.pairs)
    alignment = Alignment(tuple(Bead(range(i, i + 1), range(i, i + 1)) for i in range(count)), count, count)
    pair = TextPair(tuple(sources), tuple(targets), "approved")
    learnt = learn_lexicon([pair], [alignment], source_language, target_language)
    weights = np.sqrt(learnt.forward * learnt.backward)
    entries = []
    for at in np.flatnonzero(weights >= _LEAST_WEIGHT):
        source = learnt.source_vocabulary.words[learnt.source_ids[at]]
        target = learnt.target_vocabulary.words[learnt.target_ids[at]]
        if not any(is_mark(stem) or is_number(stem) for stem in (source, target)):
            entries.append(LexiconEntry(source, target, round(min(float(weights[at]), 1.0), 4)))
    return Dictionary(tuple(entries))


def align_around(
    texts: Sequence[TextPair], approved: ApprovedUnits, align: Aligner
) -> list[tuple[Alignment, frozenset[int], frozenset[int]]]:
    """The alignment of each pair of texts in which approved beads stand as they were approved.

    With it come the places of the beads that were approved, and of those that were struck out.
    What lies between them is handed to ``align``, all texts at once.
    """
    struck = [approved.struck_out.get(text.name, frozenset()) for text in texts]
    kept = [
        kept_beads(text.source, text.target, replace(approved, pairs=(*approved.pairs, *out)) if out else approved)
        for text, out in zip(texts, struck, strict=True)
    ]
    gaps = [list(_gaps(text, beads)) for text, beads in zip(texts, kept, strict=True)]
    alignments = iter(align([piece for row in gaps for piece in row]))
    result = []
    for text, beads, out in zip(texts, kept, struck, strict=True):
        found: list[Bead] = []
        places: tuple[list[int], list[int]] = [], []
        for at in range(len(beads) + 1):
            before = beads[at - 1] if at else Bead(range(0), range(0))
            found += _moved(next(alignments), before.source.stop, before.target.stop)
            if at < len(beads):
                here = _text(text.source, beads[at].source), _text(text.target, beads[at].target)
                places[here in out].append(len(found))
                found.append(beads[at])
        decided = approved.alone.get(text.name, {})
        for place, bead in enumerate(found):
            mark = None
            if not (bead.source and bead.target):
                mark = decided.get((_text(text.source, bead.source), _text(text.target, bead.target)))
            if mark is not None:
                places[mark].append(place)
                found[place] = replace(bead, confidence=1.0)
        alignment = Alignment(tuple(found), len(text.source), len(text.target))
        result.append((alignment, frozenset(places[0]), frozenset(places[1])))
    return result


def count_missed(pair: AlignedPair, approved: ApprovedUnits) -> int:
    """How much of what was approved of these documents is not found again: texts that were corrected or changed."""
    name = f"{pair.source_name} - {pair.target_name}"
    wanted = {texts for texts, struck in approved.alone.get(name, {}).items() if not struck}
    beads = [pair.alignment.beads[at] for at in pair.approved]
    kept = {(_text(pair.source, bead.source), _text(pair.target, bead.target)) for bead in beads}
    return len((wanted | approved.documents.get(name, frozenset())) - kept)


def kept_beads(source: Sequence[str], target: Sequence[str], approved: ApprovedUnits) -> tuple[Bead, ...]:
    """The approved beads that are found again, in order, without crossing, at confidence 1.

    A bead counts as found where its texts stand once on either side, or once between two others that were found (as
    in a patience diff); what is repeated and cannot be told apart is left to the aligner.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for ours, theirs in approved.pairs:
        wanted[ours].add(theirs)
    sources = list(_spans(source, wanted))
    targets = list(_spans(target, {text for texts in wanted.values() for text in texts}))
    found: list[Bead] = []
    open_windows = [(0, len(source), 0, len(target))]
    while open_windows:
        first, last, left, right = open_windows.pop()
        beads = _chain(_inside(sources, first, last), _inside(targets, left, right), wanted)
        if beads:
            found += beads
            edges = [(first, left), *((b.source.stop, b.target.stop) for b in beads)]
            ends = [*((b.source.start, b.target.start) for b in beads), (last, right)]
            open_windows += [(a, c, b, d) for (a, b), (c, d) in zip(edges, ends, strict=True) if a < c and b < d]
    return tuple(sorted(found, key=lambda bead: bead.source.start))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _text(sentences: Sequence[str], numbers: range) -> str:
    return _tidy(" ".join(sentences[number] for number in numbers))


def _spans(sentences: Sequence[str], wanted: Iterable[str]) -> Iterator[_Span]:
    """The runs of sentences, with text at both ends, whose joined text is one of ``wanted``, by their start."""
    texts = set(wanted)
    longest = max(map(len, texts), default=0)
    tidy = [_tidy(sentence) for sentence in sentences]
    for start in range(len(tidy)):
        if not tidy[start]:
            continue
        joined = ""
        for stop in range(start + 1, min(start + _MOST_SENTENCES, len(tidy)) + 1):
            if not tidy[stop - 1]:
                continue
            joined = f"{joined} {tidy[stop - 1]}" if joined else tidy[stop - 1]
            if len(joined) > longest:
                break
            if joined in texts:
                yield _Span(start, stop, joined)


def _inside(spans: Sequence[_Span], first: int, last: int) -> list[_Span]:
    at = bisect_left(spans, first, key=lambda span: span.start)
    result = []
    while at < len(spans) and spans[at].start < last:
        if spans[at].stop <= last:
            result.append(spans[at])
        at += 1
    return result


def _chain(sources: Sequence[_Span], targets: Sequence[_Span], wanted: Mapping[str, Iterable[str]]) -> list[Bead]:
    """The longest row of beads that do not cross, of those whose texts stand only once on either side."""
    often = Counter(span.text for span in sources)
    there: dict[str, list[_Span]] = defaultdict(list)
    for span in targets:
        there[span.text].append(span)
    candidates = []
    for span in sources:
        if often[span.text] == 1:
            for text in sorted(wanted[span.text]):
                if len(there[text]) == 1:
                    candidates.append((span, there[text][0]))
    # Of what overlaps, the longer piece counts.
    candidates.sort(key=lambda pair: (pair[0].start - pair[0].stop, pair[0].start, pair[1].start))
    ours: set[int] = set()
    theirs: set[int] = set()
    chosen = []
    for one, other in candidates:
        a, b = range(one.start, one.stop), range(other.start, other.stop)
        if ours.isdisjoint(a) and theirs.isdisjoint(b):
            ours.update(a)
            theirs.update(b)
            chosen.append(Bead(a, b))
    return _rising(sorted(chosen, key=lambda bead: bead.source.start))


def _rising(beads: Sequence[Bead]) -> list[Bead]:
    """The longest subsequence whose target sentences rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before = [-1] * len(beads)
    for at, bead in enumerate(beads):
        pile = bisect_left(tops, bead.target.start)
        tops[pile : pile + 1] = [bead.target.start]
        ends[pile : pile + 1] = [at]
        before[at] = ends[pile - 1] if pile else -1
    result = []
    at = ends[-1] if ends else -1
    while at >= 0:
        result.append(beads[at])
        at = before[at]
    return result[::-1]


def _gaps(text: TextPair, beads: Sequence[Bead]) -> Iterator[TextPair]:
    """What lies before, between and after the beads: one piece more than there are beads, some of them empty."""
    ours, theirs = len(text.source), len(text.target)
    edges = [Bead(range(0), range(0)), *beads, Bead(range(ours, ours), range(theirs, theirs))]
    for one, other in pairwise(edges):
        here, there = slice(one.source.stop, other.source.start), slice(one.target.stop, other.target.start)
        yield TextPair(
            text.source[here],
            text.target[there],
            text.name,
            text.source_blocks[here],
            text.target_blocks[there],
            _headings(text.source_headings, here),
            _headings(text.target_headings, there),
        )


def _headings(headings: frozenset[int], part: slice) -> frozenset[int]:
    return frozenset(number - part.start for number in headings if part.start <= number < part.stop)


def _moved(alignment: Alignment, source: int, target: int) -> Iterator[Bead]:
    for bead in alignment.beads:
        yield replace(
            bead,
            source=range(bead.source.start + source, bead.source.stop + source),
            target=range(bead.target.start + target, bead.target.stop + target),
        )
