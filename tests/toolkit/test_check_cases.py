"""Hard cases for the checks, one line each, and any text at all."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from termbase.model import Concept, Glossary, Status, Term, TermType
from tmx.model import InlineCode, Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.registry import CHECKS
from toolkit.model import Severity
from toolkit.workflows.qa import QaMaterial, UnitToCheck, check_units

_OPENED, _SWIM = "The centre opened in May.", "Les élèves de la ville apprennent à nager avec leurs parents."
# code, English, French, marked texts of the findings at warning and above
_CASES = [
    ("NUM001", "1 patient came", "un patient est venu", []),
    ("NUM001", "a $3bn plan", "un plan de 3 milliards de dollars", []),
    ("NUM001", "in the 19th century", "au XIXe siècle", []),
    ("NUM001", "half of them", "50 % d’entre eux", []),
    ("NUM001", "a fortnight, two weeks", "quinze jours, deux semaines", []),
    ("NUM001", "dozens of people", "des dizaines de personnes", []),
    ("NUM001", "most men in their 50s", "la plupart des cinquantenaires", []),
    ("NUM001", "an octogenarian of 85", "un octogénaire de 95 ans", ["95"]),
    ("NUM001", "2.89 %s million", "2,89 %s millions", []),
    ("NUM001", "12,500 and 12,500", "12 500 et 12 500", []),
    ("NUM001", "1,234 people in 12 towns", "1 243 personnes dans 12 villes", ["1 243"]),
    ("NUM001", "between 10 and 20 %", "entre 10 et 30 %", ["30 %"]),
    ("NUM001", "call +33 1 23 45 67 89", "appelez le +33 1 23 45 67 98", ["+33 1 23 45 67 98"]),
    ("NUM001", "Tel. +41 (0)22 717 9111", "Tél. +41 22 717 91 11", []),
    ("NUM001", "for 24 months or 48 hours", "pendant deux ans ou deux jours", []),
    ("NUM001", "in two weeks, in one week", "dans quinze jours, dans huit jours", []),
    ("NUM001", "for 24 months", "pendant trois ans", ["trois"]),
    ("NUM001", "30 mm (1.2 in) of rain", "30 mm de pluie", []),
    ("NUM001", "USD 2 million", "2 millions d’euros", ["2 millions d’euros"]),
    ("NUM001", "EUR 2 million", "2 millions d’euros", []),
    ("NUM001", "US$5 million", "5 millions de dollars des États-Unis", []),
    ("NUM001", "GBP 3 million, XOF 500", "3 millions de livres sterling, 500 francs CFA", []),
    ("NUM001", "The 19,000 deaths from Covid", "Les 19 000 morts du covid-19", []),
    ("NUM001", "The 19 COVID-19 deaths", "Les 19 morts du covid-19", []),
    ("NUM001", "The 19 COVID-19 deaths", "Les 18 morts du covid-19", ["18"]),
    ("NUM001", "COVID-19 deaths", "les morts du covid-18", ["covid-18"]),
    ("NUM001", "since mid-2019", "depuis la mi-2018", ["2018"]),
    ("NUM001", "8 years, 5 days a week", "8 ans, 5 jours sur 7", []),
    ("NUM001", "5 days out of 6", "5 jours sur 7", ["6"]),
    ("NUM001", "for 24 hours", "pendant une journée", []),
    ("NUM001", "for 48 hours", "pendant une journée", ["48"]),
    ("NUM001", "within 5 days", "dans les 5 heures", ["5 heures"]),
    ("NUM001", "within thirty (30) days", "sous trente (30) mois", ["30) mois"]),
    ("NUM001", "after 30 seconds", "au bout de 30 minutes", ["30 minutes"]),
    ("NUM001", "Timed out (60 s).", "Délai dépassé (60 ms).", ["60 ms"]),
    ("NUM001", "free for under-16s", "gratuit pour les moins de 16 ans", []),
    ("NUM001", "after 500 operating hours", "au bout de 500 jours de fonctionnement", ["500 jours"]),
    ("NUM001", "within 5 working days", "sous 5 jours ouvrables", []),
    ("NUM001", "1,250 g of flour, 1.5 kW", "1,25 kg de farine, 1 500 W", []),
    ("NUM001", "1,250 g of flour", "1,4 kg de farine", ["1,4"]),
    ("NUM001", "up to 36 hours", "jusqu’à un jour et demi", []),
    ("NUM001", "45 minutes", "trois quarts d’heure", []),
    ("NUM001", "repaid over 18 months", "remboursé en un an et demi", []),
    ("NUM001", "8 tablets in 24 hours", "8 comprimés par jour", []),
    ("NUM001", "two and a half hours", "trois heures et demie", ["trois heures et demie"]),
    ("NUM001", "between −25 and −15 °C", "entre −25 et 15 °C", ["15 °C"]),
    ("NUM001", "8 GB of RAM and 2 TB", "8 Go de mémoire et 2 To", []),
    ("NUM001", "8 GB of RAM", "8 Mo de mémoire", ["8 Mo"]),
    ("NUM001", "500 mg tablets, 20 mcg", "comprimés de 500 mg, 20 µg", []),
    ("NUM001", "500 mg tablets", "comprimés de 500 g", ["500 g"]),
    ("NUM001", "at 868 MHz, 1.5 kW", "à 868 GHz, 1,5 kW", ["868 GHz"]),
    ("NUM001", "published in 03/2023", "publié en mars 2023", []),
    ("NUM001", "published in 03/2023", "publié en mai 2023", ["2023"]),
    ("NUM001", "call +33 5 56 00 12 34", "appelez le 05 56 00 12 34", []),
    ("NUM001", "call +44 20 7946 0018", "appelez le 020 7946 0018", []),
    ("NUM001", "call +33 5 56 00 12 34", "appelez le 05 56 00 12 43", ["05 56 00 12 43"]),
    ("NUM001", "a dollar at 1.05 to the euro", "un euro à 1,05 dollar", []),
    ("NUM001", "see Annexes A and B", "voir les annexes A et B", []),
    ("NUM001", "see Annex B.", "voir l’annexe C.", ["C"]),
    ("NUM001", "Article 5(1)(b)", "l’article 5, paragraphe 1, point c)", ["c"]),
    ("NUM001", "Part V, Part I", "Partie 5, première partie", []),
    ("NUM001", "the team of Group B. Kay", "l’équipe du groupe de C. Kay", []),
    ("NUM001", "width W and depth D", "largeur L et profondeur P", []),
    ("NUM001", "Q4 and H1", "T3 et S1", ["T3"]),
    ("NUM001", "Sales doubled.", "Les ventes ont triplé.", ["triplé"]),
    ("NUM001", "(in thousands of euros)", "(en millions d’euros)", ["millions"]),
    ("NUM001", "(in thousands of euros)", "(en milliers d’euros)", []),
    ("NUM001", "a hundred species", "un millier d’espèces", ["millier"]),
    ("NUM001", "a thousand thanks", "mille mercis par millions", []),
    ("NUM001", "store at -20 °C", "conserver à 20 °C", ["20 °C"]),
    ("NUM001", "store at -20 °C", "conserver à – 20 °C", []),
    ("NUM001", "store at -20 °C", "conserver à moins 20 °C", []),
    ("NUM001", "store at 2–8 °C", "conserver entre 2 °C et 8 °C", []),
    ("FORM003", "again and again, and so on", "encore et encore et encore, et ainsi de suite", []),
    ("FORM003", "on the road to the coast", "sur la route sur la route de la côte", ["sur la route sur la route"]),
    ("FORM005", "use --force and --all", "utilisez --all", []),
    ("FORM005", "use --force and --all", "utilisez --force et --tout", ["--tout"]),
    ("FORM006", "name@example.com", "nom@example.com", []),
    ("FORM006", "name@example.com", "nmae@example.com", ["nmae@example.com"]),
    ("TERM004", "under the GDPR", "en vertu du GDPR", ["GDPR"]),
    ("NUM002", "an hour and a half, two hours and a half", "1 h 30, 2 h 30", []),
    ("NUM002", "two hours and a half", "3 h 30", ["3 h 30"]),
    ("NUM002", "4.5.2016", "5.4.2016", ["5", "4"]),
    ("NUM002", "4/5/2016", "4 mai 2016", []),
    ("NUM002", "4/5/2016", "5 avril 2016", []),
    ("NUM002", "April 5, 2016", "04/05/2016", ["04", "05"]),
    ("NUM002", "on Thursdays", "tous les mardis", ["mardis"]),
    ("NUM002", "on Thursdays", "le jeudi", []),
    ("NUM001", "Copying %1 of %2", "Copie de %1", []),
    ("NUM001", "%L1 of 35 files", "%L1 fichiers sur 53", ["53"]),
    ("NUM001", "a fever of 40°C", "une fièvre de 40 °F", ["40 °F"]),
    ("NUM001", "a fever of 104°F", "une fièvre de 40 °C", []),
    ("NUM001", "a fever of 40 degrees", "une fièvre de 40 °C", []),
    ("NUM001", "250 ml of milk", "25 cl de lait", []),
    ("NUM001", "100 km away", "à 110 km", ["110"]),
    ("NUM001", "within 10 days", "dans les onze jours", ["onze"]),
    ("NUM001", "20 kg of rice", "22 kg de riz", ["22"]),
    ("NUM001", "two hundred people fled", "deux mille personnes ont fui", ["deux mille"]),
    ("NUM001", "a billion dollars", "deux millions de dollars", ["deux millions"]),
    ("NUM001", "A million thanks to our staff!", "Mille mercis à notre personnel !", []),
    ("NUM001", "about twelve hundred people", "environ 1 200 personnes", []),
    ("NUM001", "a quarter of a million people", "deux cent cinquante mille personnes", []),
    ("NUM001", "over two thousand years", "plus de deux millénaires", []),
    ("NUM002", "10:30 a.m.", "10 h 30", []),
    ("NUM002", "at noon on 3 May", "à midi le 3 mai", []),
    ("NUM002", "on Tuesday 3 May", "le mercredi 3 mai", ["mercredi"]),
    ("NUM002", "on 1 March", "le 1er mars", []),
    ("NUM002", "since 2 August 2019", "depuis le 2 août 2019", []),
    ("COMP005", _OPENED, f"Le centre a ouvert en mai. {_SWIM}", [_SWIM]),
    ("COMP005", _OPENED, f"{_SWIM} Le centre a ouvert.", [_SWIM]),
    ("COMP005", _OPENED, "Le centre a ouvert. C’était en mai.", []),
    ("COMP005", _OPENED, f"Le bus part. {_SWIM}", []),
    ("COMP005", f"{_OPENED} The pupils swim.", f"Le centre a ouvert en mai. {_SWIM}", []),
    ("FORM003", "Jump from 1 to 3.", "Sautez de 1..3 à ../a.", []),
    ("FORM003", "and so on...", "etc...", []),
    ("FORM003", "The teams left.", "Les équipes sont parties ;; voilà.", [" ;;"]),
    ("FORM003", "The teams left.", "Les équipes sont parties ;.", [" ;."]),
    ("FORM003", "The teams, etc., left.", "Les équipes, etc., sont parties.", []),
    ("FORM003", "The sign,. is odd.", "Le signe,. est étrange.", []),
    ("FORM003", "Rows a,,b", "Lignes a,,b", []),
    ("FORM005", "%n file(s) of %1", "%1 : %n fichier(s)", []),
    ("FORM005", "%1 of %2", "%1", ["%2"]),
    ("FORM005", "35 %1 of them", "35 % d’entre eux", []),
    ("FORM005", "12% of them", "%12 d’entre eux", []),
    ("MEAN002", "They were not informed.", "Ils ont été informés.", ["informés"]),
    ("MEAN002", "The tenant must not sublet.", "Le locataire ne doit pas sous-louer.", []),
    ("MEAN002", "The tenant may not sublet.", "Il est interdit au locataire de sous-louer.", []),
    ("MEAN002", "You must not forget the rent.", "Vous devez penser au loyer.", []),
    ("MEAN002", "The Supplier may not assign it.", "Le Fournisseur peut le céder.", ["not assign"]),
    ("MEAN002", "The value must be non-negative.", "La valeur doit être non négative.", []),
    (
        "MEAN002",
        "You can restart the computer.",
        "Vous ne pouvez pas redémarrer l’ordinateur.",
        ["ne pouvez pas redémarrer"],
    ),
    ("MEAN002", "Children should not be left alone.", "Les enfants doivent être surveillés.", []),
    ("MEAN002", "The dose must not exceed 4 g.", "La dose doit rester inférieure à 4 g.", []),
    ("MEAN002", "Passengers must not stand.", "Les voyageurs doivent rester assis.", []),
    ("MEAN001", "Store above 5 °C.", "Conserver au-dessous de 5 °C.", ["au-dessous de 5"]),
    ("MEAN001", "a fever higher than 38 °C", "une fièvre inférieure à 38 °C", ["inférieure à 38"]),
    ("MEAN001", "Store below 25 °C.", "Conserver à une température inférieure à 25 °C.", []),
    ("MEAN001", "a fever above 38 °C", "une fièvre supérieure à 38 °C", []),
    ("MEAN001", "It must be at least 5.", "Il ne doit pas être inférieur à 5.", []),
    ("MEAN001", "Open the window.", "Ouvrez la fenêtre.", []),
    ("MEAN001", "Prices fell by 5%.", "Les prix ont augmenté de 5\u00a0%.", ["augmenté"]),
    ("MEAN001", "Arrivals doubled.", "Les arrivées ont triplé.", ["triplé"]),
    ("MEAN001", "Turn right at the lights.", "Tournez à gauche au feu.", ["gauche"]),
    ("MEAN001", "She left in a straight line.", "Elle est partie en ligne droite.", []),
    ("MEAN001", "The next meeting is in Geneva.", "La dernière réunion est à Genève.", ["dernière"]),
    ("MEAN001", "The latter will last until next week.", "Ce dernier durera jusqu’à la semaine prochaine.", []),
    ("MEAN001", "It is open until 1 June.", "C’est ouvert à partir du 1er juin.", ["partir"]),
    ("MEAN001", "It will not open until 1 June.", "Il n’ouvrira qu’à partir du 1er juin.", []),
    ("MEAN001", "The debtor shall pay.", "Le créancier paie.", ["créancier"]),
    ("MEAN001", "Click Enable.", "Cliquez sur Désactiver.", ["Désactiver"]),
    ("MEAN001", "The monthly report is online.", "Le rapport trimestriel est en ligne.", ["trimestriel"]),
    ("NAME003", "Mr Bakary Keita left.", "M. Ousmane Keita est parti.", ["Ousmane"]),
    ("NAME003", "from Paris to Lyon", "de Paris à Marseille", ["Marseille"]),
    ("NAME003", "from Paris to Lyon", "de Lyon à Paris", []),
    ("NAME003", "near Beijing and Antwerp", "près de Pékin et d’Anvers", []),
    ("NAME003", "He spoke in Geneva.", "Il a parlé à Genève.", []),
    ("NAME003", "In Niger, on Monday", "Au Tchad, lundi", []),
    ("NAME003", "Ms Diallo and Ms Keita", "les deux femmes", []),
    ("NAME003", "Biofuels are burnt.", "Les agrocarburants sont brûlés.", []),
    ("NAME003", "Ann Dow and Joe Roe", "Léa Duc et Luc Roy", []),
    ("NAME002", "The meeting was held.", "La réunion a eu lieu.", []),
    ("MEAN002", "The values are not used.", "Les valeurs sont inutilisées.", []),
    ("NAME002", "Mali and Niger", "le Mali", []),
    ("FORM001", "Read more...", "En savoir plus…", []),
    ("FORM001", "Say hello.", "Dites bonjour", ["bonjour"]),
    ("FORM001", "Welcome, %(name)s!", "Bienvenue, %(name)s\u00a0!", []),
    ("FORM001", "He lives in the U.S.", "Il vit aux États-Unis", []),
    ("FORM001", "Is it <b>open?</b>", "Est-ce <b>ouvert</b>", ["ouvert"]),
    ("FORM001", "They spoke with Smith et al.", "Ils ont parlé avec Smith et d’autres", []),
    ("FORM001", "It closed on 24 Dec.", "Fermé depuis le 24 décembre", []),
    ("FORM001", "He moved to 12 Oak Ave.", "Il habite au 12, avenue Oak", []),
    ("FORM001", "The size is 5 MB max.", "La taille est de 5 Mo au maximum", []),
    ("FORM001", "Signed by Mary J. K.", "Signé par Mary J. Kane", []),
    ("FORM001", "Article 5.", "Article 5", []),
    ("FORM001", "JOHN SMITH, ESQ.", "JOHN SMITH", []),
    ("FORM001", "We met them.", "Nous les avons rencontrés,", [","]),
    ("FORM001", "“What is it?” he said.", "« Qu’y a-t-il ? »", []),
    ("FORM001", "It is the right of all.[3]", "C’est le droit de tous[3].", []),
    ("FORM001", "It is the right of all[3].", "C’est le droit de tous.[3]", []),
    ("FORM001", "It is the right of all.²", "C’est le droit de tous².", []),
    ("FORM001", "He said: “Nobody came.”", "Er sagte: „Niemand kam.“", []),
    ("FORM001", "Nobody came.", "没有人来。", []),
    ("FORM001", "Did nobody come?", "没有人来吗？", []),
    ("FORM001", "Did nobody come?", "没有人来。", ["。"]),
    ("FORM001", "We met them.", "Nous les avons rencontrés", ["rencontrés"]),
    ("FORM001", "We met them in 2020.", "Nous les avons rencontrés en 2020", ["2020"]),
    ("FORM001", "We met them (in 2020).", "Nous les avons rencontrés (en 2020)", [")"]),
    ("FORM002", "1) papers", "1) papiers", []),
    ("FORM002", "(a [b] c)", "(a [b) c]", []),
    ("FORM002", "smile :-)", "sourire :-)", []),
    ("FORM003", "We ourselves met.", "Nous nous sommes vus nous-mêmes.", []),
    ("FORM003", "New York, New York", "New York, New York", []),
    ("FORM003", "He gave them the the key", "Il leur a donné la la clé", []),
    ("FORM003", "the key", "la La clé", ["la La"]),
    ("FORM004", "e.g. the .po file", "p. ex. le fichier .po", []),
    ("FORM004", "one (two) three", "un (deux ) trois", [" "]),
    ("FORM004", "It rained.We left", "Il a plu.Nous sommes partis", []),
    ("FORM004", "It rained! We left", "Il a plu!Nous sommes partis", ["!"]),
    ("FORM004", "student(s) and Node.js", "étudiant(e)s et Node.Js, M.Dupont", []),
    ("FORM005", "{n, plural, one {{who} # file} other {{who} # files}}", "{n, plural, other {# fichiers}}", ["{who}"]),
    ("FORM005", "{n, select, on {Yes} other {No}}", "{n, select, oui {Oui} other {Non}}", ["oui"]),
    ("FORM005", "{n, plural, one {# file} other {# files}}", "{n, plural, one {# fichier}", ["{n, plural,"]),
    ("FORM005", "Save 50% today", "Économisez 50 % aujourd’hui", []),
    ("FORM005", "{count} files", "{count} fichiers dans {count}", ["{count}"]),
    ("FORM005", "<br/>Line", "<br />Ligne", []),
    ("FORM005", "%1$s of %2$s", "%2$s et %1$s", []),
    ("FORM006", "see www.iom.int/news", "voir www.iom.int/fr/nouvelles", []),
    ("TYPO001", "a?b", "« Oui\u00a0! »", ["« ", " »"]),
    ("TYPO001", "ratio 1:2", "rapport 1:2", []),
    ("TYPO001", "Note", "Note\u202f: oui\u202f; non\u00a0?", []),
    ("TYPO001", "What?!", "Quoi?!", ["Quoi?"]),
    ("TYPO002", "the word “so”", 'le mot "ainsi"', ['"ainsi"']),
    ("TYPO002", "the “new” plan", "le plan “nouveau”", ["“nouveau”"]),
    ("TYPO002", "“the ‘new’ plan”", "« le plan “nouveau” »", []),
    ("TYPO003", "the heart", "le coeur", ["coeur"]),
    ("TYPO003", "the work", "l’œuvre, le cœur, la poésie, un moelleux", []),
    ("TYPO003", "on the wall", "sur le mur, vu de près", []),
    ("TYPO003", "implementation", "la mise en uvre", ["uvre"]),
    ("TYPO004", "the 3rd and 21st", "le 3ème et le 21ème", ["3ème", "21ème"]),
    ("TYPO004", "the 1st", "la 1ère, le 1er", ["1ère"]),
    ("TYPO004", "5 metres", "5 mètres, 2e et XXe", []),
    ("TYPO006", "12,500 and 3.14", "12,500 et 3.14", ["12,500"]),
    ("TYPO006", "in 1,234 m", "dans 1,2 ou 1,3 km", []),
    ("TYPO006", "version 2.10", "version 2.10.1", []),
    ("FORM007", "It is open today.", "il est ouvert aujourd’hui.", ["il"]),
    ("FORM007", "“It is open today.”", "« Il est ouvert aujourd’hui. »", []),
    ("FORM007", "SARS-CoV-2 is a new virus.", "le SARS-CoV-2 est un nouveau virus.", ["le"]),
    ("NAME001", "Anne-Marie Goetz said", "a déclaré Anne-Marie Götz", []),
    ("NAME001", "the Kremlin's Dmitry Peskov", "Dmitri Peskov, du Kremlin", []),
    ("NAME001", "for BBC Scotland", "para BBC Scotland's", []),
    ("NAME001", "Ms Fatoumata Diallo", "Mme Fatumata Diallo", ["Fatumata"]),
    ("NAME001", "Buenos Aires and New Delhi", "Buenos Aires et New Dehli", ["Dehli"]),
    ("NAME001", "the World Health Organization", "l’Organisation mondiale de la Santé", []),
    ("COMP001", "Contact", "Contact", []),
    ("COMP001", "IOM Viet Nam", "IOM Viet Nam", []),
    ("COMP001", "You can leave now.", "You can leave now.", ["You can leave now."]),
    (
        "COMP001",
        "Women face risks.",
        "Las mujeres y las niñas corren más riesgos.",
        ["Las mujeres y las niñas corren más riesgos."],
    ),
    ("COMP001", "He sang it.", "Il a chanté « La donna è mobile » et « Nessun dorma ».", []),
    ("COMP002", "{n, plural, one {# day} other {# days}}", "{n, plural, one {# jour} other {# jours}}", []),
    ("COMP002", "at 180 m/s (650 km/h; 400 mph)", "à 180 m/s (650 km/h; 400 mph)", []),
    ("COMP002", "We help unaccompanied minors.", "Nous aidons unaccompanied minors.", []),
    ("COMP002", "See example.org/downloads here.", "Voir example.org/downloads ici.", []),
    ("COMP002", "the centre of the city", "le centre of the city", ["centre of the city"]),
    ("COMP004", "…", "", []),
]

# code, English, French, what each finding would write in place of the marked text: None where a person has to
_FIXES = [
    ("FORM001", "Your call is free.", "Votre appel est gratuit", ["gratuit."]),
    ("FORM003", "a form of fever", "une forme d’ d’une fièvre", ["d’"]),
    ("FORM004", "the return of victims", "le retour  des victimes", [" "]),
    ("FORM004", "In March, it rained.", "En mars , il a plu.", [""]),
    ("FORM005", "Terms &amp; Conditions", "Conditions &amp générales", ["&amp;"]),
    ("FORM006", "write to isolk@example.org", "écrivez à isolck@example.org", ["isolk@example.org"]),
    ("NAME001", "Marta Lindqvist of IOM", "Marta Lindkvist de l’OIM", ["Lindqvist"]),
    ("NUM001", "the return of 807 victims", "le retour de 870 victimes", ["807"]),
    ("NUM002", "opened on 15 November", "inauguré le 16 novembre", ["15"]),
    ("NUM002", "opened on 1 May", "inauguré le 2 mai", [None]),  # it is «1er» in French
    ("NUM002", "adopted on 6 June", "adoptée le 6 juillet", ["juin"]),
    ("NUM002", "On Monday we left.", "Mardi, nous sommes partis.", ["Lundi"]),
    ("NUM002", "Come at 5 p.m.", "Venez à 16 h", [None]),
    ("TERM002", "the support of IOM", "l’appui de l’OMI", ["OIM"]),
    ("TERM002", "the support of WHO", "l’appui de la WHO", [None]),  # two are allowed
    ("TERM004", "RNA made from an RNA strand", "de l’ARN à partir d’un brin de RNA", ["ARN"]),
    ("TYPO001", "the “first step”", "la «première étape»", ["«\u00a0p", "étape\u00a0»"]),
    ("TYPO002", "it is “only one step”", "ce n’est “qu’une étape”", ["«\u00a0qu’une étape\u00a0»"]),
    ("TYPO003", "IMPLEMENTATION", "MISE EN OEUVRE", ["ŒUVRE"]),
    ("TYPO004", "the 1st session", "la 1ère session", ["1re"]),
    ("TYPO005", "Member States", "les Etats Membres", ["États"]),
    ("TYPO006", "1,400 people", "1,400 personnes", ["1\u202f400"]),
    ("TYPO006", "$1,500.50", "1,500.50\u00a0$", ["1\u202f500,50"]),
]
_ACRONYMS = Glossary(
    tuple(
        Concept(english, tuple(Term(text, tag, status, TermType.ACRONYM) for text, tag, status in terms))
        for english, terms in {
            "IOM": (
                ("IOM", "en", Status.PREFERRED),
                ("OIM", "fr", Status.PREFERRED),
                ("OMI", "fr", Status.FORBIDDEN),
            ),
            "WHO": (
                ("WHO", "en", Status.PREFERRED),
                ("OMS", "fr", Status.PREFERRED),
                ("O.M.S.", "fr", Status.ADMITTED),
                ("WHO", "fr", Status.FORBIDDEN),
            ),
        }.items()
    )
)


def _context(source, target, source_language="en", target_language="fr", glossary=None):
    context = FileContext(source_language, target_language, glossary)
    context.units = (Unit("1", source, target, context),)
    return context


@pytest.mark.parametrize(("code", "english", "french", "spots"), _CASES, ids=[f"{c[0]}-{c[1]}" for c in _CASES])
def test_hard_cases(code, english, french, spots):
    context = _context(Segment("en", english), Segment("fr", french))
    (check,) = [check for check in CHECKS if check.code == code]
    found = list(check.findings(context.units[0], context, "f"))
    grave = [f for f in found if f.severity is not Severity.INFO]
    assert [{"source": english, "target": french}[f.side][f.start : f.end] for f in grave] == spots


@pytest.mark.parametrize(
    ("code", "english", "french", "spots"),
    [
        ("COMP002", "We help unaccompanied minors.", "Nous aidons unaccompanied minors.", ["unaccompanied minors"]),
        ("COMP002", "Climate change kills.", "Le climate change tue.", ["climate change"]),
        ("COMP002", "a tippy-tap", "un tippy-tap", []),
        ("NAME002", "Mali and Niger", "le Mali", ["Niger"]),
        ("NAME002", "Nigerien soldiers", "des soldats du Niger", []),
    ],
)
def test_what_is_information_only(code, english, french, spots):
    context = _context(Segment("en", english), Segment("fr", french))
    (check,) = [check for check in CHECKS if check.code == code]
    found = list(check.findings(context.units[0], context, "f"))
    assert [{"source": english, "target": french}[f.side][f.start : f.end] for f in found] == spots
    assert all(f.severity is Severity.INFO for f in found)


@pytest.mark.parametrize(
    ("code", "french", "english", "spots"),
    [
        ("TYPO006", "35\u00a0% des cas", "35 % of cases", [("35 %", "35%", Severity.INFO)]),
        ("TYPO006", "12,5\u202f% des cas", "12.5\u00a0% of cases", [("12.5\u00a0%", "12.5%", Severity.INFO)]),
        ("TYPO006", "35\u00a0% des cas", "35% of cases, 5 %s", []),
        ("TYPO006", "1\u00a0500,50\u00a0€", "€1.500,50", [("1.500,50", "1,500.50", Severity.WARNING)]),
        ("TYPO006", "1\u00a0500,50\u00a0€", "€1,500.50, and 1.500, 50", []),
        ("NAME002", "5 dollars des États-Unis", "USD 5", []),
        ("NAME002", "5 dollars É.-U.", "USD 5", []),
        ("NAME002", "un don des États-Unis", "a gift", [("États-Unis", None, Severity.INFO)]),
        ("NAME002", "La Réunion a payé.", "They paid.", [("La Réunion", None, Severity.INFO)]),
        ("NAME002", "La réunion a eu lieu.", "It was held.", []),
        ("NUM001", "2 millions d’euros", "USD 2 million", [("USD 2 million", None, Severity.ERROR)]),
        ("NUM001", "2 millions d'euros", "EUR 2 million", []),
    ],
)
def test_into_english(code, french, english, spots):
    context = _context(Segment("fr", french), Segment("en", english), "fr", "en")
    (check,) = [check for check in CHECKS if check.code == code]
    found = list(check.findings(context.units[0], context, "f"))
    texts = {"source": french, "target": english}
    assert [(texts[f.side][f.start : f.end], f.fix, f.severity) for f in found] == spots


@pytest.mark.parametrize(("code", "english", "french", "fixes"), _FIXES, ids=[f"{c[0]}-{c[1]}" for c in _FIXES])
def test_what_is_offered(code, english, french, fixes):
    glossary = _ACRONYMS if code == "TERM002" else None
    context = _context(Segment("en", english), Segment("fr", french), glossary=glossary)
    (check,) = [check for check in CHECKS if check.code == code]
    found = [f for f in check.findings(context.units[0], context, "f") if f.side == "target"]
    assert [f.fix for f in found] == fixes


@pytest.mark.parametrize(
    ("sources", "targets", "found"),
    [
        (["Nobody came."] * 2, ["« Personne n’est venu.", "Rien, dit-il. »"], [0, 0]),
        (["Nobody came."] * 3, ["« Personne n’est venu.", "Il a plu.", "Rien, dit-il. »"], [1, 0, 1]),
        (["Nobody came."], ["« Personne n’est venu."], [1]),
        (["Nobody came."], ["Rien, dit-il. »"], [1]),
        (['"Nobody came," he said.', '— "Nobody."'], ["« Personne n’est venu, dit-il.", "Personne. »"], [0, 0]),
        (
            ['"Nobody came," he said.', 'He said: "Nobody."'],
            ["« Personne n’est venu, dit-il.", "Il dit Personne. »"],
            [1, 1],
        ),
        # What lost its marks says nothing of whether the others keep them.
        (
            ['"Nobody came.'] * 3 + ['He said "no".'] * 5,
            ["Personne n’est venu."] * 3 + ["Il dit « non »."] * 5,
            [1] * 3 + [0] * 5,
        ),
        (['"Nobody came.'] * 3 + ['He said "no".'] * 5, ["Personne n’est venu."] * 3 + ["— Non, dit-il."] * 5, [0] * 8),
    ],
)
def test_a_quotation_may_run_on_into_the_next_unit(sources, targets, found):
    context = FileContext("en", "fr")
    context.units = tuple(
        Unit(str(n), Segment("en", source), Segment("fr", text), context, n)
        for n, (source, text) in enumerate(zip(sources, targets, strict=True))
    )
    (check,) = [check for check in CHECKS if check.code == "FORM002"]
    assert [len(list(check.findings(unit, context, "f"))) for unit in context.units] == found


def test_inline_codes_are_compared_by_their_identifiers():
    pair = (InlineCode(0, "open", "<g>", "1"), InlineCode(4, "close", "</g>", "1"))
    source = Segment("en", "Warm water", pair)
    for codes, found in (
        ((pair[1], pair[0]), 0),
        ((), 1),
        (pair[:1], 1),
        ((*pair, InlineCode(5, "standalone", "", "2")), 1),
    ):
        context = _context(source, Segment("fr", "Eau chaude", codes))
        (check,) = [check for check in CHECKS if check.code == "FORM005"]
        assert len(list(check.findings(context.units[0], context, "f"))) == found


def test_records_of_speech_may_go_without_end_marks():
    (check,) = [check for check in CHECKS if check.code == "FORM001"]
    for without, found in ((6, 0), (2, 2)):
        context = FileContext("fr", "en")
        targets = ["do you have a fever"] * without + ["do you have a cough?"] * 9
        sides = (Segment("fr", "avez-vous de la fièvre ?"), "en")
        context.units = tuple(Unit(str(n), sides[0], Segment("en", text), context, n) for n, text in enumerate(targets))
        assert sum(len(list(check.findings(unit, context, "f"))) for unit in context.units) == found


def test_a_proposed_term_binds_nobody():
    for status, severity in ((Status.PREFERRED, Severity.WARNING), (Status.PROPOSED, Severity.INFO)):
        terms = (Term("labour migration", "en", status), Term("migration de main-d’œuvre", "fr", status))
        glossary = Glossary((Concept("1", terms),))
        context = FileContext("en", "fr", glossary)
        segments = Segment("en", "They discussed labour migration."), Segment("fr", "Ils ont parlé de voyages.")
        context.units = (Unit("1", *segments, context),)
        (check,) = [check for check in CHECKS if check.code == "TERM001"]
        assert [f.severity for f in check.findings(context.units[0], context, "f")] == [severity]


_TEXT = st.text(alphabet="abcABCéÉ 12.,:;!?()[]{}«»“”\"'’<>/%&\u00a0\u202f-–…@wW\n", max_size=60)
_LANGUAGES = st.sampled_from(["en", "fr", "fr-CA", "de", "ja"])


@example([("1/\n1", "2")], "en", "fr", False)
@settings(max_examples=150)
@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=4), _LANGUAGES, _LANGUAGES, st.booleans())
def test_any_text_can_be_checked(pairs, source_language, target_language, aligned):
    units = [
        UnitToCheck(str(n), Segment(source_language, source), Segment(target_language, target))
        for n, (source, target) in enumerate(pairs)
    ]
    result = check_units(
        Path("f"),
        units,
        material=QaMaterial(),
        source_language=source_language,
        target_language=target_language,
        aligned=aligned,
    )
    for unit in result.units:
        for finding in unit.findings:
            text = unit.source if finding.side == "source" else unit.target
            assert 0 <= finding.start <= finding.end <= len(text)
            assert "\n" not in finding.message
