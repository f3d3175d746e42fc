"""``accord ingest``: the clean text of documents, and what was left out of them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tmx.errors import AccordError
from toolkit.cli.main import say_error
from toolkit.cli.options import PATH, language_option
from toolkit.messages import N_, tr
from toolkit.messages.phrases import phrase
from toolkit.model import Document

__all__ = ["ingest"]

# Why pieces are left out, as toolkit.ingest.pieces.Reason has it.
_REASONS = (N_("navigation"), N_("label"), N_("contact"), N_("separator"), N_("markup"), N_("note"))


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@language_option()
@click.option("--show-left-out", is_flag=True, help="Also show what was left out and why, and what was repaired.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per document.")
def ingest(files: tuple[Path, ...], language: str | None, show_left_out: bool, as_json: bool) -> None:
    """Show the clean text of FILE: the release without menus, labels and contacts.

    Text, HTML pages, Word and LibreOffice documents and subtitles are read; blank lines stand between titles, headings,
    paragraphs, list items and captions. A file that cannot be read does not stop the others.

    \b
    Example:
        accord ingest releases/communique.html --show-left-out
    """
    from toolkit.ingest import ingest as read

    failed: list[AccordError] = []
    shown = 0
    for path in files:
        try:
            document = read(path, language=language)
        except AccordError as error:
            failed.append(error)
            say_error(error)
            continue
        if as_json:
            click.echo(json.dumps(_as_json(document), ensure_ascii=False))
        else:
            if len(files) > 1:
                click.echo(f"{'' if not shown else chr(10)}==> {path} <==\n")
            _show(document, show_left_out)
        shown += 1
    if failed:
        if len(files) > 1:
            names = ", ".join(str(error.path) for error in failed)
            click.echo(f"accord: {len(failed)} of {len(files)} files could not be read: {names}", err=True)
        raise SystemExit(2)


def _show(document: Document, show_left_out: bool) -> None:
    click.echo("\n\n".join(block.text for block in document.blocks))
    if not show_left_out:
        return
    left = len(document.left_out) or tr("nothing")
    click.echo(f"\n--- {tr('left out of {file}: {count}', file=document.path, count=left)}")
    for piece in document.left_out:
        click.echo(f"{piece.line:6}  {tr(piece.reason):<10}  {piece.text}")
    click.echo(f"--- {tr('repaired: {count}', count=len(document.repairs) or tr('nothing'))}")
    for repair in document.repairs:
        click.echo(f"        {phrase(repair)}")


def _as_json(document: Document) -> dict[str, object]:
    return {
        "file": str(document.path),
        "language": document.language,
        "title": document.title,
        "blocks": [{"kind": b.kind.value, "line": b.line, "text": b.text} for b in document.blocks],
        "left_out": [{"reason": p.reason, "line": p.line, "text": p.text} for p in document.left_out],
        "repairs": list(document.repairs),
    }
