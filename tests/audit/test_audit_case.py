"""Numbers corrupted on their way into the programme: the audit, from the workbook, has to see each.

A run is solved, tabled and proved with the wrong number, so that nothing in it contradicts itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import runs
import tight

import tiny
from pathway.case.case import Relation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pathway.case.case import Case

    Change = Callable[[Case], Case]


def of(field: str, key: str, **changes: Any) -> Change:
    """Change attributes of one entry; a function is applied to what is there."""

    def apply(case: Case) -> Case:
        entries = dict(getattr(case, field))
        entry = entries[key]
        new = {name: v(getattr(entry, name)) if callable(v) else v for name, v in changes.items()}
        return replace(case, **{field: {**entries, key: replace(entry, **new)}})

    return apply


def plant(key: str, **changes: Any) -> Change:
    return of("processes", key, **changes)


def times(factor: float) -> Callable[[Any], Any]:
    return lambda value: value * factor


def flow(key: str, **changes: Any) -> Change:
    def apply(case: Case) -> Case:
        new = {name: v for name, v in changes.items() if not callable(v)}
        done = [
            replace(f, **new, **{n: v(getattr(f, n)) for n, v in changes.items() if callable(v)})
            if f.key == key
            else f
            for f in case.flows
        ]
        return replace(case, flows=tuple(done))

    return apply


def money(**changes: Any) -> Change:
    return lambda case: replace(case, money=replace(case.money, **changes))


def steps(**changes: Callable[[Any], Any]) -> Change:
    def apply(case: Case) -> Case:
        new = {name: change(getattr(case.steps, name)) for name, change in changes.items()}
        return replace(case, steps=replace(case.steps, **new))

    return apply


def profile(key: str, change: Callable[[Any], Any]) -> Change:
    return steps(profiles=lambda profiles: {**profiles, key: change(profiles[key])})


def emissions(process: str, factor: float) -> Change:
    """Another CO2 factor of a process, in the sum that the programme limits."""

    def apply(case: Case) -> Case:
        activity = dict(case.emissions.activity)
        activity[process] = activity[process] * factor
        return replace(case, emissions=replace(case.emissions, activity=activity))

    return apply


def metric(key: str, **changes: Any) -> Change:
    return of("figures", key, **changes)


def clause(key: str, **changes: Any) -> Change:
    """Change the rows of a clause."""

    def apply(case: Case) -> Case:
        entry = case.clauses[key]
        rows = tuple(
            replace(r, **{n: v(getattr(r, n)) if callable(v) else v for n, v in changes.items()})
            for r in entry.rows
        )
        return replace(case, clauses={**case.clauses, key: replace(entry, rows=rows)})

    return apply


def halved(share: Any) -> Any:
    return replace(share, coefficient=0.5 * share.coefficient)


EVERYTHING: dict[str, Change] = {
    "an amount taken": flow("coal_power:coal:in", amount=times(1.1)),
    "an amount put out": flow("wind:electricity:out", amount=times(0.9)),
    "an efficiency of a link": flow("line:electricity:out", amount=times(0.9)),
    "an amount of yearly plant": flow("e_trucks:electricity:in", amount=times(2)),
    "a shape": flow("e_trucks:electricity:in", shape="load"),
    "charging": of("stores", "battery", efficiency_in=0.8),
    "discharging": of("stores", "battery", efficiency_out=0.8),
    "hours of a store": of("stores", "battery", hours=4.0),
    "a standing loss": of("stores", "cavern", loss=1e-3),
    "a cycle": of("stores", "cavern", yearly=False),
    "less available": plant("quay_solar", availability=times(0.9)),
    "more available": plant("quay_solar", availability=times(1.1)),
    "an availability profile": profile("wind", times(0.9)),
    "a demand profile": profile("load", lambda v: v[::-1]),
    "an investment cost": plant("quay_solar", capex=times(1.1)),
    "a fixed cost": plant("coal_power", fixed_om=times(1.1)),
    "a variable cost": plant("mine", variable_cost=times(0.9)),
    "a cost profile": plant("co_firing", cost_profile=None),
    "a dismantling cost": plant("coal_power", decommission_cost=times(-5)),
    "a lifetime": plant("quay_solar", lifetime=2),
    "an interest rate": plant("quay_solar", interest_rate=0.2),
    "a discount rate": money(discount_rate=0.1),
    "a payment timing": money(timing="end"),
    "a timing of annuities": money(capital_timing="start"),
    "a year to discount to": money(discount_to=2023),
    "existing capacity": plant("trucks", existing=times(0.9)),
    "a yearly build limit": plant("wind", build_max=times(0.8)),
    "a growth limit": plant("wind", growth_max=0.2),
    "a seed of growth": plant("wind", growth_seed=0.2),
    "no new builds": plant("quay_solar", build_years=()),
    "a size of a unit": of("units", "A2", size=1.1),
    "an end of life": of("units", "A1", end_of_life=2026),
    "a project": of("projects", "P1", size=0.2),
    "a project too late": of("projects", "P1", online=2027),
    "a cost of retrofits": of("retrofits", "flex", cost=times(2)),
    "a limit of retrofits": of("retrofits", "flex", build_max=0.1),
    "a demand": of("demands", "electricity_demand", amount=times(1.01)),
    "a cost of lost load": of("commodities", "electricity", unserved_cost=1e-3),
    "surplus forbidden": of("commodities", "electricity", surplus=False),
    "a minimum load": plant("coal_flexible", min_load=0.4),
    "a ramp": plant("quay_solar", ramp=1e-4),
    "an operation": plant("wind", operation="flexible"),
    "a yearly limit": plant("quay_solar", activity_max=times(0.5)),
    "full-load hours": plant("coal_flexible", hours_max=6000.0),
    "a peak load": of("peak_loads", "evening", load=times(1.1)),
    "a lower peak load": of("peak_loads", "evening", load=times(0.9)),
    "a use at the peak": of(
        "peak_loads", "evening", shapes=lambda s: {**s, "night": 9 + s["night"]}
    ),
    "an hour of the peak": of("peak_loads", "evening", load=lambda q: np.where(q == q.max(), 0, q)),
    "a share in the peak load": metric("highest_load", peak=halved),
    "a margin": of("adequacy", "evening", margin=0.0),
    "a duration": of("adequacy", "evening", duration=6.0),
    "a credit": plant("battery", firm_credit=lambda c: {a: 0.5 * x for a, x in c.items()}),
    "an emission factor": emissions("coal_flexible", 0.9),
    "a factor of a metric": metric("wind_power", capacity=lambda t: {**t, "wind": t["wind"] * 2}),
    "a constant of a metric": metric("freight", constant=lambda c: c + 1),
    "a price of a transfer that is counted": of("transfers", "carbon", price=times(1.1)),
    "a price of a transfer": of("transfers", "grant", price=times(1.1)),
    "a transfer left out of the objective": of("transfers", "carbon", counted=False),
    "a transfer counted": of("transfers", "grant", counted=True),
    "another payer": of("transfers", "grant", payer="市场"),
    "a metric of a transfer": of("transfers", "grant", metric="wind_power"),
    "the same weight in all years": metric("deficit", activity=lambda t: {
        p: np.full_like(x, x[0]) for p, x in t.items()
    }),
    "a limit of a clause": clause("E1", limit=times(0.9)),
    "a tighter limit": clause("E1", limit=times(1.1)),
    "a year of a clause": clause("T1", year=2026),
    "a soft limit": clause("T2", limit=times(1.2)),
    "a price of a miss": clause("T2", penalty=1e-6),
    "a firmness": clause("T2", penalty=None),
    "an own estimate told as a target of the plan": of("clauses", "E3", value_source="given"),
    "a target of the plan told as an own estimate": of("clauses", "E1", value_source="missing"),
    "a relation": clause("E1", relation=Relation.AT_MOST),
    "no peak": lambda case: replace(case, peak=None),
    "a later deadline": lambda case: replace(case, peak=replace(case.peak, deadline=2025)),
}  # fmt: skip
"""Changes of the case with everything; its audit fails with each."""

LIMITS: dict[str, Change] = {
    "a potential": plant("wind", capacity_max=times(0.9)),
    "a floor": plant("solar", capacity_min=times(0.5)),
    "a floor of activity": plant("peaker", activity_min=times(0.5)),
    "a floor of hours": plant("old", hours_min=200.0),
    "a higher floor of hours": plant("old", hours_min=400.0),
    "a limit of activity": plant("boats", activity_max=times(0.9)),
    "yearly full-load hours": plant("rail", hours_max=3000.0),
    "yearly floor of hours": plant("carts", hours_min=1000.0),
    "a yearly availability": plant("rail", availability=times(0.3)),
    "a floor of yearly activity": plant("barges", activity_min=times(2)),
    "power of a store": plant("battery", hourly_rate=0.5),
    "a profile of committed plant": profile("straw", times(0.8)),
    "a share": of("retrofits", "save", share=0.2),
    "a reserve margin": of("adequacy", "all", margin=0.1),
    "a duration of the reserve": of("adequacy", "all", duration=1.0),
    "a credit of stores": plant("flywheel", firm_credit={"all": np.full(3, 0.2)}),
    "an equality": clause("Q1", limit=times(1.01)),
    "a ceiling": clause("R1", limit=times(1.05)),
    "a tighter ceiling": clause("R1", limit=times(0.95)),
    "a soft clause": clause("S1", limit=times(2)),
    "retirement too early": of("units", "B1", earliest_retirement=2024),
    "retirement too late": of("units", "B1", earliest_retirement=2026),
    "fewer years to build": plant("gas", build_years=(2025, 2026)),
    "weights": steps(weight=lambda w: w * np.linspace(0.9, 1.1, len(w))),
    "a boundary": lambda case: replace(case, boundary="with_imports"),
    "emissions of the peak": emissions("better", 0.5),
}
"""The same of the case in which limits bind."""

TOGETHER = [
    *((name, change, tiny.everything) for name, change in EVERYTHING.items()),
    *((name, change, tight.limits) for name, change in LIMITS.items()),
]


@pytest.mark.parametrize(
    ("change", "case"), [x[1:] for x in TOGETHER], ids=[x[0] for x in TOGETHER]
)
def test_a_corrupted_number_is_seen(change: Change, case: Any, tmp_path: Path) -> None:
    assert runs.caught(runs.make(tmp_path, case, change).audit())


def test_corrupted_steps_over_the_year_are_seen(tmp_path: Path) -> None:
    book, settings = runs.book_of(tight.seasons), tight.seasons()[2]
    changes = {
        "a loss": of("stores", "cavern", loss=1e-3),
        "an efficiency": of("stores", "cavern", efficiency_out=0.8),
        "energy": plant("caves", existing=times(1.2)),
        "a day": steps(calendar=lambda days: days[::-1]),
        "a mean": profile("sun", times(0.9)),
    }
    for name, change in changes.items():
        made = runs.make_from(tmp_path / name, book, settings, change)
        assert runs.caught(made.audit()), name
