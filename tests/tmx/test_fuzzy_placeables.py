"""Figures and dates are put right in the proposal, where there is no doubt."""

import pytest

from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings
from tmx.match.placeables import Change, replaced
from tmx.model import Segment, TranslationUnit
from tmx.store.held import HeldMemory

TABLE = [
    # memory's source, its target, the query, the proposal
    ("There are 807 victims.", "Il y a 807 victimes.", "There are 870 victims.", "Il y a 870 victimes."),
    (
        "It cost 1,250.5 euros.",
        "Cela a coûté 1 250,5 euros.",
        "It cost 3,999.25 euros.",
        "Cela a coûté 3 999,25 euros.",
    ),
    (
        "It cost 900 euros then.",
        "Cela a coûté 900 euros.",
        "It cost 12,900 euros then.",
        "Cela a coûté 12\u00a0900 euros.",
    ),
    ("Up 5% in 2019 again.", "En hausse de 5 % en 2019.", "Up 7.5% in 2023 again.", "En hausse de 7,5 % en 2023."),
    (
        "Adopted on 2 May 2019 here.",
        "Adopté le 2 mai 2019.",
        "Adopted on 14 June 2021 here.",
        "Adopté le 14 juin 2021.",
    ),
    ("Adopted on 2 May 2019 here.", "Adopté le 2 mai 2019.", "Adopted on 1 May 2019 here.", "Adopté le 1er mai 2019."),
    ("Adopted on 1 May 2019 here.", "Adopté le 1er mai 2019.", "Adopted on 3 May 2019 here.", "Adopté le 3 mai 2019."),
    (
        "We meet on Monday at noon.",
        "On se voit lundi à midi.",
        "We meet on Friday at noon.",
        "On se voit vendredi à midi.",
    ),
    (
        "The train left at 17:30 again.",
        "Le train est parti à 17 h 30.",
        "The train left at 9:05 again.",
        "Le train est parti à 9 h 05.",
    ),
    (
        "See form A-12 for the rest.",
        "Voir le formulaire A-12.",
        "See form A-15 for the rest.",
        "Voir le formulaire A-15.",
    ),
    (
        "About 3 million people live here.",
        "Environ 3 millions de personnes.",
        "About 4 million people live here.",
        "Environ 4 millions de personnes.",
    ),
    (
        "From 5 to 9 people were there.",
        "De 5 à 9 personnes.",
        "From 6 to 12 people were there.",
        "De 6 à 12 personnes.",
    ),
    # no doubt must be left
    ("From 5 to 5 people were there.", "De 5 à 5 personnes.", "From 5 to 6 people were there.", "De 5 à 5 personnes."),
    (
        "There are 12 victims here.",
        "Il y a douze victimes ici.",
        "There are 14 victims here.",
        "Il y a douze victimes ici.",
    ),
    (
        "There are 12 victims here.",
        "Il y a des victimes ici.",
        "There are 14 victims here.",
        "Il y a des victimes ici.",
    ),
    (
        "The 1st meeting was held here.",
        "La 1re réunion a eu lieu.",
        "The 2nd meeting was held here.",
        "La 1re réunion a eu lieu.",
    ),
]


@pytest.mark.parametrize(("source", "target", "query", "proposal"), TABLE, ids=[row[2] for row in TABLE])
def test_put_right(source, target, query, proposal):
    unit = TranslationUnit("1", (Segment("en", source), Segment("fr", target)))
    matcher = FuzzyMatcher(HeldMemory([unit]), "en", "fr", LookupSettings(threshold=50))
    (match,) = matcher.lookup(query)
    assert match.proposal == proposal
    assert match.target.text == target
    for change in match.replacements:
        assert match.proposal[change.start : change.end] == change.after
    assert bool(match.replacements) == (proposal != target)


def test_changes_one_after_the_other():
    unit = TranslationUnit("1", (Segment("en", "a b c d 5 e"), Segment("fr", "un deux trois 5")))
    (match,) = FuzzyMatcher(HeldMemory([unit]), "en", "fr").lookup("a b c d 1500 e")
    match = replaced(match, [Change(0, 2, "quarante", "term")])
    assert match.proposal == "quarante deux trois 1500"
    assert [(r.before, r.after, match.proposal[r.start : r.end]) for r in match.replacements] == [
        ("un", "quarante", "quarante"),
        ("5", "1500", "1500"),
    ]
