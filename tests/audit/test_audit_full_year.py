"""All 8,760 hours of a year: written, read again, proved, and seen through when corrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import runs

import tiny
from pathway.settings import SolverSettings, TimeSettings

if TYPE_CHECKING:
    from runs import Run

pytestmark = pytest.mark.slow
HOURS = np.arange(8760)


def island(last: int) -> tuple[tiny.Tables, dict[str, list[object]]]:
    """Wind, diesel with a minimum load, a battery, and a store that goes round in a year."""
    sheets = tiny.tables(
        {"last_year": last, "value_of_lost_load": 50, "discount_rate": 0.05,
         "peak_from": 2024, "peak_deadline": 2024},
        processes=[
            tiny.plant("wind", expansion="build", capex=60, availability_profile="wind"),
            tiny.plant("diesel", existing=2, variable_cost=10, min_load=0.3, co2_process=70),
            tiny.plant("battery", expansion="build", capex=8, lifetime=12),
            tiny.plant("cavern", existing=0.05),
        ],
        flows=[tiny.out("wind"), tiny.out("diesel")],
        storage=[
            {"process": "battery", "commodity": "electricity", "hours": 4, "efficiency_in": 0.95},
            {"process": "cavern", "commodity": "electricity", "hours": 400, "loss": 1e-4,
             "cycle": "year"},
        ],
        demands=[tiny.demand("electricity", {2024: 8, 2025: 9}, profile="load")],
    )  # fmt: skip
    drawn = np.random.default_rng(1).uniform(size=365)
    wind = np.clip(np.repeat(drawn, 24) + 0.1 * np.sin(HOURS / 5), 0, 1)
    load = 1 + 0.3 * np.sin((HOURS % 24 - 12) / 12 * np.pi) + 0.1 * np.cos(HOURS / 1400)
    profiles: dict[str, list[object]] = {
        "step": list(range(1, 8761)), "wind": wind.tolist(), "load": load.tolist(),
    }  # fmt: skip
    return sheets, profiles


@pytest.fixture(scope="module", params=["one programme", "parts"])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The island in one programme, or two years of it to a gap; not to be changed."""
    parts = request.param == "parts"
    update = {
        "time": TimeSettings(resolution="full"),
        "solver": SolverSettings(decompose=parts, gap=1e-3),
    }
    settings = (runs.TWO_STAGES if parts else runs.ONE_STAGE).model_copy(update=update)
    book = tiny.read(*island(2025 if parts else 2024))
    return runs.make_from(tmp_path_factory.mktemp("year"), book, settings)


def test_all_hours_are_proved(year: Run) -> None:
    audit = year.audit()
    assert audit.ok, runs.told(audit)
    assert len(year.files.tables["dispatch"]) in {8760, 2 * 8760}
    assert year.files.manifest["bounds"]["gap"] < 1.1e-3


def test_text_is_for_people_and_duals_by_the_hour_are_not(year: Run) -> None:
    first = (year.files.folder / "tables" / "dispatch.csv").read_text("utf-8-sig").splitlines()[1]
    assert first.startswith("2024,0,01-01,0,1,1,")
    assert len(year.files.tables["duals"]) < 8760
    assert len(year.files.tables["duals_hourly"]) == len(year.files.tables["dispatch"])


@pytest.mark.parametrize("column", ["wind|run", "diesel|committed"])
def test_one_hour_that_is_off_is_seen(year: Run, column: str) -> None:
    changed = year.files.tables["operation"].copy()
    changed.loc[5000, column] += 1e-3
    assert runs.caught(year.with_table("operation", lambda _: changed).audit())


def test_one_dual_that_is_off_is_seen(year: Run) -> None:
    table = year.files.tables["duals_hourly"]
    prices = next(c for c in table if "|row|c_balance_hour|" in c and c.endswith("|dual"))
    at = int(table[prices].abs().argmax())
    off = table[prices].where(table.index != at, 1.5 * table[prices])
    changed = year.with_table("duals_hourly", lambda t: t.assign(**{prices: off}))
    assert runs.caught(changed.audit(), "optimality")
