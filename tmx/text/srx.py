"""Segmentation rules: reading SRX 2.0 files and applying them to a text.

Source: Segmentation Rules eXchange (SRX) 2.0, GALA/LISA OSCAR standard, 7 April 2008. A rule holds two regular
expressions: at a place where the text before matches ``beforebreak`` and the text after matches ``afterbreak``, there
is a break, or there is none (``break="no"``). Of all rules the first one that matches a place decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import regex
from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import read_bytes

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Breaker", "LanguageMap", "LanguageRules", "Rule", "SegmentationRules", "load_rules", "parse_rules"]

_MAX_BYTES = 5 * 1024 * 1024
_ROOT_NAMES = frozenset(["{http://www.lisa.org/srx20}srx", "srx"])


class Rule(Struct, frozen=True):
    """One rule: whether it breaks, the expressions before and after the place, and its line in the file, from 1."""

    breaks: bool
    before: str
    after: str
    line: int


class LanguageRules(Struct, frozen=True):
    """A named list of rules in the file's order."""

    name: str
    rules: tuple[Rule, ...]


class LanguageMap(Struct, frozen=True):
    """Which languages (a regular expression over the whole tag) take which named list of rules."""

    pattern: str
    name: str


class SegmentationRules(Struct, frozen=True, eq=False):  # one object a file: compared and hashed by identity
    """What an SRX file says. With ``cascade`` a language takes the rules of every map that fits, else of the first."""

    cascade: bool
    lists: tuple[LanguageRules, ...]
    maps: tuple[LanguageMap, ...]

    def rules_for(self, language: str) -> tuple[Rule, ...]:
        """The rules for the BCP 47 tag ``language``, in the order in which they are tried; empty if no map fits."""
        by_name = {rules.name: rules.rules for rules in self.lists}
        names = [entry.name for entry in self.maps if regex.fullmatch(entry.pattern, language)]
        if not self.cascade:
            names = names[:1]
        return tuple(rule for name in names for rule in by_name.get(name, ()))

    def breaker(self, language: str) -> Breaker:
        """The rules for ``language``, ready to run; made once for each set of rules and language."""
        return _breaker(self, language)


class Breaker:
    """The rules of one language as compiled expressions.

    The places that a breaking rule allows are looked for first; only there the exceptions that stand before the rule
    are tried, neighbouring ones as a single expression.
    """

    __slots__ = ("_breaking", "_exceptions")

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        runs = [(breaks, list(run)) for breaks, run in groupby(rules, key=lambda rule: rule.breaks)]
        self._exceptions: list[regex.Pattern[str]] = []
        # Each breaking rule by itself, for one expression runs faster than an alternation, with the number of
        # expressions for exceptions that go before it.
        self._breaking: list[tuple[int, regex.Pattern[str]]] = []
        for breaks, run in runs:
            if breaks:
                self._breaking += [(len(self._exceptions), regex.compile("(?V1)" + _expression(rule))) for rule in run]
            else:
                self._exceptions.append(regex.compile("(?V1)" + "|".join(_expression(rule) for rule in run)))

    def breaks(self, text: str) -> Iterator[int]:
        """The offsets in ``text``, rising, between which its segments stand (without 0 and the end)."""
        places: dict[int, int] = {}
        for exceptions, pattern in self._breaking:
            for match in pattern.finditer(text):
                places.setdefault(match.start(), exceptions)
        for place in sorted(places):
            if 0 < place < len(text) and not any(
                exception.match(text, place) for exception in self._exceptions[: places[place]]
            ):
                yield place


@lru_cache(maxsize=32)
def _breaker(rules: SegmentationRules, language: str) -> Breaker:
    return Breaker(rules.rules_for(language))


def _expression(rule: Rule) -> str:
    before = f"(?<={_translate(rule.before)})" if rule.before else ""
    after = f"(?={_translate(rule.after)})" if rule.after else ""
    return f"(?:{before}{after})"


_REFERENCE = regex.compile(r"(?<!\\)(?:\\\\)*\\(?:[1-9]|k<)")
_ICU_ONLY = regex.compile(
    r"\\(?:Q(?P<quoted>.*?)(?:\\E|$)|x\{(?P<hex>[0-9A-Fa-f]+)\}|(?P<blank>h)|(?P<other>.))", regex.S
)


def _translate(pattern: str) -> str:
    r"""An ICU expression as ``regex`` writes it: ``\Q...\E``, ``\x{2026}`` and ``\h`` are spelt out."""

    def spell(match: regex.Match[str]) -> str:
        if match["quoted"] is not None:
            return str(regex.escape(match["quoted"]))
        if match["hex"] is not None:
            return f"\\U{int(match['hex'], 16):08x}"
        if match["blank"] is not None:
            return r"[\t\p{Zs}]"
        return str(match.group())

    return str(_ICU_ONLY.sub(spell, pattern))


def load_rules(path: Path) -> SegmentationRules:
    """The rules of the SRX 2.0 file ``path``.

    Raises :class:`~tmx.errors.StoreError` where it cannot be read, :class:`~tmx.errors.ParseError` with the line
    where it is not SRX or holds an expression that cannot be understood.
    """
    return parse_rules(read_bytes(path, limit=_MAX_BYTES), path)


def parse_rules(content: bytes, path: Path, *, tried: bool = True) -> SegmentationRules:
    """The rules that the SRX 2.0 document ``content`` holds; ``path`` is named in errors.

    Each expression is ``tried`` by itself, so that an error names its line; our own need that in tests only.

    Raises :class:`~tmx.errors.ParseError` as :func:`load_rules` does.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise ParseError(
            f"this is not well-formed XML: {error.msg}", path=path, line=line, column=column, remedy="mend the file"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ParseError("a DOCTYPE has no place in SRX", path=path, line=1, remedy="take the DOCTYPE out")
    if root.tag not in _ROOT_NAMES:
        raise ParseError(
            "this is not an SRX 2.0 file: its first element is not <srx>",
            path=path,
            line=_line(root),
            remedy="give a file of segmentation rules in SRX 2.0",
        )
    namespace = root.tag.removesuffix("srx")
    lists = tuple(
        LanguageRules(
            _attribute(element, "languagerulename", path),
            tuple(_rule(rule, namespace, path, tried) for rule in element.iter(f"{namespace}rule")),
        )
        for element in root.iter(f"{namespace}languagerule")
    )
    maps = tuple(_map(element, lists, path) for element in root.iter(f"{namespace}languagemap"))
    if not lists or not maps:
        missing = "<languagerule>" if not lists else "<languagemap>"
        raise ParseError(f"there is no {missing} in the file", path=path, line=_line(root), remedy="complete the file")
    header = root.find(f"{namespace}header")
    cascade = header is not None and header.get("cascade", "no") == "yes"
    return SegmentationRules(cascade, lists, maps)


def _line(element: etree._Element) -> int:
    line: object = element.sourceline  # the stubs do not know its type
    return line if isinstance(line, int) else 1


def _attribute(element: etree._Element, name: str, path: Path) -> str:
    value = element.get(name)
    if value is None:
        raise ParseError(
            f"the attribute {name} is missing", path=path, line=_line(element), remedy="complete the element"
        )
    return str(value)


def _map(element: etree._Element, lists: tuple[LanguageRules, ...], path: Path) -> LanguageMap:
    entry = LanguageMap(_attribute(element, "languagepattern", path), _attribute(element, "languagerulename", path))
    try:
        regex.compile(entry.pattern)
    except regex.error as error:
        raise _not_understood(entry.pattern, error, _line(element), path) from error
    if all(rules.name != entry.name for rules in lists):
        raise ParseError(
            f"no list of rules is called «{entry.name}»", path=path, line=_line(element), remedy="mend the name"
        )
    return entry


def _rule(element: etree._Element, namespace: str, path: Path, tried: bool) -> Rule:
    line = _line(element)
    breaks = element.get("break", "yes")
    if breaks not in ("yes", "no"):
        raise ParseError(f"break is «{breaks}»", path=path, line=line, remedy='write break="yes" or break="no"')
    parts = []
    for name in ("beforebreak", "afterbreak"):
        part = element.find(f"{namespace}{name}")
        parts.append("" if part is None else "".join(str(text) for text in part.itertext()))
    rule = Rule(breaks == "yes", parts[0], parts[1], line)
    if _REFERENCE.search("".join(parts)):
        raise ParseError(
            f"the expression «{parts[0]} | {parts[1]}» refers back to a group of its own",
            path=path,
            line=line,
            remedy="write out what the group may hold",
        )
    if not tried:
        return rule
    try:
        regex.compile("(?V1)" + _expression(rule))
    except regex.error as error:
        raise _not_understood(f"{rule.before} | {rule.after}", error, line, path) from error
    return rule


def _not_understood(pattern: str, error: Exception, line: int, path: Path) -> ParseError:
    return ParseError(
        f"the expression «{pattern}» is not understood: {error}", path=path, line=line, remedy="mend the expression"
    )
