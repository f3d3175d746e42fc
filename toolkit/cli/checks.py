"""``accord checks`` lists the checks, ``accord explain`` prints the page of one."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from toolkit.cli.options import interface_option

__all__ = ["checks", "explain"]


def _codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The checks whose codes begin like this, each with its name."""
    from toolkit.checks.registry import all_checks
    from toolkit.messages import tr

    begun = incomplete.upper()
    return [CompletionItem(check.code, help=tr(check.name)) for check in all_checks() if check.code.startswith(begun)]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@interface_option()
def checks(as_json: bool, interface: str) -> None:
    """List the checks of accord qa: code, severity, what each finds.

    \b
    Example:
        accord checks --ui fr
    """
    from toolkit.checks.pages import severity_name
    from toolkit.checks.registry import all_checks
    from toolkit.messages import speaking, tr

    with speaking(interface):
        rows = [(check, tr(check.name), severity_name(check.severity)) for check in all_checks()]
    if as_json:
        import json

        entries = [
            {"code": check.code, "name": name, "severity": check.severity.value, "issue": check.issue}
            for check, name, _ in rows
        ]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    widths = [max(map(len, column)) for column in ([row[1] for row in rows], [row[2] for row in rows])]
    for check, name, severity in rows:
        click.echo(f"{check.code:<8} {severity:<{widths[1]}}  {name:<{widths[0]}}  {check.issue}")


@click.command()
@click.argument("code", metavar="CODE", shell_complete=_codes)
def explain(code: str) -> None:
    """Print the page of the check CODE: what it finds, why it matters, examples, the fix.

    \b
    Example:
        accord explain TERM003
    """
    from toolkit.checks.pages import plain_page
    from toolkit.checks.registry import find_check

    click.echo(plain_page(find_check(code)), nl=False)
