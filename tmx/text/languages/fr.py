"""French."""

from types import MappingProxyType

from tmx.text.languages.fr_phrases import FRENCH_PHRASE_WORDS, FRENCH_PHRASES
from tmx.text.languages.language import Inflection, Language, NounPhrases

__all__ = ["FRENCH"]

_FUNCTION_WORDS = """
    à a ai aie ait afin ainsi alors après as au aucun aucune auprès auquel aura aurait aussi autour autre autres aux
    auxquelles auxquels avaient avait avant avec avoir ayant c car ce ceci cela celle celles celui cependant certain
    certaine certaines certains ces cet cette ceux chaque chez ci comme comment contre d dans de depuis derrière des
    dès désormais deux devant doit doivent donc dont du durant elle elles en encore entre envers es est et étaient
    étais était étant été être eu eux fait faire font fut grâce ici il ils instar j je jusqu jusque l la laquelle là le
    lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais malgré me même mêmes mes moi moins
    mon n ne ni non nos notre notamment nous on ont or ou où outre par parce parmi pas pendant permet permis peu
    peut peuvent plus plusieurs pour pourquoi pourra pourrait près puis puisqu puisque qu quand quant que quel quelle
    quelles quelque quelques quels qui quoi quoique s sa sans sauf se selon sera serait seront ses si sien sinon soi
    soient soit son sont sous sur t ta tandis tant te tels tel telle telles tes toi ton tous tout toute toutes très
    trop tu un une vers via voici voilà vos votre vous vu y
""".split()

_UNITS = """
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
""".split()
_CARDINALS = {word: value for value, word in enumerate(_UNITS)} | {
    "une": 1,
    "dix-sept": 17,
    "dix-huit": 18,
    "dix-neuf": 19,
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "nonante": 90,
    "quatre-vingt": 80,
    "quatre-vingts": 80,
    "quatre-vingt-dix": 90,
    "soixante-dix": 70,
    "cent": 100,
    "cents": 100,
}

_ORDINALS = {
    "unième": 1,
    "premier": 1,
    "première": 1,
    "premiers": 1,
    "premières": 1,
    "second": 2,
    "seconde": 2,
    "deuxième": 2,
    "troisième": 3,
    "quatrième": 4,
    "cinquième": 5,
    "sixième": 6,
    "septième": 7,
    "huitième": 8,
    "neuvième": 9,
    "dixième": 10,
    "onzième": 11,
    "douzième": 12,
    "treizième": 13,
    "quatorzième": 14,
    "quinzième": 15,
    "seizième": 16,
    "vingtième": 20,
    "trentième": 30,
    "quarantième": 40,
    "cinquantième": 50,
    "soixantième": 60,
    "centième": 100,
}

_SCALES = {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}

_MONTHS = """
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
""".split()
_WEEKDAYS = """
    lundi mardi mercredi jeudi vendredi samedi dimanche
""".split()

_DETERMINERS = """
    le la les un une ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
""".split()

_LINKING_WORDS = """
    à de en pour par sur sous dans avec sans contre entre envers vers chez hors et ou
""".split()

_ELIDED_FORMS = {
    "c": "ce",
    "d": "de",
    "j": "je",
    "l": "le",
    "m": "me",
    "n": "ne",
    "s": "se",
    "t": "te",
    "qu": "que",
    "jusqu": "jusque",
    "lorsqu": "lorsque",
    "puisqu": "puisque",
    "quoiqu": "quoique",
    "quelqu": "quelque",
    "presqu": "presque",
}

_AGES = {"trentenaire": 30, "quadragénaire": 40, "quinquagénaire": 50, "cinquantenaire": 50, "sexagénaire": 60}
_AGES |= {"septuagénaire": 70, "octogénaire": 80, "nonagénaire": 90, "centenaire": 100}

# (ending, endings of the base form), the longest first
_NUMBER = (
    ("eaux", ("eau",)),
    ("aux", ("al", "ail", "au")),
    ("eux", ("eu",)),
    ("oux", ("ou",)),
    ("s", ("",)),
)
_GENDER = (
    ("atrice", ("ateur",)),
    ("trice", ("teur",)),
    ("euse", ("eur", "eux")),
    ("eresse", ("eur",)),
    ("elle", ("el", "eau")),
    ("eille", ("eil",)),
    ("enne", ("en",)),
    ("onne", ("on",)),
    ("ette", ("et",)),
    ("ète", ("et",)),
    ("ière", ("ier",)),
    ("ère", ("er",)),
    ("ive", ("if",)),
    ("euve", ("euf",)),
    ("ue", ("u", "uë")),
    ("guë", ("gu",)),
    ("güe", ("gu",)),
    ("que", ("c",)),
    ("ée", ("é",)),
    ("ale", ("al",)),
    ("asse", ("as",)),
    ("esse", ("e",)),
    ("e", ("",)),
)
_SURE = """
    atrice trice euse elle enne ière ive ée ale
""".split()
_VERB = tuple(
    (ending, bases)
    for endings, bases in (
        ("issaient issent issant issait issais issons issez iront irait irais ira irai", ("ir",)),
        ("eraient erions eriez eront erons erez erait erais erai eras era", ("er",)),
        ("geaient geant geait geais geons", ("ger",)),
        ("çaient çant çait çais çons", ("cer",)),
        ("oie oies oient", ("oyer",)),
        ("uie uies uient", ("uyer",)),
        ("aient ions iez ant ait ais ons ez ent es e", ("er", "ir", "re", "oir")),
        ("èrent âmes âtes ées ée és é a as ai", ("er",)),
        ("ies ie it is i", ("ir", "re")),
        ("ues ue us u", ("re", "ir", "oir")),
        ("dent ds d", ("dre",)),
        ("ts t s", ("re", "ir")),
    )
    for ending in endings.split()
)

_IRREGULAR = {
    "yeux": "œil",
    "cieux": "ciel",
    "aïeux": "aïeul",
    "messieurs": "monsieur",
    "mesdames": "madame",
    "belle": "beau",
    "bel": "beau",
    "nouvelle": "nouveau",
    "nouvel": "nouveau",
    "vieille": "vieux",
    "vieil": "vieux",
    "folle": "fou",
    "molle": "mou",
    "blanche": "blanc",
    "franche": "franc",
    "sèche": "sec",
    "fraîche": "frais",
    "publique": "public",
    "turque": "turc",
    "grecque": "grec",
    "longue": "long",
    "douce": "doux",
    "fausse": "faux",
    "rousse": "roux",
    "grosse": "gros",
    "basse": "bas",
    "épaisse": "épais",
    "bonne": "bon",
    "favorite": "favori",
    "maligne": "malin",
    "bénigne": "bénin",
    "active": "actif",
    "neuve": "neuf",
    "brève": "bref",
    "aiguë": "aigu",
    "aigüe": "aigu",
    "ambiguë": "ambigu",
}
_IRREGULAR_VERBS = {
    "mettre": "mets met mettons mettez mettent mis mise mises mettant mettait mettaient mettra mettront",
    "prendre": "prends prend prenons prenez prennent pris prise prises prenant prenait prenaient",
    "faire": "fais fait faisons faites font faite faits faisant faisait faisaient fera feront",
    "venir": "viens vient venons venez viennent venu venue venus venues venant viendra viendront",
    "tenir": "tiens tient tenons tenez tiennent tenu tenue tenus tenues tenant tiendra tiendront",
    "recevoir": "reçois reçoit recevons recevez reçoivent reçu reçue reçus reçues recevant recevra recevront",
    "conduire": "conduis conduit conduisons conduisez conduisent conduite conduits conduites conduisant",
    "permettre": "permets permet permettent permis permise permises permettant",
    "promouvoir": "promeut promeuvent promu promue promus promues promouvant",
    "soumettre": "soumets soumet soumettent soumis soumise soumises soumettant",
    "naître": "nais naît naissent né née nés nées naissant",
    "savoir": "sais sait savons savez savent su sue sus sues sachant saura sauront",
    "vivre": "vis vit vivons vivez vivent vécu vécue vécus vécues vivant",
    "voir": "vois voit voyons voyez voient vu vue vus vues voyant verra verront",
    "ouvrir": "ouvre ouvres ouvrent ouvert ouverte ouverts ouvertes ouvrant",
    "offrir": "offre offres offrent offert offerte offerts offertes offrant",
    "souffrir": "souffre souffrent souffert soufferte soufferts souffertes souffrant",
    "mourir": "meurs meurt meurent mort morte morts mortes mourant",
    "acquérir": "acquiert acquièrent acquis acquise acquises acquérant",
}

# Nouns that look like the feminine or a form of another word and have nothing to do with it.
_UNRELATED = """
    traite porte pointe sorte note base case course route poste marche forme carte perte vente suite fuite dette
    boîte date visite limite mine marine matière manière mère lettre peine chaîne place page image cause pause
    charge étape balance chance distance importance assistance urgence agence violence science absence présence
    enfance police licence justice notice office exercice service nation mission moyenne semaine centaine
    douzaine politique pratique république logique technique musique critique statistique plaine veine laine scène
    cuisine usine machine origine discipline médecine vitamine routine famine copine racine colline médaille
    crise prise mise valise église entreprise expertise franchise surprise reprise remise lutte bande monde mode
    code aide guide guerre terre pierre plante attente entente rente pente tente descente enquête fête tête quête
    conquête requête salle selle ruelle échelle chapelle parcelle querelle tutelle cale salade escale
    rafale finale morale capitale annale chandelle semelle dentelle ficelle nacelle voyelle rouelle
    rive olive lessive archive initiative alternative directive perspective invective saisie partie sortie
    série vie pluie voie soie joie monnaie baie haie plaie raie journée année matinée soirée armée idée
    entrée durée arrivée donnée tournée allée vallée poignée pensée assemblée fumée rosée marée épée
    poupée fusée bouchée cheminée lycée musée trophée frontière lumière carrière rivière filière bannière barrière
    barre taille bataille ferme figure culture nature mesure facture structure pure cure sûreté étude
    solitude inquiétude habitude attitude droite droites
""".split()

_ADJECTIVES = """
    al ale els ales aux el elle elles ique iques if ive ifs ives eux euse euses aire aires ant ante ants antes ent ente
    ents entes é ée és ées ier ière iers ières ien ienne iens iennes ible ibles able ables ain aine ains aines oire
    oires ois oise oises ais aise aises eur eure eurs eures in ine ins ines u ue us ues iste istes
""".split()

_VERBS = """
    dire annoncer devenir commencer comprendre inclure fournir assurer permettre continuer rester sembler paraître
    recevoir amener prendre faire donner obtenir venir aller voir savoir penser croire vouloir aider laisser mettre
    garder quitter vivre remercier expliquer décrire ajouter accepter participer organiser accueillir encourager
    espérer considérer décider développer établir améliorer renforcer promouvoir protéger réduire augmenter prévenir
    mener contribuer demander répondre tenir construire créer définir suivre informer apprendre offrir ouvrir
    préparer présenter produire publier atteindre recommander montrer parler passer arrêter comprendre écrire
    avertir souligner noter adopter signer lancer conduire entrer exister rejoindre perdre lever remplacer rentrer
    vendre envoyer servir partager pouvoir devoir avoir être viser concerner constituer représenter rappeler
    affirmer déclarer indiquer préciser estimer compter trouver travailler souhaiter falloir valoir bénéficier
""".split()

_VERB_LEADS = """
    je tu il elle on nous vous ils elles qui ne n se s y j t m lui leur ont a
""".split()

_AUXILIARIES = """
    a ai as ont avons avez avait avaient aura auront aurait auraient ayant avoir eu est sont suis sommes êtes était
    étaient sera seront serait seraient étant être été fut furent soit soient
""".split()

_WEAK = """
    nouveau nouvelle nouveaux nouvelles ancien ancienne anciens anciennes premier première premiers premières second
    seconde deuxième troisième dernier dernière derniers dernières prochain prochaine prochains prochaines principal
    principale principaux principales récent récente récents récentes actuel actuelle actuels actuelles
    supplémentaire supplémentaires divers diverse diverses différent différente différents différentes grand grande
    grands grandes petit petite petits petites bon bonne bons bonnes meilleur meilleure meilleurs meilleures
    important importante importants importantes possible possibles nécessaire nécessaires seul seule seuls seules
    nombreux nombreuse nombreuses propre propres certain certaine divers même mêmes tel telle total totale
    suivant suivante suivants suivantes présent présente passé passée particulier particulière
    très bien mal seulement encore toujours jamais déjà souvent hier demain aujourd'hui ensemble ailleurs environ
    notamment également ainsi afin surtout enfin ensuite puis aussi grâce lors plus moins
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre
    octobre novembre décembre
    un deux trois quatre cinq six sept huit neuf dix cent cents mille million millions milliard milliards mme m mm
""".split()

_FIXED = """
    nouveau nouvelle nouveaux nouvelles ancien ancienne anciens anciennes premier première premiers premières second
    seconde grand grande grands grandes petit petite petits petites bon bonne bons bonnes meilleur meilleure meilleurs
    meilleures seul propre libre
""".split()

_GOVERNING = """
    relatif relative relatifs relatives lié liée liés liées dû due dus dues destiné destinée destinés destinées conforme
    conformes contraire contraires consacré consacrée consacrés consacrées propre propres inhérent inhérente inhérents
    inhérentes afférent afférente afférents afférentes apte aptes sujet sujette sujets sujettes
""".split()

_GENERAL = """
    année an mois semaine jour journée temps heure minute personne gens homme femme chose façon manière partie lieu
    nombre point cas fait exemple zone niveau fin côté groupe type sorte ordre résultat raison question problème
    besoin usage travail vie monde pays ville région pourcentage déclaration membre nom mot idée main tête maison
    ligne liste ajout terme vue rôle effort étape soutien activité projet programme réunion événement bureau
    communiqué presse contact information site page photo article importance présence absence manque reste majorité
    début milieu série ensemble gamme quantité matin soir nuit décennie siècle période date moment avenir cadre titre
    sein cours place mise suite base vigueur œuvre oeuvre outre égard objet sens
""".split()

_MULTIPLES = {
    f"{stem}{ending}": value
    for stem, value in (("doubl", 2), ("tripl", 3), ("quadrupl", 4), ("quintupl", 5), ("décupl", 10), ("centupl", 100))
    for ending in ("e", "er", "é", "ée", "és", "ées", "ent", "ant", "era", "eront", "ait", "aient", "èrent", "ement")
}

_OBJECT = r"(?:(?:y|en|le|la|les|lui|leur)\s|l['’])?"  # a pronoun between the doubled one and its verb

_LETTERED = """
    annexe appendice pièce section partie chapitre article clause alinéa paragraphe point figure fig tableau encadré
    groupe poule classe catégorie type grade niveau bloc bâtiment hall porte aile zone secteur option question bouton
    touche vanne terminal borne vitamine hépatite grippe formulaire plan lot unité étape robinet repère
""".split()

FRENCH = Language(
    tag="fr",
    name="French",
    function_words=frozenset(_FUNCTION_WORDS),
    elided=frozenset(
        ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu"]
    ),
    words_with_apostrophe=("aujourd'hui", "prud'homme", "prud'hommes", "presqu'île", "presqu'îles", "quelqu'un"),
    contractions=MappingProxyType(
        {"du": ("de", "le"), "des": ("de", "les"), "au": ("à", "le"), "aux": ("à", "les")}
        | {"duquel": ("de", "lequel"), "desquels": ("de", "lesquels"), "desquelles": ("de", "lesquelles")}
    ),
    cardinals=MappingProxyType(_CARDINALS),
    ordinals=MappingProxyType(_ORDINALS),
    scales=MappingProxyType(_SCALES),
    months=MappingProxyType({name: number for number, name in enumerate(_MONTHS, 1)}),
    weekdays=MappingProxyType({name + end: number for end in ("", "s") for number, name in enumerate(_WEEKDAYS, 1)}),
    day_first=True,
    decimal_mark=",",
    first_of_month="1er",
    determiners=frozenset(_DETERMINERS),
    linking_words=frozenset(_LINKING_WORDS),
    loose_prefixes="anti|multi|pluri|socio|cyber|micro|co(?=[aeio])|e(?=mail)",
    partitives=frozenset(["de"]),
    elided_forms=MappingProxyType(_ELIDED_FORMS),
    noun_phrases=NounPhrases(
        head_first=True,
        links=frozenset(["de", "à", "en", "pour", "contre", "sur", "par", "sous"]),
        verbs=frozenset(_VERBS),
        verb_leads=frozenset(_VERB_LEADS),
        auxiliaries=frozenset(_AUXILIARIES),
        weak=frozenset(_WEAK),
        fixed=frozenset(_FIXED),
        general=frozenset(_GENERAL),
        governing=frozenset(_GOVERNING),
        incomplete=frozenset(["mise", "mises", "prise", "prises", "remise", "remises"]),
        definite=frozenset(["le", "la", "les", "l'"]),
    ),
    inflection=Inflection(
        own_plurals=frozenset("assises biens ciseaux gens honoraires lunettes travaux vivres".split()),
        number=_NUMBER,
        gender=_GENDER,
        sure=frozenset(_SURE),
        verb=_VERB,
        infinitives=("er", "ir", "re", "oir"),
        irregular=MappingProxyType({form: (base,) for form, base in _IRREGULAR.items()}),
        irregular_verbs=MappingProxyType(
            {form: (base,) for base, forms in _IRREGULAR_VERBS.items() for form in forms.split()}
        ),
        unrelated=frozenset(_UNRELATED),
        adjectives=tuple(_ADJECTIVES),
    ),
    collectives=MappingProxyType(
        {"dizaine": 10, "dizaines": 10, "douzaine": 12, "douzaines": 12, "vingtaine": 20}
        | {"trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100}
        | {"centaines": 100, "millier": 1000, "milliers": 1000, "décennie": 10, "décennies": 10, "siècle": 100}
        | {"paire": 2, "couple": 2}
        | _MULTIPLES
        | {f"{age}{ending}": value for age, value in _AGES.items() for ending in ("", "s")}
    ),
    fractions=MappingProxyType(
        {"quinzaine": ("15", "2", "14")}
        | {"moitié": ("1/2", "50", "2"), "demi": ("1/2", "50"), "demie": ("1/2", "50"), "mi": ("1/2",)}
        | {"tiers": ("1/3", "33"), "quart": ("1/4", "25", "15"), "quarts": ("1/4",), "trimestre": ("3", "1/4")}
        | {"cinquième": ("1/5", "5", "20"), "cinquièmes": ("1/5",), "dixième": ("1/10", "10"), "dixièmes": ("1/10",)}
    ),
    ordinal_suffixes=(
        "er",
        "re",
        "ers",
        "res",
        "ère",
        "ères",
        "e",
        "es",
        "è",
        "ème",
        "èmes",
        "eme",
        "ième",
        "nd",
        "nde",
    ),
    scale_marks=MappingProxyType({"k": 10**3, "M": 10**6, "Md": 10**9, "Mds": 10**9, "Mrd": 10**9}),
    percent_words=("pour cent", "p. cent", "p. 100"),
    clock_patterns=(
        r"(?P<hour>\d{1,2})\s?(?:h|H|heures?)(?![^\W\d])(?:\s?(?P<minute>\d{2})(?!\d))?"
        r"(?:\s(?:(?P<afternoon>de l['’]après-midi|du soir)|(?P<morning>du matin)))?",
        r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![:\d])",
    ),
    clock_words=MappingProxyType({"midi": 12, "minuit": 24}),
    decade_pattern=r"années\s(?P<decade>\d{3}0|\d0)(?!\d)",
    number_joiners=("et",),
    number_phrases=FRENCH_PHRASES,
    phrase_words=FRENCH_PHRASE_WORDS,
    lettered=frozenset(_LETTERED),
    name_adjectives=MappingProxyType(
        dict.fromkeys(("uk", "royaume-uni", "grande-bretagne", "angleterre"), "britanni")
        | dict.fromkeys(("us", "usa", "etats-unis", "etats-unis d'amerique"), "americain")
        | {"ue": "europee", "pays-bas": "neerland", "onu": "onusien", "suisse": "helvet"}
    ),
    currencies=MappingProxyType(
        dict.fromkeys(("dollar", "dollars"), "dollar")
        | dict.fromkeys(("euro", "euros"), "euro")
        | dict.fromkeys(("franc", "francs"), "franc")
        | dict.fromkeys(("livre", "livres"), "pound")
        | dict.fromkeys(("yen", "yens"), "yen")
        | dict.fromkeys(("yuan", "yuans"), "yuan")
        | dict.fromkeys(("couronne", "couronnes"), "krone")
        | dict.fromkeys(("dinar", "dinars"), "dinar")
        | dict.fromkeys(("dirham", "dirhams"), "dirham")
        | dict.fromkeys(("roupie", "roupies"), "rupee")
        | dict.fromkeys(("peso", "pesos"), "peso")
        | dict.fromkeys(("rouble", "roubles"), "rouble")
    ),
    measures=MappingProxyType(
        dict.fromkeys(("kilomètre", "kilomètres"), ("length", 1000.0))
        | dict.fromkeys(("mètre", "mètres"), ("length", 1.0))
        | dict.fromkeys(("centimètre", "centimètres"), ("length", 0.01))
        | dict.fromkeys(("millimètre", "millimètres"), ("length", 0.001))
        | dict.fromkeys(
            ("km/h", "kilomètres à l'heure", "kilomètres par heure", "kilomètres-heure"), ("speed", 0.2777778)
        )
        | dict.fromkeys(("kilo", "kilos", "kilogramme", "kilogrammes"), ("mass", 1.0))
        | dict.fromkeys(("gramme", "grammes"), ("mass", 0.001))
        | dict.fromkeys(("milligramme", "milligrammes"), ("mass", 1e-6))
        | dict.fromkeys(("microgramme", "microgrammes"), ("mass", 1e-9))
        | dict.fromkeys(("tonne", "tonnes"), ("mass", 1000.0))
        | dict.fromkeys(("litre", "litres"), ("volume", 1.0))
        | dict.fromkeys(("millilitre", "millilitres"), ("volume", 0.001))
        | dict.fromkeys(("hectare", "hectares"), ("area", 10000.0))
        | dict.fromkeys(("mètre carré", "mètres carrés"), ("area", 1.0))
        | dict.fromkeys(("kilomètre carré", "kilomètres carrés"), ("area", 1e6))
        | dict.fromkeys(("degré", "degrés"), ("Celsius", 1.0))
        | dict.fromkeys(("seconde", "secondes"), ("days", 1 / 86400))
        | dict.fromkeys(("minute", "minutes"), ("days", 1 / 1440))
        | dict.fromkeys(("h", "heure", "heures"), ("days", 1 / 24))
        | dict.fromkeys(("jour", "jours", "journée", "journées"), ("days", 1.0))
        | dict.fromkeys(("semaine", "semaines"), ("days", 7.0))
        | dict.fromkeys(("mois",), ("months", 1.0))
        | dict.fromkeys(("an", "ans", "année", "années"), ("months", 12.0))
        | dict.fromkeys(("trimestre", "trimestres"), ("months", 3.0))
        | dict.fromkeys(("semestre", "semestres"), ("months", 6.0))
        | dict.fromkeys(("décennie", "décennies"), ("months", 120.0))
        | dict.fromkeys(("siècle", "siècles"), ("months", 1200.0))
        | dict.fromkeys(("pour mille", "p. mille"), ("share", 0.001))
        | {"ko": ("data", 1e3), "Ko": ("data", 1e3), "Mo": ("data", 1e6), "Go": ("data", 1e9), "To": ("data", 1e12)}
    ),
    no_break_before=";:!?»",
    no_break_after="«",
    quotation_marks=("«", "»"),
    may_double=frozenset({"très", "non", "oui", "bla", "vite", "ha", "ah", "oh", "hé"}),
    doubled_pronouns=MappingProxyType(
        # «nous nous sommes réunis», «vous vous en chargez», «nous nous mîmes»; never before a form of «avoir».
        {
            "nous": _OBJECT + r"(?!avons|avions|aurons|aurions|eûmes)(?:\w+(?:ons|[âîû]n?mes)|sommes|y|en)\b",
            "en": r"\w+ant\b",
            "vous": _OBJECT + r"(?!avez|aviez|aurez|auriez|eûtes)(?:\w+(?:ez|[âîû]n?tes)|êtes|dites|faites)\b",
        }
    ),
)
