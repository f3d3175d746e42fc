"""What several tests of commands work on."""

import pytest

from tmx.formats.tmx import write_tmx
from tmx.model import InlineCode, Segment, TranslationUnit
from toolkit.cli.main import main

BOLD = (InlineCode(6, "open", "<b>", "1"), InlineCode(11, "close", "</b>", "1"))
GRAS = (InlineCode(12, "open", "<b>", "1"), InlineCode(18, "close", "</b>", "1"))
UNITS = (
    (Segment("en", "Save the file"), Segment("fr", "Enregistrer le fichier")),
    (
        Segment("en", "The committee adopted 12 resolutions in 2023."),
        Segment("fr", "Le comité a adopté 12 résolutions en 2023."),
    ),
    (
        Segment("en", "Human trafficking is a serious crime in every country."),
        Segment("fr", "Ce crime grave, traite des personnes, existe dans tous les pays."),
    ),
    (Segment("en", "Press Enter to go on.", BOLD), Segment("fr", "Appuyez sur Entrée pour continuer.", GRAS)),
    (Segment("en", "Hello & <welcome>"), Segment("fr", "Bonjour & <bienvenue>")),
    (Segment("en", "1 file found"), Segment("fr", "1 fichier trouvé")),
    (Segment("en", "%d files found"), Segment("fr", "%d fichiers trouvés")),
    (Segment("en", "Close"), Segment("fr", "Fermer")),
    (Segment("en", "Close"), Segment("fr", "Proche")),
)


@pytest.fixture
def memory_folder(tmp_path, monkeypatch):
    """The working folder, with a memory and a glossary."""
    write_tmx(tmp_path / "memory.tmx", (TranslationUnit("", pair) for pair in UNITS), source_language="en")
    (tmp_path / "glossary.csv").write_text(
        "en,fr\nsmuggling of migrants,trafic illicite de migrants\nhuman trafficking,traite des personnes\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run_pretranslate(memory_folder, run_accord):
    """Runs ``accord memory pretranslate`` in that folder, with its memory unless told otherwise."""

    def run(*arguments, code=0, memory=True):
        named = ["--memory", "memory.tmx"] if memory else []
        return run_accord("memory", "pretranslate", *arguments, *named, code=code)

    return run


@pytest.fixture
def terms(capsys):
    """``accord terms`` with arguments and the expected exit code; what it prints, and what it says beside it."""

    def run(*arguments, code=0):
        with pytest.raises(SystemExit) as left:
            main(["terms", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert left.value.code == code, err
        assert "Traceback" not in err
        return out, err

    return run
