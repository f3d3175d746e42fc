"""How the programs of this folder are called: arguments by their docstring, one line where something is wrong."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tmx.errors import AccordError

__all__ = ["dictionary_parser", "existing", "parser_for", "run"]


def parser_for(description: str | None) -> argparse.ArgumentParser:
    """A parser whose help is a program's docstring, as it stands there."""
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def dictionary_parser(description: str | None, out: Path) -> argparse.ArgumentParser:
    """The same for what makes dictionaries: unpacked packages, FreeDict's folder, and the folder that is written to."""
    parser = parser_for(description)
    parser.add_argument("packages", type=existing)
    parser.add_argument("--freedict", type=existing, default=Path("/usr/share/dictd"))
    parser.add_argument("-o", dest="out", type=Path, default=out)
    return parser


def existing(name: str) -> Path:
    """The file or folder ``name`` on the command line, which must be there."""
    path = Path(name)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no «{name}»")
    return path


def run(main: Callable[[], None]) -> None:
    """Run ``main``; where a file cannot be read or is not what it should be, say so in a line and leave with 2."""
    try:
        main()
    except (AccordError, OSError) as error:
        print(f"{Path(sys.argv[0]).name}: {error}", file=sys.stderr)
        sys.exit(2)
