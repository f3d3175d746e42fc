"""Term extraction: what a translation memory proposes for a glossary."""

from termbase.extract.candidates import ContextPair, TermCandidate
from termbase.extract.extraction import extract_terms
from termbase.extract.glossary import glossary_of_candidates

__all__ = ["ContextPair", "TermCandidate", "extract_terms", "glossary_of_candidates"]
