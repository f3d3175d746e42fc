"""Text that a terminal may be shown: signs that would command it are seen, not obeyed.

Texts, file names and messages come from files of strangers. An escape sequence in them could clear the screen, rename
the window or hide what stands before it, and a right-to-left override could show a text in another order than it has.
"""

from __future__ import annotations

__all__ = ["harmless"]

_PICTURES = 0x2400  # the control pictures of Unicode, in the order of the control characters
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SHOWN = (
    {code: chr(_PICTURES + code) for code in range(0x20) if chr(code) not in "\t\n"}
    | {0x7F: "\u2421"}
    | dict.fromkeys([*range(0x80, 0xA0), *_BIDI], "\ufffd")
)


def harmless(text: str) -> str:
    """``text`` with a sign in the place of each control character (but tab and line feed) and bidirectional control."""
    return text.translate(_SHOWN)
