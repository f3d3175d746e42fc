"""Makes tmx/text/languages/subtags.tsv out of IANA's registry of language subtags.

    python benchmarks/language_subtags.py language-subtag-registry

The registry is https://www.iana.org/assignments/language-subtag-registry (record-jar, RFC 5646, section 3.1.1).
Taken are the primary subtags of three letters, which are codes of ISO 639-2 and 639-3, each with its first
description.
"""

from collections.abc import Iterator
from pathlib import Path

from running import existing, parser_for, run

SUBTAGS = Path(__file__).parents[1] / "tmx" / "text" / "languages" / "subtags.tsv"


def records(text: str) -> Iterator[dict[str, str]]:
    """The records of the registry, of fields that come several times the first one."""
    for record in text.split("%%"):
        fields: dict[str, str] = {}
        for line in record.replace("\n  ", " ").strip().splitlines():
            name, _, value = line.partition(": ")
            fields.setdefault(name, value.strip())
        yield fields


def main() -> None:
    """Read the registry and write the table."""
    parser = parser_for(__doc__)
    parser.add_argument("registry", type=existing)
    date, *rows = records(parser.parse_args().registry.read_text(encoding="utf-8"))
    lines = [
        f"# IANA language subtag registry, {date['File-Date']}, subtags of three letters; made by {Path(__file__).name}"
    ]
    lines += [
        f"{row['Subtag']}\t{row['Description']}"
        for row in rows
        if row.get("Type") == "language" and len(row["Subtag"]) == 3
    ]
    SUBTAGS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
