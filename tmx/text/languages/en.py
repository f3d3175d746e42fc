"""English."""

from types import MappingProxyType

from tmx.text.languages.en_phrases import ENGLISH_PHRASE_WORDS, ENGLISH_PHRASES
from tmx.text.languages.language import Inflection, Language, NounPhrases

__all__ = ["ENGLISH"]

_FUNCTION_WORDS = """
    a about above across after again against all along also although am among an and another any are around as at
    away be because been before being below beneath beside between beyond both but by can cannot could d despite did
    do does doing done down during each either else even ever every few for from further had has have having he
    hence her here hers herself him himself his how however i if in including inside into is it its itself just
    least less ll many may me might mine more most much must my myself near neither never nevertheless no nor not
    now of off on once one only onto or other others ought our ours ourselves out outside over own per rather re s
    same shall she should since so some such t than that the their theirs them themselves then there therefore these
    they this those though through throughout thus to together too toward towards under until unto up upon us ve
    very via was we well were what whatever when where whereas whether which while who whom whose why will with
    within without would yet you your yours yourself yourselves
""".split()

_UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
""".split()
_TENS = """
    twenty thirty forty fifty sixty seventy eighty ninety
""".split()
_AGES = {"quadragenarian": 40, "quinquagenarian": 50, "sexagenarian": 60, "septuagenarian": 70}
_AGES |= {"octogenarian": 80, "nonagenarian": 90, "centenarian": 100}
_CARDINALS = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
    | {"dozen": 12, "hundred": 100, "hundreds": 100}
)

_ORDINAL_UNITS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth
""".split()
_ORDINAL_TENS = """
    twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth
""".split()
_ORDINALS = (
    {word: value for value, word in enumerate(_ORDINAL_UNITS, 1)}
    | {word: 10 * value for value, word in enumerate(_ORDINAL_TENS, 2)}
    | {"hundredth": 100}
)

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {word + "s": value for word, value in _SCALES.items()}

_MONTHS = """
    january february march april may june july august september october november december
""".split()
_SHORT_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9}
_SHORT_MONTHS |= {"oct": 10, "nov": 11, "dec": 12}
_WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday
""".split()

_DETERMINERS = """
    a an the this that these those my your his her its our their any some each every
""".split()

_LINKING_WORDS = """
    of in for to on at by with without from against between among under into and or
""".split()

_IRREGULAR_PLURALS = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "mice": "mouse",
    "oxen": "ox",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "halves": "half",
    "selves": "self",
    "leaves": "leaf",
    "shelves": "shelf",
    "thieves": "thief",
    "bases": "basis",
    "axes": "axis",
    "oases": "oasis",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "indices": "index",
    "appendices": "appendix",
    "matrices": "matrix",
    "media": "medium",
    "bacteria": "bacterium",
    "curricula": "curriculum",
    "memoranda": "memorandum",
    "addenda": "addendum",
    "strata": "stratum",
    "alumni": "alumnus",
    "stimuli": "stimulus",
    "nuclei": "nucleus",
    "foci": "focus",
    "fora": "forum",
}

# (ending, endings of the base form)
_NUMBER = (
    ("'s", ("",)),
    ("sses", ("ss",)),
    ("ies", ("y", "ie")),
    ("ches", ("ch", "che")),
    ("shes", ("sh", "she")),
    ("xes", ("x", "xe")),
    ("zes", ("z", "ze")),
    ("oes", ("o", "oe")),
    ("yses", ("ysis", "yse")),
    ("eses", ("esis",)),
    ("ises", ("isis", "ise")),
    ("oses", ("osis", "ose")),
    ("ses", ("s", "se")),
    ("ves", ("f", "fe", "ve")),
    ("men", ("man",)),
    ("s", ("",)),
)
_VERB = (
    ("ying", ("y", "ie")),
    ("king", ("k", "c", "ke")),
    ("ing", ("", "e")),
    ("ied", ("y", "ie")),
    ("cked", ("ck", "c")),
    ("ed", ("", "e")),
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
)
_ADJECTIVES = """
    al ic ive ous ful less able ible ary ory ant ent ian ern ar ed ing ish ile ine ual
""".split()

_VERBS = """
    say tell announce become begin include provide ensure enable allow continue remain require seem appear expect
    receive bring take make give get come go see know think believe want help let put keep leave live thank
    explain describe add agree attend organize organise welcome encourage hope consider decide develop establish
    improve strengthen promote protect reduce increase prevent implement address identify involve carry lead
    contribute ask answer meet hold build create define determine follow happen inform learn mean offer open
    participate prepare present produce publish reach recommend reflect show speak spend stand start stop tackle
    thrive train travel turn understand visit win write warn urge underline stress note adopt sign launch
    conduct enter exist join lose occur obtain raise replace reside return run sell send serve settle share
""".split()

_VERB_LEADS = """
    to will would can could may might must shall should cannot not i you he she it we they who which that also
    never always often already
""".split()

_WEAK = """
    new old first second third last next many several other main major recent current additional further various
    different same own full great good better best large larger small long short high low important significant
    particular specific general common available possible necessary able likely early late close local former total
    annual daily whole entire single certain clear real true such latter previous following past present more most
    less least including according based related due key strong wide broad deep
    very well only just even still yet now today yesterday tomorrow here there also however together further ago
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mr mrs ms dr
    one two three four five six seven eight nine ten hundred thousand million billion
""".split()

_FIXED = """
    new old first second third full great good best large small long short high low general common early late close
    local annual daily single clear real present past strong wide broad deep
""".split()

_GENERAL = """
    year month week day time hour minute people man woman thing way part place number point case fact example area
    level end side group kind type sort order result reason question problem issue matter need use work life world
    country city town region percent per cent statement story member name word idea hand head home house line list
    addition term view role effort step support activity project programme program meeting event office
    press news release contact information website page photo email information article
    importance presence absence lack rest majority beginning middle series set range lot variety amount
    morning evening night decade century period date moment future past
""".split()

_NOUN_LINKS = "of in for on to against at with by under".split()

_OWN_PLURALS = (
    "arms belongings contents customs damages data dues earnings essentials glasses goods grounds humanities means "
    "media minutes odds people premises proceeds remains savings securities surroundings thanks valuables works"
).split()

_MULTIPLES = {f"{word}fold": value for word, value in _CARDINALS.items() if 1 < value <= 10}
_MULTIPLES |= {form: value for stem, value in (("quadrupl", 4), ("quintupl", 5)) for form in (f"{stem}e", f"{stem}ed")}

_NOT_IN_HEADLINES = """
    the a an his her its their our my your this that these those is are was were been be being has have had i he she it
    they we you there who what which where when how why if me him them us will would can could should may might must do
    does did some any all each every no such other many more most so because m re ve ll d
""".split()

_LETTERED = """
    annex annexe appendix schedule exhibit attachment section part chapter article clause paragraph point item figure
    fig table box group pool class category type grade level block building hall gate wing zone area option question
    button key valve terminal vitamin hepatitis influenza form plan lot unit step
""".split()

ENGLISH = Language(
    tag="en",
    name="English",
    function_words=frozenset(_FUNCTION_WORDS),
    cardinals=MappingProxyType(_CARDINALS),
    ordinals=MappingProxyType(_ORDINALS),
    scales=MappingProxyType(_SCALES),
    months=MappingProxyType({name: number for number, name in enumerate(_MONTHS, 1)} | _SHORT_MONTHS),
    weekdays=MappingProxyType({name + end: number for end in ("", "s") for number, name in enumerate(_WEEKDAYS, 1)}),
    decimal_mark=".",
    determiners=frozenset(_DETERMINERS),
    linking_words=frozenset(_LINKING_WORDS),
    loose_prefixes="(?:co|re|pre|anti|semi)(?=[aeio])|non|sub|multi|inter|socio|cyber|e(?=mail)",
    noun_phrases=NounPhrases(
        links=frozenset(_NOUN_LINKS),
        genitive=frozenset(["of"]),
        verbs=frozenset(_VERBS) - {"support", "return", "share", "run", "address", "train", "note", "visit", "stress"},
        verb_leads=frozenset(_VERB_LEADS),
        auxiliaries=frozenset("is are was were be been being has have had having".split()),
        weak=frozenset(_WEAK),
        fixed=frozenset(_FIXED),
        general=frozenset(_GENERAL),
        definite=frozenset(["the"]),
    ),
    inflection=Inflection(
        own_plurals=frozenset(_OWN_PLURALS),
        number=_NUMBER,
        verb=_VERB,
        irregular_verbs=MappingProxyType({"remains": ("remain",), "thanks": ("thank",)}),
        irregular=MappingProxyType({plural: (singular,) for plural, singular in _IRREGULAR_PLURALS.items()}),
        adjectives=tuple(_ADJECTIVES),
    ),
    collectives=MappingProxyType(
        {"dozen": 12, "dozens": 12, "hundreds": 100, "thousands": 1000, "decade": 10, "decades": 10, "score": 20}
        | {"both": 2, "twice": 2, "double": 2, "doubled": 2, "couple": 2, "pair": 2, "triple": 3, "tripled": 3}
        | _MULTIPLES
        | {"once": 1, "single": 1, "fives": 5, "century": 100}
        | {f"{age}{ending}": value for age, value in _AGES.items() for ending in ("", "s")}
    ),
    fractions=MappingProxyType(
        dict.fromkeys(("halve", "halved", "halves", "halving"), ("1/2", "50", "2"))
        | {"fortnight": ("2", "14", "15"), "fortnights": ("2",)}
        | {"half": ("1/2", "50"), "third": ("1/3", "3"), "thirds": ("1/3",)}
        | {"quarter": ("1/4", "25", "3", "15"), "quarters": ("1/4",), "fourth": ("1/4", "4"), "fourths": ("1/4",)}
        | {"fifth": ("1/5", "5", "20"), "fifths": ("1/5",), "tenth": ("1/10", "10"), "tenths": ("1/10",)}
    ),
    ordinal_suffixes=("st", "nd", "rd", "th"),
    scale_marks=MappingProxyType({"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}),
    percent_words=("per cent", "percent"),
    clock_patterns=(
        r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?:(?P<afternoon>p\.?\s?m\b\.?)|(?P<morning>a\.?\s?m\b\.?))",
        r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![:\d])",
    ),
    clock_words=MappingProxyType({"noon": 12, "midday": 12, "midnight": 24}),
    decade_pattern=r"(?:the\s)?(?P<decade>\d{3}0|['’]?\d0)['’]?s\b",
    ambiguous_months=frozenset({"may", "march"}),
    short_months=frozenset(_SHORT_MONTHS),
    month_lead_ins=(
        *("in", "of", "since", "until", "till", "by", "from", "to", "and", "last", "next", "this", "early", "late"),
        *("mid", "between", "during", "through", "before", "after", "every", "each", "on"),
    ),
    number_joiners=("and",),
    number_phrases=ENGLISH_PHRASES,
    phrase_words=ENGLISH_PHRASE_WORDS,
    year_marks=("FY",),
    lettered=frozenset(_LETTERED),
    name_adjectives=MappingProxyType(
        dict.fromkeys(("uk", "u.k.", "united kingdom", "great britain"), "brit")
        | dict.fromkeys(("us", "u.s.", "usa", "united states", "united states of america"), "america")
        | {"eu": "europea", "netherlands": "dutch", "the netherlands": "dutch"}
    ),
    not_in_headlines=frozenset(_NOT_IN_HEADLINES),
    currencies=MappingProxyType(
        dict.fromkeys(("dollar", "dollars"), "dollar")
        | dict.fromkeys(("euro", "euros"), "euro")
        | dict.fromkeys(("franc", "francs"), "franc")
        | dict.fromkeys(("pound", "pounds"), "pound")
        | dict.fromkeys(("yen",), "yen")
        | dict.fromkeys(("yuan",), "yuan")
        | dict.fromkeys(("krona", "kronor", "krone", "kroner"), "krone")
        | dict.fromkeys(("dinar", "dinars"), "dinar")
        | dict.fromkeys(("dirham", "dirhams"), "dirham")
        | dict.fromkeys(("rupee", "rupees"), "rupee")
        | dict.fromkeys(("peso", "pesos"), "peso")
        | dict.fromkeys(("rouble", "roubles", "ruble", "rubles"), "rouble")
    ),
    measures=MappingProxyType(
        dict.fromkeys(("mile", "miles", "mi"), ("length", 1609.344))
        | dict.fromkeys(("foot", "feet", "ft"), ("length", 0.3048))
        | dict.fromkeys(("inch", "inches", "in)"), ("length", 0.0254))
        | dict.fromkeys(("yard", "yards"), ("length", 0.9144))
        | dict.fromkeys(("kilometre", "kilometres", "kilometer", "kilometers"), ("length", 1000.0))
        | dict.fromkeys(("metre", "metres", "meter", "meters"), ("length", 1.0))
        | dict.fromkeys(("centimetre", "centimetres", "centimeter", "centimeters"), ("length", 0.01))
        | dict.fromkeys(("millimetre", "millimetres", "millimeter", "millimeters"), ("length", 0.001))
        | dict.fromkeys(("mph", "miles per hour"), ("speed", 0.44704))
        | dict.fromkeys(("pound", "pounds", "lb", "lbs"), ("mass", 0.45359237))
        | dict.fromkeys(("ounce", "ounces", "oz"), ("mass", 0.028349523))
        | dict.fromkeys(("kilo", "kilos", "kilogram", "kilograms"), ("mass", 1.0))
        | dict.fromkeys(("gram", "grams"), ("mass", 0.001))
        | dict.fromkeys(("milligram", "milligrams"), ("mass", 1e-6))
        | dict.fromkeys(("microgram", "micrograms"), ("mass", 1e-9))
        | dict.fromkeys(("tonne", "tonnes", "metric ton", "metric tons", "ton", "tons"), ("mass", 1000.0))
        | dict.fromkeys(("litre", "litres", "liter", "liters"), ("volume", 1.0))
        | dict.fromkeys(("millilitre", "millilitres", "milliliter", "milliliters"), ("volume", 0.001))
        | dict.fromkeys(("gallon", "gallons"), ("volume", 3.785412))
        | dict.fromkeys(("acre", "acres"), ("area", 4046.8564))
        | dict.fromkeys(("square mile", "square miles"), ("area", 2589988.0))
        | dict.fromkeys(("hectare", "hectares"), ("area", 10000.0))
        | dict.fromkeys(
            ("square kilometre", "square kilometres", "square kilometer", "square kilometers"), ("area", 1e6)
        )
        | dict.fromkeys(("square metre", "square metres", "square meter", "square meters"), ("area", 1.0))
        | dict.fromkeys(("square foot", "square feet"), ("area", 0.092903))
        | dict.fromkeys(("degrees", "degrees Fahrenheit", "°F"), ("Fahrenheit", 1.0))
        | dict.fromkeys(("second", "seconds", "sec", "secs"), ("days", 1 / 86400))
        | dict.fromkeys(("minute", "minutes", "mins"), ("days", 1 / 1440))
        | dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("days", 1 / 24))
        | dict.fromkeys(("day", "days"), ("days", 1.0))
        | dict.fromkeys(("week", "weeks"), ("days", 7.0))
        | dict.fromkeys(("month", "months"), ("months", 1.0))
        | dict.fromkeys(("year", "years"), ("months", 12.0))
        | dict.fromkeys(("decade", "decades"), ("months", 120.0))
        | dict.fromkeys(("century", "centuries"), ("months", 1200.0))
        | dict.fromkeys(("per thousand", "per mille", "per mil"), ("share", 0.001))
        | {"kB": ("data", 1e3), "KB": ("data", 1e3), "MB": ("data", 1e6), "GB": ("data", 1e9), "TB": ("data", 1e12)}
    ),
    spelt_either_way=(("is", "iz"), ("ys", "yz"), ("our", "or")),
    may_double=frozenset({"had", "that", "very", "no", "really", "so", "bla", "blah", "ha"}),
)
