"""Numbers of several words in French."""

from tmx.text.languages.number_phrase import NumberPhrase

__all__ = ["FRENCH_PHRASES", "FRENCH_PHRASE_WORDS"]

FRENCH_PHRASES = (
    NumberPhrase(r"24\s?(?:h|heures)\s?(?:/|sur)\s?24", ("24",)),
    NumberPhrase(r"7\s?(?:j|jours)\s?(?:/|sur)\s?7", ("7",)),
    NumberPhrase(r"vingt-quatre\sheures\ssur\svingt-quatre", ("24",)),
    NumberPhrase(r"sept\sjours\ssur\ssept", ("7",)),
    NumberPhrase(r"<n>\set\sdemie?", minutes=30, half=True),
    NumberPhrase(r"<n>\set\squart", minutes=15),
    NumberPhrase(r"<n>\smoins\s(?:le|un)\squart", minutes=-15),
    NumberPhrase(r"<n>\sheures?\set\sdemie", minutes=30, half=True),
    NumberPhrase(r"<n>\sheures?\set\squart", minutes=15),
    NumberPhrase(r"<n>\sheures?\smoins\s(?:le|un)\squart", minutes=-15),
    NumberPhrase(r"un\san\set\sdemi", ("3/2", "18", "1")),
    NumberPhrase(r"<n>\s<scale>\set\sdemi", half=True),
    NumberPhrase(r"<n>\s[^\W\d]+\set\sdemie?", half=True),
    NumberPhrase(r"demi-<scale>", ("1/2",)),
    NumberPhrase(r"un\squart\sde\s<scale>", ("1/4",)),
    NumberPhrase(r"trois[\s-]quarts", ("3/4", "75")),
    NumberPhrase(r"deux[\s-]tiers", ("2/3", "66", "67")),
)
FRENCH_PHRASE_WORDS = frozenset({"demi", "demie", "quart", "quarts", "tiers", "sept", "vingt-quatre"})
