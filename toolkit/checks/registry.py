"""The list of checks: one line each, in the order of the reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tmx.errors import ConfigError
from toolkit.checks import (
    completeness_added,
    completeness_empty,
    completeness_half,
    completeness_omission,
    completeness_untranslated,
    consistency_memory,
    consistency_source,
    form_addresses,
    form_brackets,
    form_doubled,
    form_end_mark,
    form_markup,
    form_spaces,
    number_dates,
    number_figures,
    term_acronym,
    term_forbidden,
    term_inconsistent,
    term_required,
    term_wrong,
    typo_quotes,
    typo_spaces,
)
from toolkit.checks.check import Check

__all__ = ["CHECKS", "select_checks"]

CHECKS: tuple[Check, ...] = (
    term_required.CHECK,
    term_forbidden.CHECK,
    term_wrong.CHECK,
    term_acronym.CHECK,
    term_inconsistent.CHECK,
    number_figures.CHECK,
    number_dates.CHECK,
    completeness_untranslated.CHECK,
    completeness_half.CHECK,
    completeness_omission.CHECK,
    completeness_empty.CHECK,
    completeness_added.CHECK,
    form_end_mark.CHECK,
    form_brackets.CHECK,
    form_doubled.CHECK,
    form_spaces.CHECK,
    form_markup.CHECK,
    form_addresses.CHECK,
    typo_spaces.CHECK,
    typo_quotes.CHECK,
    consistency_source.CHECK,
    consistency_memory.CHECK,
)


def select_checks(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Sequence[Check]:
    """The checks whose code begins with one of ``select`` (all where it is empty) and with none of ``ignore``.

    ``TERM`` stands for all checks on terms. Raises :class:`~tmx.errors.ConfigError` for a code that no check has.
    """
    chosen, left_out = [code.upper() for code in select], [code.upper() for code in ignore]
    for code in (*chosen, *left_out):
        if not code or not any(check.code.startswith(code) for check in CHECKS):
            known = ", ".join(check.code for check in CHECKS)
            raise ConfigError(f"there is no check «{code}»", remedy=f"the checks are {known}")
    return [
        check
        for check in CHECKS
        if (not chosen or check.code.startswith(tuple(chosen))) and not check.code.startswith(tuple(left_out))
    ]
