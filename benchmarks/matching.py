"""How fast terms are found: a large glossary over a long text, and the look-up of one sentence, in one process.

    python benchmarks/matching.py [TEXT ...] [--terms 50000] [--tokens 1000000] [--lang en] [--as-they-are]

TEXTs are files in the language (default: the English originals of the examples); their sentences are drawn again and
again, each time with a few words exchanged, until there are enough tokens; with --as-they-are each is read as it
stands, once with nothing known and then again. A tenth of the terms (--present) are rows of
one to four words that stand in the texts, with no function word at an edge; the others are the same with a word
exchanged, so that most of them begin like something in the text and are not there. Seconds of the processor.
"""

import gc
import random
import statistics
import time
from pathlib import Path

from running import existing, parser_for, run

from termbase.match.matcher import TermMatcher
from termbase.model import Concept, Glossary, Term
from tmx.text.languages import find_language
from tmx.text.sentences import split_sentences
from tmx.text.tokens import TokenKind, tokenize

EXAMPLES = Path(__file__).parents[1] / "examples" / "originals"
EXCHANGED = 0.1  # words of a sentence that are exchanged


def sentences_of(paths: list[Path], language: str) -> list[str]:
    """The sentences of the texts."""
    found = []
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [text[span.start : span.end] for span in split_sentences(text, language)]
    return [" ".join(sentence.split()) for sentence in found if sentence.strip()]


def drawn_text(sentences: list[str], tokens: int, language: str, draw: random.Random) -> list[str]:
    """Sentences with ``tokens`` tokens in all."""
    sizes = [sum(1 for _ in tokenize(sentence, find_language(language))) for sentence in sentences]
    words = [word for sentence in sentences for word in sentence.split()]
    text: list[str] = []
    while tokens > 0:
        number = draw.randrange(len(sentences))
        row = [draw.choice(words) if draw.random() < EXCHANGED else word for word in sentences[number].split()]
        text.append(" ".join(row))
        tokens -= sizes[number]
    return text


def drawn_terms(sentences: list[str], count: int, present: float, language: str, draw: random.Random) -> list[str]:
    """Rows of words of the sentences, the share ``present`` as they are, the others with a word exchanged."""
    here = find_language(language)
    rows = [[t.text for t in tokenize(s, here) if t.kind is TokenKind.WORD] for s in sentences]
    words = [word for row in rows for word in row]
    terms: dict[str, None] = {}
    while len(terms) < count:
        row = draw.choice(rows)
        size = draw.choice((1, 2, 2, 2, 2, 3, 3, 4))
        if len(row) < size:
            continue
        at = draw.randrange(len(row) - size + 1)
        term = row[at : at + size]
        if draw.random() >= present:
            term[draw.randrange(size)] = draw.choice(words) + draw.choice(("a", "ol", "ix"))
        if not {term[0].lower(), term[-1].lower()} & here.function_words:
            terms[" ".join(term)] = None
    return list(terms)


def main() -> None:
    """Measure and print."""
    gc.set_threshold(50_000, 20, 100)  # as the command does
    parser = parser_for(__doc__)
    parser.add_argument("texts", type=existing, nargs="*")
    parser.add_argument("--terms", type=int, default=50_000)
    parser.add_argument("--tokens", type=int, default=1_000_000)
    parser.add_argument("--present", type=float, default=0.1, help="share of the terms that stand in the texts")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--as-they-are", action="store_true", help="each sentence of the texts once, then again")
    options = parser.parse_args()
    draw = random.Random(1)
    sentences = sentences_of(options.texts or sorted(EXAMPLES.glob("*.txt")), options.lang)
    terms = drawn_terms(sentences, options.terms, options.present, options.lang, draw)
    text = sentences if options.as_they_are else drawn_text(sentences, options.tokens, options.lang, draw)
    glossary = Glossary(tuple(Concept(str(n), (Term(term, options.lang),)) for n, term in enumerate(terms)))
    begun = time.process_time()
    matcher = TermMatcher(glossary, options.lang)
    print(f"{len(terms)} terms read in {time.process_time() - begun:.2f} s")
    for again in ("", "again: ") if options.as_they_are else ("",):
        begun = time.process_time()
        hits = sum(len(matcher.find(sentence)) for sentence in text)
        seconds = time.process_time() - begun
        print(f"{again}{len(text)} sentences: {seconds:.2f} s, {hits} hits")
    begun = time.process_time()
    tokens = sum(1 for sentence in text for _ in tokenize(sentence, find_language(options.lang)))
    alone = time.process_time() - begun
    print(f"taking the same text apart into {tokens} tokens alone: {alone:.2f} s, ratio {seconds / alone:.2f}")
    times = []
    for sentence in text[:2000]:
        begun = time.perf_counter()
        matcher.find(sentence)
        times.append(time.perf_counter() - begun)
    worst = sorted(times)[-len(times) // 100]
    print(f"one sentence: median {statistics.median(times) * 1e3:.3f} ms, 99 of 100 below {worst * 1e3:.3f} ms")


if __name__ == "__main__":
    run(main)
