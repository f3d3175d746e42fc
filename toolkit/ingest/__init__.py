"""From files to clean documents: text, HTML pages, Word and LibreOffice documents."""

from toolkit.ingest.documents import SUFFIXES, ingest
from toolkit.ingest.sentences import Sentence, segment_document

__all__ = ["SUFFIXES", "Sentence", "ingest", "segment_document"]
