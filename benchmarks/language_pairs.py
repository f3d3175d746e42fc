"""Makes documents with their alignment out of Wesnoth's translations, to measure languages that have no other data.

    python benchmarks/language_pairs.py FOLDER LANGUAGE [--with LANGUAGE] -o out/es [--documents 25]
    accord evaluate alignment out/es --from es --to en --one-by-one

The other side is the English original or, with ``--with``, its translation into another language.

FOLDER holds Debian 12's packages of campaigns, unpacked (wesnoth-1.16-did and the others that french_english.py names),
or others with translations in LC_MESSAGES (docs/evaluation/alignment.md names some from which no list learns).
Each document has 40 messages of one sentence in no order, so that neighbours tell nothing of each other. Of a hundred
four are missing on either side, six are joined with the next one on one side, and in two documents of five a block of
three to six is missing. No list that ships is learnt from these texts but those of French with English and German.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import polib
from free_texts import message_text
from running import existing, parser_for, run

Bead = tuple[list[int], list[int]]

MESSAGES = 40  # a document
SHORTEST, LONGEST = 20, 260  # characters of an English message
SEED = 5
MISSING, JOINED, BLOCK = 0.04, 0.06, 0.4  # chances: on either side each, of a message with the next one, of a document
_INNER_END = re.compile(r"[.!?…]+[\"”»]?\s")


def sentences(folder: Path, language: str, other: str = "") -> list[tuple[str, str]]:
    """Messages of one sentence, translation and original, each once, in a fixed order.

    With ``other`` the translation into that language takes the original's place.
    """
    ours = translated(folder, language)
    if not other:
        return sorted(ours)
    theirs = {original: translation for translation, original in sorted(translated(folder, other))}
    return sorted({(translation, theirs[original]) for translation, original in ours if original in theirs})


def translated(folder: Path, language: str) -> set[tuple[str, str]]:
    """Messages of one sentence: translation and original."""
    found = set()
    for path in folder.rglob(f"locale/{language}/LC_MESSAGES/*.mo"):
        for entry in polib.mofile(str(path)):
            original, translation = message_text(entry.msgid), message_text(entry.msgstr)
            whole = original.endswith((".", "!", "?", "…")) and not _INNER_END.search(original)
            if whole and SHORTEST < len(original) < LONGEST and translation not in ("", original):
                found.add((translation, original))
    return found


def disturbed(messages: Sequence[tuple[str, str]], draw: Random) -> tuple[list[str], list[str], list[Bead]]:
    """The two sides of a document and their beads."""
    source: list[str] = []
    target: list[str] = []
    beads: list[Bead] = []
    block = draw.randint(3, 6) if draw.random() < BLOCK else 0
    gap = range(start := draw.randrange(5, 30), start + block)
    at_source = draw.random() < 0.5  # the side that has the block

    def add(ours: Sequence[str], theirs: Sequence[str]) -> None:
        beads.append(
            (
                list(range(len(source), len(source) + len(ours))),
                list(range(len(target), len(target) + len(theirs))),
            )
        )
        source.extend(ours)
        target.extend(theirs)

    place = 0
    while place < len(messages):
        one, other = messages[place]
        chance = draw.random()
        if place in gap:
            add(*(([one], []) if at_source else ([], [other])))
        elif chance < 2 * MISSING:
            add(*(([one], []) if chance < MISSING else ([], [other])))
        elif chance < 2 * MISSING + JOINED and place + 1 < len(messages):
            place += 1
            both = [one, messages[place][0]], [other, messages[place][1]]
            add(*(([" ".join(both[0])], both[1]) if draw.random() < 0.5 else (both[0], [" ".join(both[1])])))
        else:
            add([one], [other])
        place += 1
    return source, target, beads


def documents(messages: list[tuple[str, str]], most: int) -> Iterator[tuple[list[str], list[str], list[Bead]]]:
    """Whole documents, each of other messages."""
    draw = Random(SEED)
    draw.shuffle(messages)
    for number in range(min(most, len(messages) // MESSAGES)):
        yield disturbed(messages[number * MESSAGES : (number + 1) * MESSAGES], draw)


def main() -> None:
    """Write the documents."""
    parser = parser_for(__doc__)
    parser.add_argument("folder", type=existing)
    parser.add_argument("language", help="as Wesnoth names it: de, es, zh_CN …")
    parser.add_argument("--with", dest="other", default="", help="the same, of the other side")
    parser.add_argument("--documents", type=int, default=25)
    parser.add_argument("-o", dest="out", type=Path, required=True)
    options = parser.parse_args()
    written = 0
    for number, (source, target, beads) in enumerate(
        documents(sentences(options.folder, options.language, options.other), options.documents)
    ):
        place = options.out / f"{number:03}"
        place.mkdir(parents=True, exist_ok=True)
        for name, lines in (("src", source), ("tgt", target), ("gold", [f"{one}:{other}" for one, other in beads])):
            (place / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        written += 1
    print(f"{written} documents: {options.out}", file=sys.stderr)


if __name__ == "__main__":
    run(main)
