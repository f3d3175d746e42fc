"""Compiles the German-French dictionary that ships beside the lexicon, out of FreeDict and of free software's texts.

    python benchmarks/german_french.py PACKAGES [--freedict FOLDER] [-o FILE]

PACKAGES holds Debian 12's packages, unpacked: those with texts that benchmarks/french_english.py names; of these the
messages that are translated into both languages are read. FOLDER holds dict-freedict-deu-eng, -fra-eng and -eng-fra.

German words that have English translations (deu-eng) lead to French by way of these, with all translations of a word
equally likely. In the texts words are aligned (see ``tmx/align/words.py``), with the lexicon that ships for these
languages. How often the words of a pair translate each other there (the geometric mean of both directions) is its
weight where that is more, and adds pairs that dictionaries lack. All words are cut to the letters by which the aligner
knows them, which joins their forms; left out are pairs that look alike, that the lexicon has, or whose French is rare.
No text goes into the list, nor any evaluation data.
"""

import sys
from collections import Counter
from collections.abc import Container
from math import sqrt
from pathlib import Path

from free_texts import message_pairs
from french_english import CHANCE, LEAST_LEARNT, LEAST_ONCE, ONCE, PLAIN_WEIGHT, POWER, Counts, Pair, counted
from running import dictionary_parser, run
from seed_dictionary import ALIKE, IS_WORD, LEAST, by_english, write

from termbase.extract.monolingual.general import general_list
from tmx.align.cognates import likeness
from tmx.align.lexicon import LexiconEntry
from tmx.align.lists import shipped_entries
from tmx.align.stems import STEM_LENGTH
from tmx.text.folding import fold
from tmx.text.languages import find_language

OUT = Path(__file__).parents[1] / "tmx" / "align" / "dictionary-de-fr.tsv"
HEADER = """\
# German-French words for the sentence aligner, six letters of each: German, tab, French, tab, weight from 0 to 1.
# Compiled by benchmarks/german_french.py, without pairs that look alike or stand in seed-de-fr.tsv, frequent French
# words by wordfreq (CC BY-SA 4.0). The weight is the higher one of how likely the French word is if all translations
# that FreeDict leads to by way of English are equally so, and how often two words translate each other (geometric mean
# of both directions, to the power of {power:g}) in {texts} texts of free software.
# Dictionaries: FreeDict deu-eng: Frank Richter (Ding) and Einhard Leichtfuss, GPL-3.0-or-later; fra-eng and eng-fra:
# FreeDict contributors, GPL-2.0-or-later; tmx/align/seed-fr-en.tsv.
# Texts (Debian 12), of which word pairs were learnt by tmx/align/words.py: translations of Battle for Wesnoth,
# Widelands, FreedroidRPG, Flare, Freeciv and KGeography (GPL, version 2 or 3 or later), iso-codes (LGPL-2.1-or-later).
# This file is under the GPL, version 3 or later.
"""


def stem(word: str) -> str:
    """What the aligner knows of a word."""
    return fold(word)[:STEM_LENGTH]


def learnt(counts: Counts, frequent: Container[str]) -> dict[Pair, float]:
    """Weights of pairs of folded words, the second ``frequent``, that translate each other too often to be chance."""
    found: dict[Pair, float] = {}
    for pair, count in counts.together.items():
        one, other = pair
        share = count / counts.often(pair) * count / (count + CHANCE)
        kept = IS_WORD.fullmatch(one) and other.isalpha() and other.isascii() and other in frequent
        alike = kept and likeness(one[:STEM_LENGTH], other[:STEM_LENGTH]) >= ALIKE
        if kept and not alike and share >= (LEAST_LEARNT if count > ONCE else LEAST_ONCE):
            found[pair] = min(share, 1.0) ** POWER
    return found


def main() -> None:
    """Compile, learn and write."""
    parser = dictionary_parser(__doc__, OUT)
    options = parser.parse_args()
    known = {pair: weight for pair, weight in by_english(options.freedict).items() if weight >= LEAST}
    lexicon = [(entry.source, entry.target) for entry in shipped_entries("de", "fr")]
    ours, theirs = Counter(one for one, _ in lexicon), Counter(other for _, other in lexicon)
    plain = [LexiconEntry(*pair, PLAIN_WEIGHT / sqrt(ours[pair[0]] * theirs[pair[1]])) for pair in lexicon]
    counts, texts = counted(message_pairs(options.packages, ("de", "fr")), plain, ("de", "fr"))
    stems = Counts()
    stems.add(counts, STEM_LENGTH)
    frequent = {stem(word) for word in general_list(find_language("fr")).values}
    for pair, weight in learnt(stems, frequent).items():
        if pair[0].isascii():
            known[pair] = max(known.get(pair, 0.0), weight)
    in_lexicon = {(stem(one), stem(other)) for one, other in lexicon}
    rows = [(*pair, weight) for pair, weight in sorted(known.items()) if pair not in in_lexicon]
    write(options.out, HEADER.format(power=POWER, texts=texts), rows)
    print(len(rows), "pairs", file=sys.stderr)


if __name__ == "__main__":
    run(main)
