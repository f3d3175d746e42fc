"""Compiles the German-French seed lexicon that the aligner ships, from FreeDict's German-French dictionary.

    python benchmarks/seed_dictionary.py /usr/share/dictd/freedict-deu-fra.index [--most 24000] [-o FILE]

The dictionary is Debian's package dict-freedict-deu-fra (the index and the .dict.dz beside it). Kept are pairs of
single words whose French side is among the 60,000 most frequent French words (the list that term extraction ships),
the commonest first, since these come up most. Left out is what the aligner finds by itself, words that look alike, and
what would tell it nothing new, since it knows words by their first letters only. The same list comes out of every run.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from termbase.extract.monolingual.general import general_list
from tmx.align.cognates import likeness
from tmx.align.stems import STEM_LENGTH
from tmx.files import write_whole
from tmx.formats.dictionaries import read_articles
from tmx.text.folding import fold
from tmx.text.languages import find_language

OUT = Path(__file__).parents[1] / "tmx" / "align" / "seed-de-fr.tsv"
ALIKE = 0.75  # likeness from which a pair needs no dictionary
HEADER = """\
# A German-French lexicon for the sentence aligner: German word, tab, French word, tab, weight from 0 to 1.
# Compiled by benchmarks/seed_dictionary.py (--most {most}) from FreeDict deu-fra 2022.11.18 (dictd): single
# words only, without pairs that look alike, the commonest French words, by the frequencies of wordfreq (CC BY-SA 4.0).
# FreeDict deu-fra: FreeDict contributors, WikDict (Karl Bartel), from Wiktionary by way of DBnary, CC BY-SA 3.0.
# This list is an adaptation under CC BY-SA 4.0, which CC BY-SA 3.0 allows as a later version.
"""
# A line of an article that opens a sense with translations; what follows it explains, in German.
_SENSE = re.compile(r"^[0-9]+\. (?=\S)")
_NEXT_SENSE = re.compile(r"\s+[0-9]+\.$")
_HEADWORD_ENDS = re.compile(r" /| <")


def pairs(articles: Iterable[str]) -> Iterator[tuple[str, str]]:
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
    """The ``most`` useful of the pairs, in alphabetical order."""
    frequencies = general_list(find_language("fr"))
    known: set[tuple[str, str]] = set()
    rows = []
    for german, french in sorted(set(found), key=lambda pair: (-frequencies.zipf(pair[1]), pair)):
        stems = fold(german)[:STEM_LENGTH], fold(french)[:STEM_LENGTH]
        if frequencies.lists(french) and stems not in known and likeness(*stems) < ALIKE:
            known.add(stems)
            rows.append((german, french))
    return sorted(rows[:most])


def main() -> None:
    """Compile and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("--most", type=int, default=24_000)
    parser.add_argument("-o", dest="out", type=Path, default=OUT)
    options = parser.parse_args()
    found = list(pairs(article.text for article in read_articles(options.dictionary)))
    rows = reduced(found, options.most)
    with write_whole(options.out) as stream:
        stream.write(HEADER.format(most=options.most).encode())
        stream.writelines(f"{german}\t{french}\t1\n".encode() for german, french in rows)
    print(f"{len(rows)} of {len(set(found))} pairs of words: {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
