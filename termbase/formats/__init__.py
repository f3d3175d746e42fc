"""Glossary formats: TBX and tables, read and written through the registry."""
