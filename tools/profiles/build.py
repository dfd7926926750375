"""Build a city's hourly profiles openly and reproducibly: facts in, one CSV of 8,760 hours out.

    python tools/profiles/build.py --site tools/profiles/nantong.toml --out nantong.csv

No measured year is used. The random weather comes from one seed, and every series is solved to
meet the stated monthly and annual figures, so the same facts give the same bytes each time.
Needs the optional extra `weather` (pvlib and windpowerlib).
"""

import argparse
import csv
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from facts import read_site
from months import Vector
from summary import summary_of
from year import DECIMALS, make_year


def as_csv(columns: Mapping[str, Vector]) -> str:
    """The profiles as CSV text: `hour` 1..8760, then one column a profile."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["hour", *columns])
    table = np.column_stack(list(columns.values()))
    for hour, row in enumerate(table, start=1):
        writer.writerow([hour, *(f"{value:.{DECIMALS}f}" for value in row)])
    return text.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: build, write the CSV, show the summary and, if asked, write it too."""
    parser = argparse.ArgumentParser(description="Build hourly profiles from a place's facts.")
    parser.add_argument("--site", type=Path, required=True, help="facts of the place (.toml)")
    parser.add_argument("--out", type=Path, required=True, help="profiles to write (.csv)")
    parser.add_argument("--summary", type=Path, help="summary to write (.md)")
    options = parser.parse_args(arguments)
    site = read_site(options.site)
    year = make_year(site)
    options.out.write_text(as_csv(year.columns), encoding="utf-8", newline="\n")
    text = summary_of(site, year)
    sys.stdout.write(text)
    if options.summary:
        options.summary.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
