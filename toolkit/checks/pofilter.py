"""PF001: what translate-toolkit's pofilter finds.

Finds whatever the filters of translate-toolkit find for the language of the translation: accelerators, variables,
capitals, numbers, punctuation and some thirty more. They are off unless ``accord qa --with-pofilter`` asks for them.

Why it matters: a team that has worked with pofilter keeps what it is used to, beside Accord's own checks.

Example: «startcaps: Different capitalization at the start».

The fix: as the filter says. The filters flag many good translations; what they find is a warning all the same, since
they were asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from tmx.text.languages import primary_subtag
from toolkit.checks.check import Check, FileContext, Spot, Unit
from toolkit.model import Severity

__all__ = ["FAILING", "PASSING", "POFILTER"]


@cache
def _checker(language: str) -> Any:  # noqa: ANN401  translate-toolkit has no types
    from translate.filters.checks import CheckerConfig, StandardChecker

    return StandardChecker(checkerconfig=CheckerConfig(targetlanguage=language))


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated:
        return
    from translate.storage.po import pounit

    entry = pounit(unit.source.text)
    entry.target = unit.target.text
    failures = _checker(primary_subtag(context.target_tag)).run_filters(entry)
    for name, message in sorted(failures.items()):
        yield Spot("target", 0, len(unit.target.text), f"{name}: {message}")


POFILTER = Check("PF001", "pofilter", "other", Severity.WARNING, _run, __doc__)

FAILING = ()
PASSING = ()
