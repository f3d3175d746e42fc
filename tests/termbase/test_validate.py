"""Each kind of problem: what is one, and what only looks like one."""

from pathlib import Path

import pytest

from termbase.formats.registry import read_glossary
from termbase.model import CaseRule, Category, Concept, Definition, Glossary, Status, Term, TermType
from termbase.stats import glossary_stats
from termbase.validate import KINDS, ProblemSeverity, validate_glossary
from toolkit.messages import speaking
from toolkit.messages.phrases import phrase

EXAMPLES = Path(__file__).parents[2] / "examples"
FORBIDDEN, ADMITTED, DEPRECATED = Status.FORBIDDEN, Status.ADMITTED, Status.DEPRECATED
ACRONYM = TermType.ACRONYM


def concept(name, *terms, notes=()):
    return Concept(name, tuple(terms), notes=notes)


def en(text, status=Status.PREFERRED, kind=TermType.FULL_FORM, **rest):
    return Term(text, "en", status, kind, **rest)


def fr(text, status=Status.PREFERRED, kind=TermType.FULL_FORM, **rest):
    return Term(text, "fr", status, kind, **rest)


def see(target, text=""):
    return Category("ref", "crossReference", text, target=target)


RETURN = concept("return", en("return"), fr("retour"))
TRAFFICKING = concept("trafficking", en("trafficking"), fr("traite"))
EXACT = CaseRule.EXACT

# What is found: code, concept, and words of the message.
WRONG = {
    "one identifier twice": ([RETURN, RETURN], "same-identifier", "return", "2 concepts"),
    "one term twice": ([concept("a", en("x"), en("x", FORBIDDEN), fr("y"))], "same-term-twice", "a", "preferred, forb"),
    "conflict on a term": ([concept("a", en("x"), fr("y", notes=("conflict: z",)))], "unsettled-conflict", "a", ": z"),
    "conflict on a concept": ([concept("a", en("x"), fr("y"), notes=("conflict: z",))], "unsettled-conflict", "a", "z"),
    "one concept twice": (
        [RETURN, concept("b", en("Return"), fr("retour"), fr("rentrée", ADMITTED))],
        "same-concept-twice",
        "b",
        "as «return»: return · retour",
    ),
    "several preferred": ([concept("a", en("x"), fr("y"), fr("z"))], "several-preferred", "a", "«y», «z»"),
    "forbidden in the same concept": (
        [concept("a", en("x"), fr("Y"), fr("y", FORBIDDEN))],
        "preferred-and-forbidden",
        "a",
        "«y» is forbidden in this concept",
    ),
    "forbidden for the same source term": (
        [TRAFFICKING, concept("b", en("trafficking"), fr("trafic"), fr("traite", FORBIDDEN))],
        "preferred-and-forbidden",
        "trafficking",
        "forbidden in «b»",
    ),
    "a reference of a concept to nothing": (
        [Concept("a", (en("x"), fr("y")), data=(see("b", "the other"),))],
        "lost-reference",
        "a",
        "points to «b» («the other»)",
    ),
    "a reference of a term to nothing": (
        [concept("a", en("x", data=(see("t9"),)), fr("y", identifier="t8"))],
        "lost-reference",
        "a",
        "points to «t9», which",
    ),
    "replaced in a circle": (
        [concept("a", en("x"), fr("y"), fr("z", DEPRECATED)), concept("b", en("X"), fr("z"), fr("y", FORBIDDEN))],
        "circular-replacement",
        "a",
        "«z» → «y» → «z»",
    ),
    "replaced in a long circle of one language": (
        [
            concept("a", en("x"), en("y", DEPRECATED)),
            concept("b", en("z"), en("x", FORBIDDEN)),
            concept("c", en("y"), en("z", FORBIDDEN)),
        ],
        "circular-replacement",
        "a",
        "«y» → «x» → «z» → «y»",
    ),
    "no French": ([RETURN, concept("b", en("boat"))], "missing-language", "b", "boat (en)"),
    "only a forbidden French term": ([RETURN, concept("b", en("x"), fr("y", FORBIDDEN))], "missing-language", "b", "x"),
    "acronym alone": (
        [concept("a", en("IOM", kind=ACRONYM), fr("Organisation"))],
        "acronym-alone",
        "a",
        "no full form",
    ),
    "acronym with a forbidden full form": (
        [concept("a", en("x"), fr("OIM", ADMITTED, ACRONYM), fr("Organisation", FORBIDDEN))],
        "acronym-alone",
        "a",
        "no full form",
    ),
    "no-break space behind": ([concept("a", en("x"), fr("y\u00a0"))], "stray-space", "a", "no-break space too many"),
    "double space": ([concept("a", en("x  y"), fr("y"))], "stray-space", "a", "a space too many at character 2"),
    "space without width": ([concept("a", en("x\u200by"), fr("y"))], "stray-space", "a", "without width"),
    "soft hyphen": ([concept("a", en("x\u00ady"), fr("y"))], "stray-space", "a", "soft hyphen"),
    "opening bracket": ([concept("a", en("x (y"), fr("y"))], "open-bracket", "a", "opening «(»"),
    "closing bracket": ([concept("a", en("x) (y"), fr("y"))], "open-bracket", "a", "closing «)»"),
    "crossed brackets": ([concept("a", en("x (y [z) w]"), fr("y"))], "open-bracket", "a", "closing «)»"),
    "homonym": (
        [concept("a", en("port"), fr("port")), concept("b", en("wearing"), fr("port"))],
        "homonym",
        "a",
        "a term of «b» too",
    ),
    "false friend": (
        [TRAFFICKING, concept("b", en("draft"), fr("projet"), fr("traite", FORBIDDEN))],
        "false-friend",
        "trafficking",
        "forbidden in «b»",
    ),
}

FINE = {
    "nothing": [],
    "plain": [RETURN, TRAFFICKING],
    "regions may each prefer a term": [
        concept("a", Term("organisation", "en-GB"), Term("organization", "en-US"), fr("organisation"))
    ],
    "capitals that count": [
        concept("a", en("United Nations"), fr("Nations Unies", case=EXACT), fr("Nations unies", DEPRECATED, case=EXACT))
    ],
    "acronym with its full form": [
        concept(
            "a", en("Organization"), en("IOM", ADMITTED, ACRONYM), fr("Organisation"), fr("IOM", FORBIDDEN, ACRONYM)
        )
    ],
    "who is not WHO": [
        concept("a", en("World Health Organization"), en("WHO", ADMITTED, ACRONYM), fr("Organisation mondiale")),
        concept("b", en("who"), fr("qui")),
    ],
    "no-break space inside": [concept("a", en("x"), fr("« traite »"))],
    "references": [
        Concept("a", (en("x", identifier="t1"), fr("y")), data=(see("b"), see("t2"), see(""), see("https://x.org"))),
        concept("b", en("z", data=(see("a"), see("t1"))), fr("w", identifier="t2")),
    ],
    "brackets": [concept("a", en("x (y [z])"), fr("«\u00a0y\u00a0»"))],
    "an apostrophe is no quotation mark": [concept("a", en("children’s rights"), fr("droits de l’enfant"))],
    "a note about a conflict": [concept("a", en("x"), fr("y"), notes=("armed conflict: see there",))],
}


@pytest.mark.parametrize(("concepts", "code", "name", "words"), WRONG.values(), ids=WRONG)
def test_problem(concepts, code, name, words):
    problems = validate_glossary(Glossary(tuple(concepts)))
    found = [(problem.code, problem.concept) for problem in problems]
    assert found.count((code, name)) == 1, problems
    assert words in next(problem.message for problem in problems if problem.code == code)


def test_problems_in_french():
    with speaking("fr"):
        for concepts, *_ in WRONG.values():
            for message in (problem.message for problem in validate_glossary(Glossary(tuple(concepts)))):
                assert phrase(message) != message
        for kind in KINDS:
            assert phrase(kind.title) != kind.title
        assert phrase("stands 2 times in the concept (preferred, forbidden)") == (
            "figure 2 fois dans le concept (privilégié, interdit)"
        )


@pytest.mark.parametrize("concepts", FINE.values(), ids=FINE)
def test_no_problem(concepts):
    assert validate_glossary(Glossary(tuple(concepts))) == ()


def test_every_kind_has_a_case():
    assert {code for _, code, _, _ in WRONG.values()} == {kind.code for kind in KINDS}


def test_problems_alone():
    """A case above is about its own kind: no other kind of error or warning comes with it, but for what must."""
    expected = {"one identifier twice": {"same-concept-twice"}}
    for case, (concepts, code, _, _) in WRONG.items():
        grave = {p.code for p in validate_glossary(Glossary(tuple(concepts))) if p.severity is not ProblemSeverity.INFO}
        allowed = {code, *expected.get(case, ()), "same-term-twice", "preferred-and-forbidden"}
        assert grave <= allowed, case


def test_the_example_is_clean():
    for name in ("glossary.csv", "glossary.tbx"):
        assert validate_glossary(read_glossary(EXAMPLES / name)) == ()


def test_stats():
    glossary = Glossary(
        (
            Concept("a", (en("x", contexts=("one", "two")), fr("y"), fr("Z", FORBIDDEN, ACRONYM)), "s", "A thing."),
            Concept("b", (en("v"),), "s", definitions=(Definition("Other.", "en"),)),
            Concept("c", (fr("w", Status.PROPOSED),)),
        )
    )
    stats = glossary_stats(glossary)
    assert (stats.concepts, stats.terms, stats.defined, stats.subjects) == (3, 5, 2, 1)
    english, french = stats.languages
    assert (english.language, english.concepts, english.terms, english.acronyms) == ("en", 2, 2, 0)
    assert (english.with_context, english.contexts) == (1, 2)
    assert [(count.status.value, count.terms) for count in french.statuses if count.terms] == [
        ("preferred", 1),
        ("forbidden", 1),
        ("proposed", 1),
    ]
    assert (french.concepts, french.terms, french.acronyms, french.contexts) == (2, 3, 1, 0)
