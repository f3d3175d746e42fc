"""Compiles the lists of words that ship for languages beside French-English, out of dictionaries and translations.

    python benchmarks/dictionaries.py PACKAGES [PAIR...] [--freedict FOLDER] [--most 50000] [-o FOLDER]

FOLDER holds Debian's dict-freedict packages with the languages below and English, PACKAGES its apertium-eng-cat,
-fra-cat, -spa-cat, -cat-ita and -por-cat, each unpacked (``dpkg -x``) into a folder of its name, and the games that
french_english.py has. A PAIR is es-en or another one; without any all are made.

Of dictionaries are kept pairs of single words whose English or French side is among the 60,000 most frequent words, the
commonest first, but none that look alike, which the aligner finds by itself. How often two words translate each other
they do not say: the weight is the geometric mean of both chances if all translations of a word are equally likely, to
the power of a half. With them words are aligned in the games' translations from English (``tmx/align/words.py``). How
often words translate each other there is their weight where that is more, and adds pairs that dictionaries lack.
No text goes into a list, nor any evaluation data. The same lists come out of every run.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from apertium import TO_CATALAN, by_catalan
from free_texts import message_pairs, translations
from french_english import Counts, Pair, counted
from german_french import learnt
from running import dictionary_parser, run
from seed_dictionary import ALIKE, Row, freedict_pairs, write

from termbase.extract.monolingual.general import general_list
from tmx.align.cognates import likeness
from tmx.align.lexicon import LexiconEntry
from tmx.align.stems import STEM_LENGTH
from tmx.text.folding import fold
from tmx.text.languages import find_language

OUT = Path(__file__).parents[1] / "tmx" / "align"
POWER = 0.5
# The second language has a list of frequent words. FreeDict's dictionaries of Polish and Japanese are under other
# licences, others are small or not there: without any all is learnt.
PAIRS = (
    *("ar-en", "cs-en", "de-en", "es-en", "es-fr", "fi-en", "hu-en", "it-en", "it-fr", "ja-en", "nl-en", "nl-fr"),
    *("pl-en", "pt-en", "pt-fr", "ru-en", "sv-en", "tr-en", "zh-en"),
)
# These are cut to the letters by which the aligner knows words, which joins their forms and takes less room.
SHORT_PAIRS = (
    *("bg-en", "da-en", "el-en", "hi-en", "hr-en", "id-en", "ko-en", "lt-en", "lv-en", "nb-en", "ro-en", "sk-en"),
    *("sr-en", "sw-en", "uk-en", "vi-en"),
)
SHORT_MOST = 20_000
FREEDICT = {
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fr": "fra",
    "hi": "hin", "hr": "hrv", "id": "ind", "it": "ita", "lt": "lit", "nb": "nor", "nl": "nld", "pt": "por", "ru": "rus",
    "sk": "slk", "sr": "srp", "sv": "swe", "sw": "swh",
}  # fmt: skip
# Licences that are not version 2 of the GPL or later.
_BY_SA = "CC BY-SA 3.0 (adapted under 4.0 and so the GPL)"
LICENCES = {
    "deu-eng": "GPL-3.0-or-later", "eng-deu": "GPL-3.0-or-later", "dan-eng": "GPL-3.0-or-later",
    "eng-dan": "GPL-3.0-or-later", "ell-eng": _BY_SA, "eng-bul": _BY_SA, "eng-ind": _BY_SA, "eng-nor": _BY_SA,
}  # fmt: skip
# Signs that the aligner takes one by one.
CJK = {"ja", "zh"}
_SIGN = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")
HEADER = """\
# {one}-{other} words for the sentence aligner{cut}: {one} word, tab, {other} word, tab, weight from 0 to 1; no accents.
# Compiled by benchmarks/dictionaries.py: single words without pairs that look alike, the commonest ones by wordfreq (CC
# BY-SA 4.0). The weight tells how many translations the words have, or how often they translate each other in texts.
# Dictionaries: {sources}.
# Texts (Debian 12), of which word pairs were learnt by tmx/align/words.py: {texts} of translations of Battle for
# Wesnoth, Widelands, FreedroidRPG, Flare, Freeciv and KGeography (GPL, version 2 or 3 or later).
# This file is under the GPL, version 3 or later.
"""


def known_pairs(packages: Path, freedict: Path, one: str, other: str) -> tuple[set[Pair], list[str]]:
    """The pairs of words that dictionaries know, in lower case, and which dictionaries these are, with licences."""
    pairs: set[Pair] = set()
    sources = []
    if one in FREEDICT:
        pairs |= set(freedict_pairs(freedict, FREEDICT[one], FREEDICT[other]))
        names = (f"{FREEDICT[left]}-{FREEDICT[right]}" for left, right in ((one, other), (other, one)))
        there = [name for name in names if (freedict / f"freedict-{name}.index").exists()]
        for licence, named in groupby(there, key=lambda name: LICENCES.get(name, "GPL-2.0-or-later")):
            sources.append(f"FreeDict {' and '.join(named)}, {licence}")
    if {one, other} <= TO_CATALAN.keys():
        frequent = set(general_list(find_language(other)).values)
        found = by_catalan(packages, other, one, frequent | set(map(str.capitalize, frequent)))
        pairs |= {pair[::-1] for pair in found}
        sources.append("Apertium by way of Catalan, GPL-2.0-or-later and GPL-3.0-or-later")
    return pairs, sources or ["none"]


def weighted(pairs: set[Pair], other: str, most: int) -> dict[Pair, float]:
    """The ``most`` useful pairs, folded, with their weights."""
    frequencies = general_list(find_language(other))
    pairs = {pair for pair in pairs if frequencies.lists(pair[1])}
    ours, theirs = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    found: dict[Pair, tuple[float, float]] = {}
    for one, two in pairs:
        words = fold(one), fold(two)
        if words[1].isascii() and likeness(words[0][:STEM_LENGTH], words[1][:STEM_LENGTH]) < ALIKE:
            weight = (ours[one] * theirs[two]) ** (-POWER / 2)
            found[words] = max(found.get(words, (0.0, 0.0)), (weight, frequencies.zipf(two)))
    commonest = sorted(found, key=lambda words: (-found[words][1], words))[:most]
    return {words: found[words][0] for words in commonest}


def texts_of(packages: Path, one: str, other: str) -> Iterator[Pair]:
    """Translations of the same messages, signs of Chinese and Japanese apart."""
    pairs = translations(packages, one) if other == "en" else message_pairs(packages, (one, other))
    for ours, theirs in pairs:
        yield (_SIGN.sub(r" \1 ", ours) if one in CJK else ours), theirs


def with_texts(known: Mapping[Pair, float], packages: Path, one: str, other: str) -> tuple[list[Row], int]:
    """The pairs that are known and those of the texts in the order of their letters, and how many texts there are."""
    entries = [LexiconEntry(*pair, weight) for pair, weight in sorted(known.items())]
    counts, texts = counted(texts_of(packages, one, other), entries, (one, other))
    folded = Counts()
    folded.add(counts)
    found = dict(known)
    frequent = {fold(word) for word in general_list(find_language(other)).values}
    for pair, weight in learnt(folded, frequent).items():
        found[pair] = max(found.get(pair, 0.0), weight)
    return sorted((*pair, weight) for pair, weight in found.items()), texts


def shortened(rows: list[Row]) -> list[Row]:
    """The same of the letters by which the aligner knows words, each pair once with its highest weight."""
    best: dict[Pair, float] = {}
    for one, other, weight in rows:
        pair = one[:STEM_LENGTH], other[:STEM_LENGTH]
        best[pair] = max(best.get(pair, 0.0), weight)
    return [(*pair, weight) for pair, weight in sorted(best.items())]


def main() -> None:
    """Compile, learn and write."""
    parser = dictionary_parser(__doc__, OUT)
    parser.add_argument("--most", type=int, default=50_000, help="how many pairs of each dictionary are kept")
    parser.add_argument("pairs", nargs="*", metavar="PAIR")
    options = parser.parse_args()
    for languages in options.pairs or (*PAIRS, *SHORT_PAIRS):
        one, other = languages.split("-")
        pairs, sources = known_pairs(options.packages, options.freedict, one, other)
        most = min(options.most, SHORT_MOST) if languages in SHORT_PAIRS else options.most
        rows, texts = with_texts(weighted(pairs, other, most), options.packages, one, other)
        rows = shortened(rows) if languages in SHORT_PAIRS else rows
        cut = ", six letters" if languages in SHORT_PAIRS else ""
        header = HEADER.format(one=one, other=other, cut=cut, sources="; ".join(sources), texts=texts)
        write(options.out / f"dictionary-{languages}.tsv", header, rows)


if __name__ == "__main__":
    run(main)
