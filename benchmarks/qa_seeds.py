"""A benchmark for the checks, made of documents aligned by hand: clean pairs, and pairs with one seeded error each.

    python benchmarks/qa_seeds.py OUT SET... --from en --to fr [--glossary FILE] [--each 30] [--seed 1] [--kinds K,...]

A SET is a folder of documents (``src.txt``, ``tgt.txt``, ``gold.txt``); its name says which side is which
(``ntrex-fr-en-hard``), or else it is from English. Only sentences that correspond one to one
are taken. Without a glossary the terms that Accord extracts from the pairs are one. OUT then holds ``good.tsv``,
``bad.tsv``, ``key.tsv`` and ``glossary.tsv`` for ``accord evaluate qa OUT``.
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path

from qa_fact_seeds import FACTS
from running import existing, parser_for, run

from termbase.extract import extract_terms
from termbase.formats.registry import read_glossary
from termbase.match.matcher import TermMatcher
from termbase.model import Concept, Glossary, Status, Term
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import find_language
from tmx.text.tokens import tokenize
from toolkit.checks.acronyms_en_fr import well_known_acronyms
from toolkit.checks.lexical import content_words
from toolkit.workflows.evaluate_alignment import read_gold_documents

TAGS = ("<b>", "%s", "{count}")
TAGGED = 0.06  # of the clean pairs
NO_BREAK = "\u00a0\u202f"
MARKS = ".?!"
LONG = 155  # characters: no shorter sentence loses what stands between any two commas
BRACKETS = "()[]«»“”"
LINKS = {
    "fr": (("afin de", "pour"), ("ainsi que", "et"), ("notamment", "en particulier"), ("toutefois", "cependant"),
           ("également", "aussi"), ("mais", "or"), ("très", "fort"), ("selon", "d’après"), ("ancien", "vieux")),
    "en": (("however", "nevertheless"), ("also", "too"), ("such as", "like"), ("because", "since"), ("but", "yet"),
           ("very", "quite"), ("big", "large"), ("people", "persons"), ("about", "around"), ("began", "started")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation; ``name`` is its document and number."""

    name: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """A damaged pair: what was done to it, and the target before."""

    source: str
    target: str
    detail: str
    clean: str


@dataclass(frozen=True, slots=True)
class Material:
    """What the seeders draw from: languages, glossary and its matchers, the terms and words that may intrude."""

    source: str
    target: str
    draw: random.Random
    glossary: Glossary
    matchers: tuple[TermMatcher, TermMatcher]
    words: tuple[str, ...]
    sentences: tuple[str, ...]  # of the translations: one may stand where it does not belong

    def terms_at(self, pair: Pair) -> list[tuple[str, int, int, str]]:
        """Glossary terms of the source that stand in the target: source term, place, and the target as it stands."""
        wanted = {hit.concept.identifier: hit for hit in self.matchers[0].search(pair.source).longest}
        found = []
        for hit in self.matchers[1].search(pair.target).longest:
            if hit.concept.identifier in wanted and pair.target.count(pair.target[hit.start : hit.end]) == 1:
                there = wanted[hit.concept.identifier]
                found.append((pair.source[there.start : there.end], hit.start, hit.end, hit.term.text))
        return found


def replaced(pair: Pair, start: int, end: int, new: str, detail: str) -> Seeded:
    """``pair`` with ``target[start:end]`` as ``new``."""
    return Seeded(pair.source, pair.target[:start] + new + pair.target[end:], detail, pair.target)


def shared_figure(pair: Pair, material: Material) -> tuple[int, int] | None:
    """A figure in digits of the target whose value the source has in digits, and which stands there once."""
    figure = r"(?<![\w.,/-])\d+(?:[.,]\d+)?(?![\w/-]|[.,]\d)"
    values = {match.replace(",", ".") for match in re.findall(figure, pair.source)}
    places = [
        match.span()
        for match in re.finditer(figure, pair.target)
        if match[0].replace(",", ".") in values and len(re.findall(rf"\b{match[0]}\b", pair.target)) == 1
    ]
    return material.draw.choice(places) if places else None


def wrong_number(pair: Pair, material: Material) -> Seeded | None:
    """One digit of a figure is another one."""
    place = shared_figure(pair, material)
    if place is None:
        return None
    at = material.draw.choice([i for i in range(*place) if pair.target[i].isdigit()])
    least = "123456789" if at == place[0] else "0123456789"
    new = material.draw.choice([digit for digit in least if digit != pair.target[at]])
    return replaced(pair, at, at + 1, new, f"{pair.target[slice(*place)]}")


def missing_number(pair: Pair, material: Material) -> Seeded | None:
    """A figure is gone."""
    place = shared_figure(pair, material)
    if place is None:
        return None
    end = place[1] + (pair.target[place[1] : place[1] + 1].isspace())
    return replaced(pair, place[0], end, "", pair.target[slice(*place)])


def with_tags(pair: Pair, material: Material, *, lost: bool) -> Seeded:
    """Tags around a word, or a placeholder, on both sides; ``lost`` in the target in part or altogether."""
    tag = material.draw.choice(TAGS)
    sides = []
    for text, damaged in ((pair.source, False), (pair.target, lost)):
        words = text.split(" ")
        at = material.draw.randrange(len(words))
        if tag == "<b>":
            words[at] = f"<b>{words[at]}" if damaged else f"<b>{words[at]}</b>"
        elif not damaged:
            words.insert(at, tag)
        sides.append(" ".join(words))
    return Seeded(sides[0], sides[1], tag, pair.target)


def doubled_word(pair: Pair, material: Material) -> Seeded | None:
    """A word stands twice."""
    places = [m for m in re.finditer(r"(?<= )[^\W\d_]+(?= )", pair.target) if m[0] not in ("nous", "vous")]
    if not places:
        return None
    word = material.draw.choice(places)
    return replaced(pair, word.end(), word.end(), f" {word[0]}", word[0])


def double_space(pair: Pair, material: Material) -> Seeded | None:
    """A space stands twice."""
    places = [m.start() for m in re.finditer(r"(?<=\w) (?=\w)", pair.target)]
    return replaced(pair, at := material.draw.choice(places), at, " ", "") if places else None


def unbalanced_bracket(pair: Pair, material: Material) -> Seeded | None:
    """A bracket or guillemet is gone; the source has its pair."""
    places = [i for i, c in enumerate(pair.target) if c in BRACKETS]
    if not places or not any(c in '()[]"“”«»' for c in pair.source):
        return None
    at = material.draw.choice(places)
    return replaced(pair, at, at + 1, "", pair.target[at])


def missing_final_punct(pair: Pair, material: Material) -> Seeded | None:
    """The end mark is gone."""
    if pair.target[-1:] not in MARKS or pair.source[-1:] not in MARKS or pair.target.endswith(".."):
        return None
    kept = pair.target[:-1].rstrip()
    return replaced(pair, len(kept), len(pair.target), "", pair.target[-1])


def missing_nbsp(pair: Pair, material: Material) -> Seeded | None:
    """The no-break space at a mark is a plain space, or none."""
    places = [m.start() for m in re.finditer(rf"[{NO_BREAK}](?=[;:!?»])|(?<=«)[{NO_BREAK}]", pair.target)]
    if not places:
        return None
    at, plain = material.draw.choice(places), material.draw.random() < 0.5
    return replaced(pair, at, at + 1, " " if plain else "", "space" if plain else "none")


def untranslated(pair: Pair, material: Material) -> Seeded | None:
    """The target is the source."""
    return Seeded(pair.source, pair.source, "", pair.target) if len(pair.source.split()) > 3 else None


def omitted_clause(pair: Pair, material: Material) -> Seeded | None:
    """What stands between two commas, or between a comma and the end, is gone: four words and more."""
    cuts = [m.start() for m in re.finditer(r"[,;](?= )", pair.target)]
    if pair.target[-1:] in MARKS:
        cuts.append(len(pair.target) - 1)
    places = [(a, b) for a, b in pairwise(cuts) if len(pair.target[a:b].split()) >= 5 and b - a > 30]
    places = [(a, b) for a, b in places if (b - a) < 0.6 * len(pair.target)]
    if not places:
        return None
    start, end = material.draw.choice(places)
    return replaced(pair, start, end, "", "clause")


def between_commas(pair: Pair, material: Material, least: int = LONG) -> Seeded | None:
    """All that stands between two commas of a target of ``least`` characters and more is gone: five words and more."""
    if len(pair.target) < least:
        return None
    cuts = [match.end() for match in re.finditer(r",(?= )", pair.target)]
    places = [(a, b) for a, b in combinations(cuts, 2) if len(pair.target[a:b].split()) >= 5 and b - a > 30]
    places = [(a, b) for a, b in places if b - a < 0.85 * len(pair.target)]
    return replaced(pair, *material.draw.choice(places), "", "clauses") if places else None


def wrong_term(pair: Pair, material: Material, *, several: bool) -> Seeded | None:
    """A term of the glossary, of ``several`` words or of one, is that of another concept."""
    found = [term for term in material.terms_at(pair) if (" " in term[0]) is several]
    if not found:
        return None
    source, start, end, _ = material.draw.choice(found)
    others = [term.text for term in target_terms(material) if term.text.lower() not in pair.target.lower()]
    hits = {hit.concept.identifier for hit in material.matchers[0].search(pair.source).every}
    ours = {t.text for c in material.glossary if c.identifier in hits for t in c.terms_in(material.target)}
    new = material.draw.choice([other for other in others if other not in ours and len(other) > 3])
    return cased(pair, start, end, new, source)


def wrong_word(pair: Pair, material: Material, *, several: bool) -> Seeded | None:
    """A term of the glossary, of ``several`` words or of one, is a word that stands in no glossary."""
    found = [term for term in material.terms_at(pair) if (" " in term[0]) is several]
    if not found:
        return None
    source, start, end, _ = material.draw.choice(found)
    there = pair.target.lower()
    new = material.draw.choice([word for word in material.words if word not in there])
    return cased(pair, start, end, new, source)


def cased(pair: Pair, start: int, end: int, new: str, source: str) -> Seeded:
    """``new`` in the place, with a capital where one stands at the beginning."""
    first = new[0].upper() if start == 0 else new[0]
    return replaced(pair, start, end, first + new[1:], f"{source}: {pair.target[start:end]}>{new}")


def target_terms(material: Material) -> list[Term]:
    """What the glossary has in the target language, acronyms apart."""
    terms = (term for concept in material.glossary for term in concept.terms_in(material.target))
    return [term for term in terms if term.status is not Status.FORBIDDEN and not term.text.isupper()]


def acronym_untranslated(pair: Pair, material: Material) -> Seeded | None:
    """An acronym of the target language is that of the source language."""
    both = list(well_known_acronyms(material.source[:2], material.target[:2]).items())
    for concept in material.glossary:
        both += [
            (a.text, b.text)
            for a in concept.terms_in(material.source)
            for b in concept.terms_in(material.target)
            if a.text.isupper() and b.text.isupper() and a.text != b.text and len(a.text) > 1
        ]
    places = [
        (match.span(), one)
        for one, other in both
        if re.search(rf"\b{one}\b", pair.source) and not re.search(rf"\b{one}\b", pair.target)
        for match in re.finditer(rf"(?<![-\w]){other}(?![-\w])", pair.target)
    ]
    if not places:
        return None
    (start, end), new = material.draw.choice(places)
    return replaced(pair, start, end, new, f"{pair.target[start:end]}>{new}")


def inconsistent(pair: Pair, material: Material) -> Seeded | None:
    """The same source with a second translation, in other words."""
    for one, other in material.draw.sample(LINKS[material.target[:2]], len(LINKS[material.target[:2]])):
        found = re.search(rf"\b{one}\b", pair.target)
        if found:
            return replaced(pair, found.start(), found.end(), other, f"{one}>{other}")
    return None


def added_sentence(pair: Pair, material: Material) -> Seeded | None:
    """A sentence from elsewhere before the translation or behind it."""
    more = material.draw.choice(material.sentences)
    if pair.target[-1] not in MARKS or more == pair.target:
        return None
    longer = material.draw.choice((f"{pair.target} {more}", f"{more} {pair.target}"))
    return Seeded(pair.source, longer, more, pair.target)


Seeder = Callable[[Pair, Material], Seeded | None]
SEEDERS: dict[str, Seeder] = {
    "acronym_untranslated": acronym_untranslated,
    "wrong_term": partial(wrong_term, several=True),
    "wrong_term_single": partial(wrong_term, several=False),
    "wrong_term_other": partial(wrong_word, several=True),
    "wrong_term_other_single": partial(wrong_word, several=False),
    "wrong_number": wrong_number,
    "missing_number": missing_number,
    "missing_nbsp": missing_nbsp,
    "unbalanced_bracket": unbalanced_bracket,
    "omitted_clause": omitted_clause,
    "omitted_clause_between_commas": between_commas,
    "inconsistent": inconsistent,
    "missing_final_punct": missing_final_punct,
    "doubled_word": doubled_word,
    "double_space": double_space,
    "untranslated": untranslated,
    "missing_tag": lambda pair, material: with_tags(pair, material, lost=True),
}  # the rarest places first


def seeded_fact(pair: Pair, material: Material, *, kind: str) -> Seeded | None:
    """An error of fact."""
    place = FACTS[kind](pair.source, pair.target, (material.source[:2], material.target[:2]), material.draw)
    return replaced(pair, *place) if place is not None else None


ALL_SEEDERS: dict[str, Seeder] = (
    SEEDERS | {kind: partial(seeded_fact, kind=kind) for kind in FACTS} | {"added_sentence": added_sentence}
)


def read_pairs(folders: Iterable[Path], source: str, target: str) -> list[Pair]:
    """The one-to-one pairs of the sets, each text once."""
    pairs: dict[str, Pair] = {}
    for folder in folders:
        named = re.search(r"-([a-z]{2})-([a-z]{2})\b", folder.name)
        turned = (named[1] if named else "en") == target[:2]
        for document in read_gold_documents(folder):
            for bead in document.gold or ():
                if len(bead.source) == len(bead.target) == 1:
                    sides = document.texts.source[bead.source[0]], document.texts.target[bead.target[0]]
                    one, other = reversed(sides) if turned else sides
                    name = f"{document.name}:{bead.source[0] + 1}"
                    if one.strip() and other.strip() and "\t" not in one + other:
                        pairs.setdefault(one, Pair(name, one.strip(), other.strip()))
    return list(pairs.values())


def extracted(pairs: Sequence[Pair], source: str, target: str) -> Glossary:
    """A glossary of the terms that occur more than once, with the likeliest target alone."""
    units = [TranslationUnit(pair.name, (Segment(source, pair.source), Segment(target, pair.target))) for pair in pairs]
    concepts = []
    for number, found in enumerate(extract_terms(units, source, target, limit=600)):
        if found.frequency > 1:
            terms = (Term(found.source_term, source), Term(found.target_term, target))
            concepts.append(Concept(f"c{number}", terms))
    return Glossary(tuple(concepts))


def intruding_words(pairs: Sequence[Pair], glossary: Glossary, target: str) -> tuple[str, ...]:
    """Words of the targets in small letters that stand in no term of the glossary."""
    language = find_language(target)
    known = {w.lower() for c in glossary for t in c.terms_in(target) for w in re.findall(r"\w+", t.text)}
    words = {
        word.text
        for pair in pairs
        for word in content_words(tuple(tokenize(pair.target, language)), language)
        if word.text.isalpha() and word.text.islower() and len(word.text) > 4
    }
    return tuple(sorted(word for word in words if word not in known))


def seeded(
    pairs: list[Pair], material: Material, each: int, kinds: Sequence[str]
) -> tuple[list[str], list[str], set[str]]:
    """The rows of ``bad.tsv`` and of ``key.tsv``, and the pairs that they are made of."""
    bad, key, used = [], [], set()

    def add(name: str, kind: str, one: Seeded) -> None:
        bad.append(f"{name}\t{one.source}\t{one.target}")
        key.append(f"{name}\t{kind}\t{one.detail}\t{one.clean}")

    for kind in kinds:
        seeder = ALL_SEEDERS[kind]
        done = 0
        for pair in material.draw.sample(pairs, len(pairs)):
            damaged = seeder(pair, material) if done < each and pair.name not in used else None
            if damaged is None:
                continue
            used.add(pair.name)
            done += 1
            if kind == "inconsistent":
                add(f"{pair.name}#1", kind, Seeded(pair.source, pair.target, damaged.detail, pair.target))
                add(f"{pair.name}#2", kind, damaged)
            else:
                add(pair.name, kind, damaged)
    free = [pair for pair in pairs if pair.name not in used and pair.target[-1:] in ".?!"]
    most = max(len(free) - 2, 0) // 2 * 2  # some pairs stay clean
    for one, other in zip(*[iter(material.draw.sample(free, min(2 * each, most)))] * 2, strict=True):
        used |= {one.name, other.name}
        both = f"{one.target} {other.target}"
        kept = material.draw.choice((one.target, other.target))
        add(one.name, "omitted_sentence", Seeded(f"{one.source} {other.source}", kept, "of 2", both))
    return bad, key, used


def material_for(pairs: Sequence[Pair], source: str, target: str, file: Path | None) -> Material:
    """What the seeders need, with the terms of a glossary (English first, where its columns have no names).

    Without ``file`` the terms are those that Accord extracts.
    """
    if file is not None:
        glossary = read_glossary(file, source_language="en", target_language=({source, target} - {"en"}).pop())
    else:
        glossary = extracted(pairs, source, target)
    matchers = TermMatcher(glossary, source), TermMatcher(glossary, target)
    words = intruding_words(pairs, glossary, target)
    sentences = tuple(pair.target for pair in pairs if pair.target[-1] in MARKS)
    return Material(source, target, random.Random(0), glossary, matchers, words, sentences)


def write_benchmark(out: Path, pairs: list[Pair], material: Material, each: int, kinds: Sequence[str]) -> str:
    """Write ``good``, ``bad``, ``key`` and ``glossary.tsv``, ``each`` so many of each kind; what is there, in words."""
    bad, key, used = seeded(pairs, material, each, kinds)
    good = []
    for pair in pairs:
        if pair.name not in used:
            shown = with_tags(pair, material, lost=False) if material.draw.random() < TAGGED else pair
            good.append(f"{pair.name}\t{shown.source}\t{shown.target}")
    terms = [
        f"{one.text}\t{other.text}"
        for concept in material.glossary
        for one in concept.terms_in(material.source)
        for other in concept.terms_in(material.target)
        if other.status not in (Status.FORBIDDEN, Status.DEPRECATED)
    ]
    material.draw.shuffle(bad)
    out.mkdir(parents=True, exist_ok=True)
    for name, lines in (
        ("good", good),
        ("bad", bad),
        ("key", ["id\tkind\tdetail\tgood_target", *key]),
        ("glossary", [f"{material.source}\t{material.target}", *dict.fromkeys(terms)]),
    ):
        (out / f"{name}.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return f"{len(good)} clean pairs, {len(bad)} damaged, {len(terms)} pairs of terms: {out}"


def main() -> None:
    """Write the benchmark."""
    parser = parser_for(__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", type=existing, nargs="+")
    parser.add_argument("--from", dest="source", default="en")
    parser.add_argument("--to", dest="target", default="fr")
    parser.add_argument("--glossary", type=existing)
    parser.add_argument("--each", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--kinds",
        default=",".join(SEEDERS),
        help=f"which errors, in which order; all by default but {', '.join(FACTS)}",
    )
    asked = parser.parse_args()
    pairs = read_pairs(asked.sets, asked.source, asked.target)
    material = material_for(pairs, asked.source, asked.target, asked.glossary)
    material.draw.seed(asked.seed)
    print(write_benchmark(asked.out, pairs, material, asked.each, asked.kinds.split(",")))


if __name__ == "__main__":
    run(main)
