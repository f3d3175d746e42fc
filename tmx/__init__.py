"""The ground floor: text, segments, translation units, alignment and bilingual file formats.

Nothing here knows that a term or a glossary exists.
"""
