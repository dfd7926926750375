"""The load that chooses the extreme days: what demands ask of the plant of the base year."""

from __future__ import annotations

import numpy as np
import pytest

import tiny
from pathway.case import extremes
from pathway.case.peak_load import Uses
from pathway.settings import TimeSettings

HOUR = np.arange(8760)
LOAD = 1 + 0.3 * np.sin(2 * np.pi * HOUR / 24)
LOAD[200 * 24 + 6] = 2.5
COLD = np.where((HOUR // 24 < 40) & (HOUR % 24 == 19), 1.0, 0.0)
COLD[20 * 24 + 19] = 1.5


def heated(**heaters: object) -> tiny.Tables:
    """1 GW of demand that is highest on day 200, and warmth by electricity that is so on day 20."""
    return tiny.tables(
        {"value_of_lost_load": 5},
        commodities=[tiny.good("electricity", "hour"), tiny.good("warmth"), tiny.good("comfort")],
        processes=[
            tiny.plant("grid", expansion="unlimited"),
            tiny.works("heaters", **heaters),
            tiny.works("stoves", existing=1),
            tiny.works("homes", expansion="unlimited"),
        ],
        flows=[
            tiny.out("grid"),
            tiny.take("heaters", "electricity", 0.02, unit="TWh/万吨", shape="cold"),
            tiny.out("heaters", "warmth"),
            tiny.out("stoves", "warmth"),
            tiny.take("homes", "warmth", 2),
            tiny.out("homes", "comfort"),
        ],
        demands=[tiny.demand("electricity", 8.76, profile="load"), tiny.demand("comfort", 30)],
        adequacy=[{"period": "any", "commodity": "electricity"}],
    )  # fmt: skip


def uses(sheets: tiny.Tables) -> tuple[Uses, dict[str, float]]:
    """What uses electricity, and the reference activity, on two steps."""
    book = tiny.read(sheets, tiny.steps(4380, 4380, load=[1, 1], cold=[0, 1]))
    case = tiny.assemble(book, tiny.SLICES)
    made = Uses(
        book.profile_sheet, case.years, case.commodities, case.processes, case.flows, case.demands
    )
    return made, extremes.reference_activity(made, case.units.values())


def test_demands_are_met_by_what_stands_in_proportion() -> None:
    """30 of comfort ask for 60 of warmth; 3 of heaters and 1 of stoves share it."""
    _, activity = uses(heated(existing=3))
    assert activity == pytest.approx({"homes": 30.0, "heaters": 45.0, "stoves": 15.0})


def test_units_stand_too_and_outages_count() -> None:
    sheets = heated(expansion="build", availability=0.5)
    sheets["units"] = [tiny.unit("H1", "heaters", 6, size_unit="万吨/年")]
    _, activity = uses(sheets)
    assert activity == pytest.approx({"homes": 30.0, "heaters": 45.0, "stoves": 15.0})


def test_where_nothing_stands_what_has_no_limit_comes_first() -> None:
    sheets = heated(expansion="unlimited")
    sheets["processes"][2] = tiny.works("stoves", expansion="build")
    assert uses(sheets)[1] == pytest.approx({"homes": 30.0, "heaters": 60.0})
    sheets["processes"][1] = tiny.works("heaters", expansion="build")
    assert uses(sheets)[1] == pytest.approx({"homes": 30.0, "heaters": 30.0, "stoves": 30.0})


def test_joint_products_are_made_once() -> None:
    """Heaters have to run 30 for the warmth and 15 for the water that they make two of."""
    sheets = heated(existing=1)
    sheets["commodities"].append(tiny.good("water"))
    sheets["flows"].append(tiny.out("heaters", "water", amount=2))
    sheets["demands"].append(tiny.demand("water", 30))
    assert uses(sheets)[1]["heaters"] == pytest.approx(30.0)


def test_a_loop_ends() -> None:
    sheets = heated(existing=3)
    sheets["flows"].append(tiny.take("heaters", "comfort", 0.9))
    assert np.isfinite(uses(sheets)[1]["heaters"])


def test_load_is_that_of_commodities_with_a_peak() -> None:
    """45 of heaters use 0.9 TWh in half of the year, beside demand of 1 GW."""
    sheets = heated(existing=3)
    sheets["commodities"].append(tiny.good("steam", "hour", surplus=True))
    sheets["processes"].append(tiny.plant("boiler", expansion="unlimited"))
    sheets["flows"].append(tiny.out("boiler", "steam"))
    sheets["demands"].append(tiny.demand("steam", 87.6, unit="TWh"))
    made, _ = uses(sheets)
    case = tiny.case(sheets, tiny.steps(4380, 4380, load=[1, 1], cold=[0, 1]))
    load = extremes.extreme_load(made, case.adequacy, ())
    assert load == pytest.approx([1.0, 1.0 + 900 / 4380])
    assert extremes.extreme_load(made, {}, ()) == pytest.approx([11.0, 11.0 + 900 / 4380])


@pytest.mark.parametrize(("standing", "day"), [(0, 200), (3, 20)])
def test_use_of_yearly_processes_moves_the_extreme_day(standing: float, day: int) -> None:
    sheets = heated(existing=standing, expansion="build")
    profiles = {"load": LOAD.tolist(), "cold": COLD.tolist()}
    case = tiny.case(sheets, profiles, TimeSettings(days=2))
    [kept] = [number for number, kind in case.steps.extremes.items() if kind == "peak load"]
    assert case.steps.calendar[day] == kept
    assert case.steps.weight[case.steps.day == kept] == pytest.approx(np.ones(24))
    assert {when[:5] for when in case.peak_loads["any"].when} >= {"07-20", "01-21"}
