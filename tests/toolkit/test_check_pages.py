"""The pages of the checks stand in docs/checks as their docstrings and catalogues say."""

import re
from pathlib import Path

import polib
import pytest

from toolkit.checks.pages import pages, plain_page
from toolkit.checks.registry import CHECKS, find_check
from toolkit.messages import LANGUAGES, speaking
from toolkit.messages.catalogue import page_texts, update_pages
from toolkit.messages.check_pages import check_pages_path, spoken_page

DOCS = Path(__file__).parents[2] / "docs" / "checks"
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "make docs"


def test_there_is_no_page_without_a_check():
    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} == set(PAGES)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_docstring_says_what_why_and_how(check):
    assert check.page.startswith(f"{check.code}: ")
    for part in ("Why it matters:", "Example", "The fix:"):
        assert part in check.page, part


def catalogue(language):
    return polib.pofile(str(check_pages_path(language)), encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_paragraph_is_translated(language):
    known = {entry.msgctxt: entry.msgid for entry in catalogue(language) if entry.msgstr and not entry.fuzzy}
    assert known == dict(page_texts()), "make docs, then translate what is fuzzy or empty in checks.<language>.po"


def test_french_pages_are_set_as_french_is():
    for entry in catalogue("fr"):
        prose = re.sub("``.*?``", "", entry.msgstr)
        assert "'" not in prose, entry.msgctxt
        assert not re.search(r" [:;!?»]|« |[^\u00a0 (]»|«[^\u00a0.]", prose), entry.msgctxt
        if entry.msgctxt.endswith(" 0"):
            assert entry.msgstr.endswith("."), entry.msgctxt


def test_french_pages_keep_the_literals():
    for entry in catalogue("fr"):
        literals = [set(re.findall("``(.*?)``", text)) for text in (entry.msgid, entry.msgstr)]
        assert literals[0] == literals[1], entry.msgctxt


def test_a_page_in_french():
    with speaking("fr"):
        page = plain_page(find_check("TERM001"))
    first, _, second = page.split("\n")[:3]
    assert first == "TERM001\u00a0: terme attendu absent."
    assert second.startswith("Relève un terme du glossaire")
    assert "Gravité\u00a0: avertissement" in page
    assert "Non signalé\u00a0:\n    EN" in page
    assert max(map(len, page.split("\n"))) <= 120


def test_what_is_not_translated_stays_english():
    page = "PACK001: a check of another package.\n\nFinds what it finds,\non two lines."
    with speaking("fr"):
        assert spoken_page("PACK001", page) == page
        mixed = spoken_page("TERM001", f"{find_check('TERM001').page}\n\nA paragraph that is new.")
    assert mixed.startswith("TERM001\u00a0: terme attendu absent.")
    assert mixed.endswith("\n\nA paragraph that is new.")


def test_a_changed_paragraph_is_looked_at_again(monkeypatch):
    texts = [(context, f"{text} Now." if context == "TERM001 1" else text) for context, text in page_texts()]
    monkeypatch.setattr("toolkit.messages.catalogue.page_texts", lambda: iter(texts))
    changed = {entry.msgctxt: entry for entry in update_pages("fr")}
    assert [context for context, entry in changed.items() if entry.fuzzy] == ["TERM001 1"]
    assert changed["TERM001 1"].msgstr.startswith("Relève")
