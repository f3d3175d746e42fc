"""The words of units that came after the index was made, in small tables that grow with each unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tmx.match.concordance_index import AskedWord, WordPlace
from tmx.match.concordance_words import form_lemmas, forms_of, language_of
from tmx.memory import SourceText
from tmx.text.folding import fold

__all__ = ["RecentWords"]


class RecentWords:
    """The words of some texts in one language (a primary subtag), searched as a ``WordIndex`` is."""

    def __init__(self, language: str) -> None:
        self._language = language_of(language)
        self._texts: list[tuple[int, int, list[str]]] = []  # unit, which of its texts, forms
        self._rows: dict[str, list[int]] = defaultdict(list)
        self._plain: dict[str, set[str]] = defaultdict(set)
        self._lemmas: dict[str, set[str]] = defaultdict(set)
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, texts: Iterable[SourceText]) -> None:
        """Take in texts, in the order of their units."""
        for unit, text, _ in texts:
            forms = forms_of(text)
            before = self._texts[-1] if self._texts else (-1, 0, [])
            row = len(self._texts)
            self._texts.append((unit, before[1] + 1 if before[0] == unit else 0, forms))
            self._counts.update(forms)
            for form in set(forms):
                if form not in self._rows:
                    self._plain[fold(form)].add(form)
                    for lemma in form_lemmas(form, self._language):
                        self._lemmas[lemma].add(form)
                self._rows[form].append(row)

    def count(self, form: str) -> int:
        """How often a form stands in the texts."""
        return self._counts[form]

    def exact(self, phrase: Sequence[AskedWord]) -> Iterator[WordPlace]:
        """Where these very words stand one after another, the last text first."""
        return self._phrase([{word.form} for word in phrase])

    def inflected(self, phrase: Sequence[AskedWord]) -> Iterator[WordPlace]:
        """Where forms of these words stand one after another, the last text first."""
        return self._phrase([self._forms(word) for word in phrase])

    def apart(self, phrase: Sequence[AskedWord]) -> Iterator[tuple[WordPlace, ...]]:
        """The texts with a form of each of these words anywhere, the last first; the places of each text's words."""
        wanted = [self._forms(word) for word in phrase]
        anything = set().union(*wanted)
        for row in self._common_rows(wanted):
            unit, text, forms = self._texts[row]
            yield tuple(WordPlace(unit, text, place, place + 1) for place, form in enumerate(forms) if form in anything)

    def _phrase(self, wanted: Sequence[set[str]]) -> Iterator[WordPlace]:
        size = len(wanted)
        for row in self._common_rows(wanted):
            unit, text, forms = self._texts[row]
            for first in range(len(forms) - size, -1, -1):
                if all(forms[first + at] in some for at, some in enumerate(wanted)):
                    yield WordPlace(unit, text, first, first + size)

    def _common_rows(self, wanted: Sequence[set[str]]) -> list[int]:
        """The texts that have one of each of these sets of forms, the last first."""
        if not wanted:
            return []
        lists = [{row for form in some for row in self._rows.get(form, ())} for some in wanted]
        return sorted(set.intersection(*lists), reverse=True)

    def _forms(self, word: AskedWord) -> set[str]:
        forms = {form for lemma in word.lemmas | {word.form} for form in self._lemmas.get(lemma, ())}
        if word.form in self._rows:
            forms.add(word.form)
        else:
            forms |= self._plain.get(word.plain, set())
        return forms
