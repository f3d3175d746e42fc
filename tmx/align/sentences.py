"""The sentence aligner: texts in two languages become beads with a confidence.

Every round scores all beads in a band of the lattice by words, length and kind, takes the posteriors
by forward-backward, and the alignment with the most expected right beads; the next round has learnt a lexicon
(IBM Model 1) from those beads. All texts of a batch share the lexicon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from tmx.align.batch import Batch, Flags, Text, TextPair, prepare
from tmx.align.bootstrap import windows
from tmx.align.coarse import coarse_centre
from tmx.align.drift import distrusted
from tmx.align.emission import Emission, LexicalPart, RatioTable, ratio_tables
from tmx.align.features import Candidates, bead_features, joined_candidates, numbers_of
from tmx.align.lattice import IMPOSSIBLE, Band, best_steps, full_band, likely_band, path_band, posteriors
from tmx.align.lexicon import LearntLexicon, Lexicon
from tmx.align.links import LinkTable, link_table
from tmx.align.lists import has_dictionary
from tmx.align.parallel import Workers
from tmx.align.rescoring import Draft, add_kind_shares, decide, shipped_rescorer
from tmx.align.rounds import kind_priors, ratio_of_lengths
from tmx.align.settings import DEFAULT_SETTINGS, AlignerSettings, BeadKind
from tmx.align.stems import joined_texts
from tmx.errors import AlignmentError
from tmx.model import Alignment, Bead

__all__ = ["Progress", "TextPair", "align_sentences", "align_texts", "draft_texts", "learn_lexicon"]

Progress = Callable[[int, int], None]
_Shared = TypeVar("_Shared")
_Result = TypeVar("_Result")

_LEAST_WORK = 250_000  # cells of all lattices: a few seconds; less is done before other processes have started
_GROUP = 600  # source sentences of small texts whose beads are looked at together
_LARGEST_ROUGH = 4  # sentences of both sides of a bead, in the first look at a text
_LARGE = 60_000  # characters of a side: ten thousand words
_LONG = 5  # sentences of a side: longer beads are looked for in texts in which others as long were found


class _Round(Struct, frozen=True, eq=False):
    """What all texts of a round share."""

    tables: tuple[RatioTable, RatioTable]
    ratio: float
    priors: NDArray[np.float64]
    settings: AlignerSettings
    margin: int
    final: bool = False

    @classmethod
    def of(cls, batch: Batch, lexicon: LearntLexicon, earlier: Sequence[Alignment], *, final: bool = False) -> _Round:
        """The round after ``earlier`` alignments."""
        priors = kind_priors(earlier, batch.settings)
        settings = batch.settings
        margin = settings.unknown_band if batch.unknown else settings.band
        return cls(ratio_tables(lexicon), ratio_of_lengths(batch.pairs, earlier), priors, settings, margin, final)


class _LastRound(Struct, frozen=True, eq=False):
    """What all texts share in the round that keeps its candidates, with what their features need.

    ``round`` has the usual kinds of bead, ``long`` all of them.
    """

    round: _Round
    long: _Round
    links: LinkTable
    numbers: tuple[NDArray[np.bool_], NDArray[np.bool_]]


class _Found(Struct, frozen=True, eq=False):
    """What a round has found: the alignment, and where in the lattice the next one looks."""

    alignment: Alignment
    band: Band


class _Task(Struct, frozen=True, eq=False):
    """A text with what the round before has found."""

    text: Text
    before: _Found | None


def align_texts(
    pairs: Sequence[TextPair],
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    settings: AlignerSettings = DEFAULT_SETTINGS,
    processes: int | None = 1,
    progress: Progress | None = None,
) -> list[Alignment]:
    """An alignment for each pair; the pairs share the lexicon that is learnt from them, but for large ones.

    A large text, in languages whose words a dictionary that ships knows, is aligned as if it stood alone, and teaches
    the others nothing: it has words enough of its own, and rare words, lengths and kinds of bead are others in it than
    in short texts.

    Languages are BCP 47 tags. ``lexicons`` (dictionaries, glossaries, memories) help from the first round on.
    ``processes`` (None: as many as there are cores) share the work where it is worth it; see
    :class:`~tmx.align.parallel.Workers` for what a program must see to. ``progress`` is called with the texts aligned
    so far, over all rounds, and their number. A side may be empty: the sentences of the other then stand alone. The
    same input gives the same alignments, however many processes there are.
    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    listed = has_dictionary(source_language, target_language)
    large = [number for number, pair in enumerate(pairs) if listed and _is_large(pair)]
    others = sorted(set(range(len(pairs))).difference(large))

    def batch(numbers: Sequence[int]) -> Batch:
        return prepare([pairs[number] for number in numbers], source_language, target_language, lexicons, settings)

    costs = [_cost(len(pair.source), len(pair.target), settings) for pair in pairs]
    found: dict[int, Alignment] = {}
    with Workers(processes, worth_it=len(pairs) > 1 and sum(costs) > _LEAST_WORK) as workers:
        alone = [batch([number]) for number in large]
        results = workers.map(_align_alone, None, alone, [costs[number] for number in large])
        for number, alignment in zip(large, results, strict=True):
            found[number] = alignment
            if progress is not None:
                progress(len(found), len(pairs))
        if others:
            alignments = _align_together(batch(others), workers, _behind(progress, len(large), len(pairs)))
            found.update(zip(others, alignments, strict=True))
    return [found[number] for number in range(len(pairs))]


def _is_large(pair: TextPair) -> bool:
    return all(sum(map(len, sentences)) >= _LARGE for sentences in (pair.source, pair.target))


def _behind(progress: Progress | None, before: int, size: int) -> Progress | None:
    """``progress`` for those of ``size`` texts that follow ``before`` others."""
    if progress is None or not before:
        return progress
    return lambda done, total: progress(before + done * (size - before) // total, size)


def _align_alone(_: None, batch: Batch) -> Alignment:
    return _align_together(batch, Workers(1), None)[0]


def _align_together(batch: Batch, workers: Workers, progress: Progress | None) -> list[Alignment]:
    """An alignment for each text of the batch."""
    if not batch.settings.second_stage:
        return [found.alignment for found in _rounds(batch, batch.rounds + 1, workers, progress)]
    drafts = _drafts(batch, _rounds(batch, batch.rounds, workers, progress), workers, progress)
    add_kind_shares([draft for draft in drafts if draft is not None], batch.settings)
    rescorer = shipped_rescorer()
    return [
        _unpaired(len(text.source), len(text.target)) if draft is None else distrusted(decide(draft, rescorer))
        for text, draft in zip(batch.texts, drafts, strict=True)
    ]


def draft_texts(
    pairs: Sequence[TextPair],
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    settings: AlignerSettings = DEFAULT_SETTINGS,
) -> list[Draft | None]:
    """What the first stage says of each pair, to learn the second stage's weights from; None where a side is empty.

    All pairs share the lexicon, large ones too.

    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    batch = prepare(pairs, source_language, target_language, lexicons, settings)
    alone = Workers(1)
    drafts = _drafts(batch, _rounds(batch, batch.rounds, alone, None), alone, None)
    add_kind_shares([draft for draft in drafts if draft is not None], settings)
    return drafts


def _cost(rows: int, columns: int, settings: AlignerSettings) -> float:
    """How much work a text of so many sentences is: the cells of its lattice."""
    rows, columns = rows + 1, columns + 1
    return rows * min(columns, settings.full_cells // rows + 2 * settings.coarse_band)


def _cost_of(text: Text, settings: AlignerSettings) -> float:
    return _cost(len(text.source), len(text.target), settings)


def _rounds(batch: Batch, rounds: int, workers: Workers, progress: Progress | None) -> list[_Found]:
    """What ``rounds`` rounds of the first stage have found."""
    found: list[_Found] = []
    for number in range(rounds):
        alignments = [earlier.alignment for earlier in found]
        lexicon = batch.lexicon(alignments or _beginning(batch))
        final = number == batch.rounds
        wanted = _is_usual if found or final else _is_common
        shared = _narrowed(_Round.of(batch, lexicon, alignments, final=final), wanted)
        found = _each(_align, shared, batch, found, workers, _counted(batch, number, progress))
    return found


def _beginning(batch: Batch) -> list[Alignment]:
    """What the first lexicon is learnt from, if anything: windows at the same places, where little is known."""
    return windows(batch.pairs) if batch.unknown else []


def _drafts(batch: Batch, earlier: Sequence[_Found], workers: Workers, progress: Progress | None) -> list[Draft | None]:
    """A last round that keeps all candidates, for the second stage."""
    alignments = [found.alignment for found in earlier]
    lexicon = batch.lexicon(alignments)
    numbers = numbers_of(batch.source_vocabulary.words), numbers_of(batch.target_vocabulary.words)
    whole = _Round.of(batch, lexicon, alignments)
    shared = _LastRound(_narrowed(whole, _is_usual), whole, link_table(lexicon), numbers)
    done = _counted(batch, batch.rounds, progress)
    tasks = [_Task(text, found) for text, found in zip(batch.texts, earlier, strict=True)]
    groups = list(_grouped(tasks))
    costs = [sum(_cost_of(task.text, batch.settings) for task in group) for group in groups]
    drafts: list[Draft | None] = []
    for draft in chain.from_iterable(workers.map(_draft, shared, groups, costs)):
        drafts.append(draft)
        done(len(drafts))
    return drafts


def _grouped(tasks: Sequence[_Task]) -> Iterator[tuple[_Task, ...]]:
    """Small texts together: calls that look at many beads at once take little longer than those that look at few."""
    group: list[_Task] = []
    size = 0
    for task in tasks:
        if group and size + len(task.text.source) > _GROUP:
            yield tuple(group)
            group, size = [], 0
        group.append(task)
        size += len(task.text.source)
    if group:
        yield tuple(group)


def _counted(batch: Batch, before: int, progress: Progress | None) -> Callable[[int], None]:
    """A function that takes how many texts of this round, the one after ``before``, are done."""
    size = len(batch.texts)
    total = size * (batch.rounds + 1)
    return (lambda done: None) if progress is None else (lambda done: progress(before * size + done, total))


def _each(
    function: Callable[[_Shared, _Task], _Result],
    shared: _Shared,
    batch: Batch,
    earlier: Sequence[_Found],
    workers: Workers,
    done: Callable[[int], None],
) -> list[_Result]:
    """What ``function`` makes of each text and what the round ``earlier`` has found, if there is one."""
    before: Sequence[_Found | None] = earlier or [None] * len(batch.texts)
    tasks = [_Task(text, found) for text, found in zip(batch.texts, before, strict=True)]
    costs = [_cost_of(text, batch.settings) for text in batch.texts]
    results = []
    for number, result in enumerate(workers.map(function, shared, tasks, costs), 1):
        results.append(result)
        done(number)
    return results


def _draft(shared: _LastRound, tasks: tuple[_Task, ...]) -> list[Draft | None]:
    candidates = [_candidates(shared.long if _has_long(task) else shared.round, task) for task in tasks]
    found = [(task.text, beads) for task, beads in zip(tasks, candidates, strict=True) if beads is not None]
    if not found:
        return [None] * len(tasks)
    sources, targets = (
        joined_texts([text.source for text, _ in found]),
        joined_texts([text.target for text, _ in found]),
    )
    settings = shared.round.settings
    whole = joined_candidates([beads for _, beads in found], sources.begins, targets.begins)
    scales = shared.round.ratio, settings.length_variance
    speech = _behind_each([text.speech[0] for text, _ in found]), _behind_each([text.speech[1] for text, _ in found])
    features = bead_features(whole, (sources.text, targets.text), shared.numbers, speech, shared.links, *scales)
    ends = np.cumsum([len(beads.row) for _, beads in found])
    parts = iter(np.split(features, ends[:-1]))
    return [
        None
        if beads is None
        else Draft(beads, next(parts), len(task.text.source), len(task.text.target), task.text.prose)
        for task, beads in zip(tasks, candidates, strict=True)
    ]


def _has_long(task: _Task) -> bool:
    """Whether the round before has found a bead of the longest usual kind."""
    beads = task.before.alignment.beads if task.before else ()
    return any(max(len(bead.source), len(bead.target)) >= _LONG for bead in beads)


def _behind_each(flags: Sequence[Flags]) -> Flags:
    """The ``flags`` of several texts one after another, with the empty sentence that joined texts have behind each."""
    return np.concatenate([part for text in flags for part in (text, np.zeros(1, dtype=np.bool_))])


def _candidates(shared: _Round, task: _Task) -> Candidates | None:
    """The beads of a text that may be right; None where a side is empty."""
    text, before, settings = task.text, task.before, shared.settings
    rows, columns = len(text.source), len(text.target)
    if not rows or not columns:
        return None
    band = _band(text, before, shared.tables, settings)
    kinds = [(kind.source, kind.target) for kind in settings.kinds]
    parts: list[LexicalPart] = []
    scores = _emission(text, shared).scores(band, parts)
    _leave_out_empty(scores, settings.kinds)
    chances = posteriors(_tempered(scores, settings.candidate_temperature), band, kinds, columns)
    wanted = chances >= settings.least_chance
    # Some way through is kept whatever it is worth.
    known = _way_through(chances, band, kinds, rows, columns) if before is None else before.alignment
    _keep_path(wanted, known, band, kinds)
    row, inner, kind = np.nonzero(wanted.transpose(1, 2, 0))
    column = inner + band.start[row]
    sizes = np.array(kinds, dtype=np.int64)[kind]
    lexical = np.zeros((len(row), 2))
    for part in parts:
        part.fill(row, column, sizes, lexical)
    a, b = np.ascontiguousarray(sizes.T)
    anchors = text.anchors.border_scores(row, column, settings)
    headings = text.anchors.heading_scores(row, column, a, b, settings)
    anchors = anchors + np.where((a > 0) & (b > 0), headings, 0.0)
    first = scores[kind, row, inner].astype(np.float64) - anchors
    return Candidates(kind, row, column, a, b, first, chances[kind, row, inner].astype(np.float64), lexical, anchors)


def _leave_out_empty(scores: NDArray[np.float32], kinds: Sequence[BeadKind]) -> None:
    """Take out the long beads that are no likelier than chance.

    They would save as many beads as they hold sentences without counterpart.
    """
    for part, kind in zip(scores, kinds, strict=True):
        if not _is_usual(kind):
            part[part <= 0.0] = IMPOSSIBLE


def _way_through(
    gains: NDArray[np.float32], band: Band, kinds: Sequence[tuple[int, int]], rows: int, columns: int
) -> Alignment:
    beads = []
    for step in best_steps(gains, band, kinds, columns):
        a, b = kinds[step.kind]
        beads.append(Bead(range(step.row - a, step.row), range(step.column - b, step.column)))
    return Alignment(tuple(beads), rows, columns)


def _keep_path(wanted: NDArray[np.bool_], alignment: Alignment, band: Band, kinds: Sequence[tuple[int, int]]) -> None:
    """Mark the beads of ``alignment`` in the shape of the lattice."""
    row = column = 0
    for bead in alignment.beads:
        row += len(bead.source)
        column += len(bead.target)
        wanted[kinds.index((len(bead.source), len(bead.target))), row, column - int(band.start[row])] = True


def align_sentences(
    source: Sequence[str],
    target: Sequence[str],
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    settings: AlignerSettings = DEFAULT_SETTINGS,
) -> Alignment:
    """The alignment of one text with its translation; see :func:`align_texts`."""
    pair = TextPair(tuple(source), tuple(target))
    return align_texts([pair], source_language, target_language, lexicons=lexicons, settings=settings)[0]


def learn_lexicon(
    pairs: Sequence[TextPair],
    alignments: Sequence[Alignment],
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    settings: AlignerSettings = DEFAULT_SETTINGS,
) -> LearntLexicon:
    """The lexicon that aligned texts teach, with cognates and ``lexicons`` as pseudo-counts.

    Raises :class:`~tmx.errors.AlignmentError` where alignments and pairs do not fit.
    """
    if len(pairs) != len(alignments):
        raise AlignmentError(f"{len(alignments)} alignments are given for {len(pairs)} pairs of texts")
    for pair, alignment in zip(pairs, alignments, strict=True):
        if (alignment.source_length, alignment.target_length) != (len(pair.source), len(pair.target)):
            raise AlignmentError(f"the alignment of «{pair.name}» does not fit its sentences")
    return prepare(pairs, source_language, target_language, lexicons, settings).lexicon(alignments)


def _emission(text: Text, shared: _Round) -> Emission:
    return Emission(text.source, text.target, shared.tables, shared.settings, shared.ratio, shared.priors, text.anchors)


def _is_common(kind: BeadKind) -> bool:
    """Whether it is one of the kinds that are enough to find the way through a text."""
    return kind.source + kind.target <= _LARGEST_ROUGH


def _is_usual(kind: BeadKind) -> bool:
    """Whether it is one of the kinds that are looked for in every text."""
    return max(kind.source, kind.target) <= _LONG


def _narrowed(shared: _Round, wanted: Callable[[BeadKind], bool]) -> _Round:
    """The round with the kinds of bead that are ``wanted`` only."""
    kinds = [number for number, kind in enumerate(shared.settings.kinds) if wanted(kind)]
    settings = replace(shared.settings, kinds=tuple(shared.settings.kinds[number] for number in kinds))
    return replace(shared, settings=settings, priors=shared.priors[kinds])


def _align(shared: _Round, task: _Task) -> _Found:
    text = task.text
    rows, columns = len(text.source), len(text.target)
    if not rows or not columns:
        return _Found(_unpaired(rows, columns), full_band(rows, columns))
    band = _band(text, task.before, shared.tables, shared.settings)
    settings = shared.settings
    kinds = [(kind.source, kind.target) for kind in settings.kinds]
    scores = _emission(text, shared).scores(band)
    chances = posteriors(_tempered(scores, settings.decision_temperature), band, kinds, columns)
    values = np.array([1.0 if a and b else max(settings.null_value, 0.01) for a, b in kinds], dtype=np.float32)
    # The lattice of a novel is large: it is worked on in its place, and what is not needed any more goes first.
    chances *= values[:, None, None]
    chances -= np.float32(settings.bead_cost)
    steps = best_steps(chances, band, kinds, columns)
    if shared.final:
        del chances
        chances = posteriors(_tempered(scores, settings.confidence_temperature), band, kinds, columns)
    else:
        chances += np.float32(settings.bead_cost)
        chances /= values[:, None, None]
    beads = []
    for step in steps:
        a, b = kinds[step.kind]
        at = (step.kind, step.row, step.column - int(band.start[step.row]))
        beads.append(
            Bead(
                range(step.row - a, step.row),
                range(step.column - b, step.column),
                round(float(scores[at]), 4),
                min(round(float(chances[at]), 6), 1.0),
            )
        )
    return _Found(Alignment(tuple(beads), rows, columns), likely_band(chances, band, steps, columns, shared.margin))


def _tempered(scores: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    return scores if temperature == 1.0 else scores * np.float32(temperature)


def _unpaired(rows: int, columns: int) -> Alignment:
    beads = [Bead(range(i, i + 1), range(0)) for i in range(rows)]
    beads += [Bead(range(0), range(j, j + 1)) for j in range(columns)]
    return Alignment(tuple(beads), rows, columns)


def _band(text: Text, before: _Found | None, tables: tuple[RatioTable, RatioTable], settings: AlignerSettings) -> Band:
    if before is not None:
        return before.band
    rows, columns = len(text.source), len(text.target)
    if (rows + 1) * (columns + 1) <= settings.full_cells:
        return full_band(rows, columns)
    return path_band(coarse_centre(text.source, text.target, tables[0]), columns, settings.coarse_band)
