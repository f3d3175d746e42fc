"""How fast the aligner and the checks are: seconds, sentences or units a second, and ratios, in one run on one machine.

    python benchmarks/speed.py [--checks [--po FILE]]
    python benchmarks/speed.py --alignment DATA [DATA ...] --from fr --to en

With ``--checks`` only the checks are measured, with ``--po`` on a PO file of one's own (English to French). With
``--alignment`` only how long it takes to align the documents of each folder DATA (src.txt and tgt.txt in a folder a
document) once the lexicons are loaded: processor time of this program alone, the best of three, and pairs of sentences
a second by the side that has fewer of them.

Checks a large PO file, the examples varied, with an invented glossary as a command, and has translate-toolkit's
``pofilter`` check the same file, where it is installed. Aligns the examples (if they are there) and invented texts of
several sizes; the settings stand in the last line. Where ``hunalign`` is on the PATH, it aligns the same documents.
"""

import gc
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from running import existing, parser_for, run

from termbase.formats.registry import read_glossary
from tmx.align.documents import pair_documents
from tmx.align.sentences import TextPair, align_texts
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.formats.registry import read_units
from toolkit.workflows.evaluate_alignment import read_gold_documents

EXAMPLES = Path(__file__).parents[1] / "examples"
GOLD, GLOSSARY = EXAMPLES / "gold", EXAMPLES / "glossary.csv"
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo chan tri blo pre".split()


@dataclass(frozen=True, slots=True)
class Row:
    """A measured job: what, how many sentences (both sides) or units, how long in seconds (the best of three)."""

    name: str
    sentences: int
    seconds: float


def invented(sentences: int, seed: int) -> TextPair:
    """A text of invented words, its word-by-word translation with some sentences merged or dropped."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(800 + sentences)]
    other = {word: word[:4] + draw.choice(SYLLABLES) if draw.random() < 0.3 else word[::-1] for word in words}
    weights = [1.0 / (rank + 1) for rank in range(len(words))]
    source: list[str] = []
    target: list[str] = []
    for _ in range(sentences):
        sentence = [*draw.choices(words, weights, k=draw.randint(6, 30)), str(draw.randint(1, 999))]
        source.append(" ".join(sentence) + ".")
        translated = " ".join(other.get(word, word) for word in sentence) + "."
        chance = draw.random()
        if chance < 0.05 and target:
            target[-1] += " " + translated
        elif chance > 0.03:
            target.append(translated)
    return TextPair(tuple(source), tuple(target), f"invented {sentences}")


def measure(name: str, pairs: list[TextPair], job: Callable[[], object], repeat: int = 3) -> Row:
    """Run ``job`` ``repeat`` times and keep the best time."""
    best = float("inf")
    for _ in range(repeat):
        begun = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - begun)
    return Row(name, sum(len(pair.source) + len(pair.target) for pair in pairs), best)


def aligned(name: str, pairs: list[TextPair], repeat: int = 3) -> Row:
    """The time to align ``pairs`` as one batch."""
    return measure(name, pairs, lambda: align_texts(pairs, "en", "fr"), repeat)


UNITS, CONCEPTS = 20_000, 5000


def example_pairs() -> list[tuple[str, str]]:
    """The sentences of the examples beside their translations; invented ones where the examples are not there."""
    if not GOLD.is_dir():
        sources = [sentence.rstrip(".") for sentence in invented(UNITS // 20, 4).source]
        return [(one, " ".join(word if word.isdigit() else word[::-1] for word in one.split())) for one in sources]
    return [
        (
            " ".join(document.texts.source[i] for i in bead.source),
            " ".join(document.texts.target[j] for j in bead.target),
        )
        for document in read_gold_documents(GOLD)
        for bead in document.gold or ()
        if bead.source and bead.target
    ]


def varied(pairs: list[tuple[str, str]], draw: random.Random) -> tuple[str, str]:
    """A unit that no other is like: one or two sentences, in some of them other figures, a name and a number."""
    source, target = draw.choice(pairs)
    if draw.random() < 0.2:
        more = draw.choice(pairs)
        source, target = f"{source} {more[0]}", f"{target} {more[1]}"
    for figure in {word for word in source.split() if word.isdigit() and word in target.split()}:
        other = str(draw.randint(10 ** (len(figure) - 1), 10 ** len(figure) - 1))
        source, target = source.replace(figure, other), target.replace(figure, other)
    name = "".join(draw.choices(SYLLABLES, k=3)).title()
    number = draw.randint(2, 999)
    return f"{source} ({name} {number})", f"{target} ({name} {number})"


def example_terms() -> dict[str, str]:
    """The glossary of the examples, if it is there: for each English term the first French one of its concept."""
    if not GLOSSARY.exists():
        return {}
    concepts = read_glossary(GLOSSARY, source_language="en", target_language="fr")
    sides = ((concept.terms_in("en"), concept.terms_in("fr")) for concept in concepts)
    return {term.text: theirs[0].text for ours, theirs in sides for term in ours if theirs}


def write_checked_files(folder: Path) -> None:
    """A PO file of varied examples, and a glossary: that of the examples, and as many terms more as are needed."""
    draw = random.Random(4)
    pairs = example_pairs()
    quoted = [[side.replace("\\", "\\\\").replace('"', '\\"') for side in varied(pairs, draw)] for _ in range(UNITS)]
    entries = (f'msgctxt "{n}"\nmsgid "{source}"\nmsgstr "{target}"\n' for n, (source, target) in enumerate(quoted))
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    (folder / "units.po").write_text("\n".join([header, *entries]), encoding="utf-8")
    terms = example_terms()
    words = [[[word for word in side.split() if word.isalpha() and len(word) > 5] for side in pair] for pair in pairs]
    words = [pair for pair in words if all(pair)]
    while len(terms) < CONCEPTS:  # compounds of words that stand in the texts, mostly not together
        one, other = draw.choice(words), draw.choice(words)
        term = f"{draw.choice(one[0])} {draw.choice(other[0])}"
        terms[term] = f"{draw.choice(other[1])} {draw.choice(one[1])}"
    rows = ["en\tfr", *(f"{one}\t{other}" for one, other in terms.items())]
    (folder / "glossary.tsv").write_text("\n".join(rows), encoding="utf-8")


def hunaligned(name: str, pairs: list[TextPair]) -> list[Row]:
    """What hunalign takes for ``pairs``, without a dictionary, as one command; nothing where it is not on the PATH."""
    program = shutil.which("hunalign")
    if program is None:
        return []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "null.dic").write_bytes(b"")
        jobs = []
        for number, pair in enumerate(pairs):
            paths = [folder / f"{number}.{side}" for side in ("source", "target", "out")]
            for path, sentences in zip(paths, (pair.source, pair.target), strict=False):
                path.write_text("\n".join(sentences) + "\n", encoding="utf-8")
            jobs.append("\t".join(map(str, paths)))
        (folder / "jobs").write_text("\n".join(jobs) + "\n", encoding="utf-8")
        seconds = seconds_of([program, "-batch", str(folder / "null.dic"), str(folder / "jobs")], repeat=3)
    return [Row(f"{name}: hunalign", sum(len(pair.source) + len(pair.target) for pair in pairs), seconds)]


def seconds_of(command: list[str], repeat: int = 1) -> float:
    """How long ``command`` takes, its start included: the best of ``repeat`` times."""
    best = float("inf")
    for _ in range(repeat):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, time.perf_counter() - begun)
    return best


@contextmanager
def one_processor() -> Iterator[None]:
    """What is run inside has one processor, where the system can say so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def checked(po: Path | None) -> list[Row]:
    """Units a second of ``accord qa``, with the glossary and without, and of ``pofilter``, as whole commands.

    They check ``po``, or else varied examples.
    On one processor, and with a second one where there is one, which Accord uses.
    """
    programs = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_checked_files(folder)
        units, report = str(po or folder / "units.po"), str(folder / "found.json")
        count = sum(1 for _ in read_units(po, source_language="en", target_language="fr")) if po else UNITS
        qa = [
            str(programs / "accord"),
            "qa",
            units,
            "--from",
            "en",
            "--to",
            "fr",
            "--fail-on",
            "never",
            "--format",
            "json",
            "-o",
            report,
        ]
        glossary = ["--glossary", str(folder / "glossary.tsv")]
        jobs = {"pofilter": [str(programs / "pofilter"), units, str(folder / "found.po")]}
        if not Path(jobs["pofilter"][0]).exists():
            jobs.clear()
        jobs |= {f"accord qa, {CONCEPTS} concepts": [*qa, *glossary], "accord qa, no glossary": qa}
        with one_processor():
            rows = [Row(job, count, seconds_of(command)) for job, command in jobs.items()]
        if hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1:
            ours = [job for job in jobs if job != "pofilter"]
            rows += [Row(f"{job}, two processors", count, seconds_of(jobs[job])) for job in ours]
    return rows


def aligned_warm(folder: Path, source_language: str, target_language: str) -> Row:
    """The processor time to align all documents of ``folder``, its lexicons loaded before; for the shorter side."""
    texts = [document.texts for document in read_gold_documents(folder)]
    best = float("inf")
    align_texts(texts[:2], source_language, target_language)
    for _ in range(3):
        begun = time.process_time()
        align_texts(texts, source_language, target_language)
        best = min(best, time.process_time() - begun)
    pairs = min(sum(len(one.source) for one in texts), sum(len(one.target) for one in texts))
    return Row(f"{folder.name}: {len(texts)} documents", pairs, best)


def show(rows: list[Row], what: str) -> None:
    """Print ``rows`` with their ratios to the first."""
    print(f"{'':<44}{'seconds':>9}{what:>13}{'ratio':>8}")
    first = rows[0].sentences / rows[0].seconds
    for row in rows:
        rate = row.sentences / row.seconds
        print(f"{row.name:<44}{row.seconds:>9.3f}{rate:>13.0f}{rate / first:>8.2f}")


def main() -> None:
    """Measure and print."""
    parser = parser_for(__doc__)
    parser.add_argument("--checks", action="store_true", help="the checks alone")
    parser.add_argument("--po", type=existing, metavar="FILE", help="the PO file to check")
    parser.add_argument(
        "--alignment", nargs="+", type=existing, metavar="DATA", help="the alignment of these folders alone"
    )
    parser.add_argument("--from", dest="source", default="fr", help="with --alignment: the language of src.txt")
    parser.add_argument("--to", dest="target", default="en", help="with --alignment: the language of tgt.txt")
    options = parser.parse_args()
    gc.set_threshold(50_000, 20, 100)  # as the command does
    if options.alignment:
        show([aligned_warm(folder, options.source, options.target) for folder in options.alignment], "pairs/s")
        print(f"settings  {DEFAULT_SETTINGS.signature()}")
        return
    show(checked(options.po), "units/s")
    if options.checks:
        return
    small = [invented(30, 1)]
    rows = [aligned("align 30 x 30", small)]
    if GOLD.is_dir():
        releases = [document.texts for document in read_gold_documents(GOLD)]
        rows.append(aligned(f"align {len(releases)} releases of the examples", releases))
    batch = [invented(30, seed) for seed in range(40)]
    rows += hunaligned("align 40 documents of 30", batch)
    rows.append(aligned("align 40 documents of 30", batch))
    rows.append(aligned("align 300 x 300", [invented(300, 2)]))
    rows.append(aligned("align 3000 x 3000", [invented(3000, 3)], repeat=1))
    rows.append(aligned("align 10,000 x 10,000", [invented(10_000, 4)], repeat=1))
    sources, targets = [pair.source for pair in batch], [pair.target for pair in batch]
    rows.append(measure("pair 40 with 40 documents", batch, lambda: pair_documents(sources, targets, "en", "fr")))
    show(rows, "sentences/s")
    print(f"settings  {DEFAULT_SETTINGS.signature()}")


if __name__ == "__main__":
    run(main)
