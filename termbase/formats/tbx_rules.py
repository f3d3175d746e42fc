"""TBX v3 files held to the rules of their dialect, which :mod:`termbase.formats.tbx_structure` states.

A file of TBX-Core, TBX-Min or TBX-Basic is held to the core structure and to its dialect's data categories, a file of
another dialect to the core structure only.

Two spellings of the dialects' first drafts are still met with and are let through: ``usageStatus`` for
``administrativeStatus``, and ``creation`` for the transaction ``origination``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from msgspec import Struct, field

from termbase.formats.categories import read_status
from termbase.formats.tbx_names import LANGUAGE_TAG
from termbase.formats.tbx_structure import (
    ANY,
    ATTRIBUTES,
    CATEGORIES,
    CONTAINERS,
    CONTENT,
    DATA,
    HOLDS_TEXT,
    INLINE,
    MARKS,
    MODULES,
    NAMESPACES,
    PLACES,
    STATUSES,
    TERM,
    CategoryRule,
    Step,
    is_date,
    is_web_address,
)
from tmx.errors import ParseError
from tmx.formats.xml_records import Element, Record

__all__ = ["RuleBook", "local_name"]

_NAME = re.compile(r"[^\W\d][\w.\-·]*")
_SUBTYPE = re.compile(r"[^\s:]+:[^\s:]+")
_DRAFT_NAMES = {"usageStatus": "administrativeStatus"}
_DRAFT_VALUES = {"transactionType": frozenset({"creation"})}
_NEVER_EMPTY = frozenset(name for name, steps in CONTENT.items() if any(step.least for step in steps))
_ANYTHING_FOREIGN = (Step(frozenset(ANY)),)
_STYLES = ("dca", "dct")
_ALLOWED = {name: frozenset(one.rstrip("!") for one in names) for name, names in ATTRIBUTES.items()}
_WANTED = {name: tuple(one[:-1] for one in names if one.endswith("!")) for name, names in ATTRIBUTES.items()}


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


class RuleBook(Struct):
    """Holds the records of one TBX v3 file to the rules, one after the other, in the order of the file.

    The containers ``<body>``, ``<text>`` and ``<tbx>`` are records too, which come where they end. What breaks a rule
    is raised, or added to ``faults`` where that is a list, and the look goes on behind it.
    """

    path: Path
    dialect: str = ""
    style: str = ""
    faults: list[ParseError] | None = None
    _begun: bool = False
    _seen: Counter[str] = field(default_factory=Counter)
    _identifiers: dict[str, int] = field(default_factory=dict)
    _targets: list[tuple[str, int]] = field(default_factory=list)
    _lines: dict[int, int] = field(default_factory=dict)

    def check(self, record: Record) -> None:
        """Raise :class:`~tmx.errors.ParseError`, with the line and the rule, where the record breaks one."""
        if not self._begun:
            self._begun = True
            with self._going_on():
                self._check_root(record.ancestors[0] if record.ancestors else record.element)
        with self._going_on():
            self._check(record)

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        """What breaks a rule inside is put down, and the look goes on behind it, if all faults are wanted."""
        try:
            yield
        except ParseError as error:
            if self.faults is None:
                raise
            self.faults.append(error)

    def _check(self, record: Record) -> None:
        name = record.element.tag
        ancestors = tuple(element.tag for element in record.ancestors)
        if PLACES.get(name) != ancestors:
            self._refuse(record.line, f"<{local_name(name)}> may not stand in <{ancestors[-1]}>", _where(name))
        with self._going_on():
            self._order(name, record.line)
        self._seen[name] += 1
        self._lines = dict(zip(map(id, record.element.iter()), record.lines, strict=True))
        if name in CONTAINERS:
            self._container(record.element, record.line)
        else:
            self._element(record.element, ())

    def finish(self) -> None:
        """Raise :class:`~tmx.errors.ParseError` where a reference leads nowhere."""
        for target, line in self._targets:
            if target not in self._identifiers:
                with self._going_on():
                    self._refuse(
                        line, f"the target «{target}» is not in the file", "a target is an id in the same file"
                    )

    def _check_root(self, root: Element) -> None:
        self.dialect, self.style = root.get("type", ""), root.get("style", "")
        if not re.fullmatch(r"TBX-.+", self.dialect):
            self._refuse(1, "<tbx> does not name its dialect", 'it has a type such as type="TBX-Basic"')
        if self.style not in _STYLES:
            self._refuse(1, "<tbx> does not name its style", 'it has style="dca" or style="dct"')
        if root.get("xml:lang") is None:
            self._refuse(1, "<tbx> does not name its language", 'it has xml:lang with a code such as "en"')

    def _order(self, name: str, line: int) -> None:
        """The order of the records, which come one by one."""
        if name == "tbxHeader":
            if sum(self._seen.values()):
                self._refuse(line, "<tbxHeader> stands where it may not", "it is the first thing in <tbx>, once")
        elif not self._seen["tbxHeader"]:
            self._refuse(line, "the file has no <tbxHeader>", "TBX begins with one, before <text>")
        elif self._seen["back"] and name not in ("text", "tbx"):
            self._refuse(line, f"<{name}> stands after <back>", "<back> is the last thing in <text>, once")
        elif name in ("body", "text") and self._seen[name]:
            self._refuse(line, f"there is more than one <{name}>", "one is allowed")

    def _container(self, element: Element, line: int) -> None:
        name = element.tag
        self._attributes(element, line)
        if element.text:
            self._loose(name, CONTAINERS[name], line)
        missing = CONTAINERS[name][0] if name != "tbx" else "text"
        if not self._seen[missing]:
            self._refuse(line, f"<{name}> has no <{missing}>", f"it needs one{' at least' * (name == 'body')}")

    def _element(self, element: Element, ancestors: tuple[str, ...]) -> None:
        line = self._lines[id(element)]
        name = element.tag
        if name.startswith("{"):
            self._foreign(element, ancestors, line)
        elif name not in CONTENT:
            self._refuse(line, f"<{name}> is not an element of TBX", "TBX v3 does not have it in this place")
        else:
            self._attributes(element, line)
            self._text(element, line)
            if self.style == "dct" and element.get("type") is not None:
                self._in_wrong_style(element, ancestors, line)
            if name in DATA:
                self._data(element, ancestors, line)
            elif name in ("sc", "ec", "ph"):
                self._inline(element, line)
        self._children(element, (*ancestors, name), line)

    def _children(self, element: Element, ancestors: tuple[str, ...], line: int) -> None:
        if not len(element) and element.tag not in _NEVER_EMPTY:
            return
        steps = list(CONTENT.get(element.tag, _ANYTHING_FOREIGN))
        count = 0
        for child in element:
            kind = ANY if child.tag.startswith("{") else child.tag
            here = self._lines[id(child)]
            while steps and (kind not in steps[0].names or count == steps[0].most):
                if count < steps[0].least:
                    expected = " or ".join(f"<{name}>" for name in sorted(steps[0].names - {ANY}))
                    reason = f"<{local_name(child.tag)}> stands in <{local_name(element.tag)}> before {expected}"
                    self._refuse(here, reason, f"{expected} comes first")
                steps.pop(0)
                count = 0
            if not steps:
                with self._going_on():
                    self._misplaced(child, element, here)
                continue
            count += 1
            if child.tag in ("sc", "ec"):
                self._paired(child, element, here)
            self._inner(child, ancestors)
        for step in steps:
            if count < step.least:
                missing = " or ".join(f"<{name}>" for name in sorted(step.names - {ANY}))
                self._refuse(line, f"<{element.tag}> has no {missing}", f"it needs one{' at least' * (not step.most)}")
            count = 0

    def _inner(self, child: Element, ancestors: tuple[str, ...]) -> None:
        if self.faults is None:
            self._element(child, ancestors)
            return
        with self._going_on():
            self._element(child, ancestors)

    def _misplaced(self, child: Element, parent: Element, line: int) -> NoReturn:
        name = local_name(child.tag)
        once = any(name in step.names and step.most == 1 for step in CONTENT.get(parent.tag, ()))
        if once and sum(local_name(other.tag) == name for other in parent) > 1:
            self._refuse(line, f"<{parent.tag}> has more than one <{name}>", "one is allowed")
        inside = any(name in step.names for step in CONTENT.get(parent.tag, ()))
        if inside:
            self._refuse(line, f"<{name}> stands too late in <{parent.tag}>", "the order of the elements is fixed")
        self._refuse(line, f"<{name}> may not stand in <{local_name(parent.tag)}>", _where(name))

    # attributes and text

    def _attributes(self, element: Element, line: int) -> None:
        """The element's attributes; those of other namespaces on the outermost element say nothing and are left."""
        name = element.tag
        for wanted in _WANTED[name]:
            if element.get(wanted) is None:
                self._refuse(line, f"<{name}> has no {wanted}", f'give it one: {wanted}="…"')
        for key, value in element.items():
            if key not in _ALLOWED[name] and not (name == "tbx" and key.startswith("{")):
                allowed = ", ".join(sorted(_ALLOWED[name]))
                self._refuse(line, f"<{name}> has the attribute {local_name(key)}", f"it can have: {allowed}")
            if key == "type" and not value and self.style == "dca":
                self._refuse(line, f"the type of <{name}> is empty", "name its data category")
            if key == "xml:lang" and name not in ("tbx", "langSec") and not LANGUAGE_TAG.fullmatch(value.strip()):
                self._refuse(line, f"«{value}» is not a language code", "write a code such as fr or en-GB")
            if key == "id":
                self._name(value, line)
        if name == "hi" and element.get("type") not in (None, *MARKS):
            self._refuse(
                line, f"«{element.get('type')}» is not a type of <hi>", f"it can be: {', '.join(sorted(MARKS))}"
            )
        for key in ("target", "startRef"):
            target = element.get(key)
            if target is not None and name != "xref":
                self._targets.append((target.strip(), line))
            elif target is not None:
                self._web_address(name, target, line)

    def _name(self, value: str, line: int) -> None:
        identifier = value.strip()
        if not _NAME.fullmatch(identifier):
            remedy = "an id begins with a letter and holds letters, digits, points and hyphens"
            self._refuse(line, f"«{value}» cannot be an id", remedy)
        if identifier in self._identifiers:
            before = self._identifiers[identifier]
            self._refuse(line, f"the id «{identifier}» stands in line {before} too", "every id may stand once")
        self._identifiers[identifier] = line

    def _web_address(self, name: str, target: str, line: int) -> None:
        if not is_web_address(target.strip()):
            remedy = "it begins with http:// or https://"
            self._refuse(line, f"the target «{target}» of <{name}> is not a web address", remedy)

    def _inline(self, element: Element, line: int) -> None:
        """What XLIFF's codes in a text say of themselves."""
        name, kind = element.tag, element.get("type")
        said = [key for key in ("disp", "equiv", "subType", "type") if element.get(key) is not None]
        for wanted in ("equiv", "type") if said else ():
            if wanted not in said:
                self._refuse(line, f"<{name}> has {said[0]} and no {wanted}", f'give it one: {wanted}="…"')
        if kind is not None and kind not in INLINE:
            self._refuse(line, f"«{kind}» is not a type of <{name}>", f"it can be: {', '.join(sorted(INLINE))}")
        if "subType" in said and not _SUBTYPE.fullmatch(element.get("subType", "")):
            self._refuse(line, f"«{element.get('subType')}» is not a subType of <{name}>", "write it as xlf:b")
        if element.get("isolated") not in (None, "yes", "no"):
            self._refuse(line, f"«{element.get('isolated')}» is not a value of isolated", "it can be: yes, no")

    def _paired(self, code: Element, parent: Element, line: int) -> None:
        """A code that opens is isolated when none closes after it in the text, and the other way about."""
        places = {id(child): place for place, child in enumerate(parent)}
        here = places[id(code)]
        other = "ec" if code.tag == "sc" else "sc"
        beside = parent[here + 1 :] if code.tag == "sc" else parent[:here]
        alone = not any(child.tag == other for child in beside)
        if code.get("isolated") == ("no" if alone else "yes"):
            right = f'isolated="{"yes" if alone else "no"}"'
            reason = f"<{code.tag}> has {'no' if alone else 'its'} <{other}> in the same text, and says otherwise"
            self._refuse(line, reason, f"write {right} or leave it out")

    def _text(self, element: Element, line: int) -> None:
        if element.tag in HOLDS_TEXT:
            if element.tag == "date" and not is_date((element.text or "").strip()):
                self._refuse(line, f"«{(element.text or '').strip()}» is not a date", "write it as 2026-01-31")
        elif (element.text or "").strip() or any((child.tail or "").strip() for child in element):
            names = [name for step in CONTENT[element.tag] for name in sorted(step.names - {ANY})]
            self._loose(element.tag, names, line)

    def _loose(self, name: str, inside: Sequence[str], line: int) -> NoReturn:
        remedy = f"put it into {' or '.join(f'<{one}>' for one in inside)}" if inside else "delete it"
        self._refuse(line, f"text stands loose in <{name}>", remedy)

    # data categories

    def _in_wrong_style(self, element: Element, ancestors: tuple[str, ...], line: int) -> None:
        if "back" not in (*ancestors, element.tag) and "tbxHeader" not in ancestors:
            remedy = 'write the data category as an element of its own, or declare style="dca"'
            what = f'<{element.tag} type="{element.get("type")}">'
            self._refuse(line, f"{what} stands in a file of style «dct»", remedy)

    def _foreign(self, element: Element, ancestors: tuple[str, ...], line: int) -> None:
        name = local_name(element.tag)
        if self.style == "dca" or self.dialect == "TBX-Core":
            remedy = 'write <termNote type="…">, <descrip type="…"> and so on, or declare style="dct"'
            self._refuse(line, f"<{name}> of another namespace stands in a file of style «{self.style}»", remedy)
        self._category(name, None, _plain_text(element), ancestors, line)
        if self.dialect in MODULES:
            self._module(element, CATEGORIES[_DRAFT_NAMES.get(name, name)], line)
        elif (target := element.get("target")) is not None and not is_web_address(target):
            self._targets.append((target, line))

    def _module(self, element: Element, rule: CategoryRule, line: int) -> None:
        """What a module says of the element of a data category."""
        name, namespaces = local_name(element.tag), NAMESPACES[rule.module]
        if element.tag[1:].partition("}")[0] not in namespaces:
            remedy = f'declare it with xmlns:{rule.module}="{max(namespaces, key=lambda one: -len(one))}"'
            self._refuse(line, f"<{name}> is not in the namespace of the module «{rule.module}»", remedy)
        if len(element):
            self._refuse(line, f"<{name}> has <{local_name(element[0].tag)}> in it", "it holds text only")
        target = element.get("target")
        for key in element.keys():  # noqa: SIM118 - an element's own iterator gives its children
            if key != "target" or not rule.target:
                allowed = "it can have: target" if rule.target else "it has none"
                self._refuse(line, f"<{name}> has the attribute {local_name(key)}", allowed)
        if target is None and rule.target and not rule.target.endswith("?"):
            self._refuse(line, f"<{name}> has no target", 'give it one: target="…"')
        if target is not None and rule.target == "external":
            self._web_address(name, target, line)
        elif target is not None:
            self._targets.append((target.strip(), line))

    def _data(self, element: Element, ancestors: tuple[str, ...], line: int) -> None:
        name = element.get("type", "")
        if element.tag == "termNote" and _level(ancestors)[0] != TERM:
            self._refuse(line, "<termNote> stands outside <termSec>", "it belongs to a term")
        self._category(name, element.tag, _plain_text(element), ancestors, line)

    def _category(self, name: str, kind: str | None, value: str, ancestors: tuple[str, ...], line: int) -> None:
        """What the dialect says of a data category; ``kind`` is None in DCT style, where the category says it."""
        modules = MODULES.get(self.dialect)
        if modules is None:
            return
        rule = CATEGORIES.get(_DRAFT_NAMES.get(name, name))
        if rule is None or rule.module not in modules or (kind is not None and kind != rule.kind):
            allowed = sorted(
                known for known, its in CATEGORIES.items() if its.module in modules and kind in (None, its.kind)
            )
            what = f"<{kind}>" if kind else "the dialect"
            remedy = f"{what} can be: {', '.join(allowed)}" if allowed else f"{self.dialect} has none there"
            self._refuse(
                line, f"«{name}» is not a data category of {self.dialect}{f' for {what}' * bool(kind)}", remedy
            )
        level, groups = _level(ancestors)
        if level not in rule.levels:
            remedy = f"{self.dialect} has it in {' and '.join(f'<{one}>' for one in sorted(rule.levels))}"
            self._refuse(line, f"«{name}» may not stand in <{level}>", remedy)
        if len(groups) > 1 or not rule.groups.issuperset(groups):
            remedy = f"put it into <{level}> itself" if rule.kind != "transacNote" else "put it into <transacGrp>"
            self._refuse(line, f"«{name}» may not stand in <{groups[-1]}> of <{(level, *groups)[-2]}>", remedy)
        if rule.kind == "transacNote" and not groups:
            self._refuse(line, f"«{name}» stands outside <transacGrp>", "it belongs to a transaction")
        if not _is_allowed(name, value, rule):
            self._refuse(line, f"«{value}» is not a value of «{name}»", f"it can be: {', '.join(sorted(rule.values))}")

    def _refuse(self, line: int, reason: str, remedy: str) -> NoReturn:
        raise ParseError(reason, path=self.path, line=line, remedy=remedy)


def _level(ancestors: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The level at which something stands, and the groups in which it stands there, the outermost first."""
    depth = len(ancestors)
    while depth and ancestors[depth - 1].endswith("Grp"):
        depth -= 1
    return (ancestors[depth - 1] if depth else ""), ancestors[depth:]


def _is_allowed(name: str, value: str, rule: CategoryRule) -> bool:
    if not rule.values or value in rule.values or value in _DRAFT_VALUES.get(name, ()):
        return True
    # Earlier drafts and TBX v2 spell a status in several ways, all of them plain.
    return rule.values == STATUSES and bool(value) and read_status(value) is not None


def _plain_text(element: Element) -> str:
    return " ".join(("".join(element.itertext()) if len(element) else element.text or "").split())


def _where(name: str) -> str:
    name = local_name(name)
    parents = sorted(parent for parent, steps in CONTENT.items() if any(name in step.names for step in steps))
    parents += list(PLACES.get(name, ())[-1:])
    return f"it may stand in {', '.join(f'<{parent}>' for parent in parents)}" if parents else "TBX v3 does not have it"
