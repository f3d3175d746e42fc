"""FORM006: an e-mail address or a link that changed.

Finds an e-mail address of the source that does not stand in the translation, a link whose host changed, and one in
which a letter or figure is wrong, missing, added or in its neighbour's place.

Why it matters: nobody answers at a misspelt address.

Example: «isolk@example.org» translated «isolck@example.org».

The fix: the address of the source. Another page of the same site is left in peace: it may be the translated one. So is
a word of the translation's language in it (``organisation`` for ``organization``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from itertools import islice

from tmx.text.languages import Language
from tmx.text.lemmas import is_known_word
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_INVENTED = re.compile(r"(?:^|\.)example(?:\.(?:com|org|net|edu))?\Z")  # kept for examples, RFC 2606
_RUNS = re.compile(r"[^\W\d_]+|\d+|[\W_]")
_BEHIND = ".,;:!?)]…/"  # what may stand behind a link, in the sentence or in the address
_MOST = 500  # links of one unit among which a slip is looked for
_LONGEST_CODE = 3  # letters: «/en/», «/es/», «/fra/»
_LINK = re.compile(r"(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]+(?:\.[\w-]+)+)[^\s<>«»\"]*", re.IGNORECASE)


def _where(context: FileContext) -> Flags:
    return context.translated & context.source_side.looked(_may_have_address)


def _may_have_address(text: str) -> bool:
    return "@" in text or "www." in text or "://" in text


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    source, target = unit.source.text, unit.target.text
    if not unit.translated or not _may_have_address(source):
        return
    lowered = target.casefold()
    stranger = cache(partial(_stranger, source=source, target=target))
    for match in _MAIL.finditer(source):
        if match.group().casefold() not in lowered and not _is_invented(match.group(), target, unit.languages):
            yield _changed(match, stranger(_MAIL), _MAIL)
    links = {_address(found): found for found in _LINK.finditer(target)}
    hosts = {found["host"].casefold().split(".")[-2] for found in links.values()}
    for match in _LINK.finditer(source):
        if match["host"].casefold().split(".")[-2] not in hosts and match["host"].casefold() not in lowered:
            yield _changed(match, stranger(_LINK), _LINK)
        else:
            yield from _misspelt(match, links, context.target_language)


def _is_invented(there: str, target: str, languages: tuple[Language, Language]) -> bool:
    """Whether it is the address of nobody, and ``target`` has it in its own language: ``name@example.com``."""
    name, _, host = there.casefold().partition("@")
    if _INVENTED.search(host) is None or not is_known_word(name, languages[0]):
        return False
    names = [found[: -len(host) - 1] for found in _MAIL.findall(target.casefold()) if found.endswith(f"@{host}")]
    return any(is_known_word(one, languages[1]) for one in names)


def _stranger(pattern: re.Pattern[str], source: str, target: str) -> re.Match[str] | None:
    """The first address of ``target`` that does not stand in ``source``."""
    return next((found for found in pattern.finditer(target) if found.group() not in source), None)


def _changed(match: re.Match[str], other: re.Match[str] | None, pattern: re.Pattern[str]) -> Spot:
    if other is None:
        message = tr("{text} is missing in the translation", text=match.group())
        return Spot("source", match.start(), match.end(), message)
    message = tr("the source has {there}, the translation has {here}", there=match.group(), here=other.group())
    return Spot("target", other.start(), other.end(), message, match.group() if pattern is _MAIL else None)


def _misspelt(match: re.Match[str], links: Mapping[str, re.Match[str]], language: Language) -> Iterator[Spot]:
    """The one of ``links`` that is the one of the source but for one slip, unless they have that one as well."""
    there = _address(match)
    near = () if there in links else islice(links, _MOST)
    slip = next((here for here in near if _is_slip(there, here, language)), None)
    if slip is not None:
        start = links[slip].start("host")
        message = tr("the source has {there}, the translation has {here}", there=there, here=slip)
        yield Spot("target", start, start + len(slip), message, there)


def _address(match: re.Match[str]) -> str:
    """The link from its host on."""
    return match.string[match.start("host") : match.end()].rstrip(_BEHIND)


def _is_slip(there: str, here: str, language: Language) -> bool:
    from rapidfuzz.distance import OSA  # heavy: loaded only where a file has links that differ

    if OSA.distance(there.casefold(), here.casefold(), score_cutoff=1) != 1:
        return False
    ours, theirs = _RUNS.findall(there), _RUNS.findall(here)
    changed = [(one, other) for one, other in zip(ours, theirs, strict=False) if one != other]
    if len(ours) != len(theirs) or len(changed) != 1 or not changed[0][1].isalpha():
        return True
    word = changed[0][1]
    return len(word) > _LONGEST_CODE and not is_known_word(word.lower(), language)


CHECK = Check("FORM006", "address", "inconsistent-entities", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("write to isolk@example.org", "écrivez à isolck@example.org", "isolck@example.org"),
    Example("see www.example.org/portovale", "voir le site", "www.example.org/portovale"),
    Example("see www.example.org/migration.", "voir www.example.org/migartion.", "example.org/migartion"),
    Example("see https://example.org/2026/a", "voir https://example.org/2025/a", "example.org/2025/a"),
)
PASSING = (
    Example("see https://www.example.org/en/a.", "voir https://fr.example.org/a."),
    Example("write to isolk@example.org.", "écrivez à isolk@example.org."),
    Example("see http://example.org/organization/.", "voir (https://www.example.org/organisation)"),
    Example("see https://example.org/en/1", "voir https://example.org/es/1"),
    Example("such as name@example.com", "comme nom@example.com"),
)
