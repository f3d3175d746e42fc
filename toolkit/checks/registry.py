"""The list of checks: one line each, in the order of the reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import entry_points

from tmx.errors import ConfigError
from toolkit.checks import (
    completeness_added,
    completeness_empty,
    completeness_half,
    completeness_omission,
    completeness_untranslated,
    consistency_files,
    consistency_memory,
    consistency_source,
    consistency_target,
    form_addresses,
    form_brackets,
    form_capital,
    form_doubled,
    form_end_mark,
    form_markup,
    form_spaces,
    mean_negation,
    mean_opposite,
    name_country,
    name_other,
    name_spelling,
    number_dates,
    number_figures,
    spelling,
    term_acronym,
    term_forbidden,
    term_inconsistent,
    term_introduced,
    term_required,
    term_wrong,
    typo_abbreviations,
    typo_capitals,
    typo_english,
    typo_figures,
    typo_ligatures,
    typo_quotes,
    typo_spaces,
)
from toolkit.checks.check import Check
from toolkit.model import Severity

__all__ = ["CHECKS", "all_checks", "check_options", "find_check", "select_checks", "severity_of"]

_ENTRY_POINTS = "accord.checks"

CHECKS: tuple[Check, ...] = (
    term_required.CHECK,
    term_forbidden.CHECK,
    term_wrong.CHECK,
    term_acronym.CHECK,
    term_inconsistent.CHECK,
    term_introduced.CHECK,
    number_figures.CHECK,
    number_dates.CHECK,
    name_spelling.CHECK,
    name_country.CHECK,
    name_other.CHECK,
    mean_opposite.CHECK,
    mean_negation.CHECK,
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
    form_capital.CHECK,
    typo_spaces.CHECK,
    typo_quotes.CHECK,
    typo_ligatures.CHECK,
    typo_abbreviations.CHECK,
    typo_capitals.CHECK,
    typo_figures.CHECK,
    typo_english.CHECK,
    spelling.CHECK,
    consistency_source.CHECK,
    consistency_memory.CHECK,
    consistency_target.CHECK,
    consistency_files.CHECK,
)


def all_checks() -> tuple[Check, ...]:
    """Accord's own checks, then those that other installed packages bring under the entry point ``accord.checks``.

    Raises :class:`~tmx.errors.ConfigError` where a package's entry is no :class:`~toolkit.checks.check.Check`, cannot
    be imported, or takes a code that is taken.
    """
    found = list(CHECKS)
    for entry in entry_points(group=_ENTRY_POINTS):
        remedy = f"repair or uninstall the package {entry.dist.name if entry.dist else entry.value}"
        try:
            check = entry.load()
        except Exception as error:  # whatever a foreign package raises while it is imported
            raise ConfigError(f"the check «{entry.name}» cannot be loaded: {error}", remedy=remedy) from error
        if not isinstance(check, Check):
            raise ConfigError(f"«{entry.value}» is not a check", remedy=remedy)
        if any(check.code == other.code for other in found):
            raise ConfigError(f"the code {check.code} of «{entry.value}» is taken by another check", remedy=remedy)
        found.append(check)
    return tuple(found)


def find_check(code: str) -> Check:
    """The check ``code``. Raises :class:`~tmx.errors.ConfigError` where there is none."""
    checks = all_checks()
    for check in checks:
        if check.code == code.upper():
            return check
    raise _unknown(code, checks)


def _unknown(code: str, checks: Sequence[Check]) -> ConfigError:
    return ConfigError(f"there is no check «{code}»", remedy=f"the checks are {', '.join(c.code for c in checks)}")


def severity_of(check: Check, found: Severity, wanted: Mapping[str, Severity]) -> Severity:
    """The severity of what ``check`` has ``found``, where a house has said in ``wanted`` how grave it takes the check.

    ``wanted`` is by code or by the beginning of codes (``TYPO``), and the longest one counts. What the check itself
    takes for less grave than it is on the whole stays so: an unsure finding does not become an error.
    """
    codes = [code for code in wanted if check.code.startswith(code)]
    if not codes:
        return found
    severity = wanted[max(codes, key=len)]
    return severity if found is check.severity else min(severity, found, key=lambda one: one.rank)


def check_options(options: Mapping[str, Mapping[str, object]]) -> Mapping[str, Mapping[str, object]]:
    """``options`` by code and name, as they came, if checks have them.

    Raises :class:`~tmx.errors.ConfigError` for a check, an option or a value that there is not.
    """
    for code, chosen in options.items():
        known = {option.name: option for option in find_check(code).options}
        for name, value in chosen.items():
            if name not in known:
                remedy = f"it has: {', '.join(known)}" if known else "it has no options"
                raise ConfigError(f"the check {code} has no option «{name}»", remedy=remedy)
            if value not in known[name].choices:
                remedy = f"write one of: {', '.join(known[name].choices)}"
                raise ConfigError(f"«{name}» of the check {code} cannot be «{value}»", remedy=remedy)
    return options


def select_checks(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Sequence[Check]:
    """The checks whose code begins with one of ``select`` (all where it is empty) and with none of ``ignore``.

    ``TERM`` stands for all checks on terms. Raises :class:`~tmx.errors.ConfigError` for a code that no check has.
    """
    checks = all_checks()
    chosen, left_out = [code.upper() for code in select], [code.upper() for code in ignore]
    for code in (*chosen, *left_out):
        if not code or not any(check.code.startswith(code) for check in checks):
            raise _unknown(code, checks)
    return [
        check
        for check in checks
        if (not chosen or check.code.startswith(tuple(chosen))) and not check.code.startswith(tuple(left_out))
    ]
