"""What TBX v3 allows where: the core structure of ISO 30042:2019 and the dialects TBX-Core, TBX-Min and TBX-Basic.

The rules are stated here in our own words, after the standard and the dialects' published descriptions
(tbxinfo.net): which element may stand in which, in what order; which data categories a dialect has, at which level,
and with which values. A file of another dialect is held to the core structure only.

Two spellings of the dialects' first drafts are still met with and are let through: ``usageStatus`` for
``administrativeStatus``, and ``creation`` for the transaction ``origination``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from termbase.formats.categories import read_status
from tmx.errors import ParseError
from tmx.formats.xml_records import Element, Record

__all__ = ["CATEGORIES", "CategoryRule", "RuleBook", "is_web_address", "level_of", "local_name"]

_CONCEPT, _LANGUAGE, _TERM = "conceptEntry", "langSec", "termSec"
_EVERYWHERE = frozenset({_CONCEPT, _LANGUAGE, _TERM})
_ANY = "*"  # stands for an element of another namespace: a data category in DCT style
_NAME = re.compile(r"[^\W\d][\w.\-·]*")
_DATE = re.compile(r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """A data category: the element that carries it, the module it comes from, its levels, its values (none: any)."""

    kind: str
    module: str
    levels: frozenset[str]
    values: frozenset[str] = frozenset()


def _values(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STATUSES = _values(
    "admittedTerm-admn-sts deprecatedTerm-admn-sts supersededTerm-admn-sts preferredTerm-admn-sts"
)  # how older files spell them is read too: see _is_allowed
_ENTRY_AND_TERM = frozenset({_CONCEPT, _TERM})
_JUST_TERM = frozenset({_TERM})

CATEGORIES: dict[str, CategoryRule] = {
    "customerSubset": CategoryRule("admin", "min", _ENTRY_AND_TERM),
    "subjectField": CategoryRule("descrip", "min", frozenset({_CONCEPT})),
    "administrativeStatus": CategoryRule("termNote", "min", _JUST_TERM, _STATUSES),
    "partOfSpeech": CategoryRule("termNote", "min", _JUST_TERM, _values("adjective noun other verb adverb")),
    "externalCrossReference": CategoryRule("xref", "min", _EVERYWHERE),
    "projectSubset": CategoryRule("admin", "basic", _ENTRY_AND_TERM),
    "source": CategoryRule("admin", "basic", _EVERYWHERE),
    "context": CategoryRule("descrip", "basic", _JUST_TERM),
    "definition": CategoryRule("descrip", "basic", frozenset({_CONCEPT, _LANGUAGE})),
    "crossReference": CategoryRule("ref", "basic", _ENTRY_AND_TERM),
    "geographicalUsage": CategoryRule("termNote", "basic", _JUST_TERM),
    "grammaticalGender": CategoryRule("termNote", "basic", _JUST_TERM, _values("masculine feminine neuter other")),
    "termLocation": CategoryRule(
        "termNote",
        "basic",
        _JUST_TERM,
        _values(
            "checkBox comboBox comboBoxElement dialogBox groupBox informativeMessage interactiveMessage menuItem "
            "progressBar pushButton radioButton slider spinBox tab tableText textBox toolTip user-definedType"
        ),
    ),
    "termType": CategoryRule(
        "termNote", "basic", _JUST_TERM, _values("fullForm acronym abbreviation shortForm variant phrase")
    ),
    "transactionType": CategoryRule("transac", "basic", _EVERYWHERE, _values("origination modification")),
    "responsibility": CategoryRule("transacNote", "basic", _EVERYWHERE),
    "xGraphic": CategoryRule("xref", "basic", frozenset({_CONCEPT, _LANGUAGE})),
}
_DRAFT_NAMES = {"usageStatus": "administrativeStatus"}
_DRAFT_VALUES = {"transactionType": frozenset({"creation"})}
_MODULES = {"TBX-Core": frozenset[str](), "TBX-Min": frozenset({"min"}), "TBX-Basic": frozenset({"min", "basic"})}


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of an element's content: which children, how many at least and at most (None: any number)."""

    names: frozenset[str]
    least: int = 0
    most: int | None = None


def _step(names: str, least: int = 0, most: int | None = None) -> _Step:
    return _Step(frozenset(names.split()), least, most)


_INFORMATION = _step("descrip descripGrp admin adminGrp transacGrp note ref xref *")
_TEXT = (_step("hi foreign sc ec ph"),)
_PARAGRAPHS = (_step("p", 1),)
_CONTENT: dict[str, tuple[_Step, ...]] = {
    "tbxHeader": (_step("fileDesc", 1, 1), _step("encodingDesc", 0, 1), _step("revisionDesc", 0, 1)),
    "fileDesc": (_step("titleStmt", 0, 1), _step("publicationStmt", 0, 1), _step("sourceDesc", 1)),
    "titleStmt": (_step("title", 1, 1), _step("note")),
    "publicationStmt": _PARAGRAPHS,
    "sourceDesc": _PARAGRAPHS,
    "encodingDesc": _PARAGRAPHS,
    "revisionDesc": (_step("change", 1),),
    "change": _PARAGRAPHS,
    "conceptEntry": (_INFORMATION, _step("langSec", 1)),
    "langSec": (_INFORMATION, _step("termSec", 1)),
    "termSec": (_step("term", 1, 1), _step("termNote termNoteGrp *"), _INFORMATION),
    "descripGrp": (_step("descrip *", 1, 1), _step("descripNote admin adminGrp transacGrp note ref xref *")),
    "adminGrp": (_step("admin *", 1, 1), _step("adminNote note ref xref *")),
    "termNoteGrp": (_step("termNote *", 1, 1), _step("admin adminGrp transacGrp note ref xref *")),
    "transacGrp": (_step("transac *", 1, 1), _step("transacNote date note ref xref *")),
    "back": (_step("refObjectSec"),),
    "refObjectSec": (_step("refObject", 1),),
    "refObject": (_step("itemSet itemGrp item", 1),),
    "itemSet": (_step("item itemGrp", 1),),
    "itemGrp": (_step("item", 1, 1), _step("admin adminGrp transacGrp note ref xref *")),
    "term": (_step("hi"),),
    **dict.fromkeys(("note", "descrip", "admin", "termNote", "p", "item", "foreign"), _TEXT),
    **dict.fromkeys(
        ("title", "hi", "sc", "ec", "ph", "date", "adminNote", "descripNote", "ref", "transac", "transacNote", "xref"),
        (),
    ),
}
_HOLDS_TEXT = frozenset(
    "term note descrip admin termNote p item foreign title hi date adminNote descripNote ref transac transacNote "
    "xref".split()
)
_DATA = frozenset("admin adminNote descrip descripNote ref termNote transac transacNote xref".split())
_REQUIRED = {
    "conceptEntry": ("id",),
    "langSec": ("xml:lang",),
    "refObjectSec": ("type",),
    "sc": ("id",),
    "xref": ("target",),
    **dict.fromkeys(_DATA - {"xref"}, ("type",)),
}
_PLACES = {"tbxHeader": ("tbx",), "conceptEntry": ("tbx", "text", "body"), "back": ("tbx", "text")}
_STYLES = ("dca", "dct")


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def is_web_address(target: str) -> bool:
    """Whether ``target`` is an address as an external reference in TBX v3 must have one."""
    return target.startswith(("http://", "https://")) and len(target.split()) == 1


def level_of(ancestors: tuple[str, ...]) -> str:
    """The level at which something stands: the innermost element around it that is no group."""
    return next((name for name in reversed(ancestors) if not name.endswith("Grp")), "")


@dataclass(slots=True)
class RuleBook:
    """Holds the records of one TBX v3 file to the rules, one after the other, in the order of the file."""

    path: Path
    dialect: str = ""
    style: str = ""
    entries: int = 0
    _identifiers: dict[str, int] = field(default_factory=dict)
    _targets: list[tuple[str, int]] = field(default_factory=list)
    _lines: dict[int, int] = field(default_factory=dict)
    _header: bool = False
    _back: bool = False

    def check(self, record: Record) -> None:
        """Raise :class:`~tmx.errors.ParseError`, with the line and the rule, where the record breaks one."""
        if not self.dialect:
            self._check_root(record.ancestors[0])
        name = record.element.tag
        ancestors = tuple(element.tag for element in record.ancestors)
        if _PLACES.get(name) != ancestors:
            self._refuse(record.line, f"<{local_name(name)}> may not stand in <{ancestors[-1]}>", _where(name))
        if name == "tbxHeader":
            if self._header or self.entries:
                self._refuse(record.line, "<tbxHeader> stands where it may not", "it is the first thing in <tbx>, once")
            self._header = True
        elif not self._header:
            self._refuse(record.line, "the file has no <tbxHeader>", "TBX begins with one, before <text>")
        elif self._back:
            self._refuse(record.line, f"<{name}> stands after <back>", "<back> is the last thing in <text>, once")
        self._back = self._back or name == "back"
        self.entries += name == "conceptEntry"
        self._lines = dict(zip(map(id, record.element.iter()), record.lines, strict=True))
        self._element(record.element, ())

    def finish(self) -> None:
        """Raise :class:`~tmx.errors.ParseError` where a reference leads nowhere, or there is no concept at all."""
        if not self.entries:
            self._refuse(1, "the file holds no concept", "<body> needs one <conceptEntry> at least")
        for target, line in self._targets:
            if target not in self._identifiers:
                remedy = "a target is an id in the same file, or an address that begins with http:// or https://"
                self._refuse(line, f"the target «{target}» is not in the file", remedy)

    def _check_root(self, root: Element) -> None:
        self.dialect, self.style = root.get("type", ""), root.get("style", "")
        if not re.fullmatch(r"TBX-.+", self.dialect):
            self._refuse(1, "<tbx> does not name its dialect", 'it has a type such as type="TBX-Basic"')
        if self.style not in _STYLES:
            self._refuse(1, "<tbx> does not name its style", 'it has style="dca" or style="dct"')
        if root.get("xml:lang") is None:
            self._refuse(1, "<tbx> does not name its language", 'it has xml:lang with a code such as "en"')

    def _element(self, element: Element, ancestors: tuple[str, ...]) -> None:
        line = self._lines[id(element)]
        name = element.tag
        if name.startswith("{"):
            self._foreign(element, ancestors, line)
        elif name not in _CONTENT:
            self._refuse(line, f"<{name}> is no element of TBX", "TBX v3 does not have it in this place")
        else:
            self._attributes(element, line)
            self._loose_text(element, line)
            if name in _DATA or (name == "hi" and element.get("type") and self.style == "dct"):
                self._data(element, ancestors, line)
        self._children(element, (*ancestors, name), line)

    def _children(self, element: Element, ancestors: tuple[str, ...], line: int) -> None:
        steps = list(_CONTENT.get(element.tag, (_step(_ANY),)))
        count = 0
        for child in element:
            kind = _ANY if child.tag.startswith("{") else child.tag
            here = self._lines[id(child)]
            while steps and (kind not in steps[0].names or count == steps[0].most):
                if count < steps[0].least:
                    expected = " or ".join(f"<{name}>" for name in sorted(steps[0].names - {_ANY}))
                    reason = f"<{local_name(child.tag)}> stands in <{local_name(element.tag)}> before {expected}"
                    self._refuse(here, reason, f"{expected} comes first")
                steps.pop(0)
                count = 0
            if not steps:
                self._misplaced(child, element, here)
            count += 1
            self._element(child, ancestors)
        for step in steps:
            if count < step.least:
                missing = " or ".join(f"<{name}>" for name in sorted(step.names - {_ANY}))
                self._refuse(line, f"<{element.tag}> has no {missing}", f"it needs one{' at least' * (not step.most)}")
            count = 0

    def _misplaced(self, child: Element, parent: Element, line: int) -> NoReturn:
        name = local_name(child.tag)
        once = any(name in step.names and step.most == 1 for step in _CONTENT.get(parent.tag, ()))
        if once and sum(local_name(other.tag) == name for other in parent) > 1:
            self._refuse(line, f"<{parent.tag}> has more than one <{name}>", "one is allowed")
        inside = any(name in step.names for step in _CONTENT.get(parent.tag, ()))
        if inside:
            self._refuse(line, f"<{name}> stands too late in <{parent.tag}>", "the order of the elements is fixed")
        self._refuse(line, f"<{name}> may not stand in <{local_name(parent.tag)}>", _where(name))

    def _attributes(self, element: Element, line: int) -> None:
        for wanted in _REQUIRED.get(element.tag, ()):
            if element.get(wanted) is None:
                self._refuse(line, f"<{element.tag}> has no {wanted}", f'give it one: {wanted}="…"')
        identifier, target = element.get("id"), element.get("target")
        if identifier is not None:
            if not _NAME.fullmatch(identifier):
                remedy = "an id begins with a letter and holds letters, digits, points and hyphens"
                self._refuse(line, f"«{identifier}» cannot be an id", remedy)
            if identifier in self._identifiers:
                before = self._identifiers[identifier]
                self._refuse(line, f"the id «{identifier}» stands in line {before} too", "every id may stand once")
            self._identifiers[identifier] = line
        if target is not None and not (is_web_address(target) and element.tag != "hi"):
            self._targets.append((target, line))
        if element.tag == "xref" and not is_web_address(target or ""):
            self._refuse(
                line, f"the target «{target}» of <xref> is no web address", "it begins with http:// or https://"
            )

    def _loose_text(self, element: Element, line: int) -> None:
        if element.tag in _HOLDS_TEXT:
            if element.tag == "date" and not _DATE.fullmatch((element.text or "").strip()):
                self._refuse(line, f"«{(element.text or '').strip()}» is no date", "write it as 2026-01-31")
            return
        if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
            inside = " or ".join(f"<{name}>" for step in _CONTENT[element.tag] for name in sorted(step.names - {_ANY}))
            self._refuse(
                line, f"text stands loose in <{element.tag}>", f"put it into {inside}" if inside else "delete it"
            )

    def _foreign(self, element: Element, ancestors: tuple[str, ...], line: int) -> None:
        name = local_name(element.tag)
        if self.style == "dca" or self.dialect == "TBX-Core":
            remedy = 'write <termNote type="…">, <descrip type="…"> and so on, or declare style="dct"'
            self._refuse(line, f"<{name}> of another namespace stands in a file of style «{self.style}»", remedy)
        target = element.get("target")
        if target is not None and not is_web_address(target):
            self._targets.append((target, line))
        self._category(name, None, _plain_text(element), ancestors, line)

    def _data(self, element: Element, ancestors: tuple[str, ...], line: int) -> None:
        name = element.get("type", "")
        if self.style == "dct" and "back" not in ancestors:
            remedy = 'write the data category as an element of its own, or declare style="dca"'
            self._refuse(line, f'<{element.tag} type="{name}"> stands in a file of style «dct»', remedy)
        if element.tag == "hi":
            return
        if not name:
            self._refuse(line, f"the type of <{element.tag}> is empty", "name its data category")
        if element.tag == "termNote" and level_of(ancestors) != _TERM:
            self._refuse(line, "<termNote> stands outside <termSec>", "it belongs to a term")
        self._category(name, element.tag, _plain_text(element), ancestors, line)

    def _category(self, name: str, kind: str | None, value: str, ancestors: tuple[str, ...], line: int) -> None:
        """What the dialect says of a data category; ``kind`` is None in DCT style, where the category says it."""
        modules = _MODULES.get(self.dialect)
        if modules is None:
            return
        rule = CATEGORIES.get(_DRAFT_NAMES.get(name, name))
        if rule is None or rule.module not in modules or (kind is not None and kind != rule.kind):
            allowed = sorted(
                known for known, its in CATEGORIES.items() if its.module in modules and kind in (None, its.kind)
            )
            what = f"<{kind}>" if kind else "the dialect"
            remedy = f"{what} can be: {', '.join(allowed)}" if allowed else f"{self.dialect} has none there"
            self._refuse(line, f"«{name}» is no data category of {self.dialect}{f' for {what}' * bool(kind)}", remedy)
        level = level_of(ancestors)
        if level not in rule.levels:
            remedy = f"{self.dialect} has it in {' and '.join(f'<{one}>' for one in sorted(rule.levels))}"
            self._refuse(line, f"«{name}» may not stand in <{level}>", remedy)
        if not _is_allowed(name, value, rule):
            self._refuse(line, f"«{value}» is no value of «{name}»", f"it can be: {', '.join(sorted(rule.values))}")

    def _refuse(self, line: int, reason: str, remedy: str) -> NoReturn:
        raise ParseError(reason, path=self.path, line=line, remedy=remedy)


def _is_allowed(name: str, value: str, rule: CategoryRule) -> bool:
    if not rule.values or value in rule.values or value in _DRAFT_VALUES.get(name, ()):
        return True
    # Earlier drafts and TBX v2 spell a status in several ways, all of them plain.
    return rule.values == _STATUSES and bool(value) and read_status(value) is not None


def _plain_text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _where(name: str) -> str:
    name = local_name(name)
    parents = sorted(parent for parent, steps in _CONTENT.items() if any(name in step.names for step in steps))
    parents += list(_PLACES.get(name, ())[-1:])
    return f"it may stand in {', '.join(f'<{parent}>' for parent in parents)}" if parents else "TBX v3 does not have it"
