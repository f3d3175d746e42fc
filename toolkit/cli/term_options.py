"""What the commands that change single terms have in common: their options, and how they say what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from toolkit.messages import tr

if TYPE_CHECKING:
    from termbase.model import Concept
    from termbase.review import ReviewState
    from toolkit.workflows.glossary_edit import Edit, Edited, Waiting

__all__ = [
    "add_options",
    "apply_edit",
    "concept_of",
    "counted",
    "decide_on",
    "decide_options",
    "given",
    "say_edited",
    "seen_option",
    "shown",
    "term_options",
]

_F = TypeVar("_F", bound=Callable[..., Any])
_TYPES = ("full form", "short form", "acronym", "variant")
_CASES = ("exact", "any", "auto")

_FACTS = (
    click.option("--type", "kind", type=click.Choice(_TYPES), help="What kind of name it is."),
    click.option("--part-of-speech", metavar="TEXT", help="noun, verb, adjective, …"),
    click.option("--gender", metavar="TEXT", help="masculine, feminine, …"),
    click.option("--number", metavar="TEXT", help="singular, plural, …"),
    click.option("--case", type=click.Choice(_CASES), help="Whether capitals count (auto: in acronyms only)."),
    click.option("--source", metavar="TEXT", help="Where the term is found or laid down."),
    click.option("--context", multiple=True, metavar="TEXT", help="A sentence in which it stands (repeatable)."),
)


def counted(number: int, noun: str) -> str:
    """«1 concept», «2 concepts»."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def term_options(command: _F) -> _F:
    """The options that say something of a term; what is not given is handed over as None."""
    for option in reversed(_FACTS):
        command = option(command)
    return command


def given(facts: dict[str, Any]) -> dict[str, Any]:
    """The fields of a :class:`~termbase.model.Term` that the options of :func:`term_options` set."""
    from termbase.model import CaseRule, TermType

    said = {name: facts[name] for name in ("part_of_speech", "gender", "number", "source") if facts[name] is not None}
    if facts["kind"] is not None:
        said["type"] = TermType(facts["kind"])
    if facts["case"] is not None:
        said["case"] = CaseRule("" if facts["case"] == "auto" else facts["case"])
    if facts["context"]:
        said["contexts"] = tuple(facts["context"])
    return said


def add_options(command: _F) -> _F:
    """The options of commands that add terms: those of :func:`term_options`, and what is said of the concept."""
    options = (
        click.option("--concept", default="", metavar="CONCEPT", help="Add to this concept: an identifier, or a term."),
        click.option(
            "--name", default="", metavar="NAME", help="Identifier of the new concept (default: of its term)."
        ),
        click.option("--subject", default="", metavar="TEXT", help="Subject field of the concept."),
        click.option("--definition", default="", metavar="TEXT", help="What the concept is."),
        click.option("--note", multiple=True, metavar="TEXT", help="A note on the term (repeatable)."),
    )
    command = term_options(command)
    for option in reversed(options):
        command = option(command)
    return command


def decide_options(command: _F) -> _F:
    """``--term`` and ``--all``, which say what of the proposals is meant."""
    command = click.option("--all", "every", is_flag=True, help="All that is proposed in the glossary.")(command)
    return click.option("--term", default="", metavar="TEXT", help="Only this term of the concept.")(command)


def seen_option() -> Callable[[_F], _F]:
    """``--revision``, the state of the database that the person had seen, handed over as ``seen``."""
    return click.option(
        "--revision",
        "seen",
        type=click.IntRange(min=0),
        help="The revision that you saw: refuse if the concept was changed since.",
    )


def concept_of(term: str, translation: str | None, facts: dict[str, Any]) -> Concept:
    """The concept that a command adds; what the options say, they say of ``term``."""
    from termbase.formats.categories import clean
    from termbase.match.pattern import is_acronym
    from termbase.model import Concept, Status, Term, TermType, ordered_terms

    pairs = [(term, facts["source_language"])]
    if translation is not None:
        pairs.append((translation, facts["target_language"]))
    terms = [
        Term(
            clean(text), language, Status(facts["status"]), TermType.ACRONYM if is_acronym(text) else TermType.FULL_FORM
        )
        for text, language in pairs
    ]
    if not all(one.text for one in terms):
        raise click.UsageError("the text of a term is empty")
    if facts["concept"] and (facts["subject"] or facts["definition"] or facts["name"]):
        raise click.UsageError("--concept adds to a concept that is there; to change that: accord terms edit")
    terms[0] = replace(terms[0], **given(facts), notes=facts["note"])
    return Concept(
        facts["name"].strip(), ordered_terms(terms), subject=facts["subject"], definition=facts["definition"]
    )


def decide_on(
    glossary: Path,
    names: Sequence[str],
    every: bool,
    change: Callable[[ReviewState, str], ReviewState],
    edit: Edit,
) -> None:
    """Apply a decision to each of the named concepts, or to all with proposals, and say what was done."""
    from toolkit.workflows.glossary_edit import Waiting

    if every == bool(names):
        raise click.UsageError("name the concepts, or --all" if not every else "name concepts or give --all, not both")

    def decided(state: ReviewState, identifiers: tuple[str, ...]) -> ReviewState:
        for identifier in identifiers:
            state = change(state, identifier)
        return state

    apply_edit(glossary, Waiting() if every else names, decided, edit)


def apply_edit(
    glossary: Path,
    names: Sequence[str] | Waiting,
    change: Callable[[ReviewState, tuple[str, ...]], ReviewState],
    edit: Edit,
) -> None:
    """Make a change and say what came of it. Where somebody else was first, both versions are shown."""
    from termbase.store import StaleEditError
    from toolkit.workflows.glossary_edit import edit_glossary

    try:
        edited = edit_glossary(glossary, names, change, edit)
    except StaleEditError as error:
        for who, concept in (("theirs", error.theirs.concept), ("yours", error.mine)):
            click.echo(f"{who:<8}{shown(concept)}", err=True)
        raise
    say_edited(glossary, edited, edit.reason)


def shown(concept: Concept | None) -> str:
    """A concept on one line: each term with what is decided about it."""
    if concept is None:
        return "removed"
    terms = " · ".join(f"{term.text} ({term.language}, {term.status})" for term in concept.terms)
    said = [f"{name}: {value}" for name in ("subject", "definition") if (value := getattr(concept, name))]
    return "  ".join([concept.identifier, terms, *said])


def say_edited(path: Path, edited: Edited, reason: str = "") -> None:
    """What was changed on standard output, where it was saved on standard error, and whether the reason was not."""
    from toolkit.cli.terms_diff import change_lines

    for line in change_lines(edited.changes):
        click.echo(line)
    if edited.rejected:
        names = dict.fromkeys(change.concept for change in edited.rejected)
        there = any(not change.term and not change.field and change.old for change in edited.rejected)
        click.echo(f"{tr('no longer rejected') if there else tr('rejected')}    {', '.join(names)}")
    revision = f" · revision {edited.revision.number}" if edited.revision else ""
    click.echo(f"Saved       {path}{revision}", err=True)
    if reason and not edited.revision and not edited.rejected:
        click.echo("Not kept    the reason: a file has no history, a database (.db) has one", err=True)
