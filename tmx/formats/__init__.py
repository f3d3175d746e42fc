"""Bilingual files: TMX, XLIFF, PO and tables are read as translation units; TMX is written."""
