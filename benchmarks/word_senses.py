"""Compile what words mean, roughly, from WordNet: `python benchmarks/word_senses.py WORDNET OUTPUT`.

WORDNET is the folder with ``data.noun`` and ``index.noun`` (Debian: wordnet-base, /usr/share/wordnet). The list says of
each English noun, verb and adjective how many meanings it has and under which heads the first three stand in the
hierarchy of nouns or verbs; of adjectives where the nouns stand that they are derived from. Heads with few words below
them are left out, and so are names. Expressions of several words are listed without meanings.
"""

from __future__ import annotations

import lzma
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from running import existing, parser_for, run

FILES = {"n": "noun", "v": "verb", "a": "adj"}
MOST = 3
LEAST_BELOW = 4  # meanings
HEAD = """# What English words mean, roughly: compiled by benchmarks/word_senses.py from WordNet 3.0, Copyright 2006 by
# Princeton University, under the WordNet licence (https://wordnet.princeton.edu/license-and-commercial-use).
# "@": for each head the number of the one above it, -1 for none. Then by part of speech (n, v, a): the word, how many
# meanings it has, the heads of the first three. "m": expressions of several words.
"""


@dataclass(frozen=True, slots=True)
class Synset:
    """A meaning: those above it, and those of other parts of speech from which it is derived or that it is like."""

    above: tuple[str, ...]
    derived: tuple[str, ...]
    like: tuple[str, ...]
    name: bool


def read(folder: Path) -> tuple[dict[str, Synset], dict[tuple[str, str], list[str]]]:
    """The meanings by number, and those of each (part of speech, word)."""
    synsets: dict[str, Synset] = {}
    senses: dict[tuple[str, str], list[str]] = {}
    for letter, name in FILES.items():
        for line in (folder / f"data.{name}").read_text("utf-8").splitlines():
            if not line.startswith("  "):
                number, synset = parse(line, letter)
                synsets[number] = synset
        for line in (folder / f"index.{name}").read_text("utf-8").splitlines():
            if not line.startswith("  "):
                fields = line.split()
                senses[letter, fields[0]] = [letter + offset for offset in fields[-int(fields[2]) :]]
    return synsets, senses


def parse(line: str, letter: str) -> tuple[str, Synset]:
    """A line of a data file."""
    fields = line.split(" | ")[0].split()
    at = 4 + 2 * int(fields[3], 16)
    kinds: dict[str, list[str]] = {"above": [], "derived": [], "like": []}
    name = False
    for number in range(int(fields[at])):
        symbol, offset, other, _ = fields[at + 1 + 4 * number : at + 5 + 4 * number]
        kind = {"@": "above", "@i": "above", "\\": "derived", "+": "derived", "&": "like"}.get(symbol)
        name = name or symbol == "@i"
        if kind:
            kinds[kind].append(("a" if other == "s" else other) + offset)
    return letter + fields[0], Synset(tuple(kinds["above"]), tuple(kinds["derived"]), tuple(kinds["like"]), name)


def path(number: str, synsets: dict[str, Synset]) -> list[str]:
    """The meaning and those above it, by the first way up."""
    way = [number]
    while (above := synsets[way[-1]].above) and above[0] not in way:
        way.append(above[0])
    return way


def noun_of(number: str, synsets: dict[str, Synset]) -> str | None:
    """The noun that an adjective is derived from, or one that it is like."""
    own = synsets[number]
    every = [*own.derived, *(other for like in own.like for other in synsets[like].derived)]
    return next((other for other in every if other.startswith("n")), None)


def main() -> None:
    """Write the list."""
    parser = parser_for(__doc__)
    parser.add_argument("wordnet", type=existing, help="the folder of WordNet's files")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    synsets, senses = read(options.wordnet)
    below = Counter(head for number in synsets if number[0] in "nv" for head in path(number, synsets)[1:])
    heads = sorted(head for head, count in below.items() if count >= LEAST_BELOW)
    heads.sort(key=lambda head: path(head, synsets)[::-1])
    numbers = {head: at for at, head in enumerate(heads)}
    lines = ["@ " + " ".join(str(numbers[way[1]]) if len(way := path(head, synsets)) > 1 else "-1" for head in heads)]
    for (letter, word), own in sorted(senses.items()):
        if "_" in word or all(synsets[number].name for number in own):
            continue
        found = []
        for number in own[:MOST]:
            at = noun_of(number, synsets) if letter == "a" else number
            head = next((head for head in path(at, synsets) if head in numbers), None) if at else None
            if head is not None:
                found.append(str(numbers[head]))
        lines.append(" ".join((letter, word, str(len(own)), *found)))
    several = {word for (_, word), own in senses.items() if "_" in word and not all(synsets[n].name for n in own)}
    lines += [f"m {word}" for word in sorted(several)]
    content = HEAD + "\n".join(lines) + "\n"
    options.out.write_bytes(lzma.compress(content.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(heads)} heads, {len(lines)} lines, {len(content)} bytes")


if __name__ == "__main__":
    run(main)
