"""The words of the sheet "How to" of the workbook to review."""

__all__ = ["HOW_TO"]

# A row with one text is a heading; one with two says what to do, and how.
HOW_TO: tuple[tuple[str] | tuple[str, str], ...] = (
    ("How to review this alignment",),
    (
        "What this is",
        "The sheet «Beads» shows which sentences translate which. A row is a bead: the sentences of the original "
        "and those of the translation that belong together. The number before each sentence, such as [3], is its "
        "place in its document.",
    ),
    (
        "Where to begin",
        "Filter the column «look» for «look first» (red: confidence below .90), or sort by «confidence». "
        "You may sort, filter and hide as you like; the order of the rows does not matter.",
    ),
    ("What to write into the column «decision»",),
    ("ok", "The bead is right. Its unit goes into the memory as approved."),
    ("out", "Leave this bead out of the memory."),
    (
        "join",
        "This bead and the one that follows it in the document are one. "
        "The joined bead goes into the memory as approved.",
    ),
    ("(empty)", "The bead goes into the memory as the aligner found it, with its confidence."),
    ("How to move sentences: the two columns of numbers",),
    (
        "Move a sentence",
        "Take its number out of the row where it stands, and write it into the row where it belongs. Example: the "
        "rows «3 4» and «5»; sentence 4 belongs to the second: write «3» and «4 5». "
        "The texts stay where they are; only the numbers count.",
    ),
    (
        "Split a bead",
        "Write | into both columns where the bead is to be cut. Example: source «3 4», target «3 4» become "
        "«3 | 4» and «3 | 4»: 3 goes with 3, and 4 with 4. One side of a cut may be empty: «3 | 4» and «3 |» "
        "leaves sentence 4 without a counterpart.",
    ),
    (
        "Rules",
        "Every number stands in one row and only there; to keep a sentence out of the memory, leave its number and "
        "write «out». A bead takes sentences that follow each other, and beads do not cross. What you have changed "
        "by hand counts as approved.",
    ),
    ("How to correct a text",),
    (
        "Change a sentence",
        "Correct it in the sheet «Sentences», not in «Beads». Leave document, side and number as they are.",
    ),
    ("When you are done",),
    (
        "Make the memory",
        "Save the workbook as .xlsx, then: accord align --from-review alignment.xlsx -o memory.tmx   "
        "If something does not fit, it says which row and why, and writes nothing.",
    ),
    (
        "Use it next time",
        "accord align … --approved memory.tmx (or accord build … --approved memory.tmx) keeps what you approved and "
        "learns words from it.",
    ),
)
