"""A plan that stays loaded gives, after every change, what a new start gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import apart
import tiny
from pathway.errors import InfeasibleError
from pathway.solve.decomposed.bounds import Bounds
from pathway.solve.decomposed.session import Session
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Case

LATE: tiny.Row = {"time": "at", "from_year": 2025}
SOFT: tiny.Row = {"firmness": "soft", "price": 0.02, "price_unit": "亿元/万吨"}
ROOM = 3.0 * apart.GAP


def town(**changes: float) -> Case:
    """A city with a clause on wind; every change is of one figure."""
    sheets = apart.city(
        lexicon=[dict(row) for row in tiny.lexicon()],
        metrics=[
            tiny.metric("wind_share", "TWh", "activity", processes="wind", direction="more"),
            tiny.metric("all_power", "TWh", "activity", processes="wind;coal_power;gas"),
            tiny.metric("co2", "万吨", "emissions", direction="less"),
            tiny.metric("wind_power", "GW", "capacity", processes="wind", direction="more"),
        ],
        clauses=[
            tiny.clause("E1", "不低于", "wind_share", per="all_power", unit="%",
                        value=changes.get("share", 35), **LATE),
            tiny.clause("E3", "不低于", "wind_power", unit="GW", value=changes.get("wind", 0.3),
                        **LATE),
            tiny.clause("E2", "不超过", "co2", value=300, unit="万吨", **LATE, **SOFT),
        ],
    )  # fmt: skip
    processes = {row["process"]: row for row in sheets["processes"]}
    processes["wind"]["capex"] = changes.get("capex", 40)
    processes["wind"]["capacity_max"] = 5
    processes["mine"]["variable_cost"] = changes.get("fuel", 0.09)
    processes["gas"]["variable_cost"] = changes.get("gas", 3.1)
    processes["battery"]["capacity_max"] = changes.get("battery", 0.4)
    sheets["storage"][0]["efficiency_in"] = changes.get("efficiency", 0.9)
    return apart.on_days(sheets)


def stormy(case: Case) -> Case:
    """The same city with another year of wind."""
    profiles = dict(case.steps.profiles)
    profiles["wind"] = np.roll(profiles["wind"], 3)
    return replace(case, steps=replace(case.steps, profiles=profiles))


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """A city that was solved once."""
    with Session(town(), apart.settings()) as found:
        found.solve()
        yield found


@pytest.mark.parametrize(
    "changes", [{"share": 45}, {"capex": 30}, {"fuel": 0.2}, {"battery": 0.1}, {}]
)
def test_a_change_of_the_plan_tier_asks_no_year_again(
    session: Session, changes: dict[str, float]
) -> None:
    case = town(**changes)
    assert session.change(case) == frozenset()
    assert tiny.cost(session.solve()) == pytest.approx(cold(case), rel=ROOM)


@pytest.mark.parametrize("changes", [{"gas": 2.0}, {"efficiency": 0.8}])
def test_other_operation_is_asked_again(session: Session, changes: dict[str, float]) -> None:
    session.change(town())
    case = town(**changes)
    assert session.change(case) == {2024, 2025}
    assert tiny.cost(session.solve()) == pytest.approx(cold(case), rel=ROOM)


def test_other_weather_is_asked_again(session: Session) -> None:
    session.change(town())
    case = stormy(town())
    assert session.change(case) == {2024, 2025}
    assert tiny.cost(session.solve()) == pytest.approx(cold(case), rel=ROOM)


def test_a_case_of_other_rows_is_begun_anew(session: Session) -> None:
    case = apart.on_days(apart.city())
    assert session.change(case) == {2024, 2025}
    assert tiny.cost(session.solve()) == pytest.approx(cold(case), rel=ROOM)


def test_a_change_that_leaves_no_plan_does_not_spoil_the_next(session: Session) -> None:
    session.change(town(wind=6))
    with pytest.raises(InfeasibleError):
        session.solve()
    session.change(town())
    assert tiny.cost(session.solve()) == pytest.approx(cold(town()), rel=ROOM)


def test_what_is_known_makes_the_search_short(session: Session) -> None:
    session.change(town())
    session.solve()
    session.change(town(capex=40.4))
    again = session.solve()
    anew = solve_plan(town(capex=40.4), apart.settings())
    assert len(again.bounds) < len(anew.bounds) / 2


def test_workers_take_the_changed_case() -> None:
    case = town(gas=2.0)
    with Session(town(), apart.settings(threads=2)) as session:
        session.solve()
        assert session.change(case) == {2024, 2025}
        assert tiny.cost(session.solve()) == pytest.approx(cold(case), rel=ROOM)


def cold(case: Case) -> float:
    """Least cost of the one programme."""
    return tiny.cost(solve_plan(case, apart.settings(apart=False)))


def test_stages_begin_where_they_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, bool]] = []
    begin = Bounds.begin

    def watched(bounds: Bounds, stage: str) -> None:
        begun.append((stage, stage in bounds.ends))
        begin(bounds, stage)

    monkeypatch.setattr(Bounds, "begin", watched)
    with Session(town(), apart.settings()) as session:
        session.solve()
        session.change(town(share=36))
        session.solve()
    assert begun == [("plan", False), ("steps", False), ("plan", True), ("steps", True)]


def test_a_question_alone_moves_no_targets(session: Session) -> None:
    session.change(town())
    assert not session.plan().steps
    assert session.solve().steps
