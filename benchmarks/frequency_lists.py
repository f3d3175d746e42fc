"""Cuts the general frequency lists of term extraction down from those of the wordfreq package.

    pip install wordfreq==3.1.1        # in an environment of its own
    python benchmarks/frequency_lists.py [--words 60000]

Writes termbase/extract/monolingual/general-<language>.txt.xz: a head of comments with source and licence, then one
line for each frequency, ``<100 x Zipf value>`` and the words that have it, in alphabetical order. Words with a figure
in them are left out, since wordfreq keeps no figures. The same list comes out of every run.
"""

from __future__ import annotations

import lzma
import math
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from running import parser_for, run

_FOLDER = Path(__file__).parent.parent / "termbase" / "extract" / "monolingual"
_HEAD = """\
# The {count} most frequent words of general {name} with their Zipf values (log10 of occurrences in 10^9 words) x 100.
# Cut down by benchmarks/frequency_lists.py from wordfreq {version} (Robyn Speer), the list «{wordlist}».
# CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/; the sources that wordfreq names stand in NOTICE.
"""
_LANGUAGES = {"en": "English", "fr": "French"}


def main() -> None:
    """Write the lists."""
    import wordfreq  # type: ignore[import-not-found]  # of an environment of its own: the project does not need it

    parser = parser_for(__doc__)
    parser.add_argument("--words", type=int, default=60_000, help="how many words of each language are kept")
    count = parser.parse_args().words
    for language, name in _LANGUAGES.items():
        frequencies = wordfreq.get_frequency_dict(language, wordlist="best")
        words = [word for word in frequencies if not any(letter.isdigit() for letter in word)]
        kept = sorted(words, key=lambda word: (-frequencies[word], word))[:count]
        rows: dict[int, list[str]] = defaultdict(list)
        for word in kept:
            rows[round(100 * math.log10(1e9 * frequencies[word]))].append(word)
        head = _HEAD.format(count=len(kept), name=name, version=version("wordfreq"), wordlist="best")
        lines = [f"{value} {' '.join(sorted(rows[value]))}\n" for value in sorted(rows, reverse=True)]
        path = _FOLDER / f"general-{language}.txt.xz"
        path.write_bytes(lzma.compress((head + "".join(lines)).encode(), preset=9 | lzma.PRESET_EXTREME))
        print(f"{path.name}: {len(kept)} words, {path.stat().st_size} bytes")


if __name__ == "__main__":
    run(main)
