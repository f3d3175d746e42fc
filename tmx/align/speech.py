"""Signs of speech and of prose that translations share: sentences that open with a quotation mark or a dash."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["opens_speech", "reads_as_prose"]

# A quotation mark of any kind, or the dash by which French and Spanish open speech; of list items, too. A mark that
# closes in most languages opens in some, where no space follows; with one it was left over from the sentence before.
_OPENS = re.compile(r"\s*(?:[«“„‟\"'‘‚‹「『—–-]|[»”’›](?!\s))")
_ENDS = re.compile(r"[.!?…。！？؟۔।॥။។།።։՞][\s\"'«»“”‘’‹›」』)\]]*\Z")
_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def opens_speech(sentences: Sequence[str]) -> NDArray[np.bool_]:
    """Which of ``sentences`` begin with a quotation mark or a dash."""
    return np.array([_OPENS.match(sentence) is not None for sentence in sentences], dtype=np.bool_)


def reads_as_prose(sentences: Sequence[str]) -> NDArray[np.bool_]:
    """Which of ``sentences`` have words and end as sentences do, unlike captions, headings and noise."""
    return np.array([bool(_ENDS.search(text) and _WORD.search(text)) for text in sentences], dtype=np.bool_)
