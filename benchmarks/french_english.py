"""Compiles the French-English dictionary that ships, out of dictionaries and of translations in free software.

    python benchmarks/french_english.py PACKAGES [--freedict FOLDER] [-o FILE]

PACKAGES holds Debian 12's packages, each unpacked (``dpkg -x``) into a folder of its name: apertium-fra-cat and
apertium-eng-cat; for texts wesnoth-1.16-data and the campaigns (-did, -dm, -dw, -ei, -httt, -l, -low, -nr, -sof, -sota,
-sotbe, -thot, -trow, -tsg, -ttb, -utbs), widelands-data, freedroidrpg-data, flare-game, freeciv-data, kgeography-data
and iso-codes (without 639-3 and 3166-2). FOLDER holds dict-freedict-fra-eng and -eng-fra.

French leads to English by Catalan where the part of speech is the same. With what is found so
words are aligned in the texts (see ``tmx/align/words.py``). How often the words of a pair of the dictionaries translate
each other (the geometric mean of both directions) is guessed from which of them know it, how many translations either
word has and how frequent both are, by a logistic regression on the words that the texts have, and corrected by the
texts as far as they know the words. Pairs that the texts alone know are kept where they are surer. Left out are words
beyond the 60,000 most frequent ones and pairs that look alike. No text goes into the list, nor any evaluation data.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log, sqrt
from pathlib import Path

import numpy as np
from apertium import by_catalan
from free_texts import text_pairs
from running import dictionary_parser, run
from seed_dictionary import freedict_pairs
from seed_lexicon import words

from termbase.extract.monolingual.general import general_list
from tmx.align.cognates import likeness
from tmx.align.lexicon import LexiconEntry
from tmx.align.stems import STEM_LENGTH
from tmx.align.word_priors import known_words
from tmx.align.words import TokenPair, WordAlignerSettings, align_words
from tmx.files import write_whole
from tmx.text.folding import fold
from tmx.text.languages import find_language

Pair = tuple[str, str]  # a French and an English word

OUT = Path(__file__).parents[1] / "tmx" / "align" / "dictionary-fr-en.tsv"
# Apertium's by way of Spanish and Esperanto are under version 2 of the GPL alone, which version 3 does not go with.
DICTIONARIES = ("catalan", "freedict")
ALIKE = 0.75  # likeness from which a pair needs no dictionary
PLAIN_WEIGHT = 0.7  # of a pair before anything is learnt, over the root of how many translations either word has
LONGEST, LARGEST_RATIO = 80, 2.8  # tokens of a text, and of one text to those of the other
LINK = 0.3  # probability of links that are counted
OFTEN = 5  # how often the texts have the stems from which the guess is learnt
GUESS_COUNT = 3.0  # occurrences that the guess is worth
LEAST, LEAST_LEARNT = 0.01, 0.03  # weight of pairs of dictionaries, and of those that are learnt from texts alone
ONCE, LEAST_ONCE = 1.5, 0.2  # how often a pair is linked that may be chance, and its least weight
CHANCE = 0.5  # taken off how often a pair is linked that no dictionary knows
POWER = 0.7  # of the weights: rarer translations count more than by how often they are met
UNLISTED = 1.5  # Zipf frequency of words that the lists of frequent words lack
HEADER = """\
# French-English words for the sentence aligner: French word, tab, English word, tab, weight from 0 to 1; no accents.
# Compiled by benchmarks/french_english.py: single words without pairs that look alike, frequent ones by wordfreq (CC
# BY-SA 4.0). The weight is how often two words translate each other (geometric mean of both directions) to the power
# of {power:g}, as guessed from dictionaries and learnt from {texts} texts with their translations.
# Dictionaries: FreeDict fra-eng and eng-fra, GPL-2.0-or-later; Apertium fra-cat and eng-cat, GPL-3.0-or-later, by way
# of Catalan, with parts of speech that agree.
# Texts (Debian 12), of which word pairs were learnt by tmx/align/words.py: translations of Battle for Wesnoth,
# Widelands, FreedroidRPG, Flare, Freeciv and KGeography (GPL, version 2 or 3 or later), iso-codes (LGPL-2.1-or-later).
# This file is under the GPL, version 3 or later.
"""


@dataclass
class Counts:
    """How often words stand in the texts, and how often pairs of them translate each other."""

    together: defaultdict[Pair, float] = field(default_factory=lambda: defaultdict(float))
    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Counts", length: int | None = None) -> None:
        """Add the counts of ``other``, words folded and cut to ``length`` letters."""
        for (one, two), count in other.together.items():
            self.together[fold(one)[:length], fold(two)[:length]] += count
        for mine, more in ((self.ours, other.ours), (self.theirs, other.theirs)):
            for word, number in more.items():
                mine[fold(word)[:length]] += number

    def often(self, pair: Pair) -> float:
        """How often the words of ``pair`` stand in the texts, the geometric mean."""
        return sqrt(self.ours[pair[0]] * self.theirs[pair[1]])


def counted(texts: Iterable[Pair], known: Iterable[LexiconEntry], languages: Pair = ("fr", "en")) -> tuple[Counts, int]:
    """What translates what in the texts, by word alignment, and how many there are."""
    pairs = []
    for texts_of_pair in texts:
        source, target = (words(text, french=tag == "fr") for text, tag in zip(texts_of_pair, languages, strict=True))
        sizes = sorted((len(source), len(target)))
        if sizes[0] > 0 and sizes[1] <= min(LONGEST, max(1, LARGEST_RATIO * sizes[0])):
            pairs.append(TokenPair(source, target))
    print(len(pairs), "texts", file=sys.stderr)
    priors = (*known_words(*languages, shipped=False), *known)
    counts = Counts()
    aligned = align_words(pairs, WordAlignerSettings(), known=priors, languages=languages)
    for pair, chances in zip(pairs, aligned, strict=True):
        # An elided French word is counted without its apostrophe.
        sides = [
            [word.strip("'") if tag == "fr" else word for word in side]
            for side, tag in zip((pair.source, pair.target), languages, strict=True)
        ]
        counts.ours.update(sides[0])
        counts.theirs.update(sides[1])
        for i, j in zip(*(chances > LINK).nonzero(), strict=True):
            counts.together[sides[0][i], sides[1][j]] += float(chances[i, j])
    return counts, len(pairs)


def guessed(known: Mapping[Pair, Mapping[str, float]], counts: Counts) -> dict[Pair, float]:
    """How often the pairs that dictionaries know translate each other, as far as the dictionaries tell."""
    stems = Counts()
    stems.add(counts, STEM_LENGTH)
    ours, theirs = Counter(one for one, _ in known), Counter(other for _, other in known)
    pairs = sorted(known)
    features = np.array([_features(pair, known[pair], ours, theirs) for pair in pairs])
    features[:, 1:] -= features[:, 1:].mean(axis=0)
    features[:, 1:] /= features[:, 1:].std(axis=0) + 1e-9
    rows, shares = [], []
    for row, pair in enumerate(pairs):
        one, other = (fold(word)[:STEM_LENGTH] for word in pair)
        if min(stems.ours[one], stems.theirs[other]) >= OFTEN and likeness(one, other) < ALIKE:
            rows.append(row)
            shares.append(min(1.0, stems.together.get((one, other), 0.0) / stems.often((one, other))))
    inside, right, weights = features[rows], np.array(shares), np.zeros(features.shape[1])
    for _ in range(50):
        chances = 1.0 / (1.0 + np.exp(-inside @ weights))
        curvature = (inside * (chances * (1.0 - chances))[:, None]).T @ inside + np.eye(len(weights))
        weights += np.linalg.solve(curvature, inside.T @ (right - chances) - weights)
    values = 1.0 / (1.0 + np.exp(-features @ weights))
    return dict(zip(pairs, values.tolist(), strict=True))


def _features(pair: Pair, ways: Mapping[str, float], ours: Counter[str], theirs: Counter[str]) -> list[float]:
    """One, and what the dictionaries and the frequencies say of a pair."""
    zipf = []
    for word, tag in zip(pair, ("fr", "en"), strict=True):
        frequencies = general_list(find_language(tag))
        zipf.append(frequencies.zipf(word) if frequencies.lists(word) else UNLISTED)
    return [
        1.0,
        *(float(name in ways) for name in DICTIONARIES),
        ways.get("catalan", 0.0),
        float(len(ways) > 1),
        log(ours[pair[0]]),
        log(theirs[pair[1]]),
        abs(zipf[0] - zipf[1]),
        max(zipf[1] - zipf[0], 0.0),
        zipf[0],
        zipf[1],
    ]


def weighted(guesses: Mapping[Pair, float], counts: Counts) -> Iterator[tuple[str, str, float]]:
    """The pairs that are sure enough, folded, with their weights."""
    lists = general_list(find_language("fr")), general_list(find_language("en"))
    listed = Counts()
    listed.add(counts)
    listed.together.clear()
    for pair, count in counts.together.items():
        if all(word.isalpha() and words.lists(word) for word, words in zip(pair, lists, strict=True)):
            listed.together[fold(pair[0]), fold(pair[1])] += count
    folded: dict[Pair, float] = {}
    for (one, other), guess in guesses.items():
        pair = fold(one), fold(other)
        folded[pair] = max(folded.get(pair, 0.0), guess)
    for one, other in sorted(folded.keys() | listed.together.keys()):
        if not (one + other).isascii() or likeness(one[:STEM_LENGTH], other[:STEM_LENGTH]) >= ALIKE:
            continue
        count, often = listed.together.get((one, other), 0.0), listed.often((one, other))
        if (one, other) in folded:
            guess = folded[one, other]
            weight = (count + GUESS_COUNT * guess) / (often + GUESS_COUNT)
            # Texts of other kinds than games and manuals may well have what these lack.
            weight, least = weight if count else max(weight, guess / 2.0), LEAST
        else:
            weight = count / often * count / (count + CHANCE)
            least = LEAST_LEARNT if count > ONCE else LEAST_ONCE
        if weight >= least:
            yield one, other, min(weight, 1.0) ** POWER


def main() -> None:
    """Compile, learn and write."""
    parser = dictionary_parser(__doc__, OUT)
    options = parser.parse_args()
    frequent = set(general_list(find_language("fr")).values)
    known: dict[Pair, dict[str, float]] = defaultdict(dict)
    for pair, chance in by_catalan(options.packages, "fr", "en", frequent | set(map(str.capitalize, frequent))).items():
        known[pair]["catalan"] = chance
    for english, french in freedict_pairs(options.freedict, "eng", "fra"):
        if french in frequent:
            known[french, english]["freedict"] = 1.0
    ours, theirs = Counter(one for one, _ in known), Counter(other for _, other in known)
    print(len(known), "pairs of dictionaries", file=sys.stderr)
    plain = [LexiconEntry(one, other, PLAIN_WEIGHT / sqrt(ours[one] * theirs[other])) for one, other in sorted(known)]
    counts, texts = counted(text_pairs(options.packages), plain)
    rows = sorted(weighted(guessed(known, counts), counts))
    with write_whole(options.out) as stream:
        stream.write(HEADER.format(power=POWER, texts=texts).encode())
        stream.writelines(f"{one}\t{other}\t{round(weight, 2):g}\n".encode() for one, other, weight in rows)
    print(f"{len(rows)} pairs of words: {options.out}", file=sys.stderr)


if __name__ == "__main__":
    run(main)
