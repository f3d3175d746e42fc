"""Several processes find what one finds, whatever becomes of those that help."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import pytest

from termbase.model import Concept, Glossary, Term
from tmx.model import Segment
from toolkit.checks.check import Check, FileContext, MemoryPair, Spot
from toolkit.checks.registry import CHECKS
from toolkit.model import QaResult, Severity
from toolkit.workflows import qa_processes
from toolkit.workflows.qa import QaMaterial, UnitToCheck, check_units

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a second process is made on Linux only")

_ROWS = [
    ("They discussed labour migration in the region.", "Ils ont parlé des voyages saisonniers dans la région."),
    ("trained to recognize trafficking", "formés à reconnaître le trafic"),
    ("The centre opened on 4 July with 12 beds.", "Le centre a ouvert le 4 juin avec 12 lits."),
    ("The centre is open.", "Le centre  est ouvert"),
    ("The WHO advises it: yes.", "La WHO le recommande: oui."),
    (
        "The centre opened in March. Its lawyers, doctors and trainers receive forty families every week.",
        "Il a ouvert.",
    ),
    ("The centre is open.", "Le foyer est ouvert."),
]
_UNITS = [
    UnitToCheck(f"{number}.{at}", Segment("en", source), Segment("fr", target))
    for number in range(3)
    for at, (source, target) in enumerate(_ROWS)
]
_GLOSSARY = Glossary(
    tuple(
        Concept(str(number), terms=(Term(source, "en"), Term(target, "fr")))
        for number, (source, target) in enumerate(
            [("labour migration", "migration de main-d’œuvre"), ("trafficking", "traite"), ("smuggling", "trafic")]
        )
    )
)
_MATERIALS = [
    QaMaterial(),
    QaMaterial(_GLOSSARY),
    QaMaterial(_GLOSSARY, (MemoryPair("The centre is open.", "Le centre est ouvert."),)),
]


def _checked(material: QaMaterial, processes: int, checks: tuple[Check, ...] = CHECKS) -> QaResult:
    languages = {"source_language": "en", "target_language": "fr"}
    return check_units(Path("a.po"), _UNITS, material=material, checks=checks, processes=processes, **languages)


@pytest.fixture(autouse=True)
def _any_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa_processes, "_LARGE", 1)


@pytest.mark.parametrize("material", _MATERIALS, ids=["alone", "glossary", "memory"])
@pytest.mark.parametrize("processes", [2, 3, 64])
def test_several_processes_find_what_one_finds(material: QaMaterial, processes: int) -> None:
    alone = _checked(material, 1)
    assert len(list(alone.findings)) > 10
    assert _checked(material, processes) == alone
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("material", _MATERIALS[:2], ids=["alone", "glossary"])
@pytest.mark.parametrize("sent", [0, 1, 2, 3])
def test_a_second_process_that_ends_early_is_not_missed(
    material: QaMaterial, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(connection, context, work):  # type: ignore[no-untyped-def]  # as the one it replaces
        for work_out in work.shared[:sent]:
            connection.send_bytes(qa_processes._pickled([context.once(work_out)], ()))
        if sent:  # with a family of checks in its hands
            os.read(work.shares._next, 1)
        os._exit(1)

    monkeypatch.setattr(qa_processes, "_help", dies)
    assert _checked(material, 3) == _checked(material, 1)


def test_no_room_for_a_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("multiprocessing.context.ForkProcess.start", refuses)
    assert _checked(_MATERIALS[1], 2) == _checked(_MATERIALS[1], 1)


def test_checks_of_others_stay_in_the_first_process() -> None:
    seen = []

    def run(unit, context: FileContext):  # type: ignore[no-untyped-def]
        seen.append(os.getpid())
        yield Spot("target", 0, 1, "x")

    theirs = Check("OTHER001", "another's", "other", Severity.INFO, run, "")
    assert _checked(_MATERIALS[1], 2, (*CHECKS, theirs)) == _checked(_MATERIALS[1], 1, (*CHECKS, theirs))
    assert set(seen) == {os.getpid()}


@pytest.mark.parametrize("chosen", ["COMP003", "TERM", "NUM", "TERM001"])
def test_some_checks_alone(chosen: str) -> None:
    checks = tuple(check for check in CHECKS if check.code.startswith(chosen))
    assert _checked(_MATERIALS[1], 2, checks) == _checked(_MATERIALS[1], 1, checks)
