"""Makes toolkit/checks/countries.tsv out of the names of territories in Unicode CLDR, by the PyPI package Babel.

    pip install babel==2.18.0
    python benchmarks/country_names.py

Taken are countries, territories and the regions of UN M.49, each with its English and its French name.
"""

import re
from pathlib import Path

from babel import Locale, __version__
from running import parser_for, run

COUNTRIES = Path(__file__).parents[1] / "toolkit" / "checks" / "countries.tsv"
NO_PLACES = {"001", "EU", "EZ", "QO", "UM", "UN", "XA", "XB", "ZZ"}


def main() -> None:
    """Write the table."""
    parser_for(__doc__).parse_args()
    english, french = (Locale(language).territories for language in ("en", "fr"))
    rows = [
        f"{code}\t{english[code]}\t{french[code]}"
        for code in sorted(english)
        if re.fullmatch(r"[A-Z]{2}|\d{3}", code) and code not in NO_PLACES and code in french
    ]
    head = f"# Unicode CLDR, names of territories, by Babel {__version__}; made by {Path(__file__).name}"
    COUNTRIES.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
