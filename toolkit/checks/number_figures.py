"""NUM001: a figure that differs from the source.

Finds a figure of the source that has no counterpart of the same value in the translation, and a figure of the
translation that nothing in the source accounts for. Figures are compared by value: ``1,000.5`` is ``1 000,5``,
``171st`` is ``171ème``, ``two`` is ``2``, ``3 million`` is ``3 000 000``.

Why it matters: a wrong figure in a release is a wrong fact.

Example: «807 victims» translated «870 victimes».

The fix: the figure of the source. A measure that was converted (miles to kilometres, Fahrenheit to Celsius) is left
in peace. Codes are reported where their letters stay and their figure changes. The same figure with another currency
(``EUR 5`` as ``5 dollars``) or another unit (``12 km`` as ``12 m``, ``3 %`` as ``3 ‰``) is reported too, and a share
in words, a Roman numeral or a letter that numbers something and differs (``two thirds`` as ``la moitié``, ``Annex II``
as ``annexe III``, ``(b)`` as ``c)``), and a temperature that has lost its minus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.currencies import Money, other_currencies, units_with_money
from toolkit.checks.figures import odd_figures, odd_without_digits, units_with_odd_numbers
from toolkit.checks.labels import Label, other_labels, units_with_labels
from toolkit.checks.measures import Measure, other_units, units_with_measures
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


_Other = Money | Measure | Label


def _where(context: FileContext) -> Flags:
    numbers = context.once(units_with_odd_numbers) | context.once(units_with_labels)
    return numbers | context.once(units_with_money) | context.once(units_with_measures)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or unit.source.text == unit.target.text:
        return
    if context.once(units_with_labels)[unit.position]:
        yield from _others(other_labels(unit), unit)
    if not (unit.source_numbers or unit.target_numbers):
        return
    source, target = unit.source.text, unit.target.text
    for odd in [*odd_figures(unit), *odd_without_digits(unit)]:
        if odd.source is not None and odd.target is not None:
            there, here = source[odd.source.start : odd.source.end], target[odd.target.start : odd.target.end]
            fix = there if there.isdigit() and here.isdigit() else None
            message = tr("the source says {there}, the translation says {here}", there=there, here=here)
            yield Spot("target", odd.target.start, odd.target.end, message, fix)
        elif odd.source is not None:
            there = source[odd.source.start : odd.source.end]
            message = tr("{text} is missing in the translation", text=there)
            yield Spot("source", odd.source.start, odd.source.end, message, severity=Severity.WARNING)
        elif odd.target is not None:
            here = target[odd.target.start : odd.target.end]
            message = tr("{text} is not in the source", text=here)
            yield Spot("target", odd.target.start, odd.target.end, message, severity=Severity.WARNING)
    yield from _others([*other_currencies(unit), *other_units(unit)], unit)


def _others(others: Iterable[tuple[_Other, _Other]], unit: Unit) -> Iterator[Spot]:
    for ours, theirs in others:
        there, here = unit.source.text[ours.start : ours.end], unit.target.text[theirs.start : theirs.end]
        message = tr("the source says {there}, the translation says {here}", there=there, here=here)
        yield Spot("target", theirs.start, theirs.end, message)


CHECK = Check("NUM001", "figure differs", "numbers", Severity.ERROR, _run, __doc__, where=_where)

FAILING = (
    Example("the return of 807 victims", "le retour de 870 victimes", "870"),
    Example("a fall of 40%", "une chute de %", "40%"),
    Example("3 million people", "3 milliards de personnes", "3 milliards"),
    Example("two nurses came", "trois infirmières sont venues", "trois"),
    Example("two billion dollars", "deux millions de dollars", "deux millions"),
    Example("EUR 3.2 million", "3,2 millions de dollars", "3,2 millions de dollars"),
    Example("the COVID-19 epidemic", "l’épidémie de COVID-18", "COVID-18"),
    Example("12 km from the border", "à 12 m de la frontière", "12 m"),
    Example("a fever of 40°C", "une fièvre de 40 °F", "40 °F"),
    Example("a rate of 3 per cent", "un taux de 3 pour mille", "3 pour mille"),
    Example("one tablet twice a day", "un comprimé trois fois par jour", "trois"),
    Example("two thirds of them", "la moitié d’entre eux", "moitié"),
    Example("see Annex II", "voir l’annexe III", "III"),
    Example("hepatitis B", "l’hépatite C", "C"),
    Example("(b) the fees;", "c) les honoraires ;", "c"),
    Example("down to –20 °C", "jusqu’à 20 °C", "20 °C"),
    Example("Millions of birds nest there.", "Des milliers d’oiseaux y nichent.", "milliers"),
    Example("revenue in Q4", "chiffre d’affaires du T3", "T3"),
)
PASSING = (
    Example("1,000.5 tonnes, 171st, two", "1 000,5 tonnes, 171ème, 2"),
    Example("3 million people in the 1990s", "3 000 000 de personnes dans les années 90"),
    Example("half of the 12 men", "la moitié des douze hommes"),
    Example("a couple of hundred people, a trillion euros", "quelque deux cents personnes, mille milliards d’euros"),
    Example("open 24/7", "ouvert 24 heures sur 24 et 7 jours sur 7"),
    Example("the budget for FY2023/24", "le budget de l’exercice 2023-2024"),
    Example("after 9/11", "après le 11 septembre 2001"),
    Example("US$5 million from 12 donors", "5 millions de dollars É.-U. de 12 donateurs"),
    Example("refs (1,2)", "réf. (1,2)"),
    Example("He paid 15,000 euros", "Il a payé 15 000 euros"),
    Example("Use {0} or <h1>", "Utilisez {0} ou <h1>"),
    Example("between 2 and 4 inches of rain", "entre 5 et 10 cm de pluie"),
    Example("45 miles (72 km) away", "à 72 km"),
    Example("20 °C below zero in Hall A", "–20 °C dans le hall A"),
    Example("thousands of them, in Q3", "des milliers d’entre eux, au 3e trimestre"),
    Example("(a) any employee(s)", "a) tout employé (s’il y en a)"),
    Example("5 tons in three months", "5 tonnes en trois mois"),
    Example("3 per thousand, 0.5%", "3 ‰, 5 pour mille"),
    Example("%1 of %2 files", "%2 fichiers, dont %1"),
    Example("about 80 degrees", "autour de 26 degrés"),
    Example("Phase III of COVID-19", "Phase 3 du virus"),
)
