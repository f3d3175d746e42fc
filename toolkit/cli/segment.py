"""``accord segment``: a text into sentences, one per line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import PATH, language_option

if TYPE_CHECKING:
    from tmx.text.srx import SegmentationRules

__all__ = ["segment"]


@click.command()
@click.argument("file", type=PATH)
@language_option()
@click.option("--raw", is_flag=True, help="Each line is a paragraph, whatever its length.")
@click.option("--clean", is_flag=True, help="Only the release, as «accord ingest» shows it.")
@click.option("--rules", type=PATH, metavar="SRX", help="Your own segmentation rules (SRX 2.0) in place of ours.")
def segment(file: Path, language: str | None, raw: bool, clean: bool, rules: Path | None) -> None:
    """Split FILE (- for standard input) into sentences, one per line.

    Each line of a plain text is taken for a paragraph, but lines that were wrapped are joined first; nothing is left
    out or changed. Of HTML pages, Word and LibreOffice documents, and with --clean of any file, the release alone is
    split.

    \b
    Example:
        accord segment releases/communique.txt > sentences.txt
    """
    from tmx.text.sentences import sentences

    if raw and clean:
        raise click.UsageError("--raw keeps every line as it is and --clean takes some out: choose one")
    own: SegmentationRules | None = None
    if rules is not None:
        from tmx.text.srx import load_rules

        own = load_rules(rules)
    tag, blocks = _blocks(file, language, raw=raw, clean=clean)
    for block in blocks:
        for sentence in sentences(block, tag, rules=own):
            click.echo(sentence)


def _blocks(file: Path, language: str | None, *, raw: bool, clean: bool) -> tuple[str, list[str]]:
    """The language of the file and its blocks."""
    from tmx.files import read_bytes
    from toolkit.ingest import ingest
    from toolkit.ingest.documents import is_plain_text, language_of, read_plain_text
    from toolkit.ingest.layout import join_lines

    content = read_bytes(file)
    if clean or not is_plain_text(content, file):
        document = ingest(file, language=language)
        return document.language, [block.text for block in document.blocks]
    text = read_plain_text(content, file)
    tag = language or language_of(text, None, file)
    pieces = join_lines(text, wrapped=False if raw else None)
    return tag, [f"{piece.marker} {piece.text}".strip() for piece in pieces]
