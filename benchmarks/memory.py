"""How fast the translation memory is: reading, importing, opening, looking up, beside other tools, in one run.

    python benchmarks/memory.py --units 100000
    python benchmarks/memory.py --units 1000000 --queries 1000 --peers rapidfuzz,fts5
    python benchmarks/memory.py --units 100000 --data FOLDER     # sentences of the TMX files in FOLDER as the stock

A memory of so many units is made by a seed: words by Zipf's law, sentence lengths as in prose, and one unit in five a
near-double of an earlier one. With ``--data`` real sentences are the stock, multiplied by changes to their words.
Queries are units with no, one or several words changed, and new sentences. Each step runs in a process of its own, so
that its peak memory is its own. Times are processor time where one process does the work, so that other programs on the
machine count little; ``wall`` is the time on the clock. Compare ratios.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from xml.sax.saxutils import escape

import numpy as np
from running import existing, parser_for, run

_SYLLABLES = (
    "ba be bi co da de di fa fe ga in is ka la le li ma me mi mo na ne no pa pe po ra re ri sa se si ta te ti to va ve "
    "vi za"
).split()
_VOCABULARY = 120_000
_NEAR = 0.2


@dataclass(frozen=True, slots=True)
class Stock:
    """What sentences are made of: a vocabulary, the frequent words first, and sentences as numbers of words."""

    words: tuple[str, ...]
    sentences: tuple[tuple[int, ...], ...] = ()


def made_up_stock(seed: int) -> Stock:
    """A vocabulary of syllables; frequent words are short."""
    draw = np.random.default_rng(seed)
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        size = 1 + int(np.log10(len(words) + 1) / 1.6) + int(draw.integers(0, 3))
        words["".join(draw.choice(_SYLLABLES, size))] = None
    return Stock(tuple(words))


def real_stock(folder: Path) -> Stock:
    """The English sentences of the TMX files in ``folder``."""
    from tmx.formats.registry import read_units

    counts: dict[str, int] = {}
    sentences = []
    for path in sorted(folder.rglob("*.tmx")):
        try:
            units = list(read_units(path, source_language="en", target_language="fr"))
        except Exception as error:
            print(f"  left out {path.name}: {error}", file=sys.stderr)
            continue
        for unit in units:
            words = unit.variants[0].text.split()
            sentences.append(words)
            for word in words:
                counts[word] = counts.get(word, 0) + 1
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    number = {word: rank for rank, word in enumerate(ranked)}
    return Stock(tuple(ranked), tuple(tuple(number[word] for word in words) for words in sentences if words))


def sentences(stock: Stock, count: int, seed: int) -> Iterator[list[int]]:
    """``count`` sentences as numbers of words; -n stands for the figure n."""
    draw = np.random.default_rng(seed)
    size = len(stock.words)
    kept: list[list[int]] = []
    for start in range(0, count, 10_000):
        lengths = np.clip(draw.lognormal(2.45, 0.6, 10_000), 2, 80).astype(int)
        pool = _zipf(draw, size, int(lengths.sum()))
        near = draw.random(10_000) < _NEAR
        at = 0
        for here in range(min(10_000, count - start)):
            words = pool[at : at + lengths[here]].tolist()
            at += int(lengths[here])
            if stock.sentences:
                words = _changed(list(stock.sentences[int(draw.integers(len(stock.sentences)))]), words, draw, most=4)
            elif near[here] and kept:
                words = _changed(list(kept[int(draw.integers(len(kept)))]), words, draw, most=3)
            elif len(words) > 3 and draw.random() < 0.15:
                words[int(draw.integers(len(words)))] = -int(draw.integers(1, 3000))
            if len(kept) < 50_000:
                kept.append(words)
            elif draw.random() < 0.1:
                kept[int(draw.integers(len(kept)))] = words
            yield words


def _zipf(draw: np.random.Generator, size: int, count: int) -> np.ndarray:
    """Ranks by Zipf's law with exponent 1 (the inverse of its distribution)."""
    ranks: np.ndarray = np.minimum((size ** draw.random(count)).astype(int) - 1, size - 1)
    return ranks


def _changed(words: list[int], others: list[int], draw: np.random.Generator, *, most: int) -> list[int]:
    for _ in range(int(draw.integers(0, most + 1))):
        place = int(draw.integers(len(words)))
        kind = draw.random()
        new = others[int(draw.integers(len(others)))]
        if kind < 0.6:
            words[place] = new
        elif kind < 0.8:
            words.insert(place, new)
        elif len(words) > 2:
            del words[place]
    return words


def text_of(stock: Stock, numbers: list[int]) -> str:
    """A sentence from numbers of words: a capital, commas, a full stop."""
    words = [stock.words[number] if number >= 0 else str(-number) for number in numbers]
    if stock.sentences:
        return " ".join(words)
    text = " ".join(word + "," if place % 9 == 8 else word for place, word in enumerate(words))
    return text[0].upper() + text[1:] + "."


def write_memory(path: Path, stock: Stock, count: int, seed: int, *, rich: bool = False) -> int:
    """A TMX with ``count`` units; the bytes of its source texts. The target is the source, its words turned round.

    ``rich`` units have what CAT tools write: dates and persons, a note, properties of the unit and of the translation,
    and in two of three inline codes.
    """
    draw = random.Random(seed)
    size = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header creationtool="benchmark" '
            'creationtoolversion="1" segtype="sentence" o-tmf="none" adminlang="en" srclang="en" datatype="plaintext"/>'
            "\n<body>\n"
        )
        for number, words in enumerate(sentences(stock, count, seed), 1):
            source = text_of(stock, words)
            target = text_of(stock, words[::-1])
            size += len(source.encode())
            if rich:
                stream.write(rich_unit(number, source, target, draw))
                continue
            stream.write(
                f'<tu tuid="{number}" creationdate="20240501T100000Z">'
                f'<tuv xml:lang="en"><seg>{escape(source)}</seg></tuv>'
                f'<tuv xml:lang="fr"><seg>{escape(target)}</seg></tuv></tu>\n'
            )
        stream.write("</body></tmx>\n")
    return size


def rich_unit(number: int, source: str, target: str, draw: random.Random) -> str:
    """A unit as CAT tools write them."""
    month, day, hour = draw.randint(1, 12), draw.randint(1, 28), draw.randint(0, 23)
    said = f'creationid="ann{number % 7}" changedate="2024{month:02}{day:02}T{hour:02}{number % 60:02}00Z" changeid="b"'
    kind = draw.randint(0, 2)
    return (
        f'<tu tuid="{number}" creationdate="20240101T100000Z" {said} usagecount="{number % 9}">\n'
        f"  <note>Looked over by reviewer {number % 50}</note>\n"
        f'  <prop type="x-project">P{number // 3000}</prop>\n  <prop type="x-domain">law</prop>\n'
        f'  <prop type="x-segment">{number}</prop>\n'
        f'  <tuv xml:lang="en"><seg>{_with_codes(source, kind)}</seg></tuv>\n'
        f'  <tuv xml:lang="fr" {said}>\n    <prop type="x-quality">{number % 100}</prop>\n'
        f"    <seg>{_with_codes(target, kind)}</seg></tuv>\n</tu>\n"
    )


def _with_codes(text: str, kind: int) -> str:
    """``text`` as XML: as it is, with a pair of codes, or with a pair and one that stands alone."""
    words = escape(text).split(" ")
    if kind and len(words) > 3:
        words[1] = f'<bpt i="1" type="bold">&lt;b&gt;</bpt>{words[1]}'
        words[2] += '<ept i="1">&lt;/b&gt;</ept>'
        if kind == 2:
            words[-1] = f'<ph x="2" type="fnote">&lt;fn id="{len(text)}"/&gt;</ph>{words[-1]}'
    return " ".join(words)


def query_texts(stock: Stock, count: int, queries: int, seed: int) -> list[str]:
    """Queries: a fifth as in the memory, two fifths near to it, two fifths new."""
    draw = np.random.default_rng(seed + 1)
    chosen = set(draw.choice(count, min(queries, count), replace=False).tolist())
    known = [words for place, words in enumerate(sentences(stock, count, seed)) if place in chosen]
    new = list(sentences(stock, queries, seed + 2))
    result = []
    for place in range(queries):
        words = list(known[place % len(known)])
        if place % 5 in (1, 2):
            words = _changed(words, new[place], draw, most=4)
        elif place % 5 in (3, 4):
            words = new[place]
        result.append(text_of(stock, words))
    return result


# Steps, each in a process of its own


def _alone(step: Callable[..., dict[str, float]], *arguments: object) -> dict[str, float]:
    """What ``step`` returns, run in a new process, with its seconds and its peak memory in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_timed, (step, arguments))


def _timed(step: Callable[..., dict[str, float]], arguments: tuple[object, ...]) -> dict[str, float]:
    start, wall = time.process_time(), time.perf_counter()
    result = step(*arguments)
    result.setdefault("seconds", time.process_time() - start)
    result["wall"] = time.perf_counter() - wall
    result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result


def walk(path: Path) -> dict[str, float]:
    """A bare walk over the file with lxml."""
    from lxml import etree

    for _, element in etree.iterparse(str(path)):
        element.clear()
        if element.tag == "tu":
            while element.getprevious() is not None:
                del element.getparent()[0]
    return {}


def read(path: Path) -> dict[str, float]:
    """All units, one after the other."""
    from tmx.formats.tmx import read_tmx

    return {"units": sum(1 for _ in read_tmx(path))}


def store(path: Path, memory: Path) -> dict[str, float]:
    """Import without the index, as ``accord memory import --no-index`` does it.

    ``beside`` is the processor time of the second program that reads.
    """
    from toolkit.workflows.memory_import import import_files

    units = sum(report.added for report in import_files([path], memory, index=False))
    return {"units": units, "beside": sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])}


def count(path: Path) -> dict[str, float]:
    """``accord memory stats``."""
    from toolkit.workflows.memory_look import memory_stats

    return {"units": memory_stats(path).units}


def check(path: Path) -> dict[str, float]:
    """``accord memory validate``."""
    from toolkit.workflows.memory_look import look_over

    return {"units": look_over(path).units}


def import_memory(path: Path, memory: Path) -> dict[str, float]:
    """Import and index, as the command does it."""
    from toolkit.workflows.memory_import import import_files

    start = time.process_time()
    reports = import_files([path], memory)
    seconds, beside = time.process_time() - start, sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    return {"units": sum(report.added for report in reports), "seconds": seconds, "beside": beside}


def look_up(memory: Path, texts: list[str]) -> dict[str, float]:
    """Open, then one look-up after the other, then all at once."""
    from tmx.match.fuzzy import FuzzyMatcher
    from tmx.store.sqlite import open_memory

    start = time.process_time()
    with open_memory(memory) as store:
        matcher = FuzzyMatcher(store, "en", "fr")
        opened = time.process_time() - start
        for text in texts[:20]:
            matcher.lookup(text)
        times, found = [], 0
        for text in texts:
            start = time.process_time()
            found += bool(matcher.lookup(text))
            times.append(time.process_time() - start)
        start = time.process_time()
        for _ in matcher.lookup_all(texts):
            pass
        batch = time.process_time() - start
    return {"opened": opened, **_spread(times), "batch": batch / len(texts), "found": found}


def rapidfuzz_all(path: Path, texts: list[str]) -> dict[str, float]:
    """RapidFuzz's Levenshtein over the words of every unit."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    from tmx.match.normal import tokens_of

    numbers: dict[str, int] = {}

    def coded(text: str) -> str:
        return "".join(chr(0x100 + numbers.setdefault(token, len(numbers)) % 0x100000) for token in tokens_of(text))

    coded_texts = [coded(text) for text in _sources(path)]
    times, found = [], 0
    for text in texts:
        start = time.process_time()
        best = process.extract(
            coded(text), coded_texts, scorer=Levenshtein.normalized_similarity, score_cutoff=0.7, limit=5
        )
        times.append(time.process_time() - start)
        found += bool(best)
    return {**_spread(times), "found": found}


def fts5(path: Path, texts: list[str]) -> dict[str, float]:
    """SQLite FTS5 proposes the hundred units with the rarest words in common, RapidFuzz ranks them (not exact)."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    from tmx.match.normal import tokens_of

    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE segments USING fts5(text)")
    database.executemany("INSERT INTO segments VALUES (?)", ((" ".join(tokens_of(t)),) for t in _sources(path)))
    times, found = [], 0
    for text in texts:
        start = time.process_time()
        tokens = tokens_of(text)
        question = " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens))
        rows = database.execute("SELECT text FROM segments WHERE segments MATCH ? ORDER BY rank LIMIT 100", (question,))
        choices = [row[0].split() for row in rows]
        best = process.extractOne(tokens, choices, scorer=Levenshtein.normalized_similarity, score_cutoff=0.7)
        times.append(time.process_time() - start)
        found += best is not None
    return {**_spread(times), "found": found}


def translate_toolkit(path: Path, texts: list[str]) -> dict[str, float]:
    """translate-toolkit's matcher."""
    from translate.search import match
    from translate.storage import factory

    start = time.process_time()
    matcher = match.matcher([factory.getobject(str(path))], max_candidates=5, min_similarity=70)
    opened = time.process_time() - start
    times, found = [], 0
    for text in texts:
        start = time.process_time()
        found += bool(matcher.matches(text))
        times.append(time.process_time() - start)
    return {"opened": opened, **_spread(times), "found": found}


def systran(path: Path, texts: list[str], tool: str) -> dict[str, float]:
    """SYSTRAN's FuzzyMatch-cli: index and look-ups in its own process."""
    folder = path.parent
    corpus = folder / "corpus.en"
    corpus.write_text("\n".join(_sources(path)) + "\n", encoding="utf-8")
    start = time.perf_counter()
    subprocess.run([tool, "-c", str(corpus), "-a", "index"], check=True, capture_output=True)
    indexed = time.perf_counter() - start
    command = [tool, "-i", f"{corpus}.fmi", "-a", "match", "-f", "0.7", "-n", "5"]
    empty, full = (_seconds(command, "\n".join(part).encode()) for part in ([texts[0]], [*texts, ""]))
    return {"opened": indexed, "mean": (full - empty) / len(texts)}


def _seconds(command: list[str], given: bytes) -> float:
    start = time.perf_counter()
    subprocess.run(command, input=given, check=True, capture_output=True)
    return time.perf_counter() - start


def _sources(path: Path) -> Iterator[str]:
    from tmx.formats.tmx import read_tmx

    return (unit.variants[0].text for unit in read_tmx(path))


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"median": median(ordered), "mean": mean(ordered), "p99": ordered[int(len(ordered) * 0.99)]}


_PEERS: dict[str, tuple[Callable[..., dict[str, float]], int]] = {
    "rapidfuzz": (rapidfuzz_all, 30),
    "fts5": (fts5, 30),
    "translate": (translate_toolkit, 3),
}


def _told(name: str, figures: dict[str, float]) -> None:
    parts = []
    for key, value in figures.items():
        if key in ("median", "mean", "p99", "batch"):
            parts.append(f"{key} {value * 1000:.3f} ms")
        elif key == "peak":
            parts.append(f"peak {value:.0f} MB")
        elif key in ("seconds", "opened", "wall", "beside"):
            parts.append(f"{key} {value:.2f} s")
        else:
            parts.append(f"{key} {value:,.0f}")
    print(f"{name:<22}{'  '.join(parts)}", flush=True)


def main() -> None:
    """Read the options and run."""
    parser = parser_for(__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=existing, help="folder with TMX files, whose sentences are the stock")
    parser.add_argument("--rich", action="store_true", help="units with notes, properties and inline codes")
    parser.add_argument("--peers", default="rapidfuzz,fts5,translate,systran", help="which others to run; '' for none")
    parser.add_argument("--folder", type=Path, help="work here and keep what is made (default: a temporary folder)")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="accord-memory-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measure_all(options, folder)
    finally:
        if options.folder is None:
            shutil.rmtree(folder)


def measure_all(options: argparse.Namespace, folder: Path) -> None:
    """All steps, told as they are done."""
    stock = real_stock(options.data) if options.data else made_up_stock(options.seed)
    path, memory = folder / "memory.tmx", folder / "memory.db"
    note = folder / "size.json"
    if not path.exists():
        note.write_text(json.dumps(write_memory(path, stock, options.units, options.seed, rich=options.rich)))
    source_bytes = json.loads(note.read_text())
    texts = query_texts(stock, options.units, options.queries, options.seed)
    print(
        f"{options.units:,} units · seed {options.seed} · {path.stat().st_size / 2**20:.0f} MB of TMX · source texts "
        f"{source_bytes / 2**20:.1f} MB · {len(texts):,} queries · threshold 70"
    )
    _told("lxml walk", _alone(walk, path))
    _told("read TMX", _alone(read, path))
    _told("stats of the TMX", _alone(count, path))
    _told("validate the TMX", _alone(check, path))
    _clear(folder)
    _told("read into a store", _alone(store, path, memory))
    _clear(folder)
    _told("import and index", _alone(import_memory, path, memory))
    _told("stats of the store", _alone(count, memory))
    _told("validate the store", _alone(check, memory))
    size = sum(file.stat().st_size for file in folder.glob("memory.db.index/*"))
    print(f"{'index':<22}{size / 2**20:.1f} MB, {size / source_bytes:.2f} of the source texts")
    _told("look-up", _alone(look_up, memory, texts))
    for peer in options.peers.split(","):
        if peer in _PEERS:
            step, most = _PEERS[peer]
            _told(peer, _alone(step, path, texts[:most]))
        elif peer == "systran":
            tool = shutil.which("FuzzyMatch-cli")
            if tool is None:
                print(f"{peer:<22}not on the path (FuzzyMatch-cli)")
            else:
                _told(peer, _alone(systran, path, texts, tool))


def _clear(folder: Path) -> None:
    for old in folder.glob("memory.db*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()


if __name__ == "__main__":
    run(main)
