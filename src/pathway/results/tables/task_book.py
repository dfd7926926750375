"""Tables ``task_book`` and ``abatement``: what each department answers for, year by year.

The amounts are those of table ``tasks``. Work led by several departments counts under the one
that is named first (``department``), so that departments add up to the plan. A row a year from
the first year of the work on, for the CO2 that it avoids goes on. Rows of kind ``standing`` hold
what no work avoids (plant that stood already runs otherwise): with them all rows of a year add up
to table ``abatement``. Clauses that are text alone, or kept by other means, are rows of kind
``measure`` without a year.

Early warning follows the rule of lights (发改办环资〔2020〕901号): work is yellow where less is
done than its cumulative amount, and red below ``warning``, 90 % of it; a target is yellow where
it is missed, and red where it is missed by more than 10 %, which ``warning`` is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pathway.results.abatement import abatement
from pathway.results.frames import Rows
from pathway.results.tables.clauses import YELLOW
from pathway.results.task_shares import Work, shares
from pathway.results.units import EMISSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.results.abatement import Abatement
    from pathway.results.results import Results

    Array = NDArray[np.float64]

COLUMNS = (
    "year", "department", "lead", "partners", "task_zh", "task_en", "kind", "item", "amount",
    "cumulative", "unit", "warning", "investment", "investment_unit", "abatement",
    "abatement_unit", "result", "light", "clause", "deadline", "text",
)  # fmt: skip
MONEY = "亿元"
STANDING = ("存量技术运行变化", "Plant that stood already, run otherwise")
WORKS = ("build", "retrofit", "retire")
NEEDED = {"tasks", "clauses", "capacity", "flows", "emissions"}
NOTHING = 1e-9
_BETWEEN = re.compile(r"[;；、,，]")


def departments(lead: str) -> tuple[str, ...]:
    """Departments that a text names; the first of them answers for the amount."""
    return tuple(part.strip() for part in _BETWEEN.split(lead) if part.strip())


def task_book(case: Case, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What each department answers for.

    Args:
        case: what the plan is of.
        tables: ``tasks``, ``clauses``, ``capacity``, ``flows`` and ``emissions``.
    """
    rows = Rows(COLUMNS)
    avoided = abatement(case, tables)
    _works(case, tables, avoided, rows)
    _targets(tables, rows)
    _measures(case, tables["clauses"], rows)
    frame = rows.frame()
    frame["year"] = frame["year"].astype("Int64")
    by = ["department", "year", "kind"]
    return frame.sort_values(by, kind="stable", ignore_index=True, na_position="last")


def booked(results: Results) -> pd.DataFrame:
    """The task book of a plan; reckoned again where a run of long ago has no such table."""
    found = results.tables.get("task_book")
    if found is not None and not found.empty:
        return found.reindex(columns=list(COLUMNS))
    if found is None and results.tables.keys() >= NEEDED:
        return task_book(results.case, results.tables)
    return pd.DataFrame(columns=list(COLUMNS))


def abatement_table(case: Case, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """By year: emissions at the intensities of the first year, of the plan, and what is avoided.

    Args:
        case: what the plan is of.
        tables: ``flows`` and ``emissions``.
    """
    found = abatement(case, tables)
    rows = Rows(("year", "frozen", "emissions", "avoided", "unit"))
    rows.add_years(
        found.years, frozen=found.frozen, emissions=found.emissions, avoided=found.total(),
        unit=EMISSIONS.text,
    )  # fmt: skip
    return rows.frame()


def _works(case: Case, tables: Mapping[str, pd.DataFrame], avoided: Abatement, rows: Rows) -> None:
    tasks = tables["tasks"]
    found: dict[Work, dict[int, dict[str, Any]]] = {}
    for row in tasks[tasks["kind"].isin(WORKS)].to_dict("records"):
        work = Work(row["kind"], row["item"], _text(row["lead"]))
        found.setdefault(work, {})[int(row["year"])] = {str(k): v for k, v in row.items()}
    amounts = {
        work: np.array([by_year.get(y, {}).get("amount", 0.0) for y in case.years], float)
        for work, by_year in found.items()
    }
    parts = shares(case, tables["capacity"], avoided, amounts)
    for work, by_year in found.items():
        _work(case, work, by_year, amounts[work], parts.works[work], rows)
    _standing(case, parts.rest, rows)


def _work(
    case: Case, work: Work, by_year: Mapping[int, dict[str, Any]], amounts: Array, avoided: Array,
    rows: Rows,
) -> None:  # fmt: skip
    """A row a year from the first on; years without work only while it goes on avoiding CO2."""
    named = by_year[max(by_year)]
    total = np.cumsum(amounts)
    for at, year in enumerate(case.years):
        if year in by_year or (year > min(by_year) and abs(avoided[at]) > NOTHING):
            row = by_year.get(year, {})
            rows.add(
                year=year, **_led(work.lead), partners=_text(named["partners"]),
                task_zh=named["task_zh"], task_en=named["task_en"], kind=work.kind,
                item=work.item, amount=amounts[at], cumulative=total[at], unit=named["unit"],
                warning=(1 - YELLOW) * total[at], investment=_number(row.get("investment")),
                investment_unit=MONEY, abatement=avoided[at], abatement_unit=EMISSIONS.text,
                clause=_text(named["clause"]), deadline=f"{year}-12-31",
            )  # fmt: skip


def _standing(case: Case, rest: Mapping[str, Array], rows: Rows) -> None:
    """What no work avoids, by the department that leads the technology."""
    sums: dict[str, Array] = {}
    for key, values in rest.items():
        lead = case.processes[key].lead
        department = (departments(lead) or ("",))[0]
        sums[department] = sums.get(department, np.zeros(len(case.years))) + values
    for department, values in sums.items():
        rows.add_years(
            case.years, department=department, lead=department, partners="", task_zh=STANDING[0],
            task_en=STANDING[1], kind="standing", item="", abatement=values,
            abatement_unit=EMISSIONS.text, clause="",
        )  # fmt: skip


def _targets(tables: Mapping[str, pd.DataFrame], rows: Rows) -> None:
    """Targets of enforced clauses, with what the plan reaches and where the light turns red."""
    tasks, known = tables["tasks"], tables["clauses"]
    reached = known[(known["state"] == "live") & known["year"].notna()]
    for task, row in zip(
        tasks[tasks["kind"] == "clause"].to_dict("records"),
        _in_order(tasks, reached).to_dict("records"), strict=True,
    ):  # fmt: skip
        amount = _number(task["amount"])
        way = {">=": -1.0, "<=": 1.0}.get(row["relation"], 0.0)
        limit = None if amount is None else amount + way * YELLOW * abs(amount)
        rows.add(
            year=int(task["year"]), **_led(_text(task["lead"])), partners=_text(task["partners"]),
            task_zh=task["task_zh"], task_en=task["task_en"], kind="clause", item=task["item"],
            amount=amount, unit=_text(task["unit"]), warning=limit, result=row["result"],
            light=row["light"], clause=task["clause"], deadline=f"{int(task['year'])}-12-31",
            text=row["quote"],
        )  # fmt: skip


def _in_order(tasks: pd.DataFrame, reached: pd.DataFrame) -> pd.DataFrame:
    """Rows of the clauses in the order of their tasks: both are sorted alike, and stable."""
    ordered = reached.assign(year=reached["year"].astype(int)).sort_values(
        ["year", "lead"], kind="stable"
    )
    assert ordered["clause"].tolist() == tasks[tasks["kind"] == "clause"]["clause"].tolist()
    return ordered


def _measures(case: Case, clauses: pd.DataFrame, rows: Rows) -> None:
    """Clauses without a target in the programme: measures, records, and those kept otherwise."""
    others = clauses[clauses["state"] != "live"].drop_duplicates("clause")
    for row in others.to_dict("records"):
        clause = case.clauses[row["clause"]]
        rows.add(
            **_led(clause.lead), partners=clause.partners, task_zh=clause.quote,
            task_en=clause.quote, kind="measure", item=row["metric"], light=row["light"],
            clause=clause.key, text=clause.how_modelled,
        )  # fmt: skip


def _led(lead: str) -> dict[str, str]:
    return {"department": (departments(lead) or ("",))[0], "lead": lead}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
