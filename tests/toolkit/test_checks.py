"""Every check finds what its failing examples hold, and nothing in its passing ones."""

import importlib
import pkgutil

import pytest
from msgspec.structs import replace

import toolkit.checks
from termbase.model import Concept, Glossary, Status, Term
from tmx.errors import ConfigError
from tmx.model import Segment
from toolkit.checks import term_introduced
from toolkit.checks.check import Example, FileContext, MemoryPair, Unit
from toolkit.checks.dictionaries import find_speller
from toolkit.checks.registry import CHECKS, select_checks
from toolkit.model import Severity

_MODULES = {
    module.CHECK.code: module
    for module in (
        importlib.import_module(f"toolkit.checks.{info.name}") for info in pkgutil.iter_modules(toolkit.checks.__path__)
    )
    if hasattr(module, "CHECK")
}
_CASES = [
    pytest.param(module, example, fails, id=f"{code}-{'failing' if fails else 'passing'}-{number}")
    for code, module in sorted(_MODULES.items())
    for fails, examples in ((True, module.FAILING), (False, module.PASSING))
    for number, example in enumerate(examples, 1)
]


def glossary_of(pairs, source_language, target_language):
    concepts = {}
    for source, target in pairs:
        terms = concepts.setdefault(source, [Term(source, source_language)])
        status = Status.PREFERRED if len(terms) == 1 else Status.ADMITTED
        status = Status.FORBIDDEN if target.startswith("!") else status
        terms.append(Term(target.removeprefix("!"), target_language, status))
    return Glossary(tuple(Concept(str(n), tuple(terms)) for n, terms in enumerate(concepts.values(), 1)))


def context_of(example):
    glossary = (
        glossary_of(example.glossary, example.source_language, example.target_language) if example.glossary else None
    )
    context = FileContext(
        example.source_language,
        example.target_language,
        glossary,
        tuple(MemoryPair(*pair) for pair in example.memory),
        aligned=example.aligned,
        earlier=dict(example.earlier),
    )
    pairs = [(example.source, example.target), *example.others]
    context.units = tuple(
        Unit(str(n), Segment(example.source_language, source), Segment(example.target_language, target), context, n)
        for n, (source, target) in enumerate(pairs)
    )
    return context


@pytest.mark.parametrize(("module", "example", "fails"), _CASES)
def test_examples(module, example, fails):
    if module.CHECK.code == "SPEL001" and find_speller(example.target_language) is None:
        pytest.skip("no spelling dictionary: apt-get install hunspell-fr, pip install 'accord-toolkit[spelling]'")
    context = context_of(example)
    unit = context.units[0]
    found = list(module.CHECK.findings(unit, context, "example"))
    least = module.CHECK.severity.rank
    grave = [finding for finding in found if finding.severity.rank >= min(least, Severity.WARNING.rank)]
    assert bool(grave) == fails, found
    for finding in found:
        text = unit.source.text if finding.side == "source" else unit.target.text
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message
        if finding.fix is not None:
            assert finding.fix != text[finding.start : finding.end]
    if example.spot:
        texts = {"source": unit.source.text, "target": unit.target.text}
        assert example.spot in [texts[f.side][f.start : f.end] for f in grave]


@pytest.mark.parametrize("module", [module for module in _MODULES.values() if module.CHECK.alone])
def test_a_check_that_needs_no_source_finds_without_one(module):
    """At least one of its examples: some are faults beside their source only."""
    found = []
    for example in module.FAILING:
        context = context_of(replace(example, source="", others=tuple(("", target) for _, target in example.others)))
        found += module.CHECK.findings(context.units[0], context, "example")
    assert found


def test_every_check_stands_in_the_list_once():
    assert sorted(check.code for check in CHECKS) == sorted(_MODULES)


@pytest.mark.parametrize("module", _MODULES.values(), ids=list(_MODULES))
def test_every_check_is_documented_and_shown(module):
    assert module.__doc__.startswith(f"{module.CHECK.code}: ")
    for part in ("Why it matters:", "Example:", "The fix:"):
        assert part in module.__doc__
    assert module.FAILING
    assert module.PASSING


def test_select_by_code_and_by_family():
    assert [check.code for check in select_checks(["NUM001"])] == ["NUM001"]
    assert {check.code[:3] for check in select_checks(["num"])} == {"NUM"}
    assert not any(check.code.startswith("FORM") for check in select_checks(ignore=["FORM"]))
    with pytest.raises(ConfigError, match="no check «NUMBER»"):
        select_checks(["NUMBER"])


def test_an_acronym_is_introduced_once():
    sentence = "L’Organisation internationale pour les migrations (OIM) aide."
    english = ("It helps.", "The International Organization for Migration (IOM) helps.")
    for source, expected in zip(english, (1, 0), strict=True):
        example = Example("The IOM is here.", sentence, others=((source, sentence),))
        context = context_of(example)
        found = [list(term_introduced.CHECK.findings(unit, context, "f")) for unit in context.units]
        assert [len(one) for one in found] == [0, expected]
