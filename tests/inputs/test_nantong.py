"""The reference workbook: everything counted once, every clause dealt with, every row sourced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pathway.case.assemble import assemble
from pathway.results.base_check import base_check
from pathway.settings import Settings, TimeSettings
from pathway.solve.plan import solve_base_year
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from pathway.case.case import Case
    from pathway.workbook.rows import Workbook

WORKBOOK = Path(__file__).parents[2] / "inputs" / "nantong.xlsx"
REGISTER = 72
"""Clauses of the plan; rows such as O-5-1 split one of them by sector."""
EXPLAINED_ABOVE = 5.0
"""Differences of the base year above this [%] have to be explained."""
SECTORS = ("co2_power", "co2_industry", "co2_transport", "co2_buildings", "co2_agriculture")


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return read_workbook(WORKBOOK)


@pytest.fixture(scope="module")
def case(workbook: Workbook) -> Case:
    return assemble(workbook, TimeSettings(days=2))


@pytest.fixture(scope="module")
def base_year(workbook: Workbook, case: Case) -> pd.DataFrame:
    """The base year on a few days beside what really happened."""
    settings = Settings(workbook=str(WORKBOOK))
    alone = assemble(workbook, TimeSettings(days=4), (case.base_year,))
    return base_check(solve_base_year(alone, settings))


def test_every_kilowatt_hour_is_counted_once(case: Case) -> None:
    counted = case.figures["electricity_use"].activity
    used: dict[str, np.ndarray] = {}
    for flow in case.flows:
        leaves = "export" in case.processes[flow.process].tags
        if flow.commodity == "electricity" and flow.sign < 0 and not leaves:
            used[flow.process] = used.get(flow.process, 0.0) + flow.amount
    assert set(counted) == set(used)
    for process, amount in used.items():
        assert counted[process] == pytest.approx(amount), process


def test_sectors_add_up_to_the_city(case: Case) -> None:
    city, sectors = case.figures["co2_emissions"], [case.figures[key] for key in SECTORS]
    assert sum(s.constant for s in sectors) == pytest.approx(city.constant)
    for process in {*city.activity, *(p for s in sectors for p in s.activity)}:
        parts = sum(s.activity.get(process, 0.0) for s in sectors)
        assert parts == pytest.approx(city.activity.get(process, 0.0)), process


def test_services_carry_neither_energy_nor_carbon(case: Case) -> None:
    """Useful heat, kilometres, floor: energy and CO2 count where fuel and power come in."""
    carriers = {"electricity", "heat", "coal", "gas", "oil", "diesel", "gasoline"}
    carriers |= {"straw", "waste", "biodiesel", "b_biomass"}
    carriers |= {"hydrogen_raw", "hydrogen", "hydrogen_fuel"}
    for key, good in case.commodities.items():
        if key not in carriers:
            assert (good.tce, good.co2) == (0.0, 0.0), key


def test_no_clause_of_the_plan_is_left_aside(case: Case) -> None:
    split = {key for key in case.clauses if key.rsplit("-", 1)[0] in case.clauses}
    assert len(case.clauses) - len(split) == REGISTER
    for key, clause in case.clauses.items():
        assert clause.state in {"live", "family", "recorded"}, key
        assert clause.lead, key
        assert clause.how_modelled, key
        assert clause.quote, key


def test_every_clause_binds_has_a_price_or_is_a_record_with_a_department(
    workbook: Workbook, case: Case
) -> None:
    """Hard clauses have rows or a family of their own; soft ones a price; the others are told."""
    for row in workbook.rows("clauses"):
        clause = case.clauses[row.key]
        assert row["lead"], row.where("lead")
        assert row["section"], row.where("section")
        assert row["quote"], row.where("quote")
        if clause.state == "recorded":
            assert row["firmness"] == "recorded" or row["kind"] == "measure", row.where()
            assert row["how_modelled"], row.where("how_modelled")
        elif row["firmness"] == "soft":
            assert clause.rows, row.where()
            assert all((one.penalty or 0.0) > 0.0 for one in clause.rows), row.where("price")
        else:
            assert row["firmness"] == "hard", row.where("firmness")
            assert clause.rows or clause.state == "family", row.where()


def test_carbon_payments_are_transfers_that_are_not_counted(workbook: Workbook, case: Case) -> None:
    rows = workbook.rows("transfers")
    assert {row.key for row in rows} >= {"ets_power", "ets_steel"}
    assert set(case.transfers) == {row.key for row in rows}
    for row in rows:
        assert not row["counted"], row.where("counted")
        assert row.years, row.where()
        assert min(row.years.values()) > 0, row.where()


def test_every_difference_of_the_base_year_is_explained(base_year: pd.DataFrame) -> None:
    assert len(base_year) > 50
    assert base_year["ok"].all(), base_year.loc[~base_year["ok"], "metric"].tolist()
    off = base_year[base_year["difference_percent"].abs() > EXPLAINED_ABOVE]
    silent = off[~off["explanation"].str.contains("差异：", regex=False)]
    assert silent["metric"].tolist() == []


def test_every_number_says_where_it_comes_from(workbook: Workbook) -> None:
    for table in ("processes", "flows", "units", "demands", "paths", "storage", "clauses"):
        for row in workbook.rows(table):
            assert row["source"], row.where()
            assert row.given("confidence"), row.where()
