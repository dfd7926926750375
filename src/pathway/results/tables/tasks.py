"""Table ``tasks``: what each department has to see to in each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pathway.results.frames import Rows
from pathway.results.serving import clauses_served
from pathway.results.units import capacity_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.results.view import View

COLUMNS = (
    "year", "lead", "partners", "task_zh", "task_en", "kind", "item", "amount", "cumulative",
    "unit", "investment", "clause",
)  # fmt: skip
NOTHING = 1e-9
VERBS = {"build": ("新建", "Build"), "retrofit": ("", ""), "retire": ("退役", "Retire")}
RELATIONS = {">=": "不低于", "<=": "不高于", "==": "等于"}


def tasks(view: View, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Builds, retrofits, retirements and clause targets by lead department and year.

    Args:
        view: the solved plan.
        tables: ``investment``, ``units`` and ``clauses``.
    """
    rows = Rows(COLUMNS)
    _works(view, tables["investment"], rows)
    _retirements(view, tables["units"], rows)
    _targets(tables["clauses"], rows)
    frame = rows.frame(("year", "lead", "kind"))
    return _accumulated(frame)


def _works(view: View, investment: pd.DataFrame, rows: Rows) -> None:
    serves = clauses_served(view.case, leaving=False)
    for row in investment.to_dict("records"):
        verb_zh, verb_en = VERBS[row["kind"]]
        process = row["item"]
        if row["kind"] == "retrofit":
            process = view.case.retrofits[process].to_process
        clauses = serves.get(process, [])
        rows.add(
            year=row["year"], lead=row["lead"], partners=_partners(view, clauses),
            task_zh=f"{verb_zh}{row['name_zh']}", task_en=f"{verb_en} {row['name_en']}".strip(),
            kind=row["kind"], item=row["item"], amount=row["capacity"],
            unit=row["capacity_unit"], investment=row["investment"], clause=";".join(clauses),
        )  # fmt: skip


def _retirements(view: View, units: pd.DataFrame, rows: Rows) -> None:
    """Early retirements and ends of life, by process and lead department."""
    gone = pd.concat(
        [units[["year", "lead", "state"]].assign(amount=units["retired_early"]), _ends(view)]
    )
    serves = clauses_served(view.case, leaving=True)
    total = gone.groupby(["year", "lead", "state"], sort=True)["amount"].sum().reset_index()
    verb_zh, verb_en = VERBS["retire"]
    for row in total.to_dict("records"):
        process = view.case.processes[row["state"]]
        if row["amount"] > NOTHING * capacity_factor(process):
            clauses = serves.get(process.key, [])
            rows.add(
                year=row["year"], lead=row["lead"], partners=_partners(view, clauses),
                task_zh=f"{verb_zh}{process.label.zh}", task_en=f"{verb_en} {process.label.en}",
                kind="retire", item=process.key, amount=row["amount"],
                unit=process.capacity_shown.text, clause=";".join(clauses),
            )  # fmt: skip


def _ends(view: View) -> pd.DataFrame:
    """What is left of units in their last year in service, in the year after it."""
    rows = Rows(("year", "lead", "state", "amount"))
    for (key, state), values in view.yearly("v_unit").items():
        unit = view.case.units[key]
        if unit.end_of_life in view.years[:-1]:
            left = values[view.years.index(unit.end_of_life)]
            amount = left * capacity_factor(view.case.processes[state])
            rows.add(year=unit.end_of_life + 1, lead=unit.lead, state=state, amount=amount)
    for unit in view.case.units.values():
        if unit.end_of_life + 1 == view.years[0]:
            amount = unit.size * capacity_factor(view.case.processes[unit.process])
            rows.add(year=view.years[0], lead=unit.lead, state=unit.process, amount=amount)
    return rows.frame()


def _targets(clauses: pd.DataFrame, rows: Rows) -> None:
    """Targets of enforced clauses in the years they hold."""
    enforced = clauses[(clauses["state"] == "live") & clauses["year"].notna()]
    for row in enforced.to_dict("records"):
        goal, relation = f"{row['target']:.6g} {row['unit']}", row["relation"]
        rows.add(
            year=int(row["year"]), lead=row["lead"], partners=row["partners"],
            task_zh=f"{row['metric_zh']}{RELATIONS[relation]} {goal}",
            task_en=f"{row['metric_en']} {relation} {goal}", kind="clause", item=row["metric"],
            amount=row["target"], unit=row["unit"], clause=row["clause"],
        )  # fmt: skip


def _accumulated(frame: pd.DataFrame) -> pd.DataFrame:
    """Adds up amounts over the years; targets are levels and do not add up."""
    work = frame["kind"] != "clause"
    amounts = frame[work].astype({"amount": float})  # without any task the column has no type
    total = amounts.groupby(["kind", "item", "lead"], sort=False)["amount"].cumsum()
    return frame.assign(cumulative=total.reindex(frame.index))


def _partners(view: View, clauses: list[str]) -> str:
    words = (view.case.clauses[key].partners for key in clauses)
    found = [part.strip() for text in words for part in text.replace("；", ";").split(";")]
    return ";".join(dict.fromkeys(part for part in found if part))
