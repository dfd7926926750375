"""Differences of cost, split by term and item, and by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.results.compare import Run

ITEM = ["stage", "term", "term_zh", "term_en", "item", "item_zh", "item_en", "sector"]
WAN_YUAN_PER_YI = 1e4
CLAUSE = (
    "run", "clause", "metric_zh", "metric_en", "unit", "price_unit", "years_moved",
    "target_reference", "target", "result_reference", "result", "price_reference", "price",
    "cost_at_reference_price", "cost_at_own_price", "shortfall",
)  # fmt: skip


def cost_items(runs: Sequence[Run]) -> pd.DataFrame:
    """Discounted cost of every run by stage, term and item, with the difference [1e8].

    What a run has no row of costs nought there, so the differences of all rows of a run add up to
    its difference in cost.
    """
    parts = [_items(run) for run in runs]
    every = pd.concat(parts).drop_duplicates(["stage", "term", "item"])[ITEM]
    key = ["stage", "term", "item"]
    first = parts[0].set_index(key)["discounted"]
    found = []
    for run, part in zip(runs, parts, strict=True):
        own = every.join(part.set_index(key)["discounted"], on=key)
        own = own.join(first, on=key, rsuffix="_reference").fillna(
            {"discounted": 0.0, "discounted_reference": 0.0}
        )
        own["difference"] = own["discounted"] - own.pop("discounted_reference")
        found.append(own.assign(run=run.key))
    return pd.concat(found, ignore_index=True)[["run", *ITEM, "discounted", "difference"]]


def _items(run: Run) -> pd.DataFrame:
    table = run.tables["costs"].fillna({"sector": ""})
    return table.groupby(ITEM, dropna=False, sort=False)["discounted"].sum().reset_index()


def cost_terms(items: pd.DataFrame) -> pd.DataFrame:
    """The same by stage and term."""
    keys = ["run", "stage", "term", "term_zh", "term_en"]
    return items.groupby(keys, sort=False)[["discounted", "difference"]].sum().reset_index()


def clause_costs(runs: Sequence[Run]) -> pd.DataFrame:
    """What clauses contribute to the difference in cost, discounted [1e8].

    Of a target that moves: the move times the price of the clause, once as it is in the reference
    and once as it is in the run. Where nothing but targets moves and all years are one objective,
    the true cost of all moves lies between both sums (the least cost is convex in the right-hand
    sides); of two stages, and of a share, whose denominator the plan decides too, they are of the
    first order. Of a soft clause: what missing it costs more.
    Clauses of which neither target nor price moves are left out, and those that only one of two
    runs has in force.
    """
    rows = []
    for run in runs[1:]:
        both = _both(runs[0], run)
        missed = _missed(run).sub(_missed(runs[0]), fill_value=0.0)
        for clause, part in both.groupby("clause", sort=False):
            row = _clause(part) | {"shortfall": float(missed.get(clause, 0.0))}
            if _matters(row):
                rows.append({"run": run.key, "clause": clause, **row})
    return pd.DataFrame(rows, columns=list(CLAUSE))


def _both(reference: Run, run: Run) -> pd.DataFrame:
    """Rows of clauses in force in both runs, beside each other, with the worth of each year."""
    first, own = (_priced(r) for r in (reference, run))
    texts = ["metric_zh", "metric_en", "unit", "price_unit", "relation"]
    numbers = ["target", "result", "price"]
    both = own.join(first[numbers], rsuffix="_reference", how="inner")
    return both[[*texts, *numbers, *(f"{n}_reference" for n in numbers), "worth"]].reset_index()


def _priced(run: Run) -> pd.DataFrame:
    table = run.tables["clauses"]
    rows = table[table["price"].notna() & table["year"].notna()]
    rows = rows.astype({"year": int}).drop_duplicates(["clause", "year"])
    costs = run.tables["costs"]
    running = costs[~costs["term"].isin(["investment", "retrofit"])]
    worth = running.groupby("year")["discount_factor"].first()
    return rows.assign(worth=rows["year"].map(worth)).set_index(["clause", "year"])


def _clause(part: pd.DataFrame) -> dict[str, Any]:
    """One clause over its years; figures of the year whose price is highest."""
    sign = part["relation"].map(lambda relation: -1.0 if relation == "<=" else 1.0)
    move = (part["target"] - part["target_reference"]) * sign * part["worth"] / WAN_YUAN_PER_YI
    highest = part[["price", "price_reference"]].abs().max(axis=1)
    one = part.iloc[int(highest.to_numpy().argmax())]
    told = [column for column in CLAUSE if column in part.columns]
    return {
        **{column: one[column] for column in told if column != "clause"},
        "years_moved": int((move.abs() > 0).sum()),
        "cost_at_reference_price": float((move * part["price_reference"]).sum()),
        "cost_at_own_price": float((move * part["price"]).sum()),
    }


def _matters(row: dict[str, Any]) -> bool:
    """Whether anything about a clause differs between two runs."""
    own, first = row["price"], row["price_reference"]
    priced = abs(own - first) > 1e-6 * max(1.0, abs(first))
    return bool(priced or row["years_moved"] or abs(row["shortfall"]) > 1e-6)


def _missed(run: Run) -> pd.Series[Any]:
    """Discounted cost of missing soft clauses, by clause."""
    costs = run.tables["costs"]
    return costs[costs["term"] == "shortfall"].groupby("item")["discounted"].sum()
