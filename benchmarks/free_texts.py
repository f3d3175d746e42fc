"""Texts of free software and their translations, as Debian's packages hold them: English and French ones, and others.

Read are the translations of programs (``.mo``, ``.po``; paragraph by paragraph) and pages of documentation (``.html``,
``.page``) that stand in both languages under paths that differ by nothing but the language; of these the blocks that
correspond, where both pages are built alike.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import polib
from lxml import etree, html

__all__ = ["message_pairs", "message_text", "text_pairs", "translations"]

_Key = tuple[str | None, str]  # a message by its context and text

_BLOCKS = frozenset(("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "title", "caption", "item"))
_FRENCH = ("fr-FR", "fr")
_LANGUAGE = re.compile(r"(?<=[/.-])(en-US|en-us|en|C|fr-FR|fr)(?=[/.])")
_CONTEXT = re.compile(r"^[^^\n]*\^")  # what Wesnoth says of a message to its translators
_MARKUP = re.compile(
    r"<[^>]{0,80}>|&[a-z]+;|%[-0-9.]*[a-zA-Z]|\[/?[a-zA-Z0-9=\"' .,_-]+\]|[$\\{}~|]"  # tags, entities, placeholders
)
_PARAGRAPH = re.compile(r"\n\s*\n")


def text_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """French and English texts of the packages that are unpacked in ``folder``, each pair once, in a fixed order."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return _once((*_messages(paths, "fr"), *_pages(folder, paths)))


def translations(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """Messages in ``language`` (with a region too) and in English, each pair once, in a fixed order."""
    return _once(_messages(sorted(folder.rglob("*.[mp]o")), language))


def message_pairs(folder: Path, languages: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Translations of the same messages into two languages, each pair once, in a fixed order.

    A language's messages stand in a folder of its name or in a file that has it at the end (``data.de.po``).
    """
    found: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted(folder.rglob("*.[mp]o")):
        name = path.relative_to(folder).as_posix()
        for language in languages:
            beside = re.sub(rf"(?<=[/.]){language}(?=/|\.[mp]o$)", "*", name)
            if beside != name:
                found[beside][language] = path
    return _once(
        pair
        for _, paths in sorted(found.items())
        if len(paths) == len(languages)
        for pair in _same_messages(*(_translations(paths[language]) for language in languages))
    )


def _once(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        if pair not in seen and all(pair) and pair[0].lower() != pair[1].lower():
            seen.add(pair)
            yield pair


def _messages(paths: Iterable[Path], language: str) -> Iterator[tuple[str, str]]:
    named = re.compile(rf"[/.]{language}(?:_[A-Z]{{2}})?(?:/|\.[mp]o$)")
    for path in paths:
        if path.suffix in (".mo", ".po") and named.search(path.as_posix()):
            for entry in polib.mofile(str(path)) if path.suffix == ".mo" else polib.pofile(str(path)):
                if entry.msgid and entry.msgstr and "fuzzy" not in entry.flags:
                    yield from _paragraphs(entry.msgstr, _CONTEXT.sub("", entry.msgid))


def _same_messages(ours: Mapping[_Key, str], theirs: Mapping[_Key, str]) -> Iterator[tuple[str, str]]:
    for message, text in ours.items():
        if message in theirs:
            yield from _paragraphs(text, theirs[message])


def _paragraphs(one: str, other: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a message side by side, or all of it where their number differs."""
    sides = [_PARAGRAPH.split(one), _PARAGRAPH.split(other)]
    if len(sides[0]) != len(sides[1]):
        sides = [[" ".join(side)] for side in sides]
    yield from ((_plain(ours), _plain(theirs)) for ours, theirs in zip(*sides, strict=True))


def _translations(path: Path) -> dict[_Key, str]:
    """The finished translations of messages, by context and message; those that say the same are left out."""
    entries = polib.mofile(str(path)) if path.suffix == ".mo" else polib.pofile(str(path))
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr
        for entry in entries
        if entry.msgid and entry.msgstr and entry.msgstr != entry.msgid and "fuzzy" not in entry.flags
    }


def _plain(text: str) -> str:
    """``text`` without markup, placeholders and the signs for keys, its spaces single."""
    return " ".join(_MARKUP.sub(" ", text.replace("&", "").replace("_", "")).split())


def message_text(message: str) -> str:
    """A message of Wesnoth without its context, markup and placeholders."""
    return _plain(_CONTEXT.sub("", message))


def _pages(folder: Path, paths: list[Path]) -> Iterator[tuple[str, str]]:
    found: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in paths:
        name = path.relative_to(folder).as_posix()
        languages = _LANGUAGE.findall(name)
        if path.suffix in (".html", ".page") and languages:
            side = "fr" if any(language in _FRENCH for language in languages) else "en"
            found[_LANGUAGE.sub("*", name)][side] = path
    for _, sides in sorted(found.items()):
        if len(sides) == len(("fr", "en")):
            french, english = _blocks(sides["fr"]), _blocks(sides["en"])
            if [kind for kind, _ in french] == [kind for kind, _ in english]:
                yield from ((one, other) for (_, one), (_, other) in zip(french, english, strict=True))


def _blocks(path: Path) -> list[tuple[str, str]]:
    """The kinds and texts of the innermost blocks of a page."""
    if path.suffix == ".html":
        tree = html.fromstring(path.read_bytes())
    else:
        tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    found = []
    for element in tree.iter(etree.Element):
        kind = etree.QName(element).localname
        inner = (etree.QName(below).localname for below in element.iterdescendants(etree.Element))
        if kind in _BLOCKS and not any(name in _BLOCKS for name in inner):
            found.append((kind, " ".join("".join(map(str, element.itertext())).split())))
    return found
