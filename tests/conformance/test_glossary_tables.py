"""Tables as people keep them: their columns, separators and encodings."""

from datetime import datetime

import pytest

from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.rewriting import refuse_foreign
from termbase.formats.tabular import names_concepts
from termbase.model import Concept, Definition, Status, Term, TermType
from tmx.errors import ConfigError, ParseError, StoreError

P, A, D, F, N = Status.PREFERRED, Status.ADMITTED, Status.DEPRECATED, Status.FORBIDDEN, Status.PROPOSED


def read(tmp_path, content, name="a.csv", **settings):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_glossary(path, **settings)


FRENCH = """\
concept;domaine;langue;terme;statut;type;catégorie grammaticale;genre;casse;définition;contexte;référence;remarque
traite;droit;français;traite des personnes;privilégié;forme complète;nom;féminin;;Le commerce.;Ici.;ONU;à garder
traite;;FR;trafic de personnes;à éviter;;n.;m.;;;;;
traite;;anglais;human trafficking;Recommandé;;nom;;libre;;;;
oim;;fr;OIM;admis;sigle;nom propre;f;exacte;;;;
oim;;en;IOM;proposé;Acronyme;;;;;;;
"""


def test_a_table_in_french(tmp_path):
    traite, oim = read(tmp_path, FRENCH)
    assert (traite.subject, traite.definition) == ("droit", "Le commerce.")
    assert traite.terms == (
        Term(
            "traite des personnes",
            "fr",
            P,
            part_of_speech="noun",
            gender="feminine",
            contexts=("Ici.",),
            source="ONU",
            notes=("à garder",),
        ),
        Term("trafic de personnes", "fr", D, part_of_speech="noun", gender="masculine"),
        Term("human trafficking", "en", P, part_of_speech="noun", case="any"),
    )
    assert oim.terms == (
        Term("OIM", "fr", A, TermType.ACRONYM, "proper noun", "feminine", "exact"),
        Term("IOM", "en", N, TermType.ACRONYM),
    )


PLAIN = (
    Concept("1", (Term("house", "en"), Term("maison", "fr"))),
    Concept("2", (Term("summer", "en"), Term("été", "fr"))),
)
HEADERS = [
    "en,fr",
    "English,French",
    "Anglais;Français",
    "EN;FR",
    "Terme (EN)\tTerme (FR)",
    "term_en,term_fr",
    "English term;French term",
]
PAIRS = ["Source,Target", "Terme source;Terme cible", "source term,target term", "Term\tTranslation", None]


@pytest.mark.parametrize("header", [*HEADERS, *PAIRS])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_two_columns(tmp_path, header, encoding, end):
    separator = next((sign for sign in ";\t" if sign in (header or "")), ",")
    rows = [*([header] if header else []), f"house{separator}maison", f"summer{separator}été"]
    content = "".join(f"{row}{end}" for row in rows).encode(encoding)
    assert read(tmp_path, content, source_language="en", target_language="fr").concepts == PLAIN


WIDE = """\
N°,Anglais,Français,Synonymes FR,Sigle (EN),Domaine,Définition (FR),Statut,Catégorie,Note EN,Note DE,Source,Validé par
7,trafficking,traite,trafic,THB,droit,Le commerce.,interdit,nom,see IOM,siehe dort,UNTERM,Marie
8,house,,,,,,,,,,,
,,,,,,,,,,,,Marie
"""


def test_a_wide_table(tmp_path):
    seven, eight = read(tmp_path, WIDE)
    assert seven == Concept(
        "7",
        (
            Term("trafficking", "en", source="UNTERM", notes=("see IOM",)),
            Term("THB", "en", A, TermType.ACRONYM),
            Term("traite", "fr", F, source="UNTERM"),
            Term("trafic", "fr", A),
        ),
        subject="droit",
        notes=("Catégorie: nom", "Validé par: Marie", "note (de): siehe dort"),
        definitions=(Definition("Le commerce.", "fr"),),
    )
    assert eight == Concept("8", (Term("house", "en"),))
    assert names_concepts(tmp_path / "a.csv")


def test_several_terms_in_a_cell(tmp_path):
    content = 'en,fr,Synonymes FR\n"house\n home ",maison; logis,"demeure; habitation\nlogement"\n'
    (concept,) = read(tmp_path, content)
    assert concept.terms == (
        Term("house", "en"),
        Term("home", "en", A),
        Term("maison", "fr"),
        *(Term(text, "fr", A) for text in ("logis", "demeure", "habitation", "logement")),
    )
    (concept,) = read(tmp_path, "source;target\nhouse;maison | logis\n", source_language="en", target_language="fr")
    assert concept.terms == (Term("house", "en"), Term("maison", "fr"), Term("logis", "fr", A))


def test_terms_to_avoid_in_a_column_of_their_own(tmp_path):
    content = "EN;FR;EN synonyms;FR à éviter\nreturn;retour;homecoming | coming home;rentrée\n"
    (concept,) = read(tmp_path, content)
    assert concept.terms == (
        Term("return", "en"),
        Term("homecoming", "en", A),
        Term("coming home", "en", A),
        Term("retour", "fr"),
        Term("rentrée", "fr", F),
    )


@pytest.mark.parametrize(
    ("content", "avoided"),
    [
        ("EN;FR;À éviter\nreturn;retour;rentrée\n", ("rentrée", "fr")),
        ("Terme anglais;À éviter;Terme français\nreturn;homecoming;retour\n", ("homecoming", "en")),
        ("source;target;do not use\nreturn;retour;rentrée\n", ("rentrée", "fr")),
        ("EN;FR;À éviter\nreturn;;rentrée\n", ("rentrée", "fr")),
    ],
)
def test_terms_to_avoid_are_in_the_language_to_their_left(tmp_path, content, avoided):
    (concept,) = read(tmp_path, content, source_language="en", target_language="fr")
    assert [(term.text, term.language) for term in concept.terms if term.status is F] == [avoided]
    assert concept.notes == ()


@pytest.mark.parametrize("header", ["EN;FR à éviter;FR", "FR à éviter;EN;FR", "EN;FR;FR à éviter"])
@pytest.mark.parametrize("french", ["retour", ""])
def test_where_the_column_of_terms_to_avoid_stands_does_not_count(tmp_path, header, french):
    cells = {"EN": "return", "FR": french, "FR à éviter": "rentrée"}
    (concept,) = read(tmp_path, f"{header}\n{';'.join(cells[name] for name in header.split(';'))}\n")
    preferred = (Term("retour", "fr"),) if french else ()
    assert concept.terms == (Term("return", "en"), *preferred, Term("rentrée", "fr", F))


def test_an_acronym_alone_stays_one(tmp_path):
    (concept,) = read(tmp_path, "EN;FR;Sigle FR\nUnited Nations;;ONU\n")
    assert concept.terms == (Term("United Nations", "en"), Term("ONU", "fr", A, TermType.ACRONYM))


def test_terms_to_avoid_before_any_language_stay_a_note(tmp_path):
    (concept,) = read(tmp_path, "À éviter;EN;FR\nrentrée;return;retour\n")
    assert concept.notes == ("À éviter: rentrée",)


def test_a_first_row_of_words_that_columns_are_called_by(tmp_path):
    first, second = read(tmp_path, "note,remarque\nhouse,maison\n", source_language="en", target_language="fr")
    assert [term.text for term in first.terms] == ["note", "remarque"]
    assert [term.text for term in second.terms] == ["house", "maison"]


def test_a_first_row_of_acronyms_that_are_codes_of_languages_nobody_asked_for(tmp_path):
    asked = {"source_language": "en", "target_language": "fr"}
    first, _ = read(tmp_path, "EU,UE\nhouse,maison\n", **asked)
    assert [term.text for term in first.terms] == ["EU", "UE"]
    with pytest.raises(ParseError, match="«EN» names a column"):
        read(tmp_path, "EN,Klingon\nhouse,qach\n", **asked)


def test_a_table_of_pairs_with_more_columns(tmp_path):
    content = "id,Langue source,Langue cible,Source,Cible,POS,Statut,Remarque\na,en,fr-CA,dog,clebs,noun,interdit,no\n"
    (concept,) = read(tmp_path, content)
    terms = (Term("dog", "en", part_of_speech="noun"), Term("clebs", "fr-CA", F))
    assert concept == Concept("a", terms, notes=("no",))


WRONG = [
    ("name,price,size,colour\na,b,c,d\n", 1, "does not name the columns"),
    ("term,definition\nhouse,a building\n", 1, "«language» is missing"),
    ("term,colour\nhouse,red\n", 1, "«language» is missing"),
    ("concept,langue,mot clé\n1,fr,maison\n", 1, "«term» is missing"),
    ("English,Klingon\nhouse,qach\n", 1, "what «Klingon» holds is not known"),
    ("Mot étrange,cible,note\nhouse,maison,\n", 1, "what «Mot étrange» holds is not known"),
    ("Name,Price\nhouse,12\nboat,7.50\n", 1, "«Price» holds no words"),
    ("id,name,colour\n1,house,red\n", 1, "what «name» holds is not known"),
    ("en,fr\nhouse,maison,too much\n", 2, "3 cells"),
    ("en,fr,status\nhouse,maison,maybe\n", 2, "«maybe» is no status"),
    ("id,en,fr\n1,house,maison\n2,dog,chien\n1,cat,chat\n", 4, "that of line 2"),
    ("id,source,target\n1,house,maison\n1,cat,chat\n", 3, "two concepts have the name «1»"),
    ("language,term\nelvish,mellon\n", 2, "«elvish» is not a language code"),
    ("source,target,target language\nhouse,maison,elvish\n", 2, "«elvish»"),
    ('en,fr\n"house,maison\n', 2, "quotation mark"),
    ("en,fr\nhouse,\u00e9t\u00e9\n".encode("cp1252"), 2, "not in UTF-8"),
    ("en,fr\nhouse,maison\n".encode("utf-16-le"), 1, "a NUL character"),
    (b"PK\x03\x04\x00\x00", 1, "a NUL character"),
    ("\n \n", None, "no rows"),
]


@pytest.mark.parametrize(("content", "line", "says"), WRONG, ids=[row[2] for row in WRONG])
def test_wrong_tables_are_named_by_line(tmp_path, content, line, says):
    with pytest.raises(ParseError) as caught:
        read(tmp_path, content, source_language="en", target_language="fr")
    assert says in caught.value.reason
    assert (caught.value.line, bool(caught.value.remedy)) == (line, True)


@pytest.mark.parametrize(("name", "encoding"), [("a.csv", "windows-1252"), ("a.tab", "mac-roman")])
def test_an_encoding_that_is_named(tmp_path, name, encoding):
    content = "house,maison\nsummer,été\n".replace(",", "," if name == "a.csv" else "\t")
    settings = {"source_language": "en", "target_language": "fr", "encoding": encoding}
    assert read(tmp_path, content.encode(encoding), name, **settings).concepts == PLAIN
    marked = read(tmp_path, content.encode("utf-16"), name, **settings)
    assert marked.concepts == PLAIN
    if name == "a.tab":
        omegat = read(tmp_path, content.encode(encoding), name, file_format="omegat", **settings)
        assert omegat.concepts == PLAIN


def test_encodings_that_there_are_not(tmp_path):
    for encoding in ("rot13", "base64", "zip", "windows-9999", "", "idna\0"):
        with pytest.raises(ConfigError, match="is not a text encoding"):
            read(tmp_path, "en,fr\nhouse,maison\n", encoding=encoding)
    with pytest.raises(ConfigError, match="leave out --encoding"):
        read(tmp_path, "<tbx/>", "a.tbx", encoding="utf-8")
    with pytest.raises(ParseError, match="not in ASCII"):
        read(tmp_path, "en,fr\nhouse,été\n", encoding="ascii")


def test_a_french_table_comes_back_as_accord_writes_it(tmp_path):
    glossary = read(tmp_path, FRENCH)
    write_glossary(tmp_path / "b.csv", glossary)
    assert read_glossary(tmp_path / "b.csv").concepts == glossary.concepts


SIMPLE = [
    ("a.csv", "en,fr\nhouse,maison\n"),
    ("a.csv", "\ufeffen;fr\r\nhouse;maison\r\n"),
    ("a.tsv", "EN\tfr\nhouse\tmaison\n"),
    ("a.tsv", "house\tmaison\n"),
    ("a.txt", "house\tmaison\n"),
    ("a.csv", "id,sourceLang,targetLang,sourceString,targetString\n1,en,fr,house,maison\n"),
    ("a.csv", "source,target\nhouse,maison\n"),
]


@pytest.mark.parametrize(("name", "content"), SIMPLE)
def test_simple_tables(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    assert read_glossary(path, source_language="en", target_language="fr").concepts == (
        Concept("1", (Term("house", "en"), Term("maison", "fr"))),
    )


TITLED = "Glossaire de l’OIM, 2024\n\nTerme (EN);Terme (FR);Domaine\nreturn;retour;droit\n"


def test_titles_above_the_header(tmp_path):
    (concept,) = read(tmp_path, TITLED)
    assert concept == Concept("1", (Term("return", "en"), Term("retour", "fr")), subject="droit")
    with pytest.raises(StoreError, match="more than a glossary"):
        refuse_foreign(tmp_path / "a.csv")


def test_a_workbook_of_several_sheets(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active["A1"] = "How this was made"
    sheet = book.create_sheet("Terms")
    for row in (["IOM, 2024"], ["en", "fr", "Date"], [112, "numéro d’urgence", datetime(2024, 1, 2)]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (concept,) = read_glossary(tmp_path / "a.xlsx")
    assert concept.terms == (Term("112", "en"), Term("numéro d’urgence", "fr"))
    assert concept.notes == ("Date: 2024-01-02",)
    with pytest.raises(StoreError, match="more than a glossary"):
        refuse_foreign(tmp_path / "a.xlsx")


def test_remarks_at_the_top_of_omegats_tables(tmp_path):
    content = "# ours, since 2019\n# en to fr\nreturn\tretour\tnoun\n"
    (concept,) = read(tmp_path, content, "a.txt", source_language="en", target_language="fr")
    assert concept == Concept("1", (Term("return", "en"), Term("retour", "fr")), notes=("noun",))


@pytest.mark.parametrize(
    "row", ["boat,bateau", "boat,", ",bateau", "boat", " boat , bateau ", "boat;ship,bateau", '"a\nb",c']
)
def test_a_row_of_terms_alone_is_read_as_beside_empty_cells(tmp_path, row):
    alone = read(tmp_path, f"en,fr\n{row}\nfire,feu\n")
    beside = read(tmp_path, f"note,en,fr\n,{row}\n,fire,feu\n")
    assert alone.concepts == beside.concepts
