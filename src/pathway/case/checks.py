"""What no single cell can show: checks over the whole case. Each returns findings, none mends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Expansion
from pathway.case.convex import peak_load_is_kept_low
from pathway.errors import Finding, Severity
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Case


def check_case(case: Case) -> list[Finding]:
    """Run every check."""
    return [finding for check in CHECKS for finding in check(case)]


def _flows_there(case: Case) -> Iterator[Finding]:
    """A process without flows does nothing, unless it stores or abates."""
    moving = {flow.process for flow in case.flows} | set(case.stores)
    moving |= {store.energy_process for store in case.stores.values() if store.energy_process}
    for key, process in case.processes.items():
        if key not in moving and not np.any(process.co2_process):
            yield _warning(
                process.origin.where,
                f"process {key!r} has no flows",
                "what it takes in or puts out",
                "Add rows to sheet flows.",
            )


def _shapes_where_needed(case: Case) -> Iterator[Finding]:
    """A yearly process needs a shape for an hourly commodity; an hourly one must not have one."""
    for flow in case.flows:
        hourly = case.commodities[flow.commodity].hourly
        if case.processes[flow.process].hourly and flow.shape:
            yield _error(
                flow.origin.where,
                f"flow {flow.key} has a shape but its process runs by the hour",
                "no shape",
                "Another flow of it, or its storage row, makes it hourly.",
            )
        if not hourly and flow.shape:
            yield _error(
                flow.origin.where,
                f"flow {flow.key} has a shape in a yearly commodity",
                "no shape",
                "Only hourly commodities are spread over the hours.",
            )


def _supply_exists(case: Case) -> Iterator[Finding]:
    """Every commodity that is used or demanded has something that puts it out."""
    out = _put_out(case)
    for demand in case.demands.values():
        place = (demand.commodity, demand.region)
        unserved = np.isfinite(case.commodities[demand.commodity].unserved_cost)
        if place not in out and np.any(demand.amount > 0) and not unserved:
            yield _error(
                demand.origin.where,
                f"nothing puts out {demand.commodity!r} in {demand.region!r}",
                "a process with an out flow of it",
                "Add a supply process.",
            )


def _intakes_have_a_source(case: Case) -> Iterator[Finding]:
    """What a process takes in is put out somewhere in its region, else it can never run."""
    out = _put_out(case)
    for flow in case.flows:
        process = case.processes[flow.process]
        if flow.sign < 0 and np.any(flow.amount) and (flow.commodity, flow.region) not in out:
            yield _warning(
                flow.origin.where,
                f"nothing puts out {flow.commodity!r} in {flow.region!r}",
                f"a process there with an out flow of it, or a link, for {process.key!r} to run",
                "Add a supply process in that region.",
            )


def _put_out(case: Case) -> set[tuple[str, str]]:
    """Commodities that some process puts out, with the region."""
    out = {(flow.commodity, flow.region) for flow in case.flows if flow.sign > 0}
    for flow in case.flows:
        process = case.processes[flow.process]
        if process.to_region and process.both_ways and flow.sign > 0:
            out.add((flow.commodity, process.region))
    return out


def _stores_have_no_flows(case: Case) -> Iterator[Finding]:
    """A store keeps what its row of sheet storage names; a flow of it would be a second use."""
    for flow in case.flows:
        if flow.process in case.stores:
            yield _error(
                flow.origin.where,
                f"{flow.process!r} is a store and has a flow",
                "no flows of a store",
                "Delete the row; its row of sheet storage says what it keeps.",
            )


def _modes_fit(case: Case) -> Iterator[Finding]:
    """A mode belongs to a process with capacity, of the same resolution."""
    for key, process in case.processes.items():
        if process.mode_of is None:
            continue
        host = case.processes[process.mode_of]
        if not host.has_capacity:
            yield _error(
                process.origin.where,
                f"{key!r} is a mode of {host.key!r}",
                "a process with capacity",
            )
        elif host.hourly != process.hourly:
            yield _error(
                process.origin.where,
                f"{key!r} and {host.key!r} do not both run by the hour",
                "the same resolution",
                "Give both a flow in an hourly commodity, or neither.",
            )


def _links_fit(case: Case) -> Iterator[Finding]:
    """Only what is sent by the hour can be sent back."""
    for key, process in case.processes.items():
        if process.both_ways and not (process.to_region and process.hourly):
            yield _error(
                process.origin.where,
                f"{key!r} runs both ways but is no hourly link",
                "a process with to_region and a flow in an hourly commodity",
                "Write the way back as a process of its own.",
            )


def _limits_fit(case: Case) -> Iterator[Finding]:
    """Floors do not stand above ceilings."""
    for key, process in case.processes.items():
        for low, high, name in (
            (process.capacity_min, process.capacity_max, "capacity_min"),
            (process.activity_min, process.activity_max, "activity_min"),
        ):
            wrong = np.flatnonzero(low > high + 1e-9)
            if len(wrong):
                yield _error(
                    process.origin.where,
                    f"{name} of {key!r} is above its maximum in {case.years[wrong[0]]}",
                    "a floor below the ceiling",
                )
        standing = sum(u.size for u in case.units.values() if u.process == key)
        if process.expansion is Expansion.UNLIMITED and (standing or np.any(process.existing)):
            yield _error(
                process.origin.where,
                f"{key!r} is unlimited but has existing capacity",
                "one or the other",
            )


def _projects_fit(case: Case) -> Iterator[Finding]:
    """Committed projects do not come to more than the potential of their technology."""
    for key, process in case.processes.items():
        mine = [p for p in case.projects.values() if p.process == key and p.committed]
        for year, limit in zip(case.years, process.capacity_max.tolist(), strict=True):
            due = sum(project.size for project in mine if project.online <= year)
            if due > limit + 1e-9:
                scale = convert_factor(process.capacity_held, process.capacity_shown)
                unit = process.capacity_shown.text
                yield _warning(
                    mine[-1].origin.where,
                    f"committed projects of {key!r} come to {due * scale:.6g} {unit} in {year}",
                    f"at most {limit * scale:.6g} {unit}, its potential (capacity_max)",
                    "No plan keeps both: raise capacity_max of the process (or its row of sheet "
                    "paths), or move the project.",
                )
                break


def _years_fit(case: Case) -> Iterator[Finding]:
    """The peak window lies within the years; the years go on after it."""
    if case.peak and case.peak.deadline >= case.years[-1] and len(case.years) > 1:
        yield _error(
            "settings!last_year",
            f"the plan ends in {case.years[-1]}, the peak deadline is {case.peak.deadline}",
            "years after the deadline",
            "A horizon that stops at the deadline cannot prove a peak.",
        )


def _profiles_fit(case: Case) -> Iterator[Finding]:
    """Availability profiles stay within 0 and 1; shapes and demand profiles are not empty."""
    for process in case.processes.values():
        key = process.availability_profile
        if not (key and process.hourly):
            continue
        low, high = float(case.steps.profiles[key].min()), float(case.steps.profiles[key].max())
        if low < -1e-9 or high > 1 + 1e-9:
            found = f"least value {low:.4g}" if low < -1e-9 else f"largest value {high:.4g}"
            yield _error(
                f"profiles!{key}",
                found,
                "an availability between 0 and 1",
                "Divide by the installed capacity.",
            )
    shaped = {f.shape for f in case.flows} | {d.profile for d in case.demands.values()}
    for key in sorted(k for k in shaped if k):
        sums = (case.steps.profiles[key] * case.steps.weight * case.steps.years).sum(axis=1)
        empty = np.flatnonzero(sums <= 0)
        if len(empty):
            some = len(empty) < len(sums)
            year = case.years[empty[0]]
            yield _error(
                f"profiles!{key}",
                f"no value above zero in the steps of {year}" if some else "no value above zero",
                "a shape that sums to more than zero",
            )


def _steps_in_every_year(case: Case) -> Iterator[Finding]:
    """Every year of the plan has steps."""
    for year in np.array(case.years)[~case.steps.years.any(axis=1)].tolist():
        yield _error("profiles!from_year", f"no step in {year}", "steps in every year of the plan")


def _days_are_whole(case: Case) -> Iterator[Finding]:
    """Where steps follow each other, a year has all steps of a day or none."""
    daily = [key for key, store in case.stores.items() if not store.yearly]
    linked = daily + [key for key, process in case.processes.items() if np.isfinite(process.ramp)]
    if not linked:
        return
    for day, name in enumerate(case.steps.dates):
        there = case.steps.years[:, case.steps.day == day]
        broken = np.flatnonzero(there.any(axis=1) & ~there.all(axis=1))
        if len(broken):
            yield _error(
                "profiles!from_year",
                f"{case.years[broken[0]]} has some steps of day {str(name)!r} and not others",
                f"all or none of them, for {linked[0]!r} links the steps of a day",
                "Give all steps of a day the same from_year and to_year.",
            )


def _cost_profiles_matter(case: Case) -> Iterator[Finding]:
    """A cost profile multiplies a variable cost, so there should be one."""
    for key, process in case.processes.items():
        if process.cost_profile and not np.any(process.variable_cost):
            yield _warning(
                process.origin.where,
                f"{key!r} has a cost profile but no variable cost",
                "the cost that the profile multiplies",
                "Fill variable_cost; 1 where the profile is the price itself.",
            )


def _unserved_has_price(case: Case) -> Iterator[Finding]:
    """Hourly energy that is demanded should have a value of lost load, else it is always served."""
    for demand in case.demands.values():
        commodity = case.commodities[demand.commodity]
        if commodity.hourly and not np.isfinite(commodity.unserved_cost):
            yield Finding(
                demand.origin.where,
                f"no cost of unserved {commodity.key!r}",
                "a value of lost load, if demand may go unserved",
                "Demand has to be served in every hour.",
                Severity.NOTE,
            )


def _error(where: str, found: str, expected: str, suggestion: str = "") -> Finding:
    return Finding(where, found, expected, suggestion)


def _warning(where: str, found: str, expected: str, suggestion: str = "") -> Finding:
    return Finding(where, found, expected, suggestion, Severity.WARNING)


CHECKS = (
    _flows_there,
    _shapes_where_needed,
    _supply_exists,
    _intakes_have_a_source,
    _stores_have_no_flows,
    _modes_fit,
    _links_fit,
    _limits_fit,
    _projects_fit,
    _years_fit,
    _profiles_fit,
    _steps_in_every_year,
    _days_are_whole,
    _cost_profiles_matter,
    _unserved_has_price,
    peak_load_is_kept_low,
)
