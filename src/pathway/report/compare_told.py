"""What runs side by side come to, in a few sentences made from their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pathway.report.compare_parts import by_run, run_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathway.report.compare_parts import Compared
    from pathway.report.words import Words

RANGED = ("cost_before_peak", "peak_level", "invested_before")
"""Figures of which the highest and the lowest are told."""
NAMED = 6
"""Most runs that a sentence names."""
SAME = 1e-5
"""Share of a figure below which runs have the same."""
SHOWN = 1e-3
"""Amounts below this, in the unit of the table, are none."""


def sentences(words: Words, compared: Compared) -> Iterator[str]:
    """Peak years, highest and lowest figures, targets missed, runs without a plan."""
    yield _peaks(words, compared)
    for figure in RANGED:
        yield _range(words, compared, figure)
    for figure, missed, none in (
        ("clauses_missed_red", "told.red", "told.no_red"),
        ("unserved_total", "told.unserved", "told.no_unserved"),
    ):
        found = _with_any(words, compared, figure)
        yield words.say(missed).format(names=_names(words, found)) if found else words.say(none)
    if compared.failed:
        names = [one.name for one in compared.failed]
        yield words.say("told.no_plan").format(names=_names(words, names))


def _peaks(words: Words, compared: Compared) -> str:
    """In which year each run peaks."""
    by_year: dict[str, list[str]] = {}
    names = run_names(compared, words)
    for key, year in zip(compared.keys, by_run(compared, _figure(compared, "peak_year"), "value"),
                         strict=True):  # fmt: skip
        text = words.say("told.no_peak") if pd.isna(year) else f"{year:.0f}"
        by_year.setdefault(text, []).append(names[key])
    if len(by_year) == 1:
        [year] = by_year
        return words.say("told.peak_same").format(count=len(compared.keys), year=year)
    parts = (f"{year} {_names(words, runs)}" for year, runs in sorted(by_year.items()))
    return words.say("told.peak_years").format(years=words.say("told.semicolon").join(parts))


def _range(words: Words, compared: Compared, figure: str) -> str:
    """The reference's figure, and the highest and lowest of the others."""
    rows = _figure(compared, figure).reset_index(drop=True)
    unit, names = words.times(words.unit(str(rows["unit"].iloc[0]))), run_names(compared, words)
    told = {"figure": words.say(f"figure.{figure}"), "unit": unit,
            "value": rows["value"].iloc[0], "reference": names[compared.keys[0]]}  # fmt: skip
    others = rows[rows["run"] != compared.keys[0]]
    moved = others[others["difference"].abs() > SAME * abs(told["value"])]
    if moved.empty:
        return words.say("told.same").format(**told)
    ends = {}
    ordered = others.sort_values("value", kind="stable").to_dict("records")
    for end, row in (("most", ordered[-1]), ("least", ordered[0])):
        ends[end] = words.say("told.end").format(
            name=names[str(row["run"])], value=row["value"], more=row["difference"],
            percent=row["percent"],
        )  # fmt: skip
    if len(ordered) == 1:
        return words.say("told.other").format(**told, other=ends["most"])
    return words.say("told.range").format(**told, **ends)


def _with_any(words: Words, compared: Compared, figure: str) -> list[str]:
    """Names of the runs in which a figure is above nothing."""
    rows, names = _figure(compared, figure), run_names(compared, words)
    some = set(rows.loc[rows["value"].fillna(0.0) > SHOWN, "run"])
    return [names[key] for key in compared.keys if key in some]


def _figure(compared: Compared, figure: str) -> pd.DataFrame:
    table = compared.table("figures")
    return table[table["figure"] == figure]


def _names(words: Words, names: Sequence[str]) -> str:
    """Names of runs; of many only the first."""
    shown = words.say("told.comma").join(names[:NAMED])
    rest = len(names) - NAMED
    return shown if rest <= 0 else words.say("told.names").format(names=shown, count=len(names))
