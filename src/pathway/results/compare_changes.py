"""What is built, retired and retrofitted otherwise than in the reference, and when runs part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pathway.results.compare import Run

    Array = NDArray[np.float64]

KINDS = {"build": "new", "retire": "retired", "retrofit": "retrofitted_in"}
"""Kind of change → column of table ``capacity``."""
COLUMNS = (
    "run", "kind", "process", "name_zh", "name_en", "sector", "unit", "amount_reference", "amount",
    "difference", "difference_to_deadline", "moved", "money", "first_year", "shift", "how",
)  # fmt: skip
SMALLEST, SHARE = 1e-3, 1e-3
"""A change matters above this amount [unit of the table] and this share of the larger total."""
LIKE = 0.01
"""Totals that differ by less than this share are the same amount, in other years."""
PARTED = 1e-4
"""Emissions and costs of a year part where they differ by more than this share."""
MOST_NAMED = 3
"""Items that are named as those that part first."""


def changes(runs: Sequence[Run]) -> pd.DataFrame:
    """A row for everything that changes in amount or year, the most money first.

    ``moved`` adds up the differences of all years in either direction, ``money`` is that times what
    a unit costs to build [1e8]; ``shift`` is by how many years the mean year of a task is later.
    """
    rows = [row for run in runs[1:] for row in _changes(runs[0], run)]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    order = {run.key: at for at, run in enumerate(runs)}
    keyed = found.assign(_at=found["run"].map(order))
    by = ["_at", "money", "moved"]
    ordered = keyed.sort_values(by, ascending=[True, False, False], kind="stable")
    return ordered.drop(columns="_at").reset_index(drop=True)


def _changes(reference: Run, run: Run) -> Iterator[dict[str, Any]]:
    prices = _prices(reference) | _prices(run)
    names = pd.concat([reference.tables["capacity"], run.tables["capacity"]])
    named = names.drop_duplicates("process").set_index("process")
    for kind, column in KINDS.items():
        before, after = (_by_year(r, column) for r in (reference, run))
        years = sorted({*before.columns, *after.columns})
        for process in named.index:
            pair = [_path(table, process, years) for table in (before, after)]
            row = _change(pair[0], pair[1], np.array(years), run.deadline)
            if row is not None:
                one = named.loc[process]
                texts = {key: one[key] for key in ("name_zh", "name_en", "sector", "unit")}
                money = row["moved"] * prices.get(process, 0.0)
                what = {"run": run.key, "kind": kind, "process": process, **texts, "money": money}
                yield what | row


def _by_year(run: Run, column: str) -> pd.DataFrame:
    table = run.tables["capacity"]
    known = table[table[column].notna()]
    return known.pivot_table(column, "process", "year", aggfunc="sum")


def _path(table: pd.DataFrame, process: str, years: Sequence[int]) -> Array:
    if process not in table.index:
        return np.zeros(len(years))
    return table.loc[process].reindex(pd.Index(years)).fillna(0.0).to_numpy(float)


def _change(before: Array, after: Array, years: Array, deadline: int) -> dict[str, Any] | None:
    """How a task differs; None where it does not."""
    delta, totals = after - before, (float(before.sum()), float(after.sum()))
    noise = max(SMALLEST, SHARE * max(totals))
    moved = float(np.abs(delta).sum())
    if moved <= noise:
        return None
    parted = np.abs(delta) > noise / len(years)
    shift = None
    if min(totals) > noise:
        shift = float(years @ after / totals[1] - years @ before / totals[0])
    return {
        "amount_reference": totals[0], "amount": totals[1], "difference": totals[1] - totals[0],
        "difference_to_deadline": float(delta[years <= deadline].sum()), "moved": moved,
        "first_year": int(years[parted][0]), "shift": shift, "how": _how(totals, noise, shift),
    }  # fmt: skip


def _how(totals: tuple[float, float], noise: float, shift: float | None) -> str:
    before, after = totals
    if shift is None:
        return "only_here" if after > before else "not_here"
    if abs(after - before) > LIKE * max(before, after):
        return "more" if after > before else "less"
    if abs(shift) < 0.05:
        return "other_years"
    return "later" if shift > 0 else "earlier"


def _prices(run: Run) -> dict[str, float]:
    """What a unit of capacity costs to build, on average over the years [1e8 per unit]."""
    built = run.tables["investment"]
    sums = built[built["kind"] == "build"].groupby("item")[["investment", "capacity"]].sum()
    known = sums[sums["capacity"] > SMALLEST]
    price = known["investment"] / known["capacity"]
    return dict(zip(map(str, price.index), price.tolist(), strict=True))


# --- where runs part ------------------------------------------------------------------------------


def divergence(runs: Sequence[Run], changed: pd.DataFrame) -> pd.DataFrame:
    """The first year in which each run differs from the reference, by what differs."""
    rows = []
    for run in runs[1:]:
        own = changed[changed["run"] == run.key]
        year = own["first_year"].min() if len(own) else None
        first = own[own["first_year"] == year].head(MOST_NAMED)
        names = {lang: "、".join(first[f"name_{lang}"]) for lang in ("zh", "en")}
        facts = {"tasks": (year, names["zh"], names["en"].replace("、", ", "))}
        facts["cost"] = (_parted(_costs(runs[0]), _costs(run)), "", "")
        facts["emissions"] = (_parted(_emitted(runs[0]), _emitted(run)), "", "")
        facts["lights"] = (*_first_light(runs[0], run), "")
        rows += [
            {"run": run.key, "what": what, "year": at, "items_zh": zh, "items_en": en or zh}
            for what, (at, zh, en) in facts.items()
        ]
    return pd.DataFrame(rows, columns=["run", "what", "year", "items_zh", "items_en"])


def _costs(run: Run) -> pd.Series[Any]:
    return run.tables["costs"].groupby("year")["cost"].sum()


def _emitted(run: Run) -> pd.Series[Any]:
    table = run.tables["emissions"]
    return table[table["counted"].astype(bool)].groupby("year")["amount"].sum()


def _parted(before: pd.Series[Any], after: pd.Series[Any]) -> int | None:
    delta = after.sub(before, fill_value=0.0).abs()
    years = delta.index[delta > PARTED * before.abs().max()]
    return int(years[0]) if len(years) else None


def _first_light(reference: Run, run: Run) -> tuple[int | None, str]:
    """The first year in which a clause has another light, and the clauses that have it then."""
    first, own = (
        r.tables["clauses"].dropna(subset=["year"]).drop_duplicates(["clause", "year"])
        .set_index(["clause", "year"])["light"]
        for r in (reference, run)
    )  # fmt: skip
    both = pd.concat([first, own], axis=1, join="inner", keys=["before", "after"])
    other = both[both["before"] != both["after"]].reset_index()
    if other.empty:
        return None, ""
    year = other["year"].min()
    return int(year), ", ".join(other.loc[other["year"] == year, "clause"])
