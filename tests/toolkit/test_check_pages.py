"""The pages of the checks stand in docs/checks as their docstrings say."""

from pathlib import Path

import pytest

from toolkit.checks.pages import pages
from toolkit.checks.registry import CHECKS

DOCS = Path(__file__).parents[2] / "docs" / "checks"
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "make docs"


def test_there_is_no_page_without_a_check():
    assert {path.name for path in DOCS.iterdir()} == set(PAGES)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_docstring_says_what_why_and_how(check):
    assert check.page.startswith(f"{check.code}: ")
    for part in ("Why it matters:", "Example", "The fix:"):
        assert part in check.page, part
