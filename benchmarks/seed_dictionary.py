"""Compiles the German-French lexicon that the aligner ships out of FreeDict's dictionaries.

    python benchmarks/seed_dictionary.py FOLDER [--german-french 24000] [-o FOLDER]

FOLDER holds Debian's dict-freedict-deu-fra (/usr/share/dictd); where it is not there, nothing is written.
Kept are pairs of single words whose French side is among the 60,000 most frequent French words (the list that term
extraction ships), the commonest first, since these come up most. Left out is what the aligner finds by itself, words
that look alike, and what would tell it nothing new, since it knows words by their first letters only. Accents are left
off, as the aligner does, which saves it the work. The same lists come out of every run.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex
from running import existing, parser_for, run

from termbase.extract.monolingual.general import general_list
from tmx.align.cognates import likeness
from tmx.align.lists import shipped_entries
from tmx.align.stems import STEM_LENGTH
from tmx.files import write_whole
from tmx.formats.dictionaries import read_articles
from tmx.text.folding import fold
from tmx.text.languages import find_language
from tmx.text.lemmas import lemma_set
from toolkit.workflows.dictionaries import import_dictionaries

Row = tuple[str, str, float]

OUT = Path(__file__).parents[1] / "tmx" / "align"
ALIKE = 0.75  # likeness from which a pair needs no dictionary
GERMAN_HEADER = """\
# A German-French lexicon for the sentence aligner: German word, tab, French word, tab, weight from 0 to 1; no accents.
# Compiled by benchmarks/seed_dictionary.py (--german-french {most}) from FreeDict deu-fra 2022.11.18 (dictd): single
# words only, without pairs that look alike, the commonest French words, by the frequencies of wordfreq (CC BY-SA 4.0).
# FreeDict deu-fra: FreeDict contributors, WikDict (Karl Bartel), from Wiktionary by way of DBnary, CC BY-SA 3.0.
# This list is an adaptation under CC BY-SA 4.0, which CC BY-SA 3.0 allows as a later version.
"""
LEAST = 0.1  # the weight of a pair by way of English, and how sure a learnt French-English pair must be to lead on
LEAST_LEARNT = 0.15
LEAST_ZIPF = 2.5  # of French words that are found by way of English
# A line of an article that opens a sense with translations; what follows it explains, in German.
IS_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")  # vowel signs of Indic scripts are marks
_SENSE = re.compile(r"^[0-9]+\. (?=\S)")
_NEXT_SENSE = re.compile(r"\s+[0-9]+\.$")
_HEADWORD_ENDS = re.compile(r" /| <")


def german_pairs(articles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """German and French single words, in lower case, of articles as FreeDict's dictd files print them."""
    for article in articles:
        head, *lines = article.strip().split("\n")
        german = _HEADWORD_ENDS.split(head)[0].strip().lower()
        if not german.isalpha():
            continue
        for number, line in enumerate(lines):
            opening = _SENSE.match(line)
            if number and not opening:
                continue
            translations = _NEXT_SENSE.sub("", line[opening.end() :] if opening else line)
            for french in translations.lower().split(", "):
                if french.strip().isalpha():
                    yield german, french.strip()


def reduced(found: Iterable[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """The ``most`` useful of the pairs, French second, in alphabetical order."""
    frequencies = general_list(find_language("fr"))
    known: set[tuple[str, str]] = set()
    rows = []
    for other, french in sorted(set(found), key=lambda pair: (-frequencies.zipf(pair[1]), pair)):
        words = fold(other), fold(french)
        stems = words[0][:STEM_LENGTH], words[1][:STEM_LENGTH]
        if frequencies.lists(french) and stems not in known and likeness(*stems) < ALIKE:
            known.add(stems)
            rows.append(words)
    return sorted(rows[:most])


def freedict_pairs(folder: Path, one: str, other: str) -> Iterator[tuple[str, str]]:
    """Single words in lower case of the dictionaries ``one``-``other`` and ``other``-``one``, ``one`` first.

    English verbs are without their ``to``. Either dictionary may be missing.
    """
    for left, right in ((one, other), (other, one)):
        path = folder / f"freedict-{left}-{right}.index"
        for entry in import_dictionaries([path])[0].entries if path.exists() else ():
            words = {
                language: word.lower().removeprefix("to " if language == "eng" else "")
                for language, word in ((left, entry.source), (right, entry.target))
            }
            if IS_WORD.fullmatch(words[one]) and IS_WORD.fullmatch(words[other]):
                yield words[one], words[other]


def by_english(folder: Path) -> dict[tuple[str, str], float]:
    """Weights of German and French stems that English words join, of deu-eng's single words in all their forms."""
    frequencies = general_list(find_language("fr"))
    french: dict[str, set[str]] = defaultdict(set)
    for english, word in freedict_pairs(folder, "eng", "fra"):
        french[english].add(word)
    for entry in shipped_entries("fr", "en"):
        if entry.weight >= LEAST_LEARNT:
            french[entry.target].add(entry.source)
    commonest: dict[str, float] = {}
    for word in frequencies.values:
        stem = fold(word)[:STEM_LENGTH]
        commonest[stem] = max(commonest.get(stem, 0.0), frequencies.zipf(word))
    german: dict[str, set[str]] = defaultdict(set)
    for article in import_dictionaries([folder / "freedict-deu-eng.index"])[0].entries:
        word, english = article.source.lower(), article.target.lower().removeprefix("to ")
        if word.isalpha() and english.isalpha():
            german[word].add(english)
    found: dict[tuple[str, str], float] = defaultdict(float)
    for word, translations in german.items():
        ways = [stems for stems in (_french_stems(english, french) for english in sorted(translations)) if stems]
        chances: dict[str, float] = defaultdict(float)
        for stems in ways:
            for stem in stems:
                chances[stem] += 1.0 / (len(stems) * len(ways))
        one = fold(word)[:STEM_LENGTH]
        # Signs for units stand among the words; without them nothing is left that would have to be folded on reading.
        for other, chance in chances.items() if one.isascii() else ():
            if commonest.get(other, 0.0) >= LEAST_ZIPF and likeness(one, other) < ALIKE:
                found[one, other] = max(found[one, other], chance)
    return found


def _french_stems(english: str, french: dict[str, set[str]]) -> set[str]:
    """The stems of an English word's translations, or of those of its dictionary forms."""
    words = french.get(english) or {
        word for lemma in lemma_set(english, find_language("en")) for word in french.get(lemma, ())
    }
    return {fold(word)[:STEM_LENGTH] for word in words}


def write(path: Path, header: str, rows: Iterable[Row]) -> None:
    """Write weighted pairs under ``header``."""
    with write_whole(path) as stream:
        stream.write(header.encode())
        stream.writelines(f"{one}\t{other}\t{round(weight, 2):g}\n".encode() for one, other, weight in rows)
    print(path, file=sys.stderr)


def main() -> None:
    """Compile and write."""
    parser = parser_for(__doc__)
    parser.add_argument("folder", type=existing)
    parser.add_argument("--german-french", type=int, default=24_000, help="how many pairs are kept")
    parser.add_argument("-o", dest="out", type=Path, default=OUT)
    options = parser.parse_args()
    folder: Path = options.folder
    if (folder / "freedict-deu-fra.index").exists():
        articles = read_articles(folder / "freedict-deu-fra.index")
        rows = reduced(german_pairs(article.text for article in articles), options.german_french)
        write(
            options.out / "seed-de-fr.tsv",
            GERMAN_HEADER.format(most=options.german_french),
            ((*row, 1.0) for row in rows),
        )


if __name__ == "__main__":
    run(main)
