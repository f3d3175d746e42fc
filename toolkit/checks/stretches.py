"""The stretches of sources that may be left out of their translations, and what speaks for each and against it.

A stretch goes from one content word or figure to another. What its words say depends on what the rest of the source
accounts for: of a word that stands twice in the source and once in the translation, either may be the one that is left
out. All stretches of many units are weighed in one go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.links import ranges
from tmx.align.stems import distinct
from toolkit.checks.check import FileContext
from toolkit.checks.figures import figure_balance, units_with_even_numbers
from toolkit.checks.lexical import FileEvidence, FileKnowledge, file_evidence, file_knowledge
from toolkit.checks.sides import Ints
from toolkit.checks.strengths import all_pairs, chosen_texts, strength_of_pairs
from toolkit.checks.word_kinds import which_are_names
from toolkit.checks.word_paths import WordPaths, word_paths

__all__ = ["SENTENCE_END", "TRACES", "Stretches", "find_stretches", "is_mark", "length_ratio", "missing_letters"]

TRACES = (
    "always",
    "without counterpart",  # what its words say that have none (nats)
    "with counterpart",  # and those that have one
    "counterpart elsewhere",  # how many words have one that another word of the source would explain as well
    "without counterpart a word",
    "number of words",
    "logarithm of the number",
    "begins at a mark",
    "ends at a mark",
    "between marks",
    "a sentence",  # where the translation has fewer of them
    "linked",  # the share of its words that have a counterpart, along the text
    "linked outside",  # and that of the other words of the source
    "missing share",  # of the characters that the source lets expect
    "share of letters",
    "freedom",  # how little of the file's words has a counterpart where translations are not short (nats a word)
    "missing there",  # characters between the counterparts of the nearest words outside, short of what is expected
    "unlinked there",  # how many words of the translation have no counterpart
    "unlinked elsewhere",
    "names unlinked",  # the share of its words that are names without counterpart
    "figures unlinked",
    "into French",  # where it is known how freely translators go; less surely elsewhere
)

_LEAST_WORDS = 2
_LEAST_LETTERS = 16
_MOST_LETTERS = 0.93  # of the source
_MOST_WORDS = 400  # content words of a side: there are as many stretches as the square of them, by half
_WORD_LIMIT = 2.5  # nats: what one word can say for or against
_AS_WELL = 0.6  # so much of the strength of another word's counterpart explains it as well
_PARTNER = 0.02  # less strength is none
_BORDER, _SENTENCE_BORDER = 2.0, 3.0  # what it counts to begin or end at a mark
_MOST_MISSING = 8.0
_MOST_UNLINKED_THERE, _MOST_UNLINKED = 6.0, 8.0
_SHORT = -1.0  # only translations that are so much shorter than expected are looked at, in standard deviations, about
_RUN = 0.5  # nats: and that have words without counterpart in a row that say so much
_AT_ONCE = 1 << 17  # stretches that are weighed in one go

SENTENCE_END = re.compile(r"[.!?…][\s\"'’”»)\]]*\s(?=\W*\w)|[.!?](?=[A-Z]\w*\s)")
_MARKS = frozenset('.,;:!?()–—«»“”"…')
_FIGURE = re.compile(r"(?<![\w-])\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\w-])")

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]


def is_mark(text: str, at: int) -> bool:
    """Whether a mark stands there that is no part of a figure or an abbreviation."""
    return text[at] in _MARKS and not text[at + 1 : at + 2].isalnum()


class Stretches(Struct, frozen=True, eq=False):
    """Stretches, one a row: the position of the unit, where it begins and ends in the source, and its ``TRACES``.

    Those of a unit stand together; ``before`` and ``after`` are where the word before it ends and the next one begins,
    or the ends of the source.
    """

    unit: Ints
    start: Ints
    end: Ints
    before: Ints
    after: Ints
    traces: _Floats


class _Items(Struct, frozen=True, eq=False):
    """The content words and figures of some sources, those of each in a row, and where each stands.

    ``owner`` numbers the sources; ``value`` is what each says for an omission (nats). ``low`` and ``high`` are the
    first and the last item of its source, by number, that would explain its counterpart as well; where there is none,
    ``low`` is past all items and ``high`` -1. ``linked`` says how surely it has a counterpart along the text,
    ``partner`` which it is among the content words of the translation, from 0, or -1 where that is not sure.
    ``name`` and ``figure`` say what it is. ``theirs`` is for the words of the translations, one after
    another, how surely each has a counterpart.
    """

    owner: Ints
    start: Ints
    end: Ints
    value: _Floats
    low: Ints
    high: Ints
    linked: _Floats
    partner: Ints
    name: _Flags
    figure: _Flags
    theirs: _Floats


def length_ratio(context: FileContext) -> float:
    """Target characters for a source character in this file, between bounds where it is small or odd.

    The median, by length: translations from which much is missing do not change what is expected of the others.
    """
    source = _lengths(context, 0)
    chosen = context.once(_translated) & (source >= _LEAST_LETTERS)
    if not chosen.any():
        return 1.1
    length = source[chosen]
    ratio = _lengths(context, 1)[chosen] / length
    order = np.lexsort((length, ratio))
    total = float(length.sum())
    median = float(ratio[order[np.searchsorted(np.cumsum(length[order]), total / 2)]])
    return min(max((median * total + 550) / (total + 500), 0.5), 2.0)


def find_stretches(context: FileContext, *, everywhere: bool = False) -> list[Stretches]:
    """The stretches of the units whose translations are short and lack words in a row, or of all translated units."""
    evidence = context.once(file_evidence)
    words, theirs = (np.diff(side.offsets)[evidence.pair_of] for side in (evidence.source, evidence.target))
    wanted = context.once(_translated) if everywhere else _worth_a_look(context, evidence)
    positions = np.flatnonzero(wanted & (words >= _LEAST_WORDS) & (np.maximum(words, theirs) <= _MOST_WORDS))
    if not len(positions) or not len(evidence.target.ratio):
        return []
    known = context.once(file_knowledge)
    parts = np.cumsum(words[positions] ** 2) // _AT_ONCE
    return [
        _stretches(context, evidence, known, part) for part in np.split(positions, np.flatnonzero(np.diff(parts)) + 1)
    ]


def _translated(context: FileContext) -> _Flags:
    same = np.fromiter((unit.source.text == unit.target.text for unit in context.units), np.bool_, len(context.units))
    flags: _Flags = context.translated & ~same
    return flags


def _worth_a_look(context: FileContext, evidence: FileEvidence) -> _Flags:
    """Which units have a translation that is short, and words without counterpart in a row."""
    sums = _best_runs(np.clip(evidence.source.ratio, -_WORD_LIMIT, _WORD_LIMIT), evidence.source.offsets)
    flags: _Flags = context.once(_translated) & (sums > _RUN)[evidence.pair_of]
    long = np.flatnonzero(flags & (context.once(missing_letters) <= _SHORT))
    flags[long] = _fewer_sentences(context, long)
    return flags


def _lengths(context: FileContext, side: int) -> _Floats:
    texts = context.source_side if side == 0 else context.target_side
    return np.fromiter(map(len, texts.texts), np.float64, len(texts.texts))[texts.text_of]


def _best_runs(values: _Floats, offsets: Ints) -> _Floats:
    """The greatest sum of values in a row for each part of ``values``; a part begins at each of ``offsets``."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    part = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    # The lowest sum so far of each part: parts are kept apart by more than any sum can make up for.
    apart = part * (2.0 * float(np.abs(sums).max()) + 1.0)
    lowest = np.minimum.accumulate(sums[:-1] - apart) + apart
    best = np.zeros(len(offsets) - 1)
    np.maximum.at(best, part, sums[1:] - lowest)
    return best


def _stretches(context: FileContext, evidence: FileEvidence, known: FileKnowledge, positions: Ints) -> Stretches:
    """The stretches of the units at ``positions``."""
    items = _items(context, evidence, known, positions)
    ends = np.cumsum(np.bincount(items.owner, minlength=len(positions)))
    last, first = ends[items.owner], np.concatenate([[0], ends])[items.owner]  # of the item's source; one behind
    j, i = ranges(np.arange(len(last)), last)
    lengths = _lengths(context, 0)[positions]
    letters = (items.end[j] - items.start[i]).astype(np.float64)
    kept = (
        (j - i + 1 >= _LEAST_WORDS) & (letters >= _LEAST_LETTERS) & (letters <= _MOST_LETTERS * lengths[items.owner[i]])
    )
    sums = _sums(items, i, j, last)
    i, j = i[kept], j[kept]
    columns = dict(zip(TRACES[1:4], (column[kept] for column in sums), strict=True))
    columns |= _traces_of_borders(context, positions, items, i, j)
    columns |= _traces_of_lengths(context, positions[items.owner[i]], letters[kept])
    columns |= _traces_of_links(items, i, j, ends)
    columns |= _traces_of_place(context, evidence, positions, items, i, j)
    columns["always"] = np.ones(len(i))
    columns["into French"] = np.full(len(i), float(context.target_language.tag == "fr"))
    columns["freedom"] = np.full(len(i), context.once(_freedom))
    columns["number of words"] = (j - i + 1).astype(np.float64)
    columns["logarithm of the number"] = np.log(columns["number of words"])
    columns["without counterpart a word"] = columns["without counterpart"] / columns["number of words"]
    return Stretches(
        positions[items.owner[i]],
        items.start[i],
        items.end[j],
        np.where(i > first[i], items.end[np.maximum(i - 1, 0)], 0),
        np.where(j + 1 < last[j], items.start[np.minimum(j + 1, len(last) - 1)], lengths[items.owner[j]].astype(int)),
        np.stack([columns[name] for name in TRACES], axis=1),
    )


def _fewer_sentences(context: FileContext, positions: Ints) -> _Flags:
    """For the units at ``positions`` whether the translation has fewer sentences than the source."""
    fewer = context.once(_several_sentences)[positions]
    for at in np.flatnonzero(fewer).tolist():
        unit = context.units[positions[at]]
        ours, theirs = (len(SENTENCE_END.findall(text)) for text in (unit.source.text, unit.target.text))
        fewer[at] = ours > theirs
    return fewer


def _several_sentences(context: FileContext) -> _Flags:
    return context.source_side.searched(SENTENCE_END)


def _freedom(context: FileContext) -> float:
    """What the words of sources say for omissions on the average (nats), where the translation is not short."""
    evidence = context.once(file_evidence)
    long = distinct(evidence.pair_of[context.once(missing_letters) <= 0])
    ratio = evidence.source.ratio[ranges(evidence.source.offsets[long], evidence.source.offsets[long + 1])[0]]
    return float(np.clip(ratio, -_WORD_LIMIT, _WORD_LIMIT).mean()) if len(ratio) else 0.0


def missing_letters(context: FileContext) -> _Floats:
    """For each unit the characters that its translation is short of, for the source's length, in about deviations."""
    source = _lengths(context, 0)
    missing: _Floats = (context.once(length_ratio) * source - _lengths(context, 1)) / np.sqrt(source + 10)
    return missing


def _sums(items: _Items, i: Ints, j: Ints, last: Ints) -> tuple[_Floats, _Floats, _Floats]:
    """What the items from ``i`` to ``j`` say for and against, and how many have a counterpart elsewhere.

    ``i`` and ``j`` are all pairs in order. A word whose counterpart another item explains as well counts apart, until
    the stretch holds all those other items.
    """
    row = np.concatenate([[0], np.cumsum(last - np.arange(len(last)))])  # where the stretches from each item begin
    apart = items.low[j] < i
    later = np.flatnonzero(~apart & (items.high[j] > j))
    now = ~apart
    now[later] = False
    at = row[i[later]] + items.high[j[later]] - i[later]
    found = []
    for value in (np.maximum(items.value, 0.0), np.minimum(items.value, 0.0), np.full(len(last), -1.0)):
        step = np.where(now, value[j], 0.0) + np.bincount(at, value[j[later]], len(i))
        total = np.cumsum(step)
        found.append(total - (total - step)[row[i]])
    return found[0], found[1], found[2] + (j - i + 1)


def _items(context: FileContext, evidence: FileEvidence, known: FileKnowledge, positions: Ints) -> _Items:
    """The items of the sources of the units at ``positions``."""
    pairs = evidence.pair_of[positions]
    words = evidence.source
    place, owner = ranges(words.offsets[pairs], words.offsets[pairs + 1])
    content = words.content
    at = content.at[ranges(content.offsets[words.texts[pairs]], content.offsets[words.texts[pairs] + 1])[0]]
    low, high, paths = _rivals(known, pairs, words.partner[place])
    start, end = content.side.start[at], content.side.end[at]
    figures = _figures(context, positions, owner, start, end)
    counted = _number_words(context, positions, owner, start, end)
    more = np.full(len(figures.owner), -1)
    owner, start, end = (
        np.concatenate(both) for both in ((owner, figures.owner), (start, figures.start), (end, figures.end))
    )
    order = np.lexsort((start, owner))
    number = np.empty(len(order) + 1, np.int64)
    number[order] = np.arange(len(order))
    number[-1] = len(order)  # past all items
    ratio = np.where(counted, -_WORD_LIMIT, np.clip(words.ratio[place], -_WORD_LIMIT, _WORD_LIMIT))
    value = np.concatenate([ratio, figures.value])
    low = np.concatenate([np.where(high >= 0, number[low], len(order)), np.full(len(more), len(order))])
    high = np.concatenate([np.where(high >= 0, number[high], -1), more])
    linked = np.concatenate([np.where(counted, 1.0, paths.source), (figures.value < 0).astype(np.float64)])
    partner = np.concatenate([paths.partner, more])
    name = which_are_names(content.side, content.side.word[at], context.source_language)
    return _Items(
        owner[order],
        start[order],
        end[order],
        value[order],
        low[order],
        high[order],
        linked[order],
        partner[order],
        np.concatenate([name, more >= 0])[order],
        order >= len(place),
        paths.target,
    )


def _rivals(known: FileKnowledge, pairs: Ints, partner: Ints) -> tuple[Ints, Ints, WordPaths]:
    """For each content word the first and the last other one that explains its ``partner`` as well, and the paths.

    The words are numbered through all sources of ``pairs``; -1 where there is none.
    """
    source, target = (chosen_texts(text, pairs) for text in known.checked)
    strength, one, _ = strength_of_pairs(known.lexicon, source, target, known.own[pairs])
    size = len(source.ids)
    begin = np.searchsorted(one, np.arange(size))  # of each word's pairs with the words of the translation
    has = partner >= 0
    own = np.zeros(size)
    own[has] = strength[begin[has] + partner[has]]
    word, other = all_pairs(source, source)
    among = (own > _PARTNER)[word] & (word != other)
    word, other = word[among], other[among]
    rival = strength[begin[other] + partner[word]] >= _AS_WELL * own[word]
    word, other = word[rival], other[rival]
    low, high = np.full(size, -1), np.full(size, -1)
    high[word] = other  # rises: the last one stays
    low[word[::-1]] = other[::-1]
    return low, high, word_paths(source, target, strength)


class _Figures(Struct, frozen=True, eq=False):
    """Figures of some sources: the number of the source, where each stands, and what it says for an omission."""

    owner: Ints
    start: Ints
    end: Ints
    value: _Floats


def _figures(context: FileContext, positions: Ints, owner: Ints, start: Ints, end: Ints) -> _Figures:
    """The figures of the sources of the units at ``positions`` that stand in none of the words given."""
    even = context.once(units_with_even_numbers)
    bounds = np.searchsorted(owner, np.arange(len(positions) + 1)).tolist()
    rows: list[tuple[int, int, int, float]] = []
    for number, position in enumerate(positions.tolist()):
        unit = context.units[position]
        found: Sequence[tuple[int, int, float]]
        if even[position]:
            found = [(*match.span(), -_WORD_LIMIT) for match in _FIGURE.finditer(unit.source.text)]
        else:
            found = [(m.start, m.end, -_WORD_LIMIT if told else _WORD_LIMIT) for m, told in figure_balance(unit)]
        words = slice(bounds[number], bounds[number + 1])
        for one, other, value in found:
            if not np.any((start[words] < other) & (one < end[words])):
                rows.append((number, one, other, value))
    columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    number, begin, finish = columns[:3].astype(np.int64)
    return _Figures(number, begin, finish, columns[3])


def _number_words(context: FileContext, positions: Ints, owner: Ints, start: Ints, end: Ints) -> _Flags:
    """Which words of the sources are of a number that figures of the translation stand for: ``quarantaine`` for 40."""
    flags = np.zeros(len(owner), np.bool_)
    bounds = np.searchsorted(owner, np.arange(len(positions) + 1)).tolist()
    even = context.once(units_with_even_numbers)[positions]
    for number in np.flatnonzero(~even).tolist():
        words = slice(bounds[number], bounds[number + 1])
        for one, other in context.units[positions[number]].numbers.pairs:
            if other.in_figures and not one.in_figures:
                flags[words] |= (start[words] < one.end) & (one.start < end[words])
    return flags


def _traces_of_borders(context: FileContext, positions: Ints, items: _Items, i: Ints, j: Ints) -> dict[str, _Floats]:
    """What it counts that stretches begin and end at marks."""
    opens, closes = _borders(context, positions, items)
    begins, ends = opens[i], closes[j]
    whole = (begins == _SENTENCE_BORDER) & (ends == _SENTENCE_BORDER)
    return {
        "begins at a mark": begins,
        "ends at a mark": ends,
        "between marks": ((begins > 0) & (ends > 0)).astype(np.float64),
        "a sentence": (whole & _fewer_sentences(context, positions)[items.owner[i]]).astype(np.float64),
    }


def _borders(context: FileContext, positions: Ints, items: _Items) -> tuple[_Floats, _Floats]:
    """What it counts that a stretch begins at each item, and that it ends there: marks, ends of sentences."""
    worth = np.zeros(len(items.owner) + 1)  # before each item
    edge = np.full(len(positions), _BORDER)
    previous, stop = -1, 0
    rows = zip(items.owner.tolist(), items.start.tolist(), items.end.tolist(), strict=True)
    text = ""
    for number, (owner, start, end) in enumerate(rows):
        if owner != previous:
            text = context.units[positions[owner]].source.text
        else:
            gap = text[stop:start]
            if len(gap) > 1 and not _MARKS.isdisjoint(gap):
                worth[number] = _SENTENCE_BORDER if SENTENCE_END.search(text, stop, start + 1) else _BORDER
                edge[owner] = max(edge[owner], worth[number])
        previous, stop = owner, end
    first = np.flatnonzero(np.diff(items.owner, prepend=-1))
    closes = worth[1:].copy()
    opens = worth[:-1]
    opens[first] = edge[items.owner[first]]
    last = np.concatenate([first[1:], [len(items.owner)]]) - 1
    closes[last] = edge[items.owner[last]]
    return opens, closes


def _traces_of_lengths(context: FileContext, unit: Ints, letters: _Floats) -> dict[str, _Floats]:
    """What the lengths of both texts say beside stretches of so many letters, one of each ``unit``."""
    source = _lengths(context, 0)[unit]
    return {
        "missing share": context.once(missing_letters)[unit] * np.sqrt(source + 10) / source,
        "share of letters": letters / source,
    }


def _traces_of_links(items: _Items, i: Ints, j: Ints, ends: Ints) -> dict[str, _Floats]:
    """How much of the stretches and of the rest of their sources has a counterpart; ``ends`` are those of sources."""
    first, last = np.concatenate([[0], ends])[items.owner[i]], ends[items.owner[i]]
    linked = _running(items.linked)
    within = linked[j + 1] - linked[i]
    names, figures = (_running(np.where(flags, 1.0 - items.linked, 0.0)) for flags in (items.name, items.figure))
    return {
        "names unlinked": (names[j + 1] - names[i]) / (j - i + 1),
        "figures unlinked": (figures[j + 1] - figures[i]) / (j - i + 1),
        "linked": within / (j - i + 1),
        "linked outside": (linked[last] - linked[first] - within) / (last - first - (j - i)),
    }


def _running(values: _Floats) -> _Floats:
    """The sums of all values before each, and of all."""
    sums: _Floats = np.concatenate([[0.0], np.cumsum(values)])
    return sums


def _at(values: Ints, words: Ints, places: Ints) -> Ints:
    """The ``values`` of the ``words`` at ``places``; 0 behind the last word, where a text without any may stand."""
    there = places < len(words)
    found = np.zeros(len(places), np.int64)
    found[there] = values[words[places[there]]]
    return found


def _traces_of_place(
    context: FileContext, evidence: FileEvidence, positions: Ints, items: _Items, i: Ints, j: Ints
) -> dict[str, _Floats]:
    """What stands between the counterparts of the nearest sure words before item ``i`` and after item ``j``."""
    size = len(items.owner)
    numbers = np.where(items.partner >= 0, np.arange(size), -1)
    before = np.concatenate([[-1], np.maximum.accumulate(numbers)[:-1]])[i]
    numbers[numbers < 0] = size
    after = np.concatenate([np.minimum.accumulate(numbers[::-1])[::-1][1:], [size]])[j]
    owner = items.owner[i]
    anchored = (before >= 0) & (items.owner[before] == owner)
    closed = (after < size) & (items.owner[np.minimum(after, size - 1)] == owner)
    before, after = np.where(anchored, before, 0), np.where(closed, after, 0)
    pairs = evidence.pair_of[positions]
    counts = np.diff(evidence.target.offsets)[pairs]
    count = counts[owner]
    low, high = np.where(anchored, items.partner[before], -1), np.where(closed, items.partner[after], count)
    ordered = low < high
    offset = np.concatenate([[0], np.cumsum(counts)])[owner]
    unlinked = _running(np.maximum(1.0 - items.theirs, 0.0))
    there = unlinked[offset + np.maximum(high, low)] - unlinked[offset + np.minimum(low + 1, count)]
    there[~ordered] = 0.0
    elsewhere = unlinked[offset + count] - unlinked[offset] - there
    content = evidence.target.content
    first = content.offsets[evidence.target.texts[pairs]][owner]
    begin = np.where(anchored, _at(content.side.end, content.at, first + np.maximum(low, 0)), 0)
    end = np.where(closed, _at(content.side.start, content.at, first + high), _lengths(context, 1)[positions][owner])
    letters = np.where(ordered, end - begin, 0)
    to = np.where(closed, items.start[after], _lengths(context, 0)[positions][owner])
    span = np.maximum(to - np.where(anchored, items.end[before], 0), 1)
    missing = (context.once(length_ratio) * span - letters) / np.sqrt(span + 10)
    return {
        "missing there": np.where(ordered, np.clip(missing, -_MOST_MISSING, _MOST_MISSING), 0.0),
        "unlinked there": np.minimum(there, _MOST_UNLINKED_THERE),
        "unlinked elsewhere": np.minimum(elsewhere, _MOST_UNLINKED),
    }
