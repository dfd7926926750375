"""Planted contradictions: the right things are named, and the change told is enough and least."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import apart
import tiny
from pathway.errors import InfeasibleError, PlanClashError
from pathway.solve.clash.answer import Kind
from pathway.solve.clash.changes import outward, with_changes
from pathway.solve.plan import solve_plan

if TYPE_CHECKING:
    from pathway.case.case import Case
    from pathway.solve.clash.answer import Clash, Compromise

LESS = 0.03
"""Part of a change that is left out to see that less does not do."""


def city(settings: dict[str, object] | None = None, **more: object) -> tiny.Tables:
    """Coal that stands, wind and solar that may be built; demand may not go unserved."""
    sheets = tiny.tables(
        {"last_year": 2027, **(settings or {})},
        commodities=[tiny.good("electricity", "hour", surplus=True)],
        processes=[
            tiny.plant("coal", variable_cost=2, co2_process=1),
            tiny.plant("wind", expansion="build", capex=60, lifetime=20, capacity_max=3,
                       availability=0.3),
            tiny.plant("solar", expansion="build", capex=30, lifetime=20, availability=0.1),
        ],
        flows=[tiny.out(p) for p in ("coal", "wind", "solar")],
        units=[tiny.unit("A1", "coal", 3), tiny.unit("A2", "coal", 2)],
        demands=[tiny.demand("electricity", {2024: 20, 2025: 22, 2026: 30})],
        metrics=[
            tiny.metric("wind", "GW", "capacity", processes="wind", direction="more"),
            tiny.metric("solar", "GW", "capacity", processes="solar", direction="more"),
            tiny.metric("coal", "GW", "capacity", processes="coal", direction="less"),
            tiny.metric("all", "GW", "capacity", processes="wind;solar;coal", direction="more"),
            tiny.metric("co2", "万吨", "emissions", direction="less"),
        ],
    )  # fmt: skip
    return {**sheets, **more}  # type: ignore[dict-item]


def clauses(*rows: tiny.Row) -> dict[str, object]:
    return {"clauses": list(rows), "lexicon": [dict(row) for row in tiny.lexicon()]}


def changed(sheets: tiny.Tables, process: str, **more: object) -> tiny.Tables:
    next(row for row in sheets["processes"] if row["process"] == process).update(more)
    return sheets


def answer(case: Case, **peak: object) -> Clash:
    with pytest.raises(PlanClashError) as caught:
        tiny.solve(case, **peak)  # type: ignore[arg-type]
    found = caught.value.clash
    assert found.irreducible  # type: ignore[attr-defined]
    return found  # type: ignore[return-value]


def named(clash: Clash) -> set[tuple[str, str]]:
    return {(member.kind.value, member.key) for member in clash.members}


def is_least(case: Case, compromise: Compromise, **peak: object) -> None:
    """With the change there is a plan of the cost that was told; with less there is none."""
    assert compromise.proved
    plan = tiny.solve(with_changes(case, compromise.changes), **peak)  # type: ignore[arg-type]
    told = (compromise.before or 0.0) + (compromise.after or 0.0)
    assert tiny.cost(plan) == pytest.approx(told, rel=1e-6)
    for change in compromise.changes:
        assert change.limit is not None
        row = next(
            r for r in case.clauses[change.named.key].rows if r.key == change.named.row
        )  # fmt: skip
        less = replace(change, limit=change.limit + LESS * (row.limit - change.limit))
        others = [c for c in compromise.changes if c is not change]
        with pytest.raises(InfeasibleError):
            tiny.solve(with_changes(case, [*others, less]), **peak)  # type: ignore[arg-type]


def test_two_shares_that_add_up_to_more_than_the_whole():
    sheets = city(
        **clauses(
            tiny.clause("W", "不低于", "wind", per="all", value=30, unit="%", from_year=2025,
                        to_year=2025),
            tiny.clause("C", "不低于", "coal", per="all", value=80, unit="%", from_year=2025,
                        to_year=2025),
        )
    )  # fmt: skip
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "W"), ("clause", "C")}
    is_least(case, found.compromises[0])
    is_least(case, found.compromises[1])
    first, second = (c.changes[0].named.key for c in found.compromises[:2])
    assert {first, second} == {"W", "C"}
    assert len(found.compromises[0].changes) == 1


def floor_over_potential() -> tiny.Tables:
    row = tiny.clause("W", "不低于", "wind", value=4, unit="GW", time="at", from_year=2026)
    return city(**clauses(row))


def test_a_floor_over_the_potential():
    """4 GW of wind are asked for, 3 can stand: the clause falls to 3, or the potential rises."""
    case = tiny.case(floor_over_potential())
    found = answer(case)
    assert named(found) == {("clause", "W"), ("potential", "wind")}
    first, second = found.compromises
    (change,) = first.changes
    assert (change.asked, change.reached, change.unit) == (4, pytest.approx(3), "GW")
    is_least(case, first)
    assert {(c.named.kind, c.named.year) for c in second.changes} == {
        (Kind.POTENTIAL, 2026), (Kind.POTENTIAL, 2027),
    }  # fmt: skip
    for change in second.changes:
        assert (change.asked, change.reached) == (pytest.approx(3), pytest.approx(4))
    assert second.proved
    tiny.solve(tiny.case(changed(floor_over_potential(), "wind", capacity_max=4)))
    with pytest.raises(InfeasibleError):
        tiny.solve(tiny.case(changed(floor_over_potential(), "wind", capacity_max=3.97)))


def test_a_unit_leaves_before_what_replaces_it_is_there():
    """Gas of 2 GW ends with 2024, the next comes in 2026, and 2025 must have 2 GW."""
    sheets = city(
        units=[tiny.unit("A1", "coal", 5), tiny.unit("G1", "gas", 2, end=2024)],
        projects=[{"project": "G2", "process": "gas", "kind": "proposed", "size": 1.5,
                   "size_unit": "GW", "online": 2026}],
        **clauses(tiny.clause("G", "不低于", "gas", value=1.5, unit="GW", to_year=2026)),
    )  # fmt: skip
    sheets["processes"].append(tiny.plant("gas", expansion="projects", capex=3, variable_cost=4))
    sheets["flows"].append(tiny.out("gas"))
    sheets["metrics"].append(
        tiny.metric("gas", "GW", "capacity", processes="gas", direction="more")
    )
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "G"), ("unit_ends", "G1"), ("project_later", "G2")}
    assert {member.year for member in found.members} == {2025}
    is_least_floor(case, found.compromises[0], reached=0)


def test_a_unit_that_leaves_where_only_demand_needs_it():
    """No clause asks for anything: the unit that leaves, the limits and the demand clash."""
    sheets = city(units=[tiny.unit("A1", "coal", 5, end=2025)])
    changed(sheets, "wind", build_max=1, build_max_unit="GW")
    changed(sheets, "solar", expansion="none")
    sheets["processes"].append(
        tiny.plant("gas", expansion="build", capex=3, variable_cost=4, first_build_year=2027)
    )
    sheets["flows"].append(tiny.out("gas"))
    found = answer(tiny.case(sheets))
    assert ("unit_ends", "A1") in named(found) or ("build_limit", "wind") in named(found)
    assert ("builds_later", "gas") in named(found)
    assert [(g.commodity, g.year) for g in found.grounds] == [("electricity", 2026)]


def test_demand_that_only_plant_which_is_gone_could_serve():
    """All coal leaves with 2025, and nothing else may stand: no limit and no clause can help."""
    sheets = city(units=[tiny.unit("A1", "coal", 5, end=2025)])
    changed(sheets, "wind", expansion="none", capacity_max=None)
    changed(sheets, "solar", expansion="none")
    found = answer(tiny.case(sheets))
    assert named(found) == {("unit_ends", "A1")}
    changes = found.compromises[0].changes
    assert {c.named.year for c in changes} == {2026, 2027}
    assert [c.reached for c in changes] == pytest.approx([30 / 8.76] * 2, rel=1e-3)


def is_least_floor(case: Case, compromise: Compromise, reached: float) -> None:
    """One clause falls to what can be reached."""
    (change,) = compromise.changes
    assert change.reached == pytest.approx(reached, rel=1e-3, abs=1e-6)
    is_least(case, compromise)


def test_a_peak_too_early():
    """Demand grows and wind ends at 3 GW: emissions rise after 2025 whatever is built."""
    sheets = city({"peak_from": 2025, "peak_deadline": 2025})
    changed(sheets, "solar", expansion="none")
    case = tiny.case(sheets)
    found = answer(case)
    assert ("peak", "2025") in named(found)
    assert {kind for kind, _ in named(found)} <= {"peak", "guard", "potential"}
    (change,) = found.compromises[0].changes
    assert (change.named.kind, change.named.year) == (Kind.PEAK, 2026)
    least = (30 - 3 * 0.3 * 8.76) - 22
    assert change.reached >= 0.99 * least
    assert found.compromises[0].proved


def test_a_growth_limit():
    """0.5 GW may be the first step, then half as much more and 0.5: 1.75 GW in 2025."""
    sheets = changed(city(), "wind", growth_max=0.5, growth_seed=0.5, growth_seed_unit="GW")
    sheets |= clauses(
        tiny.clause("W", "不低于", "wind", value=2.9, unit="GW", time="at", from_year=2025)
    )
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "W"), ("growth", "wind")}
    assert {m.year for m in found.members if m.kind is Kind.GROWTH} == {2024, 2025}
    is_least_floor(case, found.compromises[0], reached=1.75)


def test_a_delayed_project():
    """The only gas plant of the list comes a year after the clause wants it."""
    sheets = city(
        projects=[{"project": "G2", "process": "gas", "kind": "committed", "size": 1.5,
                   "size_unit": "GW", "online": 2027}],
        **clauses(tiny.clause("G", "不低于", "gas", value=1, unit="GW", from_year=2026)),
    )  # fmt: skip
    sheets["processes"].append(tiny.plant("gas", expansion="projects", capex=3, variable_cost=4))
    sheets["flows"].append(tiny.out("gas"))
    sheets["metrics"].append(
        tiny.metric("gas", "GW", "capacity", processes="gas", direction="more")
    )
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "G"), ("project_later", "G2")}
    is_least_floor(case, found.compromises[0], reached=0)


def test_an_emission_ceiling_against_a_demand():
    """Of 30 TWh 3 GW of wind give 7.884: the rest is coal, a 万吨 each."""
    sheets = changed(city(), "solar", expansion="none")
    sheets |= clauses(
        tiny.clause("E", "不超过", "co2", value=20, unit="万吨", time="at", from_year=2026)
    )
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "E"), ("potential", "wind")}
    assert [(g.commodity, g.year) for g in found.grounds] == [("electricity", 2026)]
    is_least_floor(case, found.compromises[0], reached=30 - 3 * 0.3 * 8.76)


def test_a_budget_over_years():
    sheets = changed(city(), "solar", expansion="none")
    changed(sheets, "wind", build_max=1, build_max_unit="GW", capacity_max=9)
    sheets |= clauses(
        tiny.clause("B", "不超过", "co2", value=50, unit="万吨", time="cumulative",
                    from_year=2024, to_year=2026),
    )  # fmt: skip
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "B"), ("build_limit", "wind")}
    assert {m.year for m in found.members if m.kind is Kind.BUILD_LIMIT} == {2024, 2025, 2026}
    least = 20 + 22 + 30 - 0.3 * 8.76 * (1 + 2 + 3)
    is_least_floor(case, found.compromises[0], reached=least)


def test_three_clauses_of_which_any_two_fit():
    """At least 5 GW in all, of which coal, wind and solar at most 2, 1 and 1."""
    sheets = city(
        units=[tiny.unit("A1", "coal", 5, earliest_retirement=2024)],
        demands=[tiny.demand("electricity", 1)],
        **clauses(
            tiny.clause("W", "不超过", "wind", value=1, unit="GW", time="at", from_year=2026),
            tiny.clause("C", "不超过", "coal", value=2, unit="GW", time="at", from_year=2026),
            tiny.clause("R", "不低于", "reach", value=4, unit="GW", time="at", from_year=2026),
            tiny.clause("S", "不超过", "solar", value=9, unit="GW", time="at", from_year=2026),
        ),
    )
    sheets["metrics"].append(
        tiny.metric("reach", "GW", "capacity", processes="wind;coal", direction="more")
    )
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "W"), ("clause", "C"), ("clause", "R")}
    assert len(found.compromises) == 3
    assert found.compromises[0].changes[0].named.key == "R"
    assert len({c.changes[0].named.key for c in found.compromises}) == 3
    for compromise in found.compromises:
        is_least(case, compromise)


def test_a_single_hour():
    """Coal of at most 3 GW cannot serve the one step in which 3.6 GW are used and no wind blows."""
    sheets = city(
        units=[tiny.unit("A1", "coal", 5, earliest_retirement=2024)],
        demands=[tiny.demand("electricity", {2024: 16, 2026: 20, 2027: 16}, profile="load")],
        **clauses(tiny.clause("C", "不超过", "coal", value=3, unit="GW", time="at",
                              from_year=2026)),
    )  # fmt: skip
    changed(sheets, "wind", availability=None, availability_profile="wind")
    changed(sheets, "solar", expansion="none")
    hours = tiny.steps(*[2190.0] * 4, load=[0.8, 1.0, 1.6, 0.6], wind=[0.4, 0.4, 0.0, 0.4])
    case = tiny.case(sheets, hours)
    found = answer(case)
    assert named(found) == {("clause", "C")}
    (ground,) = found.grounds
    assert (ground.commodity, ground.year, len(ground.when)) == ("electricity", 2026, 1)
    assert ground.when[0].endswith("2:00")
    is_least_floor(case, found.compromises[0], reached=20 / 8.76 * 1.6)


def test_a_unit_that_may_not_retire_yet():
    sheets = city(
        units=[tiny.unit("A1", "coal", 5, earliest_retirement=2027)],
        **clauses(tiny.clause("C", "不超过", "coal", value=4, unit="GW", time="at",
                              from_year=2026)),
    )  # fmt: skip
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "C"), ("unit_stays", "A1")}
    is_least_floor(case, found.compromises[0], reached=5)


def test_limits_of_the_workbook_alone():
    """A committed project larger than the potential: no clause can help, and none is named."""
    sheets = city(
        projects=[{"project": "P", "process": "wind", "kind": "committed", "size": 3.5,
                   "size_unit": "GW", "online": 2025}],
        **clauses(tiny.clause("W", "不低于", "wind", value=1, unit="GW", from_year=2026)),
    )  # fmt: skip
    found = answer(tiny.case(sheets))
    assert named(found) == {("committed", "wind"), ("potential", "wind")}
    assert {c.named.kind for c in found.compromises[0].changes} <= {Kind.COMMITTED, Kind.POTENTIAL}


def test_own_targets_give_way_before_clauses_of_the_plan():
    """At least 3 GW of wind and, by an estimate, at most 2.9: the estimate gives way."""
    sheets = city(
        **clauses(
            tiny.clause("W", "不低于", "wind", value=3, unit="GW", time="at", from_year=2026),
            tiny.clause("O", "不超过", "wind", value=2.9, unit="GW", time="at", from_year=2026,
                        value_source="missing"),
        )
    )  # fmt: skip
    case = tiny.case(sheets)
    found = answer(case)
    assert named(found) == {("clause", "W"), ("own_target", "O")}
    assert found.compromises[0].changes[0].named.key == "O"
    is_least(case, found.compromises[0])


def test_a_peak_after_a_clause_gave_way_is_guarded_by_its_own_reference():
    sheets = city(
        {"peak_from": 2025, "peak_deadline": 2026},
        **clauses(
            tiny.clause("W", "不低于", "wind", value=4, unit="GW", from_year=2025),
            tiny.clause("P", "达到峰值", "co2"),
        ),
    )
    case = tiny.case(sheets)
    for form in ("whole-horizon", "before-peaking"):
        found = answer(case, form=form)
        assert named(found) == {("clause", "W"), ("potential", "wind")}
        assert found.compromises[0].proved
        plan = tiny.solve(with_changes(case, found.compromises[0].changes), form)
        assert plan.objective == pytest.approx(found.compromises[0].before, rel=1e-4)


# --- plan and operation apart ---------------------------------------------------------------------


def apart_answer(case: Case, **peak: object) -> Clash:
    with pytest.raises(PlanClashError) as caught:
        solve_plan(case, apart.settings(**peak))  # type: ignore[arg-type]
    found = caught.value.clash
    assert found.irreducible
    assert found.average
    return found  # type: ignore[no-any-return]


def is_least_apart(case: Case, compromise: Compromise) -> None:
    """With the change there is a plan of that cost on all hours, and with less there is none."""
    assert compromise.proved
    plan = solve_plan(with_changes(case, compromise.changes), apart.settings())
    told = (compromise.before or 0.0) + (compromise.after or 0.0)
    assert tiny.cost(plan) == pytest.approx(told, rel=1e-5)
    (change,) = compromise.changes
    rows = case.clauses[change.named.key].rows
    asked = next(r.limit for r in rows if r.key == change.named.row)
    assert change.limit is not None
    less = replace(change, limit=change.limit + LESS * (asked - change.limit))
    with pytest.raises(InfeasibleError):
        solve_plan(with_changes(case, [less]), apart.settings(apart=False))


def shares(coal: float) -> tiny.Tables:
    """Wind of at least 40 %, coal of at least so many; coal of 0.4 GW ends with 2024."""
    return apart.city(
        metrics=[
            tiny.metric("wind", "GW", "capacity", processes="wind", direction="more"),
            tiny.metric("coal", "GW", "capacity", processes="coal_power", direction="more"),
            tiny.metric("all", "GW", "capacity", processes="wind;coal_power", direction="more"),
        ],
        **clauses(
            tiny.clause("W", "不低于", "wind", per="all", value=40, unit="%", time="at",
                        from_year=2025),
            tiny.clause("C", "不低于", "coal", per="all", value=coal, unit="%", time="at",
                        from_year=2025),
        ),
    )  # fmt: skip


def test_two_shares_on_all_hours():
    case = apart.on_days(shares(70))
    found = apart_answer(case)
    assert named(found) == {("clause", "W"), ("clause", "C")}
    assert len(found.compromises) == 2
    for compromise in found.compromises:
        is_least_apart(case, compromise)


def test_one_clause_and_a_unit_that_has_left():
    """80 % of coal beside the 0.3 GW of wind that stand takes the unit that left with 2024."""
    sheets = shares(80)
    sheets["clauses"] = [row for row in sheets["clauses"] if row["clause"] == "C"]
    found = apart_answer(apart.on_days(sheets))
    assert named(found) == {("clause", "C"), ("unit_ends", "A2")}


def test_a_single_hour_is_found_by_the_cuts_of_all_hours():
    """At average load coal suffices; in one step of one day it does not, and no demand may miss."""
    sheets = city(
        units=[tiny.unit("A1", "coal", 5, earliest_retirement=2024)],
        demands=[tiny.demand("electricity", {2024: 16, 2026: 20, 2027: 16}, profile="load")],
        **clauses(tiny.clause("C", "不超过", "coal", value=3, unit="GW", time="at",
                              from_year=2026)),
    )  # fmt: skip
    changed(sheets, "wind", availability=None, availability_profile="wind")
    changed(sheets, "solar", expansion="none")
    load = [0.8, 1.0, 1.6, 0.6, 1.0, 1.0, 1.0, 1.0]
    hours = apart.hours(load=load, wind=[0.4, 0.4, 0.0, 0.4] * 2, night=[1, 0] * 4,
                        tariff=[1.0] * 8)  # fmt: skip
    case = apart.on_days(sheets, hours)
    found = apart_answer(case)
    assert named(found) == {("clause", "C")}
    assert found.compromises[0].changes[0].reached == pytest.approx(20 / 8.76 * 1.6, rel=1e-3)
    is_least_apart(case, found.compromises[0])


@pytest.mark.parametrize(
    ("change", "told"), [(0.5, 0.5), (-0.333333, -0.3334), (1234.5678, 1235.0), (0.0, 0.0)]
)
def test_changes_are_rounded_to_the_side_on_which_a_plan_exists(change, told):
    assert outward(change) == pytest.approx(told)
