"""``accord qa``: check translations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from toolkit.cli.options import PATH, from_option, interface_option, project_default, to_option

__all__ = ["qa"]

_FORMATS = ("text", "html", "xlsx", "json", "jsonl", "sarif", "junit", "github")


def _codes(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


class _QaCommand(click.Command):
    """A command whose ``--fix`` may stand before a file: only what is tied on with ``=`` is its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the plain ``--fix`` for ``--fix=safe``."""
        plain = args[: args.index("--")] if "--" in args else args
        return super().parse_args(ctx, ["--fix=safe" if one == "--fix" else one for one in plain] + args[len(plain) :])


@click.command(cls=_QaCommand)
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--source", "source_file", type=PATH, help="The original, where FILE is a translated document.")
@click.option(
    "--alone", is_flag=True, help="FILE is a translated document without its original: typography, spelling, form."
)
@click.option("--glossary", type=PATH, default=project_default("glossary"), help="Glossary: TBX, a table, a database …")
@click.option(
    "--memory",
    type=PATH,
    default=project_default("memory"),
    help="Translation memory: TMX, another bilingual file, or a database.",
)
@from_option("en", of_file=True)
@to_option("fr", of_file=True)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(_FORMATS),
    help="Form of the report: text for people, html for one page that opens anywhere, xlsx, json, jsonl, sarif, "
    "junit, github (repeatable, each with an -o; default: by the suffix of -o, else text).",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=PATH,
    help="File to write the report to, repeatable (default, and -: standard output).",
)
@click.option("--info", is_flag=True, help="Also show what is unsure or a matter of taste.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default=project_default("fail_on", "warning"),
    help="Exit with code 1 if there is a finding of this severity or worse (default: warning).",
)
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these checks: TERM, NUM001,FORM.")
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="All checks but these.")
@click.option("--with-pofilter", is_flag=True, help="Add the filters of translate-toolkit (many false alarms).")
@click.option("--score", is_flag=True, help="Add chrF, BLEU and TER against the memory where it has the same source.")
@click.option(
    "--fix",
    type=click.Choice(["safe", "all"]),
    metavar="[=all]",
    help="Put right, in the file and nothing else in it, what is safe: spaces, quotation marks, doubled words and "
    "marks, acronyms that the glossary forbids … --fix=all: whatever has a fix.",
)
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change, and change nothing.")
@click.option("--dismiss", multiple=True, callback=_codes, metavar="IDS", help="Do not report these findings again.")
@click.option("--reason", default="", help="Why what is dismissed is right.")
@click.option("--by", metavar="NAME", help="Who dismisses it (default: ACCORD_AUTHOR, or the user).")
@click.option(
    "--dismissed",
    type=PATH,
    default=project_default("dismissed"),
    help="Where dismissed findings are kept (default: accord-dismissed.toml, beside accord.toml if there is one).",
)
@click.option("--baseline", type=PATH, help="Report only what is not in this earlier report (json or jsonl).")
@interface_option()
def qa(**asked: Any) -> int:  # noqa: ANN401  the options, which QaRequest names with their types
    """Check translations: terms, figures and dates, omissions, form, typography, consistency.

    FILE is an XLIFF, PO or TMX file, a table (CSV, TSV, Excel, Word, LibreOffice), a document or subtitles beside
    their --source, or a folder with such files and with documents beside their originals (release.en.docx,
    release.fr.docx). What a project has agreed on stands in accord.toml (accord init).

    \b
    Example:
        accord qa communique.xlf --glossary glossary.tbx --memory memory.tmx
        accord qa communique.fr.docx --source release.en.docx -o qa.html -o qa.xlsx
        accord qa translations/ -o qa.html

    Exit code: 0 nothing found, 1 findings, 2 a file could not be read.
    """
    from toolkit.cli.qa_run import QaRequest, run_qa

    return run_qa(QaRequest(**asked))
