"""The middle floor: concepts and terms, glossary formats, terms in running text, term extraction.

Nothing here knows that a check, a page or a command exists. The names below are what programs are meant to use; each
is imported when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from termbase.diff import diff_glossaries
    from termbase.extract import extract_terms, glossary_of_candidates
    from termbase.formats.registry import read_glossary, write_glossary
    from termbase.match.matcher import TermMatcher
    from termbase.merge import merge_glossaries
    from termbase.model import Concept, Glossary, Term
    from termbase.pour import pour_glossary
    from termbase.stats import glossary_stats
    from termbase.store import TermStore, open_store
    from termbase.validate import validate_glossary

__all__ = [
    "Concept",
    "Glossary",
    "Term",
    "TermMatcher",
    "TermStore",
    "diff_glossaries",
    "extract_terms",
    "glossary_of_candidates",
    "glossary_stats",
    "merge_glossaries",
    "open_store",
    "pour_glossary",
    "read_glossary",
    "validate_glossary",
    "write_glossary",
]

_HOME = {
    "Concept": "termbase.model",
    "Glossary": "termbase.model",
    "Term": "termbase.model",
    "TermMatcher": "termbase.match.matcher",
    "TermStore": "termbase.store",
    "diff_glossaries": "termbase.diff",
    "extract_terms": "termbase.extract",
    "glossary_of_candidates": "termbase.extract",
    "glossary_stats": "termbase.stats",
    "merge_glossaries": "termbase.merge",
    "open_store": "termbase.store",
    "pour_glossary": "termbase.pour",
    "read_glossary": "termbase.formats.registry",
    "validate_glossary": "termbase.validate",
    "write_glossary": "termbase.formats.registry",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
