"""Reading HTML pages: the text of a page in pieces, with what its markup says about each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import regex
from msgspec import Struct, field
from msgspec.structs import replace

from tmx.errors import IngestError
from tmx.text.folding import fold
from toolkit.ingest.pieces import Piece, Reason, is_stop, marker_of, tidy, word_count
from toolkit.model import BlockKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["page_language", "read_html"]

_SILENT = frozenset(["script", "style", "template", "svg", "math", "head", "iframe", "object", "canvas", "noscript"])
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q ruby rb rp rt s samp small span
    strike strong sub sup time tt u var wbr picture source""".split()
)
_HEADINGS = {"h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"}
_NAVIGATION_TAGS = frozenset(["nav", "button", "select", "form", "dialog", "menu", "datalist"])
_NAVIGATION_ROLES = frozenset(
    ["navigation", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "contentinfo", "complementary"]
)
_NAVIGATION_WORDS = frozenset(
    """nav navbar navigation menu menus submenu breadcrumb breadcrumbs cookie cookies consent gdpr share sharing social
    addthis related sidebar skip lang langs language languages pagination pager newsletter subscribe search login
    sitemap modal popup advert ads promo recommended hidden sharebar footer comment comments""".split()
)
_LABEL_WORDS = frozenset(
    """label labels tag tags kicker category date datetime kind meta metadata time timestamp byline eyebrow type badge
    surtitle pretitle published posted""".split()
)
_CAPTION_WORDS = frozenset("caption figcaption captions legend legende photocaption".split())
_HEADING_WORDS = frozenset("subtitle subheading subhead heading intertitre intertitle crosshead".split())
_ANY = 10**9
_WORDS = regex.compile(r"\p{Lu}?\p{Ll}+|\p{Lu}+")
_HIDDEN_STYLE = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.I)
_LANG = regex.compile(r"""<html\b[^>]*?\s(?:xml:)?lang\s*=\s*["']?\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)""", regex.I)
_CHARSET = regex.compile(r"<\?xml[^>]*\?>", regex.I)


def page_language(text: str) -> str | None:
    """The language tag that a page's ``<html lang>`` gives, if any."""
    match = _LANG.search(text[:20000])
    return None if match is None else match[1]


class _Open(Struct):
    """What holds inside an element: why it is left out, what its text is, whether it lies in the main part."""

    reason: Reason | None = None
    kind: BlockKind | None = None
    main: bool = False


class _Gathering(Struct):
    """The text of a block while the page is walked through, its line, and how much of it is links."""

    parts: list[str] = field(default_factory=list)
    line: int = 0
    linked: int = 0


def read_html(text: str, path: Path) -> list[Piece]:
    """The pieces of the page ``text`` in order; nothing that a reader of the page could see is missing.

    Navigation, labels, captions and headings are told by their elements, roles and classes, never against the bulk of
    the text. Where a page has no ``<main>`` or ``<article>``, trafilatura is asked for the main part if it is
    installed. Raises :class:`~tmx.errors.IngestError` where it is no page.
    """
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_CHARSET.sub("", text, count=1), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise IngestError("the page is empty or cannot be read", path=path, remedy="save it again") from error
    walker = _Walker(root)
    pieces = walker.pieces()
    titles = _page_titles(root)
    pieces = _entitle(pieces, titles)
    if not walker.has_main:
        pieces = _ask_trafilatura(pieces, text)
    head = next(root.iter("title"), None)
    title = "" if head is None else tidy("".join(str(part) for part in head.itertext()))
    line = 1 if head is None else _line(head)
    return [Piece(title, line, reason="markup"), *pieces] if title else pieces


def _line(element: HtmlElement) -> int:
    line: object = element.sourceline  # the stubs do not know its type
    return line if isinstance(line, int) else 1


class _Walker:
    """Walks through a page and gathers its blocks; without recursion, for pages may be nested deeply."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        body = root.find("body")
        self.body: HtmlElement = root if body is None else body
        self.size = len(tidy(self.body.text_content())) or 1
        self.has_main = any(True for _ in self.body.iter("main", "article"))
        self.found: list[Piece] = []
        self.open: list[_Open] = [_Open()]
        self.now = _Gathering()
        self.links = 0

    def pieces(self) -> list[Piece]:
        from lxml import etree

        silent: HtmlElement | None = None
        for event, element in etree.iterwalk(self.body, events=("start", "end")):
            if silent is not None:
                if event == "end" and element is silent:
                    silent = None
                    self._add(element.tail, element)
                continue
            if event == "start":
                if element.tag in _SILENT:
                    silent = element
                    if element.tag not in _INLINE:
                        self._flush()
                    continue
                self._start(element)
            else:
                self._end(element)
        self._flush()
        return self.found

    def _start(self, element: HtmlElement) -> None:
        if element.tag == "br":
            self._add("\n", element)
            return
        if element.tag == "a":
            self.links += 1
        if element.tag not in _INLINE:
            self._flush()
            self.open.append(self._state(element))
        self._add(element.text, element)

    def _end(self, element: HtmlElement) -> None:
        if element.tag == "a":
            self.links -= 1
        if element.tag not in _INLINE and element.tag != "br":
            self._flush()
            self.open.pop()
        if element is not self.body:
            self._add(element.tail, element)

    def _add(self, text: str | None, element: HtmlElement) -> None:
        if not text:
            return
        if text != "\n" or element.tag != "br":
            text = regex.sub(r"[ \t\r\n\f]+", " ", text)
        if text.strip() and not self.now.line:
            self.now.line = _line(element)
        if self.links:
            self.now.linked += len(text.strip())
        self.now.parts.append(text)

    def _flush(self) -> None:
        gathered, self.now = self.now, _Gathering()
        text = "".join(gathered.parts)
        if not text.strip():
            return
        state = self.open[-1]
        one_line = state.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION)
        for part in [tidy(text)] if one_line else _lines(text):
            reason = state.reason
            linked = gathered.linked >= 0.8 * len(tidy(text))
            short = word_count(part) <= 12 and not is_stop(part)
            if reason is None and linked and short and not state.main and state.kind is not BlockKind.TITLE:
                reason = "navigation"
            marker, rest = marker_of(part) if part.strip("-–—*_ ") else ("", part)
            kind = BlockKind.LIST_ITEM if marker and state.kind is None else state.kind
            self.found.append(Piece(rest, gathered.line or 1, kind, reason, marker))

    def _state(self, element: HtmlElement) -> _Open:
        outer = self.open[-1]
        state = replace(outer)
        tag = element.tag
        state.main = outer.main or tag in ("main", "article")
        if tag == "h1":
            state.kind = BlockKind.TITLE
        elif tag in _HEADINGS:
            state.kind = BlockKind.HEADING
        elif tag in ("figcaption", "caption"):
            state.kind = BlockKind.CAPTION
        elif tag in ("li", "dd"):
            state.kind = BlockKind.LIST_ITEM
        elif tag in ("td", "th") and len(element) <= 1 and word_count(str(element.text_content())) <= 12:
            state.kind = BlockKind.PARAGRAPH  # a cell of figures, not a layout
        elif tag == "pre":
            state.kind = BlockKind.PARAGRAPH
        else:
            state.kind = outer.kind or self._kind_by_class(element)
        if state.reason is None and tag not in ("html", "body", "main", "article"):
            state.reason = self._reason(element, state)
        return state

    def _reason(self, element: HtmlElement, state: _Open) -> Reason | None:
        reason, most_words = self._suspicion(element, state)
        if reason is None:
            return None
        text = tidy(str(element.text_content()))
        if len(text) >= 0.5 * self.size or any(True for _ in element.iter("h1")) or word_count(text) > most_words:
            return None
        if reason == "contact" and element.tag != "address" and not regex.search(r"@|\p{N}{3}|:", text):
            return None
        return reason

    def _suspicion(self, element: HtmlElement, state: _Open) -> tuple[Reason | None, int]:
        """What the markup of an element lets one expect, and up to how many words it is believed."""
        tag, role = element.tag, (element.get("role") or "").lower()
        words = _class_words(element)
        if tag in _NAVIGATION_TAGS or role in _NAVIGATION_ROLES or self._is_hidden(element):
            return "navigation", _ANY
        if tag == "address":
            return "contact", _ANY
        if tag == "aside" or (tag in ("footer", "header") and not state.main):
            return "navigation", _ANY
        if tag == "header":
            return "label", 20
        if words & _NAVIGATION_WORDS:
            return "navigation", _ANY
        if words & {"contact", "contacts"}:
            return "contact", _ANY
        return ("label", 8) if words & _LABEL_WORDS else (None, 0)

    @staticmethod
    def _is_hidden(element: HtmlElement) -> bool:
        return (
            element.get("hidden") is not None
            or (element.get("aria-hidden") or "").lower() == "true"
            or _HIDDEN_STYLE.search(element.get("style") or "") is not None
        )

    def _kind_by_class(self, element: HtmlElement) -> BlockKind | None:
        words = _class_words(element)
        count = word_count(element.text_content()) if words else 0
        if words & _CAPTION_WORDS and count <= 100:
            return BlockKind.CAPTION
        if words & _HEADING_WORDS and count <= 25:
            return BlockKind.HEADING
        if {"list", "item"} <= words:
            return BlockKind.LIST_ITEM
        return None


def _class_words(element: HtmlElement) -> set[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {word.lower() for word in _WORDS.findall(names)}


def _lines(text: str) -> list[str]:
    """The lines of a block with ``<br>``: a line that goes on in lower case is joined to the one before."""
    lines: list[str] = []
    gap = False
    for line in map(tidy, text.split("\n")):
        if not line:
            gap = True
        elif lines and not gap and line[:1].islower() and not is_stop(lines[-1]):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        gap = not line
    return lines


def _page_titles(root: HtmlElement) -> list[str]:
    """What the page's head calls its title, folded; the name of the site after ``|`` or ``-`` is taken off too."""
    found = [str(value) for value in root.xpath("//head/title/text()")]
    found += [str(value) for value in root.xpath("//meta[@property='og:title' or @name='title']/@content")]
    titles = []
    for title in found:
        folded = fold(tidy(title))
        titles.append(folded)
        parts = regex.split(r"\s+[|–—-]\s+", folded)
        titles += [" - ".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
        if len(parts) > 1 and word_count(parts[-1]) >= 3:
            titles.append(parts[-1])
    return [title for title in titles if title]


def _entitle(pieces: list[Piece], titles: list[str]) -> list[Piece]:
    """One title: the ``<h1>`` that the page's head names, else the only one, else the piece that the head names."""

    def rank(piece: Piece) -> int:
        """The place of the piece among the titles that the head names; beyond them all where it is none."""
        folded = regex.sub(r"\s+[|–—-]\s+", " - ", fold(piece.text))
        return titles.index(folded) if folded in titles else len(titles)

    firsts = [index for index, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE and piece.reason is None]
    others = [index for index, piece in enumerate(pieces) if piece.reason in (None, "label") and index not in firsts]
    # Of equals the last <h1>, for the name of the site stands before the title; of other pieces the first.
    named = [index for index in (*reversed(firsts), *others) if rank(pieces[index]) < len(titles)]
    chosen = min(named, key=lambda index: (index not in firsts, rank(pieces[index])), default=None)
    if chosen is None and firsts:
        chosen = firsts[-1]
    result = []
    for index, piece in enumerate(pieces):
        if index == chosen:
            result.append(replace(piece, kind=BlockKind.TITLE, reason=None))
        elif piece.kind is BlockKind.TITLE:
            after = chosen is not None and index > chosen
            result.append(replace(piece, kind=BlockKind.HEADING if after else None))
        else:
            result.append(piece)
    return result


def _ask_trafilatura(pieces: list[Piece], text: str) -> list[Piece]:
    """A second opinion on a page without a main part: short lines outside of what trafilatura extracts are menus."""
    try:
        import trafilatura
    except ImportError:
        return pieces
    extracted = trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True)
    if not extracted:
        return pieces
    content = fold(tidy(extracted))
    inside = [i for i, piece in enumerate(pieces) if word_count(piece.text) >= 8 and fold(piece.text) in content]
    if not inside:
        return pieces
    title = next((i for i, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE), inside[0])
    first, last = min(title, inside[0]), inside[-1]

    def judged(index: int, piece: Piece) -> Piece:
        outside = not first <= index <= last and piece.reason is None and fold(piece.text) not in content
        menu = outside and word_count(piece.text) <= 6 and not is_stop(piece.text) and piece.text.strip("-*_ ") != ""
        return replace(piece, reason="navigation") if menu else piece

    return [judged(index, piece) for index, piece in enumerate(pieces)]
