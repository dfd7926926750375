"""Table ``tasks``: what each department has to see to in each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pathway.case.lexicon import TRENDS
from pathway.results.frames import Rows
from pathway.results.serving import clauses_served
from pathway.results.units import capacity_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.case import Case, Clause, ClauseRow
    from pathway.results.view import View

COLUMNS = (
    "year", "lead", "partners", "task_zh", "task_en", "kind", "item", "amount", "cumulative",
    "unit", "investment", "clause",
)  # fmt: skip
NOTHING = 1e-9
VERBS = {"build": ("新建", "Build"), "retrofit": ("", ""), "retire": ("退役", "Retire")}
RELATIONS = {">=": "不低于", "<=": "不高于", "==": "等于"}
TIMES = "倍"
"""Unit of a target that is a multiple of the base year."""


def tasks(view: View, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Builds, retrofits, retirements and clause targets by lead department and year.

    Args:
        view: the solved plan.
        tables: ``investment``, ``units`` and ``clauses``.
    """
    rows = Rows(COLUMNS)
    _works(view, tables["investment"], rows)
    _retirements(view, tables["units"], rows)
    _targets(view, tables["clauses"], rows)
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


def _targets(view: View, clauses: pd.DataFrame, rows: Rows) -> None:
    """Targets of enforced clauses in the years they hold."""
    stated = {row.key: row for clause in view.case.clauses.values() for row in clause.rows}
    enforced = clauses[(clauses["state"] == "live") & clauses["year"].notna()]
    for row in enforced.to_dict("records"):
        clause, relation = view.case.clauses[row["clause"]], row["relation"]
        name_zh, name_en = _compared(view.case, clause)
        goal = f"{row['target']:.6g} {row['unit']}"
        goal_zh, goal_en = _goal(clause, stated[row["row"]], goal)
        trend = clause.understood in TRENDS
        rows.add(
            year=int(row["year"]), lead=row["lead"], partners=row["partners"],
            task_zh=f"{name_zh}{goal_zh.format(relation=RELATIONS[relation])}",
            task_en=f"{name_en} {goal_en.format(relation=relation)}", kind="clause",
            item=row["metric"], amount=None if trend else row["target"],
            unit="" if trend else row["unit"], clause=row["clause"],
        )  # fmt: skip


def _compared(case: Case, clause: Clause) -> tuple[str, str]:
    """What a clause is about: its metric, and what it is divided by."""
    figure, per = case.figures[clause.metric or ""], clause.per or ""
    below = case.figures.get(per) or case.series.get(per)
    if below is None:
        return figure.label.zh, figure.label.en
    return f"{figure.label.zh} / {below.label.zh}", f"{figure.label.en} / {below.label.en}"


def _goal(clause: Clause, row: ClauseRow, goal: str) -> tuple[str, str]:
    """What it has to keep to, in Chinese and English, with a place for the relation."""
    if clause.understood in TRENDS:
        return "{relation}上年", "{relation} the year before"
    if row.shown_offset:
        return f"较基期变化{{relation}} {goal}", f"against the base year {{relation}} {goal}"
    if row.shown_unit == TIMES:
        return f"{{relation}}基期的 {goal}", f"{{relation}} {goal} the base year"
    if row.tag:
        return f"累计{{relation}} {goal}", f"in total {{relation}} {goal}"
    return f"{{relation}} {goal}", f"{{relation}} {goal}"


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
