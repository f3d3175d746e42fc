"""French: ligatures, capitals and abbreviations, as dictionaries and the Imprimerie nationale's rules have them."""

__all__ = ["ABBREVIATION_FORMS", "ACCENTED_CAPITALS", "LIGATURE_WORDS", "LOST_LIGATURES"]

# The beginnings of words that are written with a ligature; "coe", "foe" alone would hit coexister, Crusoe.
_STEMS = """
œuvr chef-d’œuvr œil œill œuf œufs œdèm œsophag œcumén œnolog œstrogèn œdip bœuf cœur cœurs chœur chœurs sœur sœurs
nœud nœuds vœu vœux mœurs fœtus fœtal fœtale fœtaux manœuvr désœuvr rancœur écœur belle-sœur contrecœur sans-cœur
cœlioscop cœliaq hors-d’œuvr main-d’œuvr phœnix œkoumèn
"""
LIGATURE_WORDS = {stem.replace("œ", "oe"): stem for stem in _STEMS.split()} | {
    "curriculum vitae": "curriculum vitæ",
    "ex aequo": "ex æquo",
}

# œ is no letter of Latin-1: what passes through it comes out without.
LOST_LIGATURES = {
    "uvre": "œuvre",
    "uvres": "œuvres",
    "uvrer": "œuvrer",
    "uvrent": "œuvrent",
    "cur": "cœur",
    "curs": "cœurs",
    "sur": "",  # sœur: «sur» is a word of its own
    "chur": "chœur",
    "nud": "nœud",
    "nuds": "nœuds",
    "vux": "vœux",
    "vu": "",  # vœu: «vu» is a word of its own
    "murs": "",  # mœurs: «murs» is a word of its own
    "manuvre": "manœuvre",
    "manuvres": "manœuvres",
    "buf": "bœuf",
    "ftus": "fœtus",
    "sophage": "œsophage",
    "dème": "œdème",
}
LOST_LIGATURES = {plain: word for plain, word in LOST_LIGATURES.items() if word}

_CAPITALS = """
État États Étatique Église Église École Écoles Éducation Égalité Élection Élections Électricité Élève Élèves Émigration
Émirats Émission Énergie Équateur Équipe Équipes Équité Érythrée Établissement Étape Étapes Éthiopie Étranger Étrangers
Étude Études Étudiant Étudiants Événement Événements Évaluation Évolution Écologie Économie Économique Écosse
Édition Éditions Égypte Élargissement Éliminer Établir Être Évêque Îles Île Œuvre Équilibre Équipement Équipements
"""
_BARE = str.maketrans("ÉÈÊÀÂÎÔÛÇ", "EEEAAIOUC")
# "A" for "À" is too often a letter of a list; "Iles" and "Etat" are never anything else.
ACCENTED_CAPITALS = {
    word[0].translate(_BARE) + word[1:]: word for word in _CAPITALS.split() if word[0].translate(_BARE) != word[0]
}

ABBREVIATION_FORMS = (
    (r"(?<![\w.,])(?P<number>1)(?P<was>ère)(?!\w)", "re"),
    (r"(?<![\w.,])(?P<number>1)(?P<was>ères)(?!\w)", "res"),
    (r"(?<![\w.,])(?P<number>1)(?P<was>ier|èr)(?!\w)", "er"),
    (r"(?<![\w.,])(?P<number>\d*(?:[02-9]|1(?=\D)))(?P<was>i?[èe]me)(?!\w)", "e"),
    (r"(?<![\w.,])(?P<number>\d*(?:[02-9]|1(?=\D)))(?P<was>i?[èe]mes)(?!\w)", "es"),
    (r"(?<![\w.,])(?P<number>[IVXLC]+)(?P<was>i?[èe]me)(?!\w)", "e"),
)
