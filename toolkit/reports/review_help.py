"""The words of the sheet "How to" of the workbook to review."""

from __future__ import annotations

from toolkit.messages import N_, tr

__all__ = ["how_to"]

# A row with one text is a heading; one with two says what to do, and how.
_HOW_TO: tuple[tuple[str] | tuple[str, str], ...] = (
    (N_("How to review this alignment"),),
    (
        N_("What this is"),
        N_(
            "The sheet «Beads» shows which sentences translate which. A row is a bead: the sentences of the original "
            "and those of the translation that belong together. The number before each sentence, such as [3], is its "
            "place in its document."
        ),
    ),
    (
        N_("Where to begin"),
        N_(
            "Filter the column «look» for «look first» (red: confidence below .90), or sort by «confidence». "
            "You may sort, filter and hide as you like; the order of the rows does not matter."
        ),
    ),
    (N_("What to write into the column «decision»"),),
    (
        "ok",
        N_(
            "The bead is right. Its unit goes into the memory as approved. Without a counterpart it has no unit: then "
            "it says that none is missing."
        ),
    ),
    (N_("out"), N_("Leave this bead out of the memory.")),
    (
        N_("join"),
        N_(
            "This bead and the one that follows it in the document are one. "
            "The joined bead goes into the memory as approved."
        ),
    ),
    (N_("(empty)"), N_("The bead goes into the memory as the aligner found it, with its confidence.")),
    (N_("How to move sentences: the two columns of numbers"),),
    (
        N_("Move a sentence"),
        N_(
            "Take its number out of the row where it stands, and write it into the row where it belongs. Example: the "
            "rows «3 4» and «5»; sentence 4 belongs to the second: write «3» and «4 5». "
            "The texts may stay where they are: the numbers count."
        ),
    ),
    (
        N_("Split a bead"),
        N_(
            "Write | into both columns where the bead is to be cut. Example: source «3 4», target «3 4» become "
            "«3 | 4» and «3 | 4»: 3 goes with 3, and 4 with 4. One side of a cut may be empty: «3 | 4» and «3 |» "
            "leaves sentence 4 without a counterpart."
        ),
    ),
    (
        N_("Rules"),
        N_(
            "Every number stands in one row and only there; to keep a sentence out of the memory, leave its number "
            "and write «out». A bead takes sentences that follow each other, and beads do not cross. What you have "
            "changed by hand counts as approved."
        ),
    ),
    (N_("How to correct a text"),),
    (
        N_("Change a sentence"),
        N_(
            "Write the right text into its row, in the sheet «Beads» or in «Sentences». Leave the numbers before the "
            "sentences, such as [3], as they are. The bead counts as approved."
        ),
    ),
    (N_("When you are done"),),
    (
        N_("Make the memory"),
        N_(
            "Save the workbook as .xlsx, then: accord align --from-review alignment.xlsx -o memory.tmx   "
            "If something does not fit, it says which row and why, and writes nothing."
        ),
    ),
    (
        N_("Use it next time"),
        N_(
            "accord align … --approved memory.tmx (or accord build … --approved memory.tmx) keeps what you approved "
            "and learns words from it."
        ),
    ),
)


def how_to() -> tuple[tuple[str, ...], ...]:
    """The rows of the sheet in the interface's language: a heading alone, or what to do and how."""
    return tuple(tuple(tr(text) for text in row) for row in _HOW_TO)
