"""The middle floor: concepts and terms, glossary formats, terms in running text, term extraction.

Nothing here knows that a check, a page or a command exists.
"""
