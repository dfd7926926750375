"""The task book: departments add up to the plan, and tasks to what the plan avoids."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pathway.results.abatement import abatement
from pathway.results.tables.task_book import departments


@pytest.fixture(scope="module")
def book(results) -> pd.DataFrame:
    return results.tables["task_book"]


def test_amounts_and_investment_add_up_to_the_plan(results, book) -> None:
    capacity, units = results.tables["capacity"], results.tables["units"]
    built = book[book["kind"] == "build"].groupby("item")["amount"].sum()
    new = capacity.groupby("process")["new"].sum()
    pd.testing.assert_series_equal(built, new[built.index], check_names=False)
    assert new.drop(built.index).abs().max() < 1e-6
    moved = results.tables["retrofits"]["amount"].sum()
    assert book.loc[book["kind"] == "retrofit", "amount"].sum() == pytest.approx(moved)
    gone = book.loc[book["kind"] == "retire", "amount"].sum()
    expired = capacity.loc[capacity["process"].str.startswith("coal"), "expired"].sum()
    assert gone == pytest.approx(units["retired_early"].sum() + expired)
    money = results.tables["investment"]["investment"].sum()
    assert book["investment"].sum() == pytest.approx(money)


def test_what_is_avoided_adds_up_to_the_stated_total_in_every_year(results, book) -> None:
    stated = results.tables["abatement"].set_index("year")
    added = book.groupby("year")["abatement"].sum()
    assert added.to_dict() == pytest.approx(stated["avoided"].to_dict(), abs=1e-9)
    assert stated["avoided"].iloc[0] == pytest.approx(0.0)
    plan = results.solution_summary.emissions
    assert stated["emissions"].tolist() == pytest.approx(list(plan))
    assert stated["avoided"].abs().max() > 1.0


def test_the_limit_of_early_warning(book, row) -> None:
    wind = row(book, kind="build", item="wind", year=2026)
    assert wind["warning"] == pytest.approx(0.9 * wind["cumulative"])
    assert wind["deadline"] == "2026-12-31"
    floor = row(book, kind="clause", clause="C1")
    assert (floor["amount"], floor["warning"], floor["light"]) == (50.0, 45.0, "green")
    ceiling = row(book, kind="clause", clause="C3")
    assert (ceiling["amount"], ceiling["warning"]) == (130.0, pytest.approx(143.0))


def test_targets_stand_with_the_result_of_their_own_clause(results, book, row) -> None:
    for task in book[book["kind"] == "clause"].itertuples():
        clause = row(results.tables["clauses"], clause=task.clause, year=task.year)
        assert (task.amount, task.result) == (clause["target"], clause["result"])


def test_measures_stand_under_their_department_with_their_text(book, row) -> None:
    measures = book[book["kind"] == "measure"]
    assert sorted(measures["clause"]) == ["C4", "C5", "C6", "C7"]
    assert row(measures, clause="C5")["task_zh"] == "加强宣传"
    assert measures["year"].isna().all()


def test_the_first_department_named_answers() -> None:
    assert departments("市发改委；市住建局, 市工信局") == ("市发改委", "市住建局", "市工信局")
    assert departments("") == ()


def tiny_case():
    """A cargo that coal power or wind moves; a store; an export. Years 2030 and 2031."""
    process = {key: SimpleNamespace(mode_of=None) for key in ("coal", "wind", "car", "export")}
    process["coal_mode"] = SimpleNamespace(mode_of="coal")
    unit = SimpleNamespace(tce=0.0, held=SimpleNamespace(), shown=SimpleNamespace())
    flow = {"coal": "power", "coal_mode": "power", "wind": "power", "car": "km"}
    return SimpleNamespace(
        years=(2030, 2031), processes=process, stores={},
        commodities={"power": unit, "km": unit},
        flows=[SimpleNamespace(process=p, commodity=c, sign=1) for p, c in flow.items()],
    )  # fmt: skip


def test_abatement_reckoned_by_hand(monkeypatch) -> None:
    """First year: 10 of power from 6 of coal (6 emitted) and 4 of wind, so 0.6 behind each.

    Next year coal makes 3 (and 1 as a mode, 0.5 emitted) and wind 9: wind avoids 0.6 × 9, coal
    0.6 × 4 − 3.5. Of the 13, 10 go to cars for 20 km, and 3 abroad.
    """
    monkeypatch.setattr("pathway.results.abatement.commodity_factor", lambda _: 1.0)
    out, into = "out", "in"
    flows = pd.DataFrame(
        [("power", "process", "coal", out, 2030, 6), ("power", "process", "wind", out, 2030, 4),
         ("power", "process", "car", into, 2030, 10), ("km", "process", "car", out, 2030, 16),
         ("km", "demand", "d", into, 2030, 16),
         ("power", "process", "coal", out, 2031, 3), ("power", "process", "wind", out, 2031, 9),
         ("power", "process", "coal_mode", out, 2031, 1),
         ("power", "process", "car", into, 2031, 10), ("km", "process", "car", out, 2031, 20),
         ("km", "demand", "d", into, 2031, 20), ("power", "process", "export", into, 2031, 3)],
        columns=["commodity", "kind", "item", "direction", "year", "amount"],
    )  # fmt: skip
    emissions = pd.DataFrame(
        [("coal", 2030, 6.0), ("coal", 2031, 3.0), ("coal_mode", 2031, 0.5)],
        columns=["item", "year", "amount"],
    ).assign(counted=True)
    found = abatement(tiny_case(), {"flows": flows, "emissions": emissions})
    assert found.of["wind"] == pytest.approx([2.4, 5.4])
    assert found.of["coal"] == pytest.approx([-2.4, 0.6 * 4 - 3.5])
    assert found.of["car"] == pytest.approx([0.0, 20 * 6 / 16 - 6])  # more km from a unit of power
    assert found.of["export"] == pytest.approx([0.0, 0.0])
    assert found.frozen == pytest.approx([6.0, 20 * 6 / 16 + 3 * 0.6])
    assert found.total() == pytest.approx([0.0, 7.5 + 1.8 - 3.5])
    gained = sum(values - values[0] for values in found.of.values())
    assert np.allclose(gained, found.total())
