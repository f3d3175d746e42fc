"""Numbers by value: figures, number words, dates and times with what they stand for.

``1,000.5`` in English and ``1 000,5`` in French have one value, ``171st`` and ``171ème``, ``two`` and ``deux``,
``3 million`` and ``3 000 000``, ``5 p.m.`` and ``17 h`` too. A mention carries the *set* of values that it may have,
because a figure alone does not always tell (``3 to 5 million``, ``9 heures``); two mentions agree where their sets
meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from fractions import Fraction
from functools import lru_cache

from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.number_mentions import NumberKind, NumberMention, Value
from tmx.text.number_patterns import NumberReader, number_reader, number_word
from tmx.text.number_roman import roman_value
from tmx.text.number_slashes import read_slashed
from tmx.text.number_unspaced import figures_apart, scaled

__all__ = ["NumberKind", "NumberMention", "Value", "find_numbers", "may_hold_number"]

_MOST_DIGITS = 1000
_MILLION = 1_000_000
_APOSTROPHE = re.compile(r"(?<!\w)['’]\Z")
# countries whose inland numbers begin with a nought that is left out from abroad
_DIALLED_WITH_A_NOUGHT = (
    "20 27 31 32 33 40 41 43 44 46 49 61 64 81 90 91 212 213 234 250 254 256 261 262 353 358 381 590 594 596"
).split()
_LEADING_POINT = re.compile(r"(?:^|[\s(<>≤≥=$£€–-])\.$")


def may_hold_number(piece: str, language: Language) -> bool:
    """Whether a number may begin in ``piece``, one that stands between spaces; most hold none."""
    return bool(number_reader(language).starts[figures_apart(piece)])


def find_numbers(text: str, language: Language) -> list[NumberMention]:
    """The numbers of ``text`` in order: figures, ordinals, dates, times, number words, codes.

    A date is given in its parts (day, month, year), so that ``4 to 6 June`` and ``June 4-6`` have the same parts.
    Digits inside links, tags and placeholders are left out.
    """
    reader = number_reader(language)
    apart = figures_apart(text)
    mentions = _mentions(reader.matches(apart), apart, reader)
    return mentions if apart is text else [scaled(mention, text) for mention in mentions]


def _mentions(matches: Iterable[re.Match[str]], text: str, reader: NumberReader) -> list[NumberMention]:
    """The numbers that the matches of the reader's pattern stand for."""
    mentions: list[NumberMention] = []
    for match in matches:
        group = match.lastgroup or "skip"  # the outermost group: it closes last
        if group != "skip" and not _is_endless(match):
            mentions.extend(_READERS[group](match, reader))
    return _dates(mentions, text) if mentions else mentions


def _is_endless(match: re.Match[str]) -> bool:
    """Whether it has so many digits that they are no number that anybody reads, and more than Python makes one of."""
    return match.end() - match.start() > _MOST_DIGITS and sum(map(str.isdigit, match.group())) > _MOST_DIGITS


def _mention(match: re.Match[str], values: Set[Value], kind: NumberKind) -> NumberMention:
    return NumberMention(match.start(), match.end(), frozenset(values), kind)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _read_phone(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    """``+41 (0)22 …``: the nought in brackets is for callers in the country, and not dialled from abroad.

    A number for them alone (``05 56 …``) may be that of any country that dials a nought before it.
    """
    dialled = _digits(match.group().replace("(0)", "")).removeprefix("00")
    inland = dialled.startswith("0")
    abroad = (country + dialled[1:] for country in _DIALLED_WITH_A_NOUGHT) if inland else ()
    yield _mention(match, frozenset({dialled, *abroad}), NumberKind.PHONE)


def _read_date(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    """``15/11/2024``, ``2024-11-15``: which of two small numbers is the month may be open, but not with points."""
    text, at = match.group(), match.start()
    parts = [(part.group(), part.start() + at, part.end() + at) for part in re.finditer(r"\d+", text)]
    if len(parts[0][0]) == 4:
        (year, month, day), open_order = parts, False
    else:
        (day, month, year), open_order = parts, "/" in text and not reader.language.day_first
    if int(month[0]) > 12:
        day, month = month, day
    small = frozenset[Value]({Fraction(int(day[0])), Fraction(int(month[0]))})
    undecided = open_order and int(day[0]) <= 12
    numbers = [
        (day, small if undecided else frozenset[Value]({Fraction(int(day[0]))}), NumberKind.DAY),
        (month, small if undecided else frozenset[Value]({Fraction(int(month[0]))}), NumberKind.MONTH),
        (year, _year_values(year[0]), NumberKind.YEAR),
    ]
    for (_, start, end), values, kind in sorted(numbers, key=lambda number: number[0][1]):
        yield NumberMention(start, end, values, kind)


def _year_values(digits: str) -> frozenset[Value]:
    year = int(digits)
    return frozenset({Fraction(year), Fraction(year + 1900), Fraction(year + 2000)} if year < 100 else {Fraction(year)})


def _read_decade(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    start, end = match.span("tens")
    yield NumberMention(start, end, _year_values(_digits(match.group("tens"))), NumberKind.YEAR)


def _read_clock(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    for pattern in reader.clock:
        time = pattern.match(match.string, match.start())
        if time is None:
            continue
        groups = time.groupdict()
        hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
        if hour > 24 or minute > 59:
            yield from _parts_of(match)
            return
        values: set[Value] = set()
        if groups.get("afternoon"):
            hour = hour if hour >= 12 else hour + 12
        elif groups.get("morning"):
            hour = hour % 12
        elif not groups["minute"]:
            values.add(Fraction(hour))  # a length of time as likely as a time of day: 24 heures
        values.add(f"{hour % 24:02}:{minute:02}")
        yield NumberMention(match.start(), time.end(), frozenset(values), NumberKind.TIME)
        return


def _parts_of(match: re.Match[str]) -> Iterator[NumberMention]:
    for part in re.finditer(r"\d+", match.group()):
        value = frozenset[Value]({Fraction(int(part.group()))})
        yield NumberMention(match.start() + part.start(), match.start() + part.end(), value, NumberKind.FIGURE)


def _read_code(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    text = match.group()
    values: set[Value] = {re.sub(r"[\W_]", "", fold(text))}
    number = re.search(r"\d+$", text)
    if number:
        values.add(Fraction(int(number.group())))  # COVID-19, ACE 2: the figure may stand apart in the translation
        if text[: number.start()] in reader.language.year_marks:
            values |= _year_values(number.group())  # FY24
    yield _mention(match, values, NumberKind.CODE)


def _read_version(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    text = match.group()
    groups = text.split(".")
    values: set[Value] = {text}
    if len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
        values.add(Fraction(int("".join(groups))))  # 1.234.567 with points between the thousands
    yield _mention(match, values, NumberKind.FIGURE if len(values) > 1 else NumberKind.CODE)


def _read_fraction(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    return read_slashed(match.group(), match.start())


def _read_phrase(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    return reader.phrases.read(match.string, match.start())


def _follows_leading_point(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return text[start - 1 : start] == "." and _LEADING_POINT.search(text, max(start - 2, 0), start) is not None


def _is_short_year(match: re.Match[str]) -> bool:
    """Whether two digits are a year without its century: ``in ’98``."""
    text, start = match.string, match.start()
    return len(match.group()) == len("98") and _APOSTROPHE.search(text, max(start - 2, 0), start) is not None


def _read_figure(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    digits, group, scale, mark, ordinal, percent = match.group(
        "digits", "group", "scale", "scale_mark", "ordinal", "percent"
    )
    if group is None and digits.isdigit() and _follows_leading_point(match):
        digits = f"0.{digits}"  # .08 is 0.08
    values: Set[Value] = _figure_values(digits, group, reader.language)
    kind = NumberKind.FIGURE
    if match.group().isdigit() and _is_short_year(match):
        values = _year_values(digits)
    if scale:
        factor = reader.language.scales[scale.lower().replace("’", "'")]
        values = {value * factor for value in values if isinstance(value, Fraction)}
    elif mark:
        factor = reader.language.scale_marks[mark]
        values |= {value * factor for value in values if isinstance(value, Fraction)}
    if ordinal:
        kind = NumberKind.ORDINAL
    elif percent:
        kind = NumberKind.PERCENT
    elif match.group().isdigit() and len(match.group()) == 4 and 1400 <= int(match.group()) <= 2199:
        kind = NumberKind.YEAR
    yield _mention(match, values, kind)


@lru_cache(1 << 14)
def _figure_values(text: str, group: str | None, language: Language) -> frozenset[Value]:
    """The values that a figure may have.

    A single mark before three last digits parts thousands, or decimals where the language writes them so; where
    the decimal mark is the comma, either mark is met in both uses.
    """
    if group is None:
        return frozenset({Fraction(text.replace(",", "."))})
    whole, decimals = text, ""
    tail = re.search(r"[.,](\d+)$", text)
    if tail and (tail.group()[0] != group or len(tail.group(1)) != 3):
        whole, decimals = text[: tail.start()], "." + tail.group(1)
    grouped, decimal = Fraction(_digits(whole) + decimals), Fraction(0)
    if decimals or text.count(group) > 1 or group not in ".,":
        return frozenset({grouped})
    decimal = Fraction(text.replace(",", "."))
    if text.startswith("0"):
        return frozenset({decimal})
    if language.decimal_mark == "," or text.endswith(".000"):
        return frozenset({grouped, decimal})
    return frozenset({decimal if group == language.decimal_mark else grouped})


def _read_roman(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    yield _mention(match, frozenset({Fraction(roman_value(match.group()))}), NumberKind.ROMAN)


def _read_words(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    at = match.start()
    for start, end, value in _added_up(match.group(), reader.language):
        yield NumberMention(at + start, at + end, _whole(value), NumberKind.WORD)


@lru_cache(1 << 12)
def _added_up(words: str, language: Language) -> tuple[tuple[int, int, int], ...]:
    """Words in a row, as one number where they add up to one (``deux cent vingt et un``), else as several.

    Of each its start, its end and its value.
    """
    numbers: list[tuple[int, int, int]] = []
    total = current = 0
    start = end = -1
    ordinal = False
    for found in number_word(language).finditer(words):
        word = found.group().lower().replace("’", "'")
        joined = None if start < 0 or ordinal else _join(total, current, word, language)
        if joined is None:
            if start >= 0:
                numbers.append((start, end, total + current))
            start, total, current = found.start(), 0, 0
            joined = _join(0, 0, word, language) or (0, 0)
        total, current = joined
        end, ordinal = found.end(), word in language.ordinals
    if start >= 0:
        numbers.append((start, end, total + current))
    return tuple(numbers)


@lru_cache(1 << 12)
def _whole(value: int) -> frozenset[Value]:
    return frozenset({Fraction(value)})


def _join(total: int, current: int, word: str, language: Language) -> tuple[int, int] | None:
    """``total`` (thousands and more) and ``current`` with ``word`` added; None where it begins a number of its own."""
    scale = language.scales.get(word)
    if scale is not None:
        if total and total < scale:
            return ((total + current) * scale, 0) if total < _MILLION <= scale else None  # mille milliards
        return total + max(current, 1) * scale, 0
    value = language.cardinals.get(word, language.ordinals.get(word, 0))
    if value == 100 and (1 <= current < 10 or (11 <= current < 100 and current % 10 and not total)):  # twelve hundred
        return total, current * 100
    if value == 20 and current % 100 == 4:
        return total, current - 4 + 80  # quatre-vingt
    room = current % 100
    if not current or (current % 100 == 0 and value < 100) or (room >= 20 and room % 10 == 0 and value < 20):
        fits = value < 10 or room in (0, 60, 80)
        return (total, current + value) if fits else None
    return None


def _read_name(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    name = match.group().lower()
    language = reader.language
    if name in language.weekdays:
        yield _mention(match, _whole(language.weekdays[name]), NumberKind.WEEKDAY)
        return
    if name in language.ambiguous_months:
        before, after = match.string[: match.start()], match.string[match.end() : match.end() + 5]
        dated = re.match(r"\.?,?\s\d", after) or reader.ambiguous_month.search(before[-12:])
        if not match.group()[0].isupper() or not dated:
            return
    elif name in language.short_months and not _beside_a_figure(match):
        return  # Jan, Mar, Dec without a figure beside them are names of other things
    yield _mention(match, _whole(language.months[name]), NumberKind.MONTH)


def _beside_a_figure(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()][-2:], match.string[match.end() :][:3]
    return bool(re.match(r"\.?\s?\d", after) or re.search(r"\d\s?$", before))


def _read_single(match: re.Match[str], reader: NumberReader) -> Iterator[NumberMention]:
    word = match.group().lower()
    language = reader.language
    values: set[Value] = {Fraction(value) for value in language.fractions.get(word, ())}
    if word in language.collectives:
        values.add(Fraction(language.collectives[word]))
    if word in language.clock_words:
        values.add(f"{language.clock_words[word] % 24:02}:00")
    yield _mention(match, values, NumberKind.ROUND)


_READERS: dict[str, Callable[[re.Match[str], NumberReader], Iterator[NumberMention]]] = {
    "phone": _read_phone,
    "date": _read_date,
    "decade": _read_decade,
    "clock": _read_clock,
    "code": _read_code,
    "version": _read_version,
    "fraction": _read_fraction,
    "phrase": _read_phrase,
    "figure": _read_figure,
    "roman": _read_roman,
    "words": _read_words,
    "name": _read_name,
    "single": _read_single,
}


def _dates(mentions: list[NumberMention], text: str) -> list[NumberMention]:
    """The mentions, with figures beside the name of a month marked as days (1 to 31) and years."""
    result = list(mentions)
    for at, mention in enumerate(mentions):
        if mention.kind in (NumberKind.YEAR, NumberKind.CODE) and at + 1 < len(mentions):
            result[at + 1] = _as_second_year(mention, result[at + 1], text)
        if mention.kind is not NumberKind.MONTH:
            continue
        for other in (at - 1, at + 1):
            if 0 <= other < len(mentions) and _near(mentions[other], mention, text):
                result[other] = _as_day(result[other])
    return result


def _as_second_year(year: NumberMention, after: NumberMention, text: str) -> NumberMention:
    """``2019-20`` and ``2019/20`` name two years: the second figure may stand for either number."""
    figure = after.kind is NumberKind.FIGURE and after.end - after.start == 2
    if not figure or text[year.end : after.start] not in ("-", "–", "/"):
        return after
    whole = next((value for value in after.values if isinstance(value, Fraction)), Fraction(0))
    century = max((value for value in year.values if isinstance(value, Fraction)), default=Fraction(0)) // 100 * 100
    if not 1400 <= century <= 2100:
        return after
    return NumberMention(after.start, after.end, after.values | {century + whole}, NumberKind.YEAR)


def _near(one: NumberMention, other: NumberMention, text: str) -> bool:
    gap = text[min(one.end, other.end) : max(one.start, other.start)]
    return len(gap) <= 4 and not any(c.isalnum() and c not in "ofdeth" for c in gap)


def _as_day(mention: NumberMention) -> NumberMention:
    whole = [value for value in mention.values if isinstance(value, Fraction)]
    if mention.kind in (NumberKind.FIGURE, NumberKind.ORDINAL) and any(1 <= value <= 31 for value in whole):
        return NumberMention(mention.start, mention.end, mention.values, NumberKind.DAY)
    return mention
