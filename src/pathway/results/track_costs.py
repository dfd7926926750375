"""What a plan made again costs more: by term and period, and split by clause; which tasks change.

Costs are discounted [1e8 of the currency]. The split by clause takes the share that each clause has
in the cost of either plan (`pathway.solve.questions.sharing`): the difference of its shares is
what keeping it costs more now, and what no clause answers for is what happened by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from pathway.results.compare_changes import changes
from pathway.results.frames import Rows

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from pathway.case.case import Case
    from pathway.results.compare import Run

PERIODS = ("past", "before", "after")
"""Years that are past; later ones to the deadline; those after it."""
SPLIT = (
    "clause", "name_zh", "name_en", "lead", "plan_before", "again_before", "more_before",
    "plan_after", "again_after", "more_after",
)  # fmt: skip
NOTHING = 1e-6
"""Costs below it are none [1e8]."""
TRACE = 0.01
"""Tasks that differ in no year by this share of what they are over all years do not change."""
WORK = {"build": "new", "retire": "retired", "retrofit": "retrofitted_in"}
"""Kind of a task → its column of table ``capacity``."""
REST = "rest"
"""What no clause answers for."""


def costs(plan: Run, again: Run, through: int) -> pd.DataFrame:
    """Discounted cost of both plans by period and term, with the difference."""
    parts = [_by_term(run, through, plan.deadline) for run in (plan, again)]
    keys = ["period", "term", "term_zh", "term_en"]
    both = parts[0].merge(parts[1], on=keys, how="outer", suffixes=("_plan", "_again"))
    both = both.rename(columns={"discounted_plan": "plan", "discounted_again": "again"})
    both = both.fillna({"plan": 0.0, "again": 0.0})
    both["more"] = both["again"] - both["plan"]
    order = both["period"].map(PERIODS.index)
    by = pd.DataFrame({"at": order, "size": -both["more"].abs()})
    return both.loc[by.sort_values(["at", "size"], kind="stable").index].reset_index(drop=True)


def _by_term(run: Run, through: int, deadline: int) -> pd.DataFrame:
    table = run.tables["costs"]
    period = table["year"].map(lambda y: _period(int(y), through, deadline))
    keys = ["period", "term", "term_zh", "term_en"]
    return table.assign(period=period).groupby(keys, sort=False)["discounted"].sum().reset_index()


def _period(year: int, through: int, deadline: int) -> str:
    if year <= through:
        return PERIODS[0]
    return PERIODS[1] if year <= deadline else PERIODS[2]


def proved(plan: Run, again: Run) -> pd.DataFrame:
    """What is minimised first: how much more it is, and between which bounds the truth lies."""
    first, second = (_stage(run) for run in (plan, again))
    row = {
        "more": second["upper"] - first["upper"], "least": second["lower"] - first["upper"],
        "most": second["upper"] - first["lower"],
    }  # fmt: skip
    return pd.DataFrame([row])


def _stage(run: Run) -> Mapping[str, float]:
    """Bound and cost of the first stage of a run."""
    stages: list[dict[str, Any]] = run.manifest["bounds"]["stages"]
    return next(stage for stage in stages if stage["stage"] in {"before", "whole"})


def total(table: pd.DataFrame, period: str) -> float:
    """What a period costs more."""
    return float(table.loc[table["period"] == period, "more"].sum())


def changed(plan: Run, again: Run, case: Case) -> pd.DataFrame:
    """Tasks of later years that change, the most money first, with the department in charge."""
    later = [_later(run, case.past.through) for run in (plan, again)]
    found = changes(later)
    material = [moves(later, task) for task in found.to_dict("records")]
    found = found[pd.Series(material, index=found.index, dtype=bool)].reset_index(drop=True)
    leads = {key: process.lead for key, process in case.processes.items()}
    return found.assign(lead=found["process"].map(leads).fillna("")).drop(columns="run")


def moves(runs: Sequence[Run], task: Mapping[Hashable, Any]) -> bool:
    """Whether a task differs in a year by more than a trace of itself."""
    tables = [run.tables["capacity"] for run in runs]
    own = [table[table["process"] == task["process"]].set_index("year") for table in tables]
    plan, again = (rows[WORK[task["kind"]]].fillna(0.0) for rows in own)
    most = max(float(plan.sum()), float(again.sum()))
    return float(again.sub(plan, fill_value=0.0).abs().max()) > TRACE * most


def _later(run: Run, through: int) -> Run:
    table = run.tables["capacity"]
    return replace(run, tables={**run.tables, "capacity": table[table["year"] > through]})


def yearly(plan: Run, again: Run, found: pd.DataFrame, through: int) -> pd.DataFrame:
    """The same tasks year by year: as planned, as planned again, and the difference."""
    rows = Rows(
        (
            "kind",
            "process",
            "name_zh",
            "name_en",
            "lead",
            "year",
            "planned",
            "again",
            "difference",
            "unit",
        )
    )
    tables = [run.tables["capacity"].set_index(["process", "year"]) for run in (plan, again)]
    for task in found.to_dict("records"):
        for year in sorted({int(y) for _, y in tables[1].index if y > through}):
            amounts = [
                _amount(table, task["process"], year, WORK[task["kind"]]) for table in tables
            ]
            if max(map(abs, amounts)) > NOTHING:
                texts = {
                    key: task[key]
                    for key in ("kind", "process", "name_zh", "name_en", "lead", "unit")
                }
                rows.add(
                    **texts,
                    year=year,
                    planned=amounts[0],
                    again=amounts[1],
                    difference=amounts[1] - amounts[0],
                )
    return rows.frame()


def _amount(table: pd.DataFrame, process: str, year: int, column: str) -> float:
    if (process, year) not in table.index:
        return 0.0
    value: Any = table.at[(process, year), column]
    return float(value) if pd.notna(value) else 0.0


def split(
    shares: tuple[pd.DataFrame, pd.DataFrame],
    totals: tuple[Mapping[str, float], Mapping[str, float]],
) -> pd.DataFrame:
    """The difference in cost by clause, the largest first; last what no clause answers for.

    Args:
        shares: tables ``sharing`` of the plan and of the plan made again.
        totals: cost of either, of the years to the deadline (`before`) and of later ones (`after`).
    """
    names = pd.concat(shares).drop_duplicates("clause").set_index("clause")
    parts = [table.set_index("clause")[["part_before", "part_after"]] for table in shares]
    rows = Rows(SPLIT)
    told = [_line(key, names.loc[key], parts) for key in names.index]
    for line in sorted(told, key=lambda x: -abs(x["more_before"]) - abs(x["more_after"])):
        if max(abs(line[key]) for key in SPLIT[4:]) > NOTHING:
            rows.add(**line)
    rows.add(**_rest(shares, totals))
    return rows.frame()


def _line(key: str, name: Any, parts: list[pd.DataFrame]) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "clause": key, "name_zh": name["name_zh"], "name_en": name["name_en"], "lead": name["lead"],
    }  # fmt: skip
    for stage in ("before", "after"):
        plan, again = (float(p[f"part_{stage}"].get(key, 0.0)) for p in parts)
        cells |= {f"plan_{stage}": plan, f"again_{stage}": again, f"more_{stage}": again - plan}
    return cells


def _rest(
    shares: tuple[pd.DataFrame, pd.DataFrame],
    totals: tuple[Mapping[str, float], Mapping[str, float]],
) -> dict[str, Any]:
    """Cost of the plans without any clause, and what their gaps leave open."""
    cells: dict[str, Any] = {"clause": REST, "name_zh": "", "name_en": "", "lead": ""}
    for stage in ("before", "after"):
        plan, again = (
            cost[stage] - float(table[f"part_{stage}"].sum())
            for cost, table in zip(totals, shares, strict=True)
        )
        cells |= {f"plan_{stage}": plan, f"again_{stage}": again, f"more_{stage}": again - plan}
    return cells
