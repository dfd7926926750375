from __future__ import annotations

import pytest

import tiny


def plants() -> tiny.Tables:
    return tiny.tables(
        {"last_year": 2025},
        processes=[
            tiny.plant("wind", existing=3, tags="renewable"), tiny.plant("coal", existing=2),
            tiny.works("road", expansion="unlimited", variable_cost=1),
        ],
        flows=[tiny.out("wind"), tiny.out("coal"), tiny.out("road", "cargo")],
        demands=[tiny.demand("electricity", 8.76), tiny.demand("cargo", 4)],
        metrics=[
            tiny.metric("wind_capacity", "GW", "capacity", tags="renewable"),
            tiny.metric("power_capacity", "GW", "capacity", commodities="electricity",
                        processes="wind;coal"),
        ],
    )  # fmt: skip


def test_worked_example() -> None:
    plan = tiny.run(plants())
    assert tiny.value(plan, "v_metric", "wind_capacity", 2024) == pytest.approx(3.0)
    assert tiny.value(plan, "v_metric", "power_capacity", 2024) == pytest.approx(5.0)


def test_row_of_every_part() -> None:
    sheets = plants()
    sheets["processes"][1] |= {"expansion": "build", "existing": 0}
    sheets["processes"].append(tiny.plant("flexible"))
    sheets["flows"].append(tiny.out("flexible"))
    sheets["units"] = [tiny.unit("A1", "coal", 2, earliest_retirement=2024)]
    way: tiny.Row = {"retrofit": "flex", "from_process": "coal", "to_process": "flexible"}
    sheets["retrofits"] = [way | {"cost": 1, "cost_unit": "亿元/GW"}]
    sheets["metrics"] = [
        tiny.metric("mix", "GW", "capacity", processes="wind", weight=2),
        tiny.metric("mix", "GW", "new_capacity", processes="coal", weight=3),
        tiny.metric("mix", "GW", "retired_capacity", processes="coal", weight=5),
        tiny.metric("mix", "GW", "retrofitted_capacity", processes="flexible", weight=7),
        tiny.metric("done", "万吨", "activity", processes="road", weight=2),
        tiny.metric("done", "万吨", "activity", processes="coal", weight=4, weight_unit="万吨/TWh"),
        tiny.metric("done", "万吨", "demand", commodities="cargo"),
    ]
    compiled = tiny.programme(tiny.case(sheets))
    mix, lower, upper = tiny.row(compiled, "c_metric[mix,2025]")
    assert mix == pytest.approx(
        {
            "v_metric[mix,2025]": 1.0, "v_capacity[wind,2025]": -2.0,
            "v_build[coal,2025]": -3.0, "v_retire[A1,coal,2025]": -5.0,
            "v_retrofit[flex,A1,2025]": -7.0,
        }
    )  # fmt: skip
    assert lower == upper == 0.0
    done, lower, _ = tiny.row(compiled, "c_metric[done,2025]")
    assert done == pytest.approx(
        {
            "v_metric[done,2025]": 1.0, "v_activity[road,2025]": -2.0,
            "v_total[metric:done,2025]": -1.0,
        }
    )  # fmt: skip
    assert lower == pytest.approx(4.0)
    total, _, _ = tiny.row(compiled, "c_total[metric:done,2025]")
    assert total == pytest.approx({"v_total[metric:done,2025]": 1.0, "v_activity[coal,2025]": -4.0})


def test_no_metrics_no_rows() -> None:
    sheets = plants()
    sheets["metrics"] = []
    compiled = tiny.programme(tiny.case(sheets))
    assert not tiny.rows_of(compiled, "c_metric")
    assert not len(compiled.columns["v_metric"])
