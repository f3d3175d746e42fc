"""What a check is, what it is given, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from msgspec import Struct, field

from termbase.model import Concept, Glossary
from tmx.model import Segment
from tmx.text.languages import Language, find_language
from tmx.text.number_comparison import NumberComparison, compare_numbers
from tmx.text.numbers import NumberMention, find_numbers
from tmx.text.spans import within
from tmx.text.tokens import Token, tokenize
from toolkit.checks.markup import find_markup, has_numbered, is_numbered
from toolkit.checks.sides import FileSide, Flags, read_side
from toolkit.checks.words import WordReader
from toolkit.messages.check_pages import spoken_page
from toolkit.model import CheckFacts, Finding, Severity

__all__ = [
    "Check",
    "EarlierUnit",
    "Example",
    "FileContext",
    "MemoryPair",
    "Option",
    "Side",
    "Spot",
    "Unit",
    "snippet",
    "word_before",
]

Side = Literal["source", "target"]
_Value = TypeVar("_Value")


class Spot(Struct, frozen=True):
    """A place in a unit and what is wrong there; ``severity`` only where it is not the check's own.

    ``start`` and ``end`` are half-open code points of the plain text of ``side``; 0, 0 means the whole unit.
    """

    side: Side
    start: int
    end: int
    message: str
    fix: str | None = None
    severity: Severity | None = None


class Unit:
    """A unit of the file under check: its two sides, and what is found out about them when a check asks.

    ``position`` is its place in the file, from 0; ``identifier`` the file's own name for it. ``translated`` says
    whether there is a target text at all; an empty one is the matter of a single check.
    """

    def __init__(
        self, identifier: str, source: Segment, target: Segment, context: FileContext, position: int = 0
    ) -> None:
        self.identifier = identifier
        self.position = position
        self.source = source
        self.target = target
        self.translated = bool(target.text.strip())
        self._context = context

    @cached_property
    def source_tokens(self) -> tuple[Token, ...]:
        """The tokens of the source."""
        return tuple(tokenize(self.source.text, self._context.source_language))

    @cached_property
    def target_tokens(self) -> tuple[Token, ...]:
        """The tokens of the target."""
        return tuple(tokenize(self.target.text, self._context.target_language))

    @cached_property
    def source_words(self) -> tuple[Token, ...]:
        """The words of the source, without tags, placeholders, figures and addresses."""
        context = self._context
        return context.source_words(self) if self._in_file() else context.source_reader.read(self.source.text)

    @cached_property
    def target_words(self) -> tuple[Token, ...]:
        """The words of the target, without tags, placeholders, figures and addresses."""
        context = self._context
        return context.target_words(self) if self._in_file() else context.target_reader.read(self.target.text)

    @cached_property
    def source_numbers(self) -> tuple[NumberMention, ...]:
        """The numbers of the source."""
        return self._without_placeholders(self._context.source_numbers[self.source.text], self.source.text)

    @cached_property
    def target_numbers(self) -> tuple[NumberMention, ...]:
        """The numbers of the target."""
        return self._without_placeholders(self._context.target_numbers[self.target.text], self.target.text)

    @cached_property
    def numbers(self) -> NumberComparison:
        """Which numbers of source and target stand for each other."""
        return compare_numbers(self.source_numbers, self.target_numbers)

    def _without_placeholders(self, numbers: tuple[NumberMention, ...], text: str) -> tuple[NumberMention, ...]:
        """The ``numbers`` of ``text`` but those of Qt's placeholders, ``%1``."""
        if not numbers or not has_numbered(self.source.text):
            return numbers
        in_placeholder = within((mark.start, mark.end) for mark in find_markup(text) if is_numbered(mark))
        return tuple(number for number in numbers if not in_placeholder(number.start))

    def _in_file(self) -> bool:
        """Whether it is one of the units that its context looks at as a whole."""
        units = self._context.units
        return self.position < len(units) and units[self.position] is self

    @property
    def languages(self) -> tuple[Language, Language]:
        """What is known about the languages of source and target."""
        return self._context.source_language, self._context.target_language


class _Numbers(dict[str, tuple[NumberMention, ...]]):
    """The numbers of texts, found once a text."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, text: str) -> tuple[NumberMention, ...]:
        numbers = self[text] = tuple(find_numbers(text, self._language))
        return numbers


class Option(Struct, frozen=True):
    """A choice that a house makes for a check: its name in ``accord.toml``, what it may be, what it does.

    ``choices`` are the values that it may have, the first one the default.
    """

    name: str
    choices: tuple[str, ...]
    text: str

    @property
    def default(self) -> str:
        """What holds where a house says nothing."""
        return self.choices[0]


class MemoryPair(Struct, frozen=True):
    """A text and its translation from a translation memory."""

    source: str
    target: str


class EarlierUnit(Struct, frozen=True):
    """A unit of a file that was checked before in the same run; the target's white space is evened."""

    file: str
    identifier: str
    target: str


class FileContext(Struct, eq=False, dict=True):
    """What the checks of one file share: languages, units, glossary and memory.

    ``aligned`` says that the units are the beads of two documents, so that an empty side is a sentence without
    counterpart. ``options`` are the house's choices, by the check's code and the option's name; ``earlier`` holds the
    units of files checked before, by their source with its white space evened. ``once`` keeps what a check works out
    over the whole file, ``once_a_unit`` what it finds out about one; ``for_all`` is what files with the same glossary
    may share. In a ``gettext`` file line breaks at the edges of a text are part of it: msgfmt refuses what lost one.
    """

    source_tag: str
    target_tag: str
    glossary: Glossary | None = None
    memory: tuple[MemoryPair, ...] = ()
    units: tuple[Unit, ...] = ()
    aligned: bool = False
    gettext: bool = False
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    earlier: Mapping[str, Sequence[EarlierUnit]] = field(default_factory=dict)
    for_all: dict[tuple[str, str], Any] = field(default_factory=dict)
    _kept: dict[Callable[[FileContext], Any], Any] = field(default_factory=dict)
    _kept_of_units: defaultdict[Callable[[Unit, FileContext], Any], dict[int, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    @cached_property
    def source_language(self) -> Language:
        """What is known about the source language."""
        return find_language(self.source_tag)

    @cached_property
    def target_language(self) -> Language:
        """What is known about the target language."""
        return find_language(self.target_tag)

    @cached_property
    def source_reader(self) -> WordReader:
        """What reads the words of texts in the source language."""
        return WordReader(self.source_language)

    @cached_property
    def target_reader(self) -> WordReader:
        """What reads the words of texts in the target language."""
        return WordReader(self.target_language)

    @cached_property
    def source_numbers(self) -> Mapping[str, tuple[NumberMention, ...]]:
        """The numbers of any text in the source language."""
        return _Numbers(self.source_language)

    @cached_property
    def target_numbers(self) -> Mapping[str, tuple[NumberMention, ...]]:
        """The numbers of any text in the target language."""
        return _Numbers(self.target_language)

    @cached_property
    def source_side(self) -> FileSide:
        """The sources of all units."""
        return read_side([unit.source.text for unit in self.units], self.source_reader)

    @cached_property
    def target_side(self) -> FileSide:
        """The targets of all units."""
        return read_side([unit.target.text for unit in self.units], self.target_reader)

    def source_words(self, unit: Unit) -> tuple[Token, ...]:
        """The words of the source of ``unit``, one of the file."""
        return self.source_side.words(int(self.source_side.text_of[unit.position]))

    def target_words(self, unit: Unit) -> tuple[Token, ...]:
        """The words of the target of ``unit``, one of the file."""
        return self.target_side.words(int(self.target_side.text_of[unit.position]))

    @cached_property
    def translated(self) -> Flags:
        """For each unit whether there is a target text at all."""
        return np.fromiter((unit.translated for unit in self.units), np.bool_, len(self.units))

    def on_both_sides(self, says: Callable[[FileSide, Language], Flags]) -> Flags:
        """For each unit whether it is translated, and ``says`` so of either side in its language."""
        source = says(self.source_side, self.source_language)
        flags: Flags = self.translated & source & says(self.target_side, self.target_language)
        return flags

    @property
    def nowhere(self) -> Flags:
        """For each unit no, as an answer of :attr:`Check.where`."""
        return np.zeros(len(self.units), np.bool_)

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """The concepts of the glossary by identifier."""
        return {concept.identifier: concept for concept in self.glossary or ()}

    def option(self, code: str, option: Option) -> str:
        """The house's choice of ``option`` for the check ``code``, or the option's default."""
        return str(self.options.get(code, {}).get(option.name, option.default))

    def once(self, work_out: Callable[[FileContext], _Value]) -> _Value:
        """What ``work_out`` gives for this file, worked out at the first call and kept."""
        try:  # checks ask hundreds of thousands of times
            value: _Value = self._kept[work_out]
        except KeyError:
            pass
        else:
            return value
        value = self._kept[work_out] = work_out(self)
        return value

    def put(self, work_out: Callable[[FileContext], _Value], value: _Value) -> None:
        """Keep ``value`` as what ``work_out`` gives for this file, worked out elsewhere."""
        self._kept[work_out] = value

    def release(self) -> None:
        """Let go of the units and of all that was found out about them: each unit knows its context, a circle."""
        self.units = ()
        self._kept.clear()
        self._kept_of_units.clear()

    def once_a_unit(self, work_out: Callable[[Unit, FileContext], _Value], unit: Unit) -> _Value:
        """What ``work_out`` gives for ``unit``, by its position, worked out at the first call and kept."""
        kept = self._kept_of_units[work_out]
        if unit.position not in kept:
            kept[unit.position] = work_out(unit, self)
        value: _Value = kept[unit.position]
        return value


class Check(Struct, frozen=True):
    """A check: its code, its name, the ITS 2.0 localization quality issue type, its severity, and what it does.

    ``page`` is the documentation of the check: what it finds, why it matters, an example, the fix. ``options`` are
    what a house may choose in ``accord.toml``; ``safe`` says that its fixes may be put in without a look at each,
    ``alone`` that what it finds can be found where there is no source (an empty one).

    ``where`` is a quick look at all units of a file at once: it says of each whether ``run`` may find anything in it,
    so that ``run`` need not look at the others. It may say yes too often, never no where something is found.
    """

    code: str
    name: str
    issue: str
    severity: Severity
    run: Callable[[Unit, FileContext], Iterator[Spot]]
    page: str
    options: tuple[Option, ...] = ()
    safe: bool = False
    alone: bool = False
    where: Callable[[FileContext], Flags] | None = None

    @property
    def facts(self) -> CheckFacts:
        """What a report tells of the check."""
        return CheckFacts(self.code, self.name, self.issue, self.severity, spoken_page(self.code, self.page))

    def units(self, context: FileContext) -> Sequence[Unit]:
        """The units of the file in which the check may find something."""
        if self.where is None:
            return context.units
        return [context.units[position] for position in np.flatnonzero(self.where(context)).tolist()]

    def findings(self, unit: Unit, context: FileContext, file: str) -> list[Finding]:
        """What the check has to say about ``unit``."""
        return [self._finding(spot, unit, file) for spot in self.run(unit, context)]

    def _finding(self, spot: Spot, unit: Unit, file: str) -> Finding:
        return Finding(
            code=self.code,
            issue=self.issue,
            severity=spot.severity or self.severity,
            file=file,
            unit=unit.identifier,
            side=spot.side,
            start=spot.start,
            end=spot.end,
            message=" ".join(spot.message.splitlines()),  # it may quote a text of several lines
            fix=spot.fix,
        )


class Example(Struct, frozen=True):
    """A pair that shows what a check finds or leaves in peace; English to French unless it says otherwise.

    ``glossary`` holds pairs ``(source term, target term)``; a target term with a leading ``!`` is forbidden,
    of several the first is the preferred one.
    ``others`` are further units of the same file, ``memory`` pairs of the memory, ``earlier`` units of other files.
    ``spot`` is the marked text;
    ``aligned`` is that of :class:`FileContext`.
    """

    source: str
    target: str
    spot: str = ""
    glossary: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    memory: tuple[tuple[str, str], ...] = ()
    earlier: tuple[tuple[str, tuple[EarlierUnit, ...]], ...] = ()
    source_language: str = "en"
    target_language: str = "fr"
    aligned: bool = False


def word_before(text: str, position: int) -> int:
    """Where the word, figure or mark begins that ends at ``position``; at least one character before it."""
    start = position
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    return min(start, max(position - 1, 0))


def snippet(text: str, limit: int = 60) -> str:
    """``text`` in one line, cut at a word before ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0] + " …"
