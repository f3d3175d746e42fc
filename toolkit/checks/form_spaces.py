"""FORM004: spaces that are doubled, stray or missing.

Finds two spaces in a row, a space before a comma, a full stop or a closing bracket, a space after an opening
bracket, two words or sentences with a mark and no space between them, and a space at the edge of the translation that
the source does not have. In PO files also a line break at an edge that only one side has: msgfmt refuses it.

Why it matters: stray spaces break lines in the wrong place and show in print.

Example: «le retour  des victimes».

The fix: one space, or none. A space at an edge is reported as information only: many tools hide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmx.text.spans import within
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_DOUBLED = re.compile(r"(?<=[^\s])[ \u00a0\u202f]{2,}(?=[^\s])")
_BEFORE_MARK = re.compile(r"(?<=\w)[ \u00a0\u202f]+(?=[,.)\]](?:\s|$))")
_LETTER = "[A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ]"  # of a script that sets spaces between words
_CAPITAL, _SMALL = "[A-ZÀ-ÖØ-ÞΑ-ΫА-Я]", "[a-zß-öø-ÿά-ώа-я]"
_GLUED = re.compile(  # «Tchad,le Niger», «Il a plu.Nous»; but «p.ex.», «M.Dupont», «U.S.A»
    rf"(?<={_LETTER}{{2}})[,;](?={_LETTER}{{2}})|(?<={_SMALL}{{3}})[.!?…](?={_CAPITAL}[’'{_SMALL[1:-1]}])"
)
_GLUED_TOO = re.compile(rf"[^\s.][,;.!?…]{_LETTER}{_SMALL}")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.|[^\W\d_]\.[^\W\d_]+/)\S*", re.IGNORECASE)
_ODD = re.compile(  # without which nothing below is found
    rf"[ \u00a0\u202f][ \u00a0\u202f,.)\]]|[(\[][ \u00a0\u202f]|{_LETTER}[,;.!?…]{_LETTER}"
)
_SPACE_AT_EDGE = (lambda text: text[:1].isspace(), lambda text: text[-1:].isspace())
_BREAK_AT_EDGE = (lambda text: text.startswith("\n"), lambda text: text.endswith("\n"))
_AFTER_BRACKET = re.compile(r"(?<=[(\[])[ \u00a0\u202f]+(?=\w)")


def _where(context: FileContext) -> Flags:
    source, target = context.source_side, context.target_side
    odd: Flags = target.with_pieces(_may_be_odd) | target.wide()
    for at_edge in (*_SPACE_AT_EDGE, *(_BREAK_AT_EDGE if context.gettext else ())):
        odd |= source.looked(at_edge) != target.looked(at_edge)
    return context.translated & odd


def _may_be_odd(piece: str) -> bool:
    """Whether ``piece``, which stands between spaces, may be one that ``_ODD`` finds, alone or with the space there."""
    if piece.isalpha():
        return False
    return piece[0] in ",.)]" or piece[-1] in "([" or _ODD.search(piece) is not None


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    source, target = unit.source.text, unit.target.text
    if not unit.translated:
        return
    if not _DOUBLED.search(source):
        for match in _DOUBLED.finditer(target):
            space = next((c for c in match.group() if c != " "), " ")
            yield Spot("target", match.start(), match.end(), tr("two spaces in a row"), space)
    for pattern, template in (
        (_BEFORE_MARK, N_("space before «{mark}»")),
        (_AFTER_BRACKET, N_("space after «{mark}»")),
    ):
        if pattern.search(source):
            continue
        for match in pattern.finditer(target):
            neighbour = target[match.end()] if pattern is _BEFORE_MARK else target[match.start() - 1]
            yield Spot("target", match.start(), match.end(), tr(template, mark=neighbour), "")
    if not _GLUED_TOO.search(source):
        yield from _glued(unit)
    yield from _edges(source, target, line_breaks=context.gettext)


def _glued(unit: Unit) -> Iterator[Spot]:
    """Marks without the space after them; in addresses, code and before an inline code (a line break, say) none is due.

    What the source writes just so (``Node.js``) is a name.
    """
    text = unit.target.text
    places = list(_GLUED.finditer(text))
    if not places:
        return
    apart = [(m.start, m.end) for m in find_markup(text)] + [m.span() for m in _ADDRESS.finditer(text)]
    apart += [(code.position - 1, code.position) for code in unit.target.codes]
    is_apart = within(apart)
    for match in places:
        if not is_apart(match.start()):
            message = tr("no space after «{mark}»", mark=match.group())
            yield Spot("target", match.start(), match.end(), message, f"{match.group()} ")


def _edges(source: str, target: str, *, line_breaks: bool) -> Iterator[Spot]:
    leading, trailing = len(target) - len(target.lstrip()), len(target.rstrip())
    begins, ends = source.startswith("\n"), source.endswith("\n")
    if line_breaks and begins != target.startswith("\n"):
        lost = tr("the line break at the beginning of the source is missing")
        yield Spot("target", 0, leading, lost if begins else tr("line break at the beginning"), "\n" if begins else "")
    elif bool(leading) != bool(source[:1].isspace()):
        lost = tr("the space at the beginning of the source is missing")
        message = tr("space at the beginning") if leading else lost
        yield Spot("target", 0, leading, message, severity=Severity.INFO)
    if line_breaks and ends != target.endswith("\n"):
        lost = tr("the line break at the end of the source is missing")
        yield Spot("target", trailing, len(target), lost if ends else tr("line break at the end"), "\n" if ends else "")
    elif (trailing < len(target)) != bool(source[-1:].isspace()):
        lost = tr("the space at the end of the source is missing")
        message = tr("space at the end") if trailing < len(target) else lost
        yield Spot("target", trailing, len(target), message, severity=Severity.INFO)


CHECK = Check("FORM004", "spaces", "whitespace", Severity.WARNING, _run, __doc__, safe=True, alone=True, where=_where)

FAILING = (
    Example("the return of victims", "le retour  des victimes", "  "),
    Example("In March, it rained.", "En mars , il a plu.", " "),
    Example("data (on returns)", "données ( sur les retours)", " "),
    Example("It rained. We left.", "Il a plu.Nous sommes partis.", "."),
    Example("Chad, Niger and Mali", "le Tchad,le Niger et le Mali", ","),
)
PASSING = (
    Example("the return of victims", "le retour des victimes"),
    Example("See the .po file", "Voir le fichier .po"),
    Example("Name:  Ann", "Nom :  Ann"),
    Example("Write to Ann.", "Écrivez à Ann.Ba@example.org ou www.Example.Org/a,b ; M.Dupont, p.ex., 12,5 et A.B."),
)
