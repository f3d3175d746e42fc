"""What TBX v3 consists of: the core structure of ISO 30042:2019, and the data categories of its public dialects.

The rules are stated here in our own words, after the standard and the dialects' published descriptions
(tbxinfo.net): which element may stand in which, in what order; which attributes it has; which data categories a
dialect has, at which level, and with which values. :mod:`termbase.formats.tbx_rules` holds files to them.
"""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

__all__ = [
    "ANY",
    "ATTRIBUTES",
    "CATEGORIES",
    "CONTAINERS",
    "CONTENT",
    "DATA",
    "HOLDS_TEXT",
    "INLINE",
    "MARKS",
    "MODULES",
    "NAMESPACES",
    "PLACES",
    "STATUSES",
    "TERM",
    "CategoryRule",
    "Step",
    "is_date",
    "is_web_address",
]

_CONCEPT, _LANGUAGE, TERM = "conceptEntry", "langSec", "termSec"
_EVERYWHERE = frozenset({_CONCEPT, _LANGUAGE, TERM})
ANY = "*"  # stands for an element of another namespace: a data category in DCT style


def _values(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Where a data category of each kind may stand in a group, the level being the element around the group.
_GROUPS = {
    "admin": _values("adminGrp descripGrp termNoteGrp"),
    "descrip": _values("descripGrp"),
    "termNote": _values("termNoteGrp"),
    "transac": _values("transacGrp"),
    "transacNote": _values("transacGrp"),
    "ref": _values("adminGrp descripGrp termNoteGrp transacGrp"),
}


class CategoryRule(Struct, frozen=True):
    """A data category: the element that carries it, the module it comes from, its levels, its values (none: any).

    ``target`` is the kind of target that it has in DCT style: ``internal`` or ``external`` where it must have one,
    with a question mark where it may, empty where it may not.
    """

    kind: str
    module: str
    levels: frozenset[str]
    values: frozenset[str] = frozenset()
    target: str = ""

    @property
    def groups(self) -> frozenset[str]:
        """The groups in which it may stand at its levels; outside a group it may stand where the structure lets it."""
        return _GROUPS.get(self.kind, frozenset())


STATUSES = _values("admittedTerm-admn-sts deprecatedTerm-admn-sts supersededTerm-admn-sts preferredTerm-admn-sts")
_ENTRY_AND_TERM = frozenset({_CONCEPT, TERM})
_ENTRY_AND_LANGUAGE = frozenset({_CONCEPT, _LANGUAGE})
_JUST_TERM = frozenset({TERM})

CATEGORIES: dict[str, CategoryRule] = {
    "customerSubset": CategoryRule("admin", "min", _ENTRY_AND_TERM),
    "subjectField": CategoryRule("descrip", "min", frozenset({_CONCEPT})),
    "administrativeStatus": CategoryRule("termNote", "min", _JUST_TERM, STATUSES),
    "partOfSpeech": CategoryRule("termNote", "min", _JUST_TERM, _values("adjective noun other verb adverb")),
    "externalCrossReference": CategoryRule("xref", "min", _EVERYWHERE, target="external"),
    "projectSubset": CategoryRule("admin", "basic", _ENTRY_AND_TERM),
    "source": CategoryRule("admin", "basic", _EVERYWHERE),
    "context": CategoryRule("descrip", "basic", _JUST_TERM),
    "definition": CategoryRule("descrip", "basic", _ENTRY_AND_LANGUAGE),
    "crossReference": CategoryRule("ref", "basic", _ENTRY_AND_TERM, target="internal"),
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
    "responsibility": CategoryRule("transacNote", "basic", _EVERYWHERE, target="internal?"),
    "xGraphic": CategoryRule("xref", "basic", _ENTRY_AND_LANGUAGE, target="external"),
}
MODULES = {"TBX-Core": frozenset[str](), "TBX-Min": frozenset({"min"}), "TBX-Basic": frozenset({"min", "basic"})}
# The namespace of a module's elements in DCT style, and that of its first drafts.
NAMESPACES = {
    module: frozenset({f"http://www.tbxinfo.net/ns/{module}", f"http://www.tbxinfo.net/ns/dct/{module}"})
    for module in ("min", "basic")
}


class Step(Struct, frozen=True):
    """A stretch of an element's content: which children, how many at least and at most (None: any number)."""

    names: frozenset[str]
    least: int = 0
    most: int | None = None


def _step(names: str, least: int = 0, most: int | None = None) -> Step:
    return Step(frozenset(names.split()), least, most)


_INFORMATION = _step("descrip descripGrp admin adminGrp transacGrp note ref xref *")
_TEXT = (_step("hi foreign sc ec ph"),)
_PARAGRAPHS = (_step("p", 1),)
CONTENT: dict[str, tuple[Step, ...]] = {
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
    "termSec": (_step("term", 1, 1), _step("termNote termNoteGrp"), _INFORMATION),
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
HOLDS_TEXT = _values(
    "term note descrip admin termNote p item foreign title hi date adminNote descripNote ref transac transacNote xref"
)
DATA = _values("admin adminNote descrip descripNote ref termNote transac transacNote xref")
# The elements in which the others stand, the outermost first, and what each of them has in it.
CONTAINERS = {"tbx": ("tbxHeader", "text"), "text": ("body", "back"), "body": ("conceptEntry",)}
PLACES = {
    "tbx": (),
    "tbxHeader": ("tbx",),
    "text": ("tbx",),
    "body": ("tbx", "text"),
    "conceptEntry": ("tbx", "text", "body"),
    "back": ("tbx", "text"),
}

# The attributes of each element; those with an exclamation mark must be there.
_NAMED_TEXT = "id xml:lang"
_INLINE = "disp equiv subType type"
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    name: tuple(attributes.split())
    for name, attributes in {
        "tbx": "type! style! xml:lang!",
        "langSec": "xml:lang!",
        "conceptEntry": "id!",
        "xref": "id target! type! module",
        "hi": "target xml:lang type",
        "sc": f"id! target isolated {_INLINE}",
        "ec": f"id! startRef! target isolated {_INLINE}",
        "ph": f"id {_INLINE}",
        "p": f"{_NAMED_TEXT} type",
        "item": "id type",
        "itemSet": "id type",
        "refObjectSec": "id type!",
        **dict.fromkeys(
            "foreign note title titleStmt sourceDesc revisionDesc change".split(),
            _NAMED_TEXT,
        ),
        **dict.fromkeys(DATA - {"xref"}, f"{_NAMED_TEXT} target datatype type! module"),
        **dict.fromkeys(
            "tbxHeader fileDesc publicationStmt encodingDesc text body back refObject itemGrp term termSec date "
            "descripGrp adminGrp termNoteGrp transacGrp".split(),
            "id",
        ),
    }.items()
}
MARKS = _values("entailedTerm hotkey italics bold superscript subscript math")  # the types of <hi>
INLINE = _values("fmt ui quote link image other")  # the types of <sc>, <ec> and <ph>
_DATE = re.compile(r"-?(\d{4,})-(\d\d)-(\d\d)(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?")
_WEB_ADDRESS = re.compile(r"https?://\S+")


def is_web_address(target: str) -> bool:
    """Whether ``target`` is an address as an external reference in TBX v3 must have one."""
    return _WEB_ADDRESS.fullmatch(target) is not None


def is_date(text: str) -> bool:
    """Whether the text is a date as XML Schema has it: a day that there is, with or without a time zone."""
    found = _DATE.fullmatch(text)
    try:
        return found is not None and bool(date(2000 + int(found[1]) % 400, int(found[2]), int(found[3])))
    except ValueError:
        return False
