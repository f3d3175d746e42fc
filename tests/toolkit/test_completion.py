"""``accord completion``: each shell gets its lines, and bash really completes with them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.cli.completion import SHELLS
from toolkit.cli.main import main


def printed(capsys, *arguments, code=0):
    with pytest.raises(SystemExit) as left:
        main(["completion", *arguments])
    done = capsys.readouterr()
    assert left.value.code == code
    return done


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell(shell, capsys):
    from click.shell_completion import get_completion_class

    known = get_completion_class(shell) is not None
    done = printed(capsys, shell, code=0 if known else 2)
    assert ("_ACCORD_COMPLETE" in done.out) == known
    assert known or "pip install --upgrade click" in done.err


def test_another_shell(capsys):
    assert "tcsh" in printed(capsys, "tcsh", code=2).err


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed: apt install bash")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("accord mem", {"memory"}),
        ("accord memory re", {"renderings"}),
        ("accord qa --fail", {"--fail-on"}),
        ("accord explain TERM00", {f"TERM00{n}" for n in range(1, 7)}),
    ],
)
def test_bash_completes(words, found, tmp_path, capsys):
    (tmp_path / "accord.bash").write_text(printed(capsys, "bash").out, encoding="utf-8")
    script = (
        f"source {tmp_path}/accord.bash; COMP_WORDS=({words}); COMP_CWORD=$(({len(words.split())} - 1)); "
        '_accord_completion accord; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == found
