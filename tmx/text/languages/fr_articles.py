"""Articles, determiners and «de» before a French noun that is put in the place of another one.

Elision and contraction follow the noun's first letter, and its gender where that is known (Grevisse, «Le bon usage»,
elision; articles).
"""

from __future__ import annotations

import re

__all__ = ["articles_fitted"]

# Before a consonant, masculine and feminine; before a vowel, masculine and feminine.
_FORMS = (
    ("le ", "la ", "l'", "l'"),
    ("du ", "de la ", "de l'", "de l'"),
    ("au ", "à la ", "à l'", "à l'"),
    ("de ", "de ", "d'", "d'"),
    ("que ", "que ", "qu'", "qu'"),
    ("ce ", "cette ", "cet ", "cette "),
    ("un ", "une ", "un ", "une "),
    ("mon ", "ma ", "mon ", "mon "),
    ("ton ", "ta ", "ton ", "ton "),
    ("son ", "sa ", "son ", "son "),
)
_WRITTEN = [form.replace("'", "['’]") for form in sorted({*sum(_FORMS, ())}, key=len, reverse=True)]
_BEFORE = re.compile(rf"(?<![\w'’-])(?:{'|'.join(_WRITTEN)})\Z", re.IGNORECASE)
_VOWEL = re.compile(
    r"(?!onz|oui\b|ouistiti|ululer)[aàâäeéèêëiîïoôöuùûüœæ]|h(?:omm|abit|eur|onn|ist|umai|ôpit|ôte)", re.IGNORECASE
)
# Endings of nouns that are feminine nearly always; asked only where an elision has to be undone.
_FEMININE = re.compile(
    r"(?:[sxt]ion|aison|[^m]ité|[lrt]té|nce|ure|ade|ette|ée|ie|esse|ude|euse|trice|ille|elle|enne|ise)s?\b",
    re.IGNORECASE,
)


def articles_fitted(before: str, noun: str, gender: str = "") -> tuple[int, str]:
    """What stands before ``noun`` when it follows ``before``: how many characters at the end go, and what comes there.

    ``gender`` is the noun's, as a glossary has it (``masculine``, ``f``); where it says nothing, that of the article
    stays, and where the article does not show one, the noun's ending tells. ``(0, "")`` where nothing has to change.
    """
    found = _BEFORE.search(before)
    if found is None or not noun[:1].isalpha():
        return 0, ""
    written = found[0].lower().replace("’", "'")
    forms = next(forms for forms in _FORMS if written in forms)
    vowel = _VOWEL.match(noun) is not None
    fitting = forms[2 * vowel + _is_feminine(written, forms, noun, gender)]
    if fitting == written:
        return 0, ""
    if "’" in before:
        fitting = fitting.replace("'", "’")
    if found[0][0].isupper():
        fitting = fitting[0].upper() + fitting[1:]
    return len(found[0]), fitting


def _is_feminine(written: str, forms: tuple[str, ...], noun: str, gender: str) -> bool:
    if gender[:1].lower() in ("m", "f"):
        return gender[:1].lower() == "f"
    masculine, feminine = written in forms[::2], written in forms[1::2]
    if masculine != feminine:
        return feminine
    return _FEMININE.search(noun.split()[0]) is not None
