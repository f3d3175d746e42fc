"""Writing translation units as PO, for programs that learn from PO files.

Source: the gettext manual, "The Format of PO Files", https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tmx.files import write_whole
from tmx.model import TranslationUnit

__all__ = ["ends_like", "write_po"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def write_po(path: Path, units: Iterable[TranslationUnit], *, target_language: str) -> int:
    """Write units with two variants each, the source first; the number written.

    A text that comes again with another translation gets a context, so that no entry is there twice; one that comes
    again with the same translation is written once. Inline codes are left out. Raises
    :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    language = target_language.replace("-", "_")
    seen: dict[str, set[str]] = {}
    count = 0
    with write_whole(path) as stream:
        head = f"Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        head += "Content-Transfer-Encoding: 8bit\nX-Generator: Accord\n"
        lines = "".join(f"{_quoted(line)}\n" for line in head.splitlines(keepends=True))
        stream.write(f'msgid ""\nmsgstr ""\n{lines}'.encode())
        for unit in units:
            source, target = (segment.text for segment in unit.variants)
            known = seen.setdefault(source, set())
            if not source.strip() or not target.strip() or target in known:
                continue
            context = f"msgctxt {_quoted(str(len(known) + 1))}\n" if known else ""
            known.add(target)
            count += 1
            target = ends_like(source, target)
            stream.write(f"\n{context}msgid {_quoted(source)}\nmsgstr {_quoted(target)}\n".encode())
    return count


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def ends_like(source: str, target: str) -> str:
    """The translation with a line end at its ends where the source has one, as gettext asks."""
    before = "\n" if source.startswith("\n") else ""
    after = "\n" if source.endswith("\n") else ""
    return before + target.strip("\n") + after
