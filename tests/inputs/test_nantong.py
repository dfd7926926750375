"""The reference workbook: everything counted once, every clause dealt with, every row sourced."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pathway.case.assemble import assemble
from pathway.settings import TimeSettings
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    import numpy as np

    from pathway.case.case import Case
    from pathway.workbook.rows import Workbook

WORKBOOK = Path(__file__).parents[2] / "inputs" / "nantong.xlsx"
REGISTER = 72
"""Clauses of the plan; rows such as O-5-1 split one of them by sector."""
SECTORS = ("co2_power", "co2_industry", "co2_transport", "co2_buildings", "co2_agriculture")


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return read_workbook(WORKBOOK)


@pytest.fixture(scope="module")
def case(workbook: Workbook) -> Case:
    return assemble(workbook, TimeSettings(days=2))


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


def test_every_number_says_where_it_comes_from(workbook: Workbook) -> None:
    for table in ("processes", "flows", "units", "demands", "paths", "storage", "clauses"):
        for row in workbook.rows(table):
            assert row["source"], row.where()
            assert row.given("confidence"), row.where()
