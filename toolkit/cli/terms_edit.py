"""``accord terms edit``: change what a glossary says of a concept or a term."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from toolkit.cli.options import PATH, by_option, reason_option, term_language_option
from toolkit.cli.term_options import apply_edit, given, seen_option, term_options

if TYPE_CHECKING:
    from termbase.model import Concept, Term
    from termbase.review import ReviewState

__all__ = ["edit"]


@click.command()
@click.argument("glossary", type=PATH)
@click.argument("concept")
@click.option("--term", default="", metavar="TEXT", help="The term to change; without it, the concept itself.")
@term_language_option()
@click.option("--text", metavar="TEXT", help="How the term is to be written.")
@click.option(
    "--status",
    type=click.Choice(["preferred", "admitted", "deprecated", "forbidden", "proposed"]),
    help="What is decided about the term.",
)
@term_options
@click.option("--subject", metavar="TEXT", help="Subject field of the concept.")
@click.option("--definition", metavar="TEXT", help="What the concept is; with --lang, said in that language.")
@click.option("--note", multiple=True, metavar="TEXT", help="Another note, on the term or the concept (repeatable).")
@click.option("--settled", is_flag=True, help="Take away the notes «conflict: …» that a merge left.")
@click.option("--remove", is_flag=True, help="Remove the term, or the whole concept.")
@seen_option()
@by_option()
@reason_option()
def edit(
    glossary: Path,
    concept: str,
    term: str,
    language: str,
    remove: bool,
    settled: bool,
    seen: int | None,
    author: str,
    reason: str,
    **facts: Any,  # noqa: ANN401  the values of term_options
) -> None:
    """Change a CONCEPT, named by its identifier or by a term, or one --term of it.

    An option that is not given leaves what is there; an empty text takes it away. With --revision the change is
    refused where somebody else changed the concept after that revision, and both versions are shown.

    \b
    Example:
        accord terms edit glossary.db labour-migration --term "migration de travail" --status deprecated --by Marie
    """
    from toolkit.workflows.glossary_edit import Edit

    facts["settled"] = settled
    _refuse_nonsense(term, remove, facts)
    apply_edit(
        glossary,
        [concept],
        lambda state, names: _changed(state, names, term, language, remove, facts),
        Edit("remove" if remove else "edit", author, reason, seen),
    )


_OF_TERMS = ("text", "status", "kind", "part_of_speech", "gender", "number", "case", "source", "context")
_OF_CONCEPTS = ("subject", "definition")


def _refuse_nonsense(term: str, remove: bool, facts: dict[str, Any]) -> None:
    of_terms, of_concepts = (
        [name for name in names if facts[name] not in (None, ())] for names in (_OF_TERMS, _OF_CONCEPTS)
    )
    of_both = [name for name in ("note", "settled") if facts[name]]
    if remove and (of_terms or of_concepts or of_both):
        raise click.UsageError("--remove stands alone")
    if of_terms and not term:
        raise click.UsageError(f"--{_option(of_terms[0])} is said of a term: name it with --term")
    if of_concepts and term:
        raise click.UsageError(f"--{of_concepts[0]} is said of the concept: leave out --term")
    if not (remove or of_terms or of_concepts or of_both):
        raise click.UsageError("nothing to change: say what, such as --text, --status, --definition or --remove")
    if facts["text"] is not None and not facts["text"].strip():
        raise click.UsageError("the text of a term is empty; to take the term away: --remove")


def _option(name: str) -> str:
    return {"kind": "type"}.get(name, name.replace("_", "-"))


def _changed(
    state: ReviewState, names: Sequence[str], term: str, language: str, remove: bool, facts: dict[str, Any]
) -> ReviewState:
    from termbase.editing import change_concept, change_term, remove_concept, remove_term

    if remove:
        return remove_term(state, names[0], term, language) if term else remove_concept(state, names[0])
    if term:
        return change_term(state, names[0], term, language, lambda one: _edited_term(one, facts))
    return change_concept(state, names[0], lambda one: _edited_concept(one, language, facts))


def _edited_term(term: Term, facts: dict[str, Any]) -> Term:
    from termbase.formats.categories import clean
    from termbase.model import Status, stated_data

    said = given(facts)
    data = stated_data(term.data, status=facts["status"] is not None, type_=facts["kind"] is not None)
    if facts["text"] is not None:
        said["text"] = clean(facts["text"])
    if facts["status"] is not None:
        said["status"] = Status(facts["status"])
    contexts = (*term.contexts, *said.pop("contexts", ()))
    return replace(term, **said, contexts=contexts, notes=_notes(term.notes, facts), data=data)


def _notes(notes: Sequence[str], facts: dict[str, Any]) -> tuple[str, ...]:
    """The notes as they are afterwards: an empty one takes those away that are there."""
    from termbase.merge import CONFLICT_NOTE

    left = () if "" in facts["note"] else notes
    kept = (note for note in left if not (facts["settled"] and note.startswith(CONFLICT_NOTE)))
    return (*kept, *filter(None, facts["note"]))


def _edited_concept(concept: Concept, language: str, facts: dict[str, Any]) -> Concept:
    from termbase.model import Definition

    terms = concept.terms
    if facts["settled"]:
        terms = tuple(replace(term, notes=_notes(term.notes, {**facts, "note": ()})) for term in terms)
    concept = replace(concept, notes=_notes(concept.notes, facts), terms=terms)
    if facts["subject"] is not None:
        concept = replace(concept, subject=facts["subject"].strip())
    if facts["definition"] is None:
        return concept
    text = facts["definition"].strip()
    if not language:
        return replace(concept, definition=text)
    others = tuple(one for one in concept.definitions if one.language != language)
    return replace(concept, definitions=(*others, Definition(text, language)) if text else others)
