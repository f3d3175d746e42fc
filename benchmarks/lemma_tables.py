"""Compiles the lemma tables that the package ships: every form of a language's dictionary with its lemmas and classes.

    python benchmarks/lemma_tables.py fr --hunspell /usr/share/hunspell/fr
    python benchmarks/lemma_tables.py en --hunspell /usr/share/hunspell/en_US --wordnet /usr/share/wordnet

The dictionaries are Debian's packages ``hunspell-fr-comprehensive``, ``hunspell-en-us`` and ``wordnet-base``; what is
read are their text files (``.dic``, ``.aff``; ``index.*``, ``data.noun``, ``*.exc``). French forms are expanded with
the affix rules; English ones are made from WordNet's words by regular inflection, its lists of exceptions, and the
spellings that hunspell knows. Function words of English stand in this file. The result is written by
``tmx.text.lemma_table`` and read by it.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from running import existing, parser_for, run

from tmx.text.lemma_table import Entry, write_table

OUT = Path(__file__).parents[1] / "tmx" / "text" / "data"
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*'?")

SOURCES = {
    "fr": """\
Compiled by benchmarks/lemma_tables.py from the French dictionary of Dicollecte / Grammalecte, "toutes variantes"
7.0, as in Debian's hunspell-fr-comprehensive 1:7.0-1: Mozilla Public License 2.0, https://grammalecte.net
""",
    "en": """\
Compiled by benchmarks/lemma_tables.py from WordNet 3.0 (Princeton University, WordNet licence; Debian's wordnet-base)
and SCOWL's en_US dictionary 2020.12.07 (Kevin Atkinson and others, SCOWL licence; Debian's hunspell-en-us).
""",
}


class Hunspell:
    """The entries of a hunspell dictionary with their affix rules; elisions (``l'``) are left aside."""

    def __init__(self, stem: Path) -> None:
        self.flags: dict[str, list[tuple[str, str, re.Pattern[str], str]]] = defaultdict(list)
        self.prefixes: dict[str, list[str]] = defaultdict(list)
        self.long = False
        for line in Path(f"{stem}.aff").read_text(encoding="utf-8").splitlines():
            parts = line.split()
            if parts[:2] == ["FLAG", "long"]:
                self.long = True
            elif parts[:1] == ["PFX"] and len(parts) >= 5 and parts[3].isalpha():
                self.prefixes[parts[1]].append(parts[3])
            elif parts[:1] == ["SFX"] and len(parts) >= 5:
                _, flag, strip, affix, condition, *morphology = parts
                affix = affix.partition("/")[0]
                rule = re.compile(rf"(?:{condition})$")
                row = ("" if strip == "0" else strip, "" if affix == "0" else affix, rule, " ".join(morphology))
                self.flags[flag].append(row)
        lines = Path(f"{stem}.dic").read_text(encoding="utf-8").splitlines()[1:]
        self.entries = [self._entry(line) for line in lines if line.strip()]

    def _entry(self, line: str) -> tuple[str, list[str], str]:
        head, _, morphology = line.partition(" ")
        word, _, flags = head.partition("/")
        return word, re.findall("..", flags) if self.long else list(flags.strip()), morphology

    def forms(self, word: str, flags: list[str]) -> Iterator[tuple[str, str, str]]:
        """Form, morphology and flag of each form that ``word`` has by its suffix flags."""
        if "()" not in flags:
            yield word, "", ""
        for flag in flags:
            for strip, affix, rule, morphology in self.flags.get(flag, ()):
                if rule.search(word) and word.endswith(strip):
                    yield word[: len(word) - len(strip)] + affix, morphology, flag


_CLASSES = {
    tag: name
    for name, tags in {
        "NOUN": "nom titr",
        "ADJ": "adj nbro loc.adj",
        "PROPN": "npr prn patr",
        "ADV": "adv loc.adv negadv advint",
        "ADP": "prep",
        "SCONJ": "cjsub",
        "CCONJ": "cjco",
        "INTJ": "interj",
        "NUM": "nb",
    }.items()
    for tag in tags.split()
}
_FRENCH_LEMMAS = {
    form: lemma
    for lemma, forms in {
        "ce": "cet cette ces",
        "celui": "celle ceux celles",
        "lequel": "laquelle lesquels lesquelles",
        "quel": "quelle quels quelles",
        "tout": "tous toute toutes",
        "un": "une",
    }.items()
    for form in forms.split()
}
_SKIPPED = ("po:pfx", "po:sfx", "po:err")


def french(hunspell: Hunspell) -> Iterator[Entry]:
    """All forms of the French dictionary."""
    for word, flags, morphology in hunspell.entries:
        if not _WORD.fullmatch(word) or any(mark in morphology for mark in _SKIPPED) or word.endswith("'"):
            continue
        tags = re.findall(r"po:([^ ]+)", morphology)
        given = re.search(r"st:([^ ]+)", morphology)
        lemma = _FRENCH_LEMMAS.get(word, given.group(1) if given else word).lower()
        classes = {_french_class(tag) for tag in tags} - {""}
        if word[0].isupper() and "NOUN" in classes:  # Unicef, TVA, Français
            classes = classes - {"NOUN"} | {"PROPN"}
        verbs = [tag for tag in tags if re.match(r"v\d", tag)]
        forms = list(hunspell.forms(word, flags))
        participles = {
            flag: form
            for form, also, flag in forms
            if "po:ppas" in also and "is:mas" in also and ("is:sg" in also or "is:inv" in also)
        }
        for form, also, flag in forms:
            if not _WORD.fullmatch(form):
                continue
            for name in classes:
                yield Entry(form.lower(), lemma, name)
            if verbs:
                name = "AUX" if tags[0].startswith("v0") else "VERB"
                yield Entry(form.lower(), lemma, name)
                if name == "AUX":
                    yield Entry(form.lower(), lemma, "VERB")
                if "po:ppas" in also:
                    yield Entry(form.lower(), participles.get(flag, form).lower(), "PTCP")


def _french_class(tag: str) -> str:
    if tag in _CLASSES:
        return _CLASSES[tag]
    if tag.startswith("det"):
        return "DET"
    if tag.startswith("pro") or tag == "preverb":
        return "PRON"
    return ""


# English: words that carry grammar; WordNet has none of them.
_ENGLISH = {
    "DET": "the a an this that these those every each either neither some any no another all both half such what which "
    "whose my your his her its our their many much few several",
    "PRON": "i you he she it we they me him us them myself yourself himself herself itself ourselves yourselves "
    "themselves mine yours his hers ours theirs this that these those who whom whose which what whoever whatever "
    "whichever there one none all any some both each either neither everyone everybody everything someone somebody "
    "something anyone anybody anything nobody nothing another other others such many much few several oneself",
    "ADP": "of in to for with on at from by about as into like through after over between out against during without "
    "before under around among within along across behind toward towards upon near off onto up down per via amid "
    "beneath beside besides beyond despite except inside outside past plus since than throughout till until unlike "
    "above below concerning regarding amongst alongside aboard underneath versus whereas minus amidst opposite",
    "SCONJ": "that if because although though while since as until unless whether whereas when before after once than "
    "lest how why where so like for till whenever wherever",
    "CCONJ": "and or but nor yet so plus either neither both",
    "PART": "to not 's ' n't",
    "AUX": "be am is are was were been being have has had having do does did will would can could shall should may "
    "might must ought need dare 'm 're 've 'd 'll 's ca wo",
    "NUM": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion",
    "INTJ": "yes no oh please hello hi hey wow ok okay thanks alas ah bye",
    "ADV": "when where why how there here then so not never too very just also however up down out off over away back "
    "now quite rather well even still already ever yet again as more most less least much all once perhaps maybe no",
}
_FORMS_OF = {
    "be": "am is are was were been being",
    "have": "has had having",
    "do": "does did done doing",
    "will": "would",
    "can": "could",
    "shall": "should",
    "may": "might",
}
_ALSO = {"an": "a", "these": "this", "those": "that", "others": "other"}
_LEMMA_OF = {form: base for base, forms in _FORMS_OF.items() for form in forms.split()}


class WordNet:
    """Words of one part with their classes; irregular forms."""

    def __init__(self, folder: Path) -> None:
        self.words: dict[str, set[str]] = defaultdict(set)
        names = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}
        for part, name in names.items():
            for line in (folder / f"index.{part}").read_text(encoding="utf-8").splitlines():
                if not line.startswith(" ") and _WORD.fullmatch(line.split(" ", 1)[0]):
                    self.words[line.split(" ", 1)[0]].add(name)
        self.irregular: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in names.values()}
        for part, name in names.items():
            for line in (folder / f"{part}.exc").read_text(encoding="utf-8").splitlines():
                form, *bases = line.split()
                for base in bases:
                    if _WORD.fullmatch(form) and _WORD.fullmatch(base):
                        self.irregular[name][base].add(form)
        self._mark_names(folder)

    def _mark_names(self, folder: Path) -> None:
        """Nouns that are always written with a capital are names."""
        small: set[str] = set()
        capital: set[str] = set()
        for line in (folder / "data.noun").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
                (capital if word[0].isupper() else small).add(word.lower())
        for word in capital & self.words.keys():
            if word not in small:
                self.words[word].discard("NOUN")
            self.words[word].add("PROPN")


_COMPARATIVES = frozenset(
    "lower cooler lighter warmer thinner sharper smoother fuller drier fresher flatter wilder rounder steeper".split()
)
_MANS = frozenset("human german roman ottoman talisman shaman caiman norman brahman".split())


def _english_forms(base: str, name: str) -> list[str]:
    """The regular forms of a word; two spellings where the last consonant may double."""
    stem = base[:-1] if base.endswith("e") else base
    sibilant = base.endswith(("s", "x", "z", "ch", "sh"))
    consonant_y = len(base) > 1 and base.endswith("y") and base[-2] not in "aeiou"
    third = base[:-1] + "ies" if consonant_y else base + "es" if sibilant else base + "s"
    if name in ("NOUN", "PROPN"):
        if base.endswith("man") and len(base) > 4:
            return [base[:-2] + "en", third] if base not in _MANS else [third]
        return [third, base + "es"] if base.endswith("o") else [third]
    doubled = base + base[-1] if re.search(r"[^aeiou][aeiou][bdfgklmnprstvz]$", base) or base.endswith("l") else ""
    past = base[:-1] + "i" if consonant_y else stem
    if name == "VERB":
        forms = [third, past + "ed", ("" if base.endswith("ee") else stem or base) + "ing"]
        if base.endswith(("ee", "oe", "ye")):
            forms[2] = base + "ing"
        if base.endswith("ie"):
            forms[2] = base[:-2] + "ying"
        if base.endswith("o"):
            forms.append(base + "es")
        return forms + ([doubled + "ed", doubled + "ing"] if doubled else [])
    if name == "ADJ":
        return [past + "er", past + "est"] + ([doubled + "er", doubled + "est"] if doubled else [])
    return []


def _spellings(hunspell: Hunspell) -> tuple[set[str], dict[str, set[str]]]:
    """All forms that hunspell knows, in lower case, and the classes that its flags tell of its words."""
    known: set[str] = set()
    classes: dict[str, set[str]] = defaultdict(set)
    for word, flags, _ in hunspell.entries:
        if not _WORD.fullmatch(word) or "!" in flags:
            continue
        lowered = word.lower()
        known.add(lowered)
        known.update(form.lower() for form, _, _ in hunspell.forms(word, flags) if _WORD.fullmatch(form))
        for prefix in (prefix for flag in flags for prefix in hunspell.prefixes[flag]):
            known.update(prefix + form.lower() for form, _, _ in hunspell.forms(word, flags) if _WORD.fullmatch(form))
        if word[0].isupper():
            classes[lowered].add("PROPN")
            continue
        if {"D", "G"} & set(flags):
            classes[lowered].add("VERB")
        if "M" in flags or ("S" in flags and not {"D", "G"} & set(flags)):
            classes[lowered].add("NOUN")
        if {"T", "Y", "P"} & set(flags):
            classes[lowered].add("ADJ")
    return known, classes


def english(hunspell: Hunspell, wordnet: WordNet) -> Iterator[Entry]:
    """Function words, WordNet's words and those that only hunspell knows, with their forms."""
    known, flagged = _spellings(hunspell)
    grammar = {word for words in _ENGLISH.values() for word in words.split()}
    for name, listed in _ENGLISH.items():
        for word in listed.split():
            yield Entry(word, (_LEMMA_OF | _ALSO).get(word, word), name)
    for base, written in _FORMS_OF.items():
        for form in [base, *written.split()] if base in ("be", "have", "do") else []:
            yield Entry(form, base, "VERB")
    words: dict[str, set[str]] = defaultdict(set, {word: set(names) for word, names in wordnet.words.items()})
    inflected: set[str] = set()
    for name, exceptions in wordnet.irregular.items():
        for base, forms in exceptions.items():
            if name in words.get(base, ()):
                inflected |= forms
    for base, names in list(words.items()):
        for name in names:
            inflected.update(_english_forms(base, name))
    for word, names in words.items():
        if _singular(word) & words.keys() and "NOUN" in words[min(_singular(word) & words.keys(), key=len)]:
            names.discard("NOUN")  # WordNet lists plurals of a meaning of their own: conditions, days
    for word in sorted(known | flagged.keys()):
        if word not in words and word not in inflected and word not in grammar and "'" not in word:
            words[word] |= flagged.get(word, set())
    for base in sorted(words):
        # A word of grammar is no element or letter; what it is beside grammar, the tagger learns from text.
        if base in _FORMS_OF or base in _LEMMA_OF or (base in grammar and len(base) < 3):
            continue
        for name in sorted(words[base]) or [""]:
            yield Entry(base, base, name)
            for form in _inflect(base, name, known, wordnet):
                if form not in grammar:
                    yield Entry(form, base, name)
                    if name == "VERB" and not form.endswith("ing") and not form.endswith("s"):
                        yield Entry(form, form, "PTCP")


def _may_compare(form: str, classes: set[str]) -> bool:
    """Whether a form is a comparative: lower is, and number, owner, matter are other words."""
    return bool(classes & {"ADJ", "ADV"}) or not classes or form in _COMPARATIVES


def _singular(word: str) -> set[str]:
    """What ``word`` may be the regular plural of."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in ("series", "species"):
        return set()
    return {
        word[:-1],
        *((word[:-3] + "y",) if word.endswith("ies") else ()),
        *((word[:-2],) if word.endswith("es") else ()),
    }


def _inflect(base: str, name: str, known: set[str], wordnet: WordNet) -> set[str]:
    irregular = set(wordnet.irregular.get(name, {}).get(base, ()))
    regular = _english_forms(base, name)
    if name == "ADJ":
        # Higher is a form of high; number, which is no adjective, none of numb.
        return irregular | {
            form for form in regular if form in known and _may_compare(form, wordnet.words.get(form, set()))
        }
    if "-" in base or name == "ADV":
        return irregular
    right = {form for form in regular if form in known}
    if name == "VERB":
        if base not in known:  # a spelling that hunspell does not have (organise): the regular forms
            right |= set(regular[:3])
        return irregular | right
    if irregular and not right:
        return irregular
    return irregular | (right or set(regular[:1] if base not in known else ()))


def main() -> None:
    """Compile one language's table."""
    parser = parser_for(__doc__)
    parser.add_argument("language", choices=sorted(SOURCES))
    parser.add_argument("--hunspell", type=Path, required=True, help="the dictionary's path without .dic")
    parser.add_argument("--wordnet", type=existing, help="folder of WordNet's files")
    parser.add_argument("-o", dest="out", type=Path)
    options = parser.parse_args()
    hunspell = Hunspell(options.hunspell)
    if options.language == "fr":
        entries = french(hunspell)
    elif options.wordnet is None:
        parser.error("English needs --wordnet")
    else:
        entries = english(hunspell, WordNet(options.wordnet))
    out = options.out or OUT / f"lemmas-{options.language}.bin"
    report = write_table(out, entries, SOURCES[options.language])
    print(f"{out}: {report}", file=sys.stderr)


if __name__ == "__main__":
    run(main)
