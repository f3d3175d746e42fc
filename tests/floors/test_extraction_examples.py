"""The examples' memory proposes the terms that a translator of these texts would look for first."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from termbase.extract import extract_terms
from tmx.model import Property, Segment, TranslationUnit

GOLD = Path(__file__).parents[2] / "examples" / "gold"
FIRST = 100
WANTED = [
    ("IOM", "OIM"),
    ("International Organization for Migration", "Organisation internationale pour les migrations"),
    (
        "Global Compact for Safe, Orderly and Regular Migration",
        "Pacte mondial pour des migrations sûres, ordonnées et régulières",
    ),
    ("Global Compact", "Pacte mondial"),
    ("trafficking", "traite"),
    ("trafficking in persons", "traite des personnes"),
    ("smuggling of migrants", "trafic illicite de migrants"),
    ("migration management", "gestion des migrations"),
    ("SDGs", "ODD"),
]


def gold_units() -> Iterator[TranslationUnit]:
    for folder in sorted(path for path in GOLD.iterdir() if path.is_dir()):
        source, target = ((folder / name).read_text(encoding="utf-8").splitlines() for name in ("src.txt", "tgt.txt"))
        for number, line in enumerate((folder / "gold.txt").read_text(encoding="utf-8").splitlines(), 1):
            ours, theirs = (json.loads(part) for part in re.findall(r"\[[^\]]*\]", line)[:2])
            if ours and theirs:
                yield TranslationUnit(
                    f"{folder.name}-{number}",
                    (
                        Segment("en", " ".join(source[n] for n in ours)),
                        Segment("fr", " ".join(target[n] for n in theirs)),
                    ),
                    (Property("x-source-document", folder.name),),
                )


@pytest.fixture(scope="module")
def units() -> list[TranslationUnit]:
    return list(gold_units())


@pytest.fixture(scope="module")
def proposed(units):
    return extract_terms(units, "en", "fr", limit=FIRST)


@pytest.mark.parametrize(("source", "target"), WANTED)
def test_wanted_pairs_are_among_the_first(proposed, source, target):
    pairs = [(c.source_term.lower(), c.target_term.lower()) for c in proposed]
    assert (source.lower(), target.lower()) in pairs


def test_the_other_way_round(units):
    proposed = extract_terms(units, "fr", "en", limit=FIRST)
    pairs = {(c.target_term.lower(), c.source_term.lower()) for c in proposed}
    assert len([pair for pair in WANTED if (pair[0].lower(), pair[1].lower()) in pairs]) >= 8


def test_the_same_proposals_each_time(units, proposed):
    digest = hashlib.sha256(repr(proposed).encode()).hexdigest()
    again = extract_terms(units, "en", "fr", limit=FIRST)
    assert hashlib.sha256(repr(again).encode()).hexdigest() == digest


def test_candidates_carry_what_a_person_needs(proposed):
    acronym = next(c for c in proposed if c.source_term == "IOM")
    assert acronym.full_form == "International Organization for Migration"
    assert acronym.frequency > 20
    assert acronym.documents > 5
    for candidate in proposed:
        assert 0 < candidate.score < 1
        assert 0 < candidate.confidence <= 1
        assert candidate.contexts
    scores = [candidate.score for candidate in proposed]
    assert scores == sorted(scores, reverse=True)
