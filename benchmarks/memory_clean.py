"""How well `accord memory clean` tells faulty units from good ones.

    python benchmarks/memory_clean.py MEMORY... [--seed 1] [--share 0.1] [--from en --to fr]

Each memory is held to be clean: the share of its units that is flagged is shown by kind. Then one unit in ten is
damaged in a known way, drawn by the seed, and the share found is shown by kind: as this kind, and as any. A unit that
was flagged before it was damaged is not counted.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable

from msgspec.structs import replace
from running import existing, parser_for, run

from tmx.formats.registry import read_units
from tmx.model import InlineCode, Segment
from toolkit.reports.cleaning import CleanKind
from toolkit.workflows.clean_faults import FaultFinder, Pair

Damage = Callable[[list[Pair], int, random.Random], Pair | None]


def _with(pair: Pair, *, source: str | None = None, target: str | None = None) -> Pair:
    return Pair(
        pair.source if source is None else Segment(pair.source.language, source),
        pair.target if target is None else Segment(pair.target.language, target),
    )


def empty(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """One side is blank."""
    return _with(pairs[at], **{draw.choice(["source", "target"]): draw.choice(["", " ", "\u00a0"])})


def duplicate(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """The pair before it again, perhaps with other spaces."""
    before = pairs[at - 1]
    return _with(before, source=before.source.text.replace(" ", "  ", draw.randint(0, 1)))


def encoding(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """UTF-8 read as windows-1252, or letters lost."""
    text = pairs[at].target.text
    way = draw.choice(["twice", "lost", "entities"])
    if way == "twice":
        broken = text.encode("utf-8").decode("cp1252", "ignore")
    elif way == "lost":
        broken = text.encode("ascii", "replace").decode()
    else:
        broken = text.replace("é", "&eacute;").replace("è", "&egrave;")
    changed = broken != text and (way != "lost" or re.search(r"[a-zà-ÿ]\?[a-z]", broken))
    return _with(pairs[at], target=broken) if changed else None


def swapped(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """Source and target change places."""
    return _with(pairs[at], source=pairs[at].target.text, target=pairs[at].source.text)


def identical(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """The source stands as its own translation."""
    return _with(pairs[at], target=pairs[at].source.text)


def language(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """A text in the source's language, not the same, stands as the translation."""
    other = pairs[(at + draw.randrange(1, len(pairs))) % len(pairs)]
    return _with(pairs[at], target=other.source.text) if other.source.text != pairs[at].source.text else None


def tags(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """A word is in bold on both sides, and on one the end of it is missing."""
    pair = pairs[at]
    if draw.random() < 0.5:
        one, other = (re.sub(r"(\w+)", r"<b>\1</b>", text, count=1) for text in (pair.source.text, pair.target.text))
        other = other.replace("</b>", "", 1)
        return _with(pair, source=one, target=other) if "<b>" in other else None
    opened = (InlineCode(0, "open", "<b>", "1"),)
    closed = (*opened, InlineCode(len(pair.source.text), "close", "</b>", "1"))
    return Pair(replace(pair.source, codes=closed), replace(pair.target, codes=opened))


def length(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """The translation is cut off after a fifth, or another text follows it."""
    text = pairs[at].target.text
    if len(text) < 60:
        return None
    if draw.random() < 0.5:
        return _with(pairs[at], target=text[: len(text) // 5])
    other = max((pairs[(at + step) % len(pairs)].target.text for step in range(1, 6)), key=len)
    return _with(pairs[at], target=f"{text} {other} {other}") if len(other) > 0.7 * len(text) else None


def numbers(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """A figure of the translation is another one."""
    found = list(re.finditer(r"(?<![\w.,-])\d{1,6}(?![\w.,-])", pairs[at].target.text))
    if not found:
        return None
    match = draw.choice(found)
    figure = match.group()
    digit = draw.randrange(len(figure))
    other = figure[:digit] + str((int(figure[digit]) + draw.randint(1, 8)) % 10) + figure[digit + 1 :]
    text = pairs[at].target.text
    return _with(pairs[at], target=text[: match.start()] + other + text[match.end() :]) if int(other) else None


def misaligned(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """The translation of a unit near by, of about the same length."""
    size = len(pairs[at].target.text)
    near = [pairs[(at + step) % len(pairs)] for step in (1, 2, 3, -1, -2, -3)]
    other = min(near, key=lambda pair: abs(len(pair.target.text) - size))
    return _with(pairs[at], target=other.target.text) if other.target.text != pairs[at].target.text else None


def personal(pairs: list[Pair], at: int, draw: random.Random) -> Pair | None:
    """A contact line with a name, an address and a number follows."""
    name = draw.choice(
        ["Jeanne Marchetaud", "Thomas O’Brienny", "Fatou Ndiayé", "Nguyễn Thị Lanhh", "Karl von Brandauer"]
    )
    mail = f"{name.split()[0].lower().encode('ascii', 'ignore').decode()}.{at}@oim-exemple.org"
    phone = draw.choice(
        ["+33 1 44 55 66 77", "+84 24 3850 1800", "01 44 55 66 77", "(202) 555-0143", "+41.22.717.91.11"]
    )
    pair = pairs[at]
    return _with(
        pair,
        source=f"{pair.source.text} For more information contact {name}, {mail}, tel. {phone}.",
        target=f"{pair.target.text} Pour plus d’informations, contacter {name}, {mail}, tél. {phone}.",
    )


DAMAGES: dict[CleanKind, Damage] = {
    CleanKind(function.__name__): function
    for function in (
        empty, duplicate, encoding, swapped, identical, language, tags, length, numbers, misaligned, personal,
    )
}  # fmt: skip


def main() -> None:
    """Read the options, measure, print."""
    parser = parser_for(__doc__)
    parser.add_argument("memories", type=existing, nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="fr")
    parser.add_argument("--missed", action="store_true", help="show what was not found")
    options = parser.parse_args()
    for path in options.memories:
        units = list(read_units(path, source_language=options.source, target_language=options.target))
        measure(path.name, [Pair(unit.variants[0], unit.variants[1]) for unit in units], options)


def measure(name: str, pairs: list[Pair], options: argparse.Namespace) -> None:
    """Clean the pairs as they are, then damaged."""
    languages = options.source, options.target
    names = [str(number) for number in range(1, len(pairs) + 1)]
    begin = time.process_time()
    plain = FaultFinder(languages, frozenset(CleanKind)).block(pairs, names)
    seconds = time.process_time() - begin
    flagged = Counter(fault.kind for faults in plain for fault in faults)
    share = sum(map(bool, plain)) / len(pairs)
    print(f"{name} · {len(pairs)} units · seed {options.seed} · {seconds:.1f} s processor time")
    print(f"  flagged as it is: {share:.2%}  {', '.join(f'{kind} {count}' for kind, count in sorted(flagged.items()))}")
    draw = random.Random(options.seed)
    damaged = list(pairs)
    truth: dict[int, CleanKind] = {}
    kinds = list(DAMAGES)
    for number, place in enumerate(draw.sample(range(len(pairs)), int(len(pairs) * options.share))):
        kind = kinds[number % len(kinds)]
        # What a duplicate repeats must stay as it is.
        near = place - 1 in truth or truth.get(place + 1) is CleanKind.DUPLICATE
        made = None if plain[place] or near else DAMAGES[kind](pairs, place, draw)
        if made is not None:
            damaged[place], truth[place] = made, kind
    found = FaultFinder(languages, frozenset(CleanKind)).block(damaged, names)
    for kind in kinds:
        places = [place for place in truth if truth[place] is kind]
        right = sum(any(fault.kind is kind for fault in found[place]) for place in places)
        anyhow = sum(bool(found[place]) for place in places)
        if places:
            size = len(places)
            print(
                f"  {kind.value:<11} {size:>5} damaged  found as such {right / size:>5.0%}  found {anyhow / size:>5.0%}"
            )
        if options.missed:
            for place in places:
                if not found[place]:
                    print("     ", *damaged[place].texts, sep=" | ")
    others = [place for place, faults in enumerate(found) if faults and not plain[place] and place not in truth]
    print(f"  undamaged units flagged beside them: {len(others)}")


if __name__ == "__main__":
    run(main)
