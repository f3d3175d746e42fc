"""Compiles the lists of words that ship for languages beside French-English, out of dictionaries.

    python benchmarks/dictionaries.py PACKAGES [--freedict FOLDER] [--most 50000] [-o FOLDER]

FOLDER holds Debian's dict-freedict packages of the languages below, PACKAGES its apertium-eng-cat, -fra-cat, -spa-cat,
-cat-ita and -por-cat, each unpacked (``dpkg -x``) into a folder of its name.

Kept are pairs of single words whose English or French side is among the 60,000 most frequent words, the commonest
first, but none that look alike, which the aligner finds by itself. Of how often two words translate each other nothing
is known but how many translations either has: the weight is the geometric mean of both chances if all translations of
a word are equally likely, to the power of a half. The same lists come out of every run.
"""

import argparse
from collections import Counter
from pathlib import Path

from apertium import TO_CATALAN, by_catalan
from seed_dictionary import ALIKE, Row, freedict_pairs, write

from termbase.extract.monolingual.general import general_list
from tmx.align.cognates import likeness
from tmx.align.stems import STEM_LENGTH
from tmx.text.folding import fold
from tmx.text.languages import find_language

OUT = Path(__file__).parents[1] / "tmx" / "align"
POWER = 0.5
# The second language has a list of frequent words. FreeDict's dictionaries of Danish, Polish and Japanese are under
# other licences, those of other languages are small or not there.
PAIRS = (
    *(("ar", "en"), ("cs", "en"), ("de", "en"), ("es", "en"), ("it", "en"), ("nl", "en"), ("pt", "en"), ("ru", "en")),
    *(("sv", "en"), ("es", "fr"), ("it", "fr"), ("nl", "fr"), ("pt", "fr")),
)
FREEDICT = {
    "ar": "ara", "cs": "ces", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "nl": "nld", "pt": "por",
    "ru": "rus", "sv": "swe",
}  # fmt: skip
HEADER = """\
# {one}-{other} words for the sentence aligner: {one} word, tab, {other} word, tab, weight from 0 to 1; no accents.
# Compiled by benchmarks/dictionaries.py: single words without pairs that look alike, the commonest ones by wordfreq (CC
# BY-SA 4.0). The weight tells how many translations the words have.
# Dictionaries: {sources}.
# This file is under the GPL, version 3 or later.
"""


def known_pairs(packages: Path, freedict: Path, one: str, other: str) -> tuple[set[tuple[str, str]], list[str]]:
    """The pairs of words that dictionaries know, in lower case, and which dictionaries these are, with licences."""
    pairs = set(freedict_pairs(freedict, FREEDICT[one], FREEDICT[other]))
    names = (f"{FREEDICT[left]}-{FREEDICT[right]}" for left, right in ((one, other), (other, one)))
    there = [name for name in names if (freedict / f"freedict-{name}.index").exists()]
    sources = [f"FreeDict {' and '.join(there)}, GPL-{2 + (one == 'de')}.0-or-later"] * bool(there)
    if {one, other} <= TO_CATALAN.keys():
        frequent = set(general_list(find_language(other)).values)
        found = by_catalan(packages, other, one, frequent | set(map(str.capitalize, frequent)))
        pairs |= {pair[::-1] for pair in found}
        sources.append("Apertium by way of Catalan, GPL-2.0-or-later and GPL-3.0-or-later")
    return pairs, sources


def weighted(pairs: set[tuple[str, str]], other: str, most: int) -> list[Row]:
    """The ``most`` useful pairs with their weights, folded, in the order of their letters."""
    frequencies = general_list(find_language(other))
    pairs = {pair for pair in pairs if frequencies.lists(pair[1])}
    ours, theirs = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for one, two in pairs:
        words = fold(one), fold(two)
        if words[1].isascii() and likeness(words[0][:STEM_LENGTH], words[1][:STEM_LENGTH]) < ALIKE:
            weight = (ours[one] * theirs[two]) ** (-POWER / 2)
            found[words] = max(found.get(words, (0.0, 0.0)), (weight, frequencies.zipf(two)))
    commonest = sorted(found, key=lambda words: (-found[words][1], words))[:most]
    return sorted((*words, found[words][0]) for words in commonest)


def main() -> None:
    """Compile and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--freedict", type=Path, default=Path("/usr/share/dictd"))
    parser.add_argument("--most", type=int, default=50_000, help="how many pairs of each list are kept")
    parser.add_argument("-o", dest="out", type=Path, default=OUT)
    options = parser.parse_args()
    for one, other in PAIRS:
        pairs, sources = known_pairs(options.packages, options.freedict, one, other)
        header = HEADER.format(one=one, other=other, sources="; ".join(sources))
        write(options.out / f"dictionary-{one}-{other}.tsv", header, weighted(pairs, other, options.most))


if __name__ == "__main__":
    main()
