"""Sorting the pieces of a page into the release and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import regex
from msgspec import Struct
from msgspec.structs import replace

from tmx.text.folding import fold
from tmx.text.languages import known_languages
from tmx.text.sentences import split_sentences
from toolkit.ingest.languages import CONTACT, PAGES
from toolkit.ingest.pieces import Piece, Reason, is_stop, word_count
from toolkit.model import Block, BlockKind, LeftOut

__all__ = ["Sorted", "sort_pieces"]

_SEPARATOR = regex.compile(r"[\W_]+$|-\s*30\s*-$|[-–—*#\s]*(?:fin|end|ends|###)[-–—*#\s]*$", regex.I)
_DASH = regex.compile(r"[-–—•*·]$")
_DATELINE = regex.compile(
    r"\p{Lu}[\p{L}\p{M} .'’/-]{1,40}(?:,\s*[^–—()]{2,45})?\s*(?:\([^()]{2,45}\)\s*)?(?:[–—]|(?<=\s)--?)\s*[\p{Lu}«“\"]"
)
_PHONE_OR_MAIL = regex.compile(
    r"[\w.+-]{1,64}@[\w-]+\.\w|mailto:|(?<!\p{L})(?:t[ée]l(?:[ée]phone)?|phone|fax|mobile|cell|e-?mails?|courriels?|whatsapp)"
    r"\s*\.?\s*:|(?<!\p{L})t[ée]l\.\s*[+(\p{N}]|\+\p{N}[\p{N} ().-]{6,}",
    regex.I,
)
_LINK = regex.compile(r"(?:https?://|www\.)\S+", regex.I)
_GLUED = regex.compile(r"(?<=[\p{L}\p{N}»)])(?=\p{Lu})")
_INLINE_ITEM = regex.compile(r"(?<=[.;:!?…,])\s+[-–—•]\s+(?=[\p{L}«“\"])|(?<=\S)\s*•\s*(?=\p{L})")
_NUMBERED = regex.compile(r"(?:\p{N}{1,2}|\p{Ll}|[ivx]{1,4})[.)]\s|\((?:\p{N}{1,2}|\p{Ll}|[ivx]{1,4})\)\s")
_SIGNED = regex.compile(r"[.!?…][\"”»)]*\s+[-–—(]|\p{Ll}{3}[.!…][\"”»)]*\s*\p{Lu}")
_MAIL_HEADER = regex.compile(r"(?:from|to|cc|sent|date|de|à|envoyé|from the desk of)\s?:", regex.I)
_MAX_HEADING_WORDS = 16
_MIN_PROSE_WORDS = 12


class Sorted(Struct, frozen=True):
    """The blocks of the release and what was left out, both in the order of the file."""

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]


class _Words(Struct, frozen=True):
    labels: frozenset[str]
    menu: frozenset[str]
    related: tuple[str, ...]
    about: regex.Pattern[str]
    notice: regex.Pattern[str]
    credit: regex.Pattern[str]
    date: regex.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    months = "|".join(sorted((m for language in known_languages() for m in language.months), key=len, reverse=True))
    days = "|".join(sorted((d for language in known_languages() for d in language.weekdays), key=len, reverse=True))
    dated = "|".join(page.dated for page in PAGES)
    number = r"\p{N}{1,2}(?:er|st|nd|rd|th)?"
    date = (
        rf"(?:(?:{dated})\s*:?\s*)*(?:(?:{days}),?\s+)?(?:{number}\s+(?:{months})\.?,?\s+\p{{N}}{{4}}"
        rf"|(?:{months})\.?\s+{number},?\s+\p{{N}}{{4}}|\p{{N}}{{1,2}}[./-]\p{{N}}{{1,2}}[./-]\p{{N}}{{2,4}}"
        rf"|\p{{N}}{{4}}-\p{{N}}{{2}}-\p{{N}}{{2}})(?:[\s,–-]*(?:à\s+|at\s+)?\p{{N}}{{1,2}}\s?(?:[:h.]\s?\p{{N}}{{2}}|h)\s*(?:[ap]\.?m\.?|gmt|utc)?)?$"
    )
    return _Words(
        labels=frozenset().union(*(page.labels for page in PAGES)),
        menu=frozenset().union(*(page.menu for page in PAGES)),
        related=tuple(word for page in PAGES for word in page.related),
        about=regex.compile("|".join(page.about for page in PAGES)),
        notice=regex.compile("|".join(page.notice for page in PAGES), regex.I),
        credit=regex.compile(
            rf"(?:^|[\s(.\[])(?:{'|'.join(page.credit for page in PAGES)})\s*(?:[:/©]|by\s|de\s)\s*\S.{{0,80}}$"
            r"|©\s*\S.{0,60}$",
            regex.I,
        ),
        date=regex.compile(date, regex.I),
    )


def sort_pieces(pieces: list[Piece], language: str) -> Sorted:
    """Tell the release from the page around it.

    Pieces with a ``reason`` are left out for it, those with a ``kind`` keep it. For the others the structure speaks:
    lines that stand twice, single dashes and headings glued to a teaser are menus; the release is the stretch between
    them that has the most prose; its title is the line before the prose; contacts stand at its end.
    """
    split = [part for piece in pieces for part in _part_contact(piece, language)]
    known = [piece for piece in split if piece.reason is None]
    reasons = _Sorter(known).reasons()
    kept: list[Piece] = []
    left_out = [LeftOut(piece.text, piece.line, piece.reason) for piece in split if piece.reason is not None]
    for piece, reason in zip(known, reasons, strict=True):
        if reason is None:
            kept.append(piece)
        else:
            text = f"{piece.marker} {piece.text}" if piece.marker else piece.text
            left_out.append(LeftOut(text, piece.line, reason))
    parted = [part for piece in kept for part in _part(piece, language)]
    blocks = tuple(Block(kind, piece.text, piece.line) for piece, kind in zip(parted, _kinds(parted), strict=True))
    return Sorted(blocks, tuple(sorted(left_out, key=lambda piece: piece.line)))


def _part_contact(piece: Piece, language: str) -> Iterator[Piece]:
    """A paragraph whose last sentences say whom to ask is parted before them."""
    if piece.reason is not None:
        yield piece
        return
    spans = split_sentences(piece.text, language)[1:] if CONTACT.search(piece.text) else []
    for span in spans:
        if not CONTACT.match(piece.text, span.start):
            continue
        tail = piece.text[span.start :]
        if _PHONE_OR_MAIL.search(tail) or tail.endswith(":"):
            yield replace(piece, text=piece.text[: span.start].rstrip())
            yield Piece(tail, piece.line, reason="contact")
            return
    yield piece


class _Sorter:
    """Finds, for each of a page's pieces, the reason to leave it out, or none."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.folded = [fold(piece.text).strip(" .:!»>›|") for piece in pieces]
        self.found: list[Reason | None] = [None] * len(pieces)
        self._last_prose: dict[int, int] = {}
        self.title: int | None = None  # where it stands before the stretch of the release

    def reasons(self) -> list[Reason | None]:
        menu = self._menu_lines()
        first, last = self._stretch(menu)
        for index in menu:
            self.found[index] = "navigation"
        body = self._body(first, last)
        if body is not None:
            self._head(first, body, bool(menu and menu[0] < first))
            self._tail(body, last)
            self._beyond(first, last)
        for index, piece in enumerate(self.pieces):
            if self.found[index] is None and self._is_separator(piece):
                self.found[index] = "separator"
        return self.found

    def _is_separator(self, piece: Piece) -> bool:
        return piece.kind is None and _SEPARATOR.match(piece.text) is not None

    def _menu_lines(self) -> list[int]:
        """Pieces that no release has: a single dash, a line that stands twice, a heading glued to its teaser."""
        found = set()
        for index, piece in enumerate(self.pieces):
            if _DASH.match(piece.text):
                found.add(index)
            twice = index > 0 and self.folded[index] == self.folded[index - 1]
            if twice and piece.kind is None and not is_stop(piece.text) and word_count(piece.text) <= 10:
                found |= {index - 1, index}
            if index and self._is_menu_word(index) and self._is_menu_word(index - 1):
                found |= {index - 1, index}
            if index and self.folded[index - 1] and piece.kind is None:
                head = self.folded[index - 1]
                glued = self.folded[index].startswith(head) and len(self.folded[index]) > len(head) + 20
                if glued and word_count(head) <= 8 and _GLUED.match(piece.text, self._cut(piece.text, head)):
                    found |= {index - 1, index}
        return sorted(found)

    def _cut(self, text: str, head: str) -> int:
        """The place in ``text`` at which its folded form has grown as long as ``head``."""
        return next((at for at in range(1, len(text)) if len(fold(text[:at])) >= len(head)), 0)

    def _stretch(self, menu: list[int]) -> tuple[int, int]:
        """The half-open stretch between menu lines that holds the most prose."""
        borders = [-1, *menu, len(self.pieces)]
        stretches = [(a + 1, b) for a, b in pairwise(borders) if b > a + 1]
        if not stretches:
            return 0, len(self.pieces)
        return max(stretches, key=lambda s: (self._prose_length(*s), s[1] - s[0]))

    def _prose_length(self, first: int, last: int) -> int:
        return sum(len(piece.text) for piece in self.pieces[first:last] if self._is_prose(piece))

    @staticmethod
    def _is_prose(piece: Piece) -> bool:
        if piece.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION):
            return False
        words = word_count(piece.text)
        return words >= 40 or (words >= _MIN_PROSE_WORDS and is_stop(piece.text)) or (words >= 8 and _dateline(piece))

    def _body(self, first: int, last: int) -> int | None:
        """The piece that the text of the release begins with: the dateline, else the first piece of prose."""
        prose = [
            index
            for index in range(first, last)
            if self._is_prose(self.pieces[index])
            and not _words().notice.search(self.pieces[index].text)
            and not self._is_caption(index)
            and not CONTACT.match(self.pieces[index].text)
        ]
        if not prose:
            return None
        dateline = next((index for index in prose[:6] if _dateline(self.pieces[index])), None)
        return prose[0] if dateline is None else min(dateline, *self._prose_run(prose, dateline))

    def _prose_run(self, prose: list[int], dateline: int) -> list[int]:
        """Prose straight before the dateline that is a lead, not a teaser: nothing of a menu stands in between."""
        run = [dateline]
        for index in reversed([i for i in prose if i < dateline]):
            between = range(index + 1, run[0])
            if any(self._in_menu(i) or self.pieces[i].marker for i in between):
                break
            run.insert(0, index)
        return run

    def _is_caption(self, index: int) -> bool:
        piece = self.pieces[index]
        return piece.kind is BlockKind.CAPTION or (
            word_count(piece.text) <= 70 and _words().credit.search(piece.text) is not None
        )

    def _is_menu_word(self, index: int) -> bool:
        return self.pieces[index].kind is None and self.folded[index] in _words().menu

    def _in_menu(self, index: int) -> bool:
        notice = self.pieces[index].kind is None and _words().notice.search(self.pieces[index].text) is not None
        return notice or self._is_menu_word(index)

    def _label(self, index: int) -> bool:
        piece = self.pieces[index]
        if piece.kind in (BlockKind.TITLE, BlockKind.LIST_ITEM, BlockKind.CAPTION):
            return False
        parts = regex.split(r"\s*[|•·/,–—-]\s+|\s+[|•·/]\s*", piece.text)
        return all(
            fold(part).strip(" .:") in _words().labels or _words().date.match(part.strip()) is not None
            for part in parts
            if part.strip()
        )

    def _head(self, first: int, body: int, after_menu: bool) -> None:
        """What stands before the text: menu, labels, title, captions."""
        open_lines: list[int] = []
        for index in range(first, body):
            piece = self.pieces[index]
            if self.found[index] is not None:
                continue
            if self._is_separator(piece):
                self.found[index] = "separator"
            elif self._label(index) or _MAIL_HEADER.match(piece.text):
                self.found[index] = "label"
            elif self._in_menu(index):
                self.found[index] = "navigation"
            elif not self._is_caption(index) and piece.kind is not BlockKind.TITLE:
                open_lines.append(index)
        title = next((i for i in range(first, body) if self.pieces[i].kind is BlockKind.TITLE), None)
        before_title = [i for i in open_lines if title is not None and i < title]
        for index in before_title:
            self.found[index] = "navigation"
        rest = open_lines[len(before_title) :]
        if title is None and not rest:
            self._title_before_menu(first)
        elif title is None:
            evidence = after_menu or any(self.found[i] == "navigation" for i in range(first, body))
            for index in self._menu_before_title(rest, evidence):
                self.found[index] = "navigation"

    def _title_before_menu(self, first: int) -> None:
        """The title may stand before links to print and to share."""
        for index in range(first - 1, max(-1, first - 12), -1):
            piece = self.pieces[index]
            if self._label(index) or self._in_menu(index):
                continue
            if self.found[index] is None and not piece.marker and word_count(piece.text) >= 4:
                self.title = index
            return

    def _menu_before_title(self, lines: list[int], evidence: bool) -> list[int]:
        """Of the lines before the text, those that lead up to the title."""
        items = [i for i in lines if self.pieces[i].marker]
        last_item = items[-1] if items else -1
        after = [i for i in lines if i > last_item]
        if not after:  # the title itself carries a dash
            after, last_item = lines[-1:], -1
        before = [i for i in lines if i < after[0]]
        short = {i for i in after if word_count(self.pieces[i].text) <= 4 and not is_stop(self.pieces[i].text)}
        if evidence or len(short) >= 3:
            long = next((i for i in after if i not in short), after[-1])
            before += [i for i in after if i < long]
        return before

    def _tail(self, body: int, last: int) -> None:
        """What stands after the text: contacts, sharing, other stories."""
        in_contact = in_related = after_menu = False
        for index in range(body + 1, last):
            piece = self.pieces[index]
            if self.found[index] is not None:
                in_contact = in_contact and self.found[index] != "navigation"
            elif self._starts_contact(index, last):
                in_contact, in_related = True, False
                self.found[index] = "contact"
            elif self._starts_related(index, last):
                in_related = True
                self.found[index] = "navigation"
            elif self._in_menu(index) and not piece.marker and self._ends(index, last):
                in_contact, after_menu = False, True
                self.found[index] = "navigation"
            elif in_contact and self._still_contact(index):
                self.found[index] = "separator" if self._is_separator(piece) else "contact"
            elif (in_related and not self._resumes(index)) or (
                after_menu and piece.kind is None and not is_stop(piece.text)
            ):
                self.found[index] = "navigation"
            elif in_contact or in_related:
                in_contact = in_related = False
            elif self._label(index) and self._ends(index, last):
                self.found[index] = "label"

    def _starts_contact(self, index: int, last: int) -> bool:
        text = self.pieces[index].text
        if CONTACT.match(text):
            following = " ".join(piece.text for piece in self.pieces[index : min(index + 6, last)])
            return _PHONE_OR_MAIL.search(following) is not None or _LINK.search(text) is not None or text.endswith(":")
        alone = word_count(text) <= 12 and not is_stop(text.rstrip("."))
        return alone and _PHONE_OR_MAIL.search(text) is not None and self._ends(index, last)

    def _still_contact(self, index: int) -> bool:
        piece = self.pieces[index]
        if self._resumes(index):
            return False
        return _PHONE_OR_MAIL.search(piece.text) is not None or not self._is_prose(piece)

    def _resumes(self, index: int) -> bool:
        """Whether the release goes on here: a note on the organization, or a real paragraph."""
        piece = self.pieces[index]
        if _words().about.match(piece.text):
            return any(self._is_prose(following) for following in self.pieces[index : index + 3])
        return (
            self._is_prose(piece)
            and _PHONE_OR_MAIL.search(piece.text) is None
            and _words().notice.search(piece.text) is None
        )

    def _starts_related(self, index: int, last: int) -> bool:
        folded = self.folded[index]
        if word_count(self.pieces[index].text) > 8 or not any(folded.startswith(word) for word in _words().related):
            return False
        return self._ends(index, last)

    def _ends(self, index: int, last: int) -> bool:
        """Whether no prose of the release follows."""
        if last not in self._last_prose:
            prose = (i for i in range(last - 1, -1, -1) if self._resumes(i) and not CONTACT.match(self.pieces[i].text))
            self._last_prose[last] = next(prose, -1)
        return index >= self._last_prose[last]

    def _beyond(self, first: int, last: int) -> None:
        """Everything outside the stretch of the release."""
        in_contact = False
        for index, piece in enumerate(self.pieces):
            if first <= index < last:
                in_contact = self.found[index] == "contact" or (in_contact and self.found[index] != "navigation")
            elif self.found[index] is None and index != self.title:
                contact = index >= last and (in_contact or _PHONE_OR_MAIL.search(piece.text) is not None)
                label = self._label(index)
                self.found[index] = "contact" if contact else "label" if label else "navigation"


def _dateline(piece: Piece) -> bool:
    return not piece.marker and piece.kind is not BlockKind.LIST_ITEM and _DATELINE.match(piece.text) is not None


def _part(piece: Piece, language: str) -> Iterator[Piece]:
    """A piece parted where its list items, or a heading and the text after it, were glued together."""
    items = [piece]
    marks = list(_INLINE_ITEM.finditer(piece.text))
    is_item = piece.marker or piece.kind is BlockKind.LIST_ITEM
    announced = bool(marks) and len(marks) >= 2 and piece.text[marks[0].start() - 1] in ":;"
    if piece.kind in (None, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH) and marks and (is_item or announced):
        cuts = [0, *(mark.end() for mark in marks)]
        ends = [*(mark.start() for mark in marks), len(piece.text)]
        texts = [piece.text[a:b].strip() for a, b in zip(cuts, ends, strict=True)]
        items = [replace(piece, text=texts[0])]
        items += [Piece(text, piece.line, BlockKind.LIST_ITEM, marker="-") for text in texts[1:]]
    for item in items:
        yield from _part_heading(item, language)


def _part_heading(piece: Piece, language: str) -> Iterator[Piece]:
    if piece.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION):
        yield piece
        return
    start = 0
    for left, right in _neighbours(piece.text, language):
        heading = piece.text[left:right]
        if piece.text[right - 1].isalnum() and word_count(heading) <= _MAX_HEADING_WORDS:
            if start < left:
                yield replace(piece, text=piece.text[start:left].rstrip())
            yield Piece(heading, piece.line, BlockKind.HEADING)
            start = right
    if start:
        yield Piece(piece.text[start:].lstrip(), piece.line, piece.kind)
    else:
        yield piece


def _neighbours(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The sentences that the next one follows without a space."""
    spans = split_sentences(text, language)
    for span, following in pairwise(spans):
        if span.end == following.start:
            yield span.start, span.end


def _kinds(pieces: list[Piece]) -> Iterator[BlockKind]:
    titled = any(piece.kind is BlockKind.TITLE for piece in pieces)
    announced = False
    before: BlockKind | None = None
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        title = not titled and index == 0
        kind = _kind(piece, following, before, announced=announced, title=title)
        if kind is BlockKind.HEADING and title:
            kind = BlockKind.TITLE
        announced = piece.text.endswith(":") or (announced and kind is BlockKind.LIST_ITEM)
        before = kind
        yield kind


def _kind(
    piece: Piece, following: Piece | None, before: BlockKind | None, *, announced: bool, title: bool
) -> BlockKind:
    if piece.kind is not None:
        return piece.kind
    if piece.marker:
        return BlockKind.LIST_ITEM
    words = word_count(piece.text)
    if title and following is not None and words <= 45 and not regex.search(r"[.;:,]$", piece.text):
        return BlockKind.PARAGRAPH if _dateline(piece) and words > 25 else BlockKind.TITLE
    if words <= 70 and _words().credit.search(piece.text) and not _dateline(piece):
        return BlockKind.CAPTION
    if _NUMBERED.match(piece.text) and (
        announced or before is BlockKind.LIST_ITEM or (following is not None and _NUMBERED.match(following.text))
    ):
        return BlockKind.LIST_ITEM
    ended = (
        _SIGNED.search(piece.text) is not None
        or is_stop(piece.text.removesuffix("?"))
        or regex.search(r"[,\"»”]$", piece.text) is not None
    )
    if words <= _MAX_HEADING_WORDS and following is not None and not ended:
        return BlockKind.LIST_ITEM if announced else BlockKind.HEADING
    return BlockKind.PARAGRAPH
