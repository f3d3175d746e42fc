"""A document's sentences as a file to be translated: XLIFF 1.2, or a table.

Source: XLIFF 1.2 (OASIS, 2008), section 2.2.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

from tmx.cells import guarded
from tmx.errors import ConfigError

__all__ = ["untranslated_file"]

_SUFFIXES = (".xlf", ".xliff", ".tsv", ".csv")
_COLUMNS = ("id", "source", "target", "match", "state")


def untranslated_file(
    suffix: str, sentences: Sequence[str], *, original: str, source_language: str, target_language: str
) -> bytes:
    """The content of a file with a unit a sentence, numbered from 1, none of them translated.

    ``suffix`` is ``.xlf``, ``.xliff``, ``.tsv`` or ``.csv``; ``original`` names the document. Raises
    :class:`~tmx.errors.ConfigError` for another suffix.
    """
    if suffix in (".xlf", ".xliff"):
        return _xliff(sentences, original, source_language, target_language).encode("utf-8")
    if suffix in (".tsv", ".csv"):
        stream = io.StringIO(newline="")
        rows = csv.writer(stream, delimiter="\t" if suffix == ".tsv" else ",", lineterminator="\r\n")
        rows.writerow(_COLUMNS)
        texts = (guarded(" ".join(text.split())) for text in sentences)
        rows.writerows((number, text, "", "", "") for number, text in enumerate(texts, 1))
        return stream.getvalue().encode("utf-8-sig" if suffix == ".csv" else "utf-8")
    raise ConfigError(
        f"a document's translation is written as {', '.join(_SUFFIXES)}, not as «{suffix}»",
        remedy="name a file such as release.xlf",
    )


def _xliff(sentences: Sequence[str], original: str, source_language: str, target_language: str) -> str:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        f'<file original="{escape(original)}" datatype="plaintext" source-language="{escape(source_language)}" '
        f'target-language="{escape(target_language)}">\n<body>\n'
    )
    units = (
        f'<trans-unit id="{number}">\n  <source>{escape(text, quote=False)}</source>\n</trans-unit>\n'
        for number, text in enumerate(sentences, 1)
    )
    return head + "".join(units) + "</body>\n</file>\n</xliff>\n"
