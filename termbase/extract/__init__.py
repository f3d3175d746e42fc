"""Term extraction: what a translation memory proposes for a glossary."""

from termbase.extract.candidates import ContextPair, TermAlternative, TermCandidate
from termbase.extract.extraction import Extraction, extract_from_memory, extract_terms
from termbase.extract.glossary import glossary_of_candidates
from termbase.extract.known import Contradiction, KnownConcept

__all__ = [
    "ContextPair",
    "Contradiction",
    "Extraction",
    "KnownConcept",
    "TermAlternative",
    "TermCandidate",
    "extract_from_memory",
    "extract_terms",
    "glossary_of_candidates",
]
