"""``accord terms review``: decide on proposed terms in the terminal, one key per decision."""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from tmx.errors import ConfigError
from toolkit.cli.options import PATH, by_option, from_option, to_option
from toolkit.cli.term_options import shown
from toolkit.messages import N_, tr
from toolkit.messages.figures import number_said
from toolkit.messages.phrases import phrase

if TYPE_CHECKING:
    from termbase.model import Concept, Term
    from termbase.review import TermKey
    from toolkit.workflows.glossary_review import Decision, GlossaryReview

__all__ = ["Console", "review", "walk"]

_KEYS = N_("[a]ccept  [e]dit  [r]eject, [w]ith reason  [s]ynonym of…  [l]ater  [u]ndo  [q]uit")
_INDENT = " " * 13
_SMALL_INDENT = " " * 4
_NARROW = 70  # columns; in a narrower terminal the sentences get the room of the indent
_EXTRACTED = re.compile(
    r"(?P<frequency>\d+) ×(?: · (?P<documents>\d+) documents)? · score (?P<score>\d+\.\d+)(?P<rest>.*)", re.S
)
_MOST_CONTEXTS = 2
_MOST_CHOICES = 9
_DROP = "-"
_END_OF_INPUT = "\x04"


class Console(Struct, frozen=True):
    """How the review talks to a person: one key, a line (prompt, what stands there to begin with), a line to show."""

    key: Callable[[], str]
    ask: Callable[[str, str], str]
    say: Callable[[str], None]
    width: int = 100


@click.command()
@click.argument("glossary", type=PATH)
@from_option("en")
@to_option("fr")
@by_option()
def review(glossary: Path, source_language: str, target_language: str, author: str) -> None:
    """Go through the proposed terms of a glossary, with their contexts, and decide with one key each.

    Every decision is saved at once, into the glossary itself. What is rejected is remembered: in a database (.db), or
    in a list beside a file (glossary.rejected.csv for glossary.tbx), and `accord terms extract` and `accord build` do
    not propose it again.

    \b
    Example:
        accord terms review out/glossary.tbx
    """
    from toolkit.workflows.glossary_review import GlossaryReview

    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise ConfigError(
            "a review needs a terminal, for keys and for what it shows",
            remedy="without one, edit the column «status» of the table: accord terms convert GLOSSARY GLOSSARY.csv",
        )
    work = GlossaryReview(glossary, source_language=source_language, target_language=target_language, author=author)
    console = Console(click.getchar, _ask, click.echo, shutil.get_terminal_size().columns)
    walk(work, console, (source_language, target_language))


def _ask(prompt: str, default: str) -> str:
    _take_up(default)
    value: str = click.prompt(prompt, default=default, show_default=bool(default), prompt_suffix=f"{phrase(':')} ")
    return value.strip()


def _take_up(text: str) -> None:
    """Let the arrow key bring the text back to be changed, where the system has such a line editor."""
    try:
        import readline
    except ImportError:
        return
    readline.clear_history()
    if text:
        readline.add_history(text)


def walk(work: GlossaryReview, console: Console, languages: Sequence[str]) -> None:
    """Show one proposal after the other and do what the keys say, until all are decided or the person leaves.

    ``languages`` come first in what is shown. Raises :class:`~tmx.errors.StoreError` where a decision cannot be
    saved.
    """
    if work.known:
        console.say(
            tr("{count} that the glossary given to the extraction has already are passed over", count=work.known)
        )
    if not work.total:
        console.say(tr("No term awaits a decision"))
        return
    for line in _in_lines("", [*_keys(), ("   ", tr("what is decided is saved at once"))], "", console.width):
        console.say(line)
    going_on = True
    while going_on:
        concept = work.current()
        going_on = _end(work, console) if concept is None else _propose(work, console, concept, languages)
    for line in _summary(work):
        console.say(line)


def _keys() -> Iterator[tuple[str, str]]:
    return (("  " if number else "", key) for number, key in enumerate(tr(_KEYS).split("  ")))


def _in_lines(start: str, pieces: Iterable[tuple[str, str]], indent: str, width: int) -> Iterator[str]:
    """``start`` and the pieces, each with what separates it from the one before; lines keep to ``width`` columns."""
    from toolkit.cli.term_contexts import columns_of

    line, empty = start, True
    for separator, text in pieces:
        if not empty and columns_of(f"{line}{separator}{text}") > width:
            yield line
            line = f"{indent}{separator.lstrip()}{text}"
        else:
            line = f"{line}{separator}{text}"
        empty = False
    yield line


def _end(work: GlossaryReview, console: Console) -> bool:
    """After the last proposal: whether a decision was taken back, so that the review goes on."""
    console.say("")
    console.say(f"    {tr('that was the last one: [u]ndo, or any other key to finish')}")
    if _read_key(console) != "u":
        return False
    console.say(f"    {tr('taken back: {decision}', decision=_said(work.undo()))}")
    return True


def _propose(work: GlossaryReview, console: Console, concept: Concept, languages: Sequence[str]) -> bool:
    """Show a proposal and do what the keys say; False where the person leaves."""
    from termbase.store import StaleEditError

    console.say("")
    for line in _shown(work, concept, languages, console.width):
        console.say(line)
    try:
        return _decide(work, console, concept)
    except StaleEditError as error:
        reason = phrase(error.reason)
        console.say(f"    {tr('{reason}; it stands now as:', reason=reason) if error.theirs.concept else reason}")
        if error.theirs.concept:
            console.say(f"    {shown(error.theirs.concept)}")
        return True


def _decide(work: GlossaryReview, console: Console, concept: Concept) -> bool:
    """Keys until one of them leads on; False where the person leaves."""
    while (key := _read_key(console)) not in ("q", _END_OF_INPUT):
        if key == "u":
            if _undo(work, console):
                return True
        elif key not in _DECISIONS:
            for line in _in_lines(_SMALL_INDENT, _keys(), _SMALL_INDENT, console.width):
                console.say(line)
        elif _DECISIONS[key](work, console, concept):
            console.say(f"    {_said(work.decisions[-1])}")
            return True
    return False


def _undo(work: GlossaryReview, console: Console) -> bool:
    """Take the last decision back; False where there is none."""
    undone = work.undo()
    told = tr("taken back: {decision}", decision=_said(undone)) if undone else tr("there is nothing to take back")
    console.say(f"    {told}")
    return undone is not None


def _said(decision: Decision | None) -> str:
    return "" if decision is None else tr(decision.value)


def _note_said(note: str) -> str:
    """A concept's note; the one that the extraction makes in the interface's language."""
    found = _EXTRACTED.fullmatch(note)
    if found is None:
        return note
    score = tr("score {value}", value=number_said(float(found["score"]), 2))
    documents = tr("{count} documents", count=found["documents"]) if found["documents"] else ""
    return " · ".join(part for part in (f"{found['frequency']} ×", documents, score) if part) + found["rest"]


def _read_key(console: Console) -> str:
    try:
        return console.key().lower()
    except EOFError:
        return _END_OF_INPUT


def _accept(work: GlossaryReview, _: Console, concept: Concept) -> bool:
    from termbase.review import accept
    from toolkit.workflows.glossary_review import Decision

    work.decide(Decision.ACCEPTED, partial(accept, identifier=concept.identifier))
    return True


def _reject(work: GlossaryReview, _: Console, concept: Concept) -> bool:
    from termbase.review import reject
    from toolkit.workflows.glossary_review import Decision

    work.decide(Decision.REJECTED, partial(reject, identifier=concept.identifier))
    return True


def _later(work: GlossaryReview, _: Console, __: Concept) -> bool:
    from toolkit.workflows.glossary_review import Decision

    work.decide(Decision.LATER)
    return True


def _edit(work: GlossaryReview, console: Console, concept: Concept) -> bool:
    """Ask for the text of each proposed term; False where nothing came of it."""
    from termbase.formats.categories import clean
    from termbase.review import TermKey, edit, proposed_terms
    from toolkit.workflows.glossary_review import Decision

    told = tr("the text of each term; Enter keeps it, ↑ brings it back to be changed, {drop} drops it", drop=_DROP)
    console.say(f"    {told}")
    texts: dict[TermKey, str] = {}
    for term in proposed_terms(concept):
        answer = clean(console.ask(f"    {term.language}", term.text))
        texts[TermKey(term.language, term.text)] = "" if answer == _DROP else answer
    if not any(texts.values()):
        console.say(f"    {tr('no term would be left; to be rid of all of them: r')}")
        return False
    work.decide(Decision.EDITED, partial(edit, identifier=concept.identifier, texts=texts))
    return True


def _refuse(work: GlossaryReview, console: Console, concept: Concept) -> bool:
    """Ask why, and reject; False where no reason was given."""
    from termbase.editing import refuse
    from termbase.formats.categories import clean
    from toolkit.workflows.glossary_review import Decision

    reason = clean(console.ask(f"    {tr('why (empty: do not reject)')}", ""))
    if not reason:
        console.say(f"    {tr('nothing was changed; to reject without a reason: r')}")
        return False
    work.decide(Decision.REJECTED, partial(refuse, identifier=concept.identifier, reason=reason), reason=reason)
    return True


def _synonym(work: GlossaryReview, console: Console, concept: Concept) -> bool:
    """Ask for the concept that the terms belong to; False where nothing came of it."""
    from termbase.review import add_as_synonym, find_concepts
    from toolkit.workflows.glossary_review import Decision

    wanted = console.ask(f"    {tr('synonym of (a term, or a part of it; empty: none)')}", "")
    found = [other for other in find_concepts(work.glossary, wanted) if other.identifier != concept.identifier]
    if not found:
        told = tr("the glossary has no other concept with that") if wanted else tr("nothing was changed")
        console.say(f"    {told}")
        return False
    if len(found) > _MOST_CHOICES:
        console.say(f"    {tr('{count} concepts have that; name more of the term', count=len(found))}")
        return False
    home = found[0]
    if len(found) > 1:
        homes = {str(number): other for number, other in enumerate(found, 1)}
        for number, other in homes.items():
            console.say(f"    {number}  {_names(other.terms)}")
        console.say(f"    {tr('which one? 1 to {count}, any other key: none', count=len(found))}")
        key = _read_key(console)  # all that was pasted at once, too
        if key not in homes:
            console.say(f"    {tr('nothing was changed')}")
            return False
        home = homes[key]
    work.decide(Decision.SYNONYM, partial(add_as_synonym, identifier=concept.identifier, home=home.identifier))
    console.say(f"    {tr('with {terms}', terms=_names(home.terms))}")
    return True


# What the keys do; False where nothing came of it.
_DECISIONS: Mapping[str, Callable[[GlossaryReview, Console, Concept], bool]] = {
    "a": _accept,
    "r": _reject,
    "w": _refuse,
    "l": _later,
    "e": _edit,
    "s": _synonym,
}


def _names(terms: Sequence[Term]) -> str:
    return " · ".join(f"{term.text} ({term.language})" for term in terms)


def _shown(work: GlossaryReview, concept: Concept, languages: Sequence[str], width: int) -> Iterator[str]:
    """The proposal: its terms and counts on a line, what else belongs to it, its contexts."""
    from termbase.model import Status
    from termbase.review import proposed_terms
    from toolkit.cli.term_contexts import marked_context

    indent = _INDENT if width >= _NARROW else _SMALL_INDENT
    proposed = proposed_terms(concept)
    order = _in_order(languages, proposed)
    main = [next(term for term in proposed if term.language == language) for language in order]
    rest = [term for term in proposed if term not in main]
    decided = [term for term in concept.terms if term.status is not Status.PROPOSED]
    place = f"({tr('{number} of {total}', number=work.number, total=work.total)})"
    notes = "  ".join(_note_said(note) for note in concept.notes)
    pieces = [("  ·  " if number else "", term.text) for number, term in enumerate(main)]
    pieces += [("          ", notes)] if notes else []
    yield from _in_lines(f"{place:<13}", pieces, indent, width)
    if rest:
        yield f"{indent}{tr('also')}  {_names(rest)}"
    if decided:
        yield f"{indent}{tr('beside')}  {_names(decided)}"
    for number in range(_MOST_CONTEXTS):
        for term in main:
            if number < len(term.contexts):
                yield f"{indent}{marked_context(concept, term, term.contexts[number], width - len(indent))}"


def _in_order(languages: Sequence[str], terms: Sequence[Term]) -> list[str]:
    """The languages of ``terms``, those asked for first."""
    from tmx.text.languages import primary_subtag

    wanted = [primary_subtag(language) for language in languages]
    there = dict.fromkeys(term.language for term in terms)
    return sorted(
        there,
        key=lambda tag: wanted.index(primary_subtag(tag)) if primary_subtag(tag) in wanted else len(wanted),
    )


def _summary(work: GlossaryReview) -> Iterator[str]:
    counts: Mapping[str, int] = Counter(decision.value for decision in work.decisions)
    parts = [tr("{count} {decision}", count=count, decision=tr(name)) for name, count in counts.items()]
    told = " · ".join(parts) or tr("nothing decided")
    left = work.total - len(work.decisions)
    yield ""
    yield f"{tr('Review'):<12}{told}" + (f" · {tr('{count} still to come', count=left)}" if left else "")
    if work.changed:
        yield f"{tr('Saved'):<12}{work.path}"
