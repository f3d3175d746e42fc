"""Numbers of several words in English."""

from tmx.text.languages.number_phrase import NumberPhrase

__all__ = ["ENGLISH_PHRASES", "ENGLISH_PHRASE_WORDS"]

ENGLISH_PHRASES = (
    NumberPhrase(r"around[\s-]the[\s-]clock", ("24",), ("7",)),
    NumberPhrase(r"round[\s-]the[\s-]clock", ("24",), ("7",)),
    NumberPhrase(r"half[\s-]past\s<n>", minutes=30),
    NumberPhrase(r"quarter\s(?:past|after)\s<n>", minutes=15),
    NumberPhrase(r"quarter\s(?:to|before)\s<n>(?!\sof)", minutes=-15),
    NumberPhrase(r"12\s(?:noon|midday)", ("12:00",)),
    NumberPhrase(r"12\smidnight", ("00:00",)),
    NumberPhrase(r"year\sand\sa\shalf", ("3/2", "18", "1")),
    NumberPhrase(r"hour\sand\sa\shalf", ("01:30", "3/2", "1")),
    NumberPhrase(r"<n>\shours\sand\sa\shalf", minutes=30, half=True),
    NumberPhrase(r"one\sand\sa\shalf\syears", ("3/2", "18", "1")),
    NumberPhrase(r"<n>\sand\sa\shalf(?=[\s-]hours?\b)", minutes=30, half=True),
    NumberPhrase(r"<n>\sand\sa\shalf(?:\s<scale>)?", half=True),
    NumberPhrase(r"half(?:\sa|-a)?[\s-]<scale>", ("1/2",)),
    NumberPhrase(r"quarter(?:\sof\sa|-)\s?<scale>", ("1/4",)),
    NumberPhrase(r"three[\s-](?:quarters|fourths)", ("3/4", "75")),
    NumberPhrase(r"two[\s-]thirds", ("2/3", "66", "67")),
    NumberPhrase(r"one[\s-]third", ("1/3", "3", "33")),
    NumberPhrase(r"(?<=\ba[\s-])third", ("1/3", "3", "33")),
)
ENGLISH_PHRASE_WORDS = frozenset({"clock", "fourths", "half", "quarter", "quarters", "third", "thirds"})
