"""The programs of benchmarks/ say in a line what is wrong with what they are given."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
PROGRAMS = sorted(path.name for path in FOLDER.glob("*.py") if '__name__ == "__main__"' in path.read_text("utf-8"))

# What each is given: nothing that there is, or a folder (EMPTY) that holds nothing.
WRONG = {
    "speed.py": ["--alignment", "nowhere"],
    "speed.py --alignment": ["--alignment", "EMPTY"],
    "dictionaries.py": ["nowhere"],
    "word_senses.py": ["nowhere", "out.xz"],
    "language_subtags.py": ["nowhere"],
    "train_word_fit.py": ["fr", "nowhere"],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_in_a_line(tmp_path, name):
    given = [str(tmp_path) if word == "EMPTY" else word for word in WRONG[name]]
    done = subprocess.run(
        [sys.executable, str(FOLDER / name.split()[0]), *given],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    wrong = str(tmp_path) if "EMPTY" in WRONG[name] else "there is no «nowhere»"
    assert wrong in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", PROGRAMS)
def test_all_are_called_in_the_same_way(name):
    text = (FOLDER / name).read_text("utf-8")
    assert text.endswith('if __name__ == "__main__":\n    run(main)\n')
    assert "ArgumentParser(" not in text
