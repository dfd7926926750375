from __future__ import annotations

import pytest

import tiny
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.model.families.peak import active_pairs


def rising(
    first: int = 2025, deadline: int = 2025, demand: tuple[float, ...] = (1, 2, 3)
) -> tiny.Tables:
    """Rising demand that coal serves at 1 and wind at 2."""
    return tiny.tables(
        {"last_year": 2023 + len(demand), "peak_from": first, "peak_deadline": deadline},
        processes=[
            tiny.works("coal", expansion="unlimited", variable_cost=1, co2_process=1),
            tiny.works("wind", expansion="unlimited", variable_cost=2),
        ],
        flows=[tiny.out("coal", "cargo"), tiny.out("wind", "cargo")],
        demands=[tiny.demand("cargo", dict(enumerate(demand, start=2024)))],
    )


@pytest.mark.parametrize("form", ["whole-horizon", "before-peaking"])
def test_worked_example(form: str) -> None:
    plan = tiny.solve(tiny.case(rising()), form)
    assert plan.value("v_emissions") == pytest.approx([1.0, 2.0, 2.0])
    assert tiny.value(plan, "v_activity", "wind", 2026) == pytest.approx(1.0)
    assert tiny.dual(plan, "c_peak", 2025, 2026) == pytest.approx(-1.0)


def test_row() -> None:
    compiled = tiny.programme(tiny.case(rising()))
    terms, lower, upper = tiny.row(compiled, "c_peak[2025,2026]")
    assert terms == {"v_emissions[2026]": 1.0, "v_emissions[2025]": -1.0}
    assert (lower, upper) == (float("-inf"), 0.0)


def test_pairs_of_each_reading() -> None:
    kind = tiny.case(rising(2024, 2025, (1, 2, 3, 4)))
    strong = list(compile_programme(build(kind)).rows["c_peak"].index_set)
    assert strong == [(2024, 2025), (2025, 2026), (2026, 2027)]
    assert active_pairs(strong, 2025, "strong") == [(2025, 2026), (2026, 2027)]
    weak = list(compile_programme(build(kind, reading="weak")).rows["c_peak"].index_set)
    assert active_pairs(weak, 2025, "weak") == [(2025, 2026), (2025, 2027)]


def test_weak_lets_emissions_come_back_to_the_peak() -> None:
    sheets = rising(2025, 2025, (1, 3, 2, 3))
    strong = tiny.solve(tiny.case(sheets))
    weak = tiny.solve(tiny.case(sheets), reading="weak")
    assert strong.value("v_emissions") == pytest.approx([1, 3, 2, 2])
    assert weak.value("v_emissions") == pytest.approx([1, 3, 2, 3])


def test_no_deadline_no_rows() -> None:
    sheets = rising()
    sheets["settings"] = [r for r in sheets["settings"] if not str(r["key"]).startswith("peak")]
    assert not tiny.rows_of(tiny.programme(tiny.case(sheets)), "c_peak")
