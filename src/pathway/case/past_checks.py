"""Whether figures of past years go together with what stood, what may be, and one another.

What cannot have happened is an error; what forecasts of the workbook did not foresee is a warning,
and stands above them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.case.known import Quantity
from pathway.case.past_reach import Reach
from pathway.errors import Finding, Severity
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Case, Process
    from pathway.case.known import Known

ROOM = 1e-6
"""Relative difference that is rounding."""
TOLD = 6
"""Most processes that a note lists."""


def check_past(case: Case) -> list[Finding]:
    """Run every check; none where no year is past."""
    if not case.past.through:
        return []
    return [finding for check in CHECKS for finding in check(case)]


def _capacity_can_stand(case: Case) -> Iterator[Finding]:
    """Capacity within the potential, and within what stock and builds explain."""
    reach = Reach(case)
    for known in case.past.of(Quantity.CAPACITY):
        process, y = case.processes[known.item], case.years.index(known.year)
        least, most = reach.capacity(known.item, known.year)
        if _above(known.low, process.capacity_max[y]):
            yield _error(
                known, f"{_told(known)} stands, above the potential",
                f"at most {_in(process.capacity_max[y], known)}",
                "Correct the figure, or capacity_max of the process.",
            )  # fmt: skip
        elif _above(known.low, most):
            yield _error(
                known, f"{_told(known)} stands; stock and builds explain {_in(most, known)}",
                f"at most {_in(most, known)}",
                "Report what was built (当年建成) in the year, or correct units and projects.",
            )  # fmt: skip
        elif _above(least, known.high):
            yield _error(
                known, f"{_told(known)} stands; {_in(least, known)} was there and has not left",
                f"at least {_in(least, known)}",
                "Report what retired (当年退役) or was retrofitted, unit by unit.",
            )  # fmt: skip


def _capacity_falls_for_a_reason(case: Case) -> Iterator[Finding]:
    """From one year to the next no more leaves than retires, expires or is retrofitted."""
    reach = Reach(case)
    found = {(k.item, k.year): k for k in case.past.of(Quantity.CAPACITY)}
    for (item, year), known in found.items():
        earlier = found.get((item, year - 1))
        if earlier is None or _above(reach.capacity(item, year)[0], known.high):
            continue
        built = reach.built(item, year)[0]
        least = earlier.low + built - reach.leaves(item, year)
        if _above(least, known.high):
            yield _error(
                known, f"{_told(known)} stands after {_told(earlier)} in {earlier.year}",
                f"at least {_in(least, known)}: nothing that may leave explains less",
                "Report what retired (当年退役), or correct one of the two.",
            )  # fmt: skip


def _units_retire_once(case: Case) -> Iterator[Finding]:
    """A unit retires while it stands, and no more of it than there is."""
    gone: dict[str, float] = {}
    for known in sorted(case.past.of(Quantity.RETIRED), key=lambda k: k.year):
        unit = case.units[known.item]
        gone[unit.key] = gone.get(unit.key, 0.0) + known.low
        if known.high > 0 and known.year > unit.end_of_life:
            yield _error(
                known, f"{unit.key!r} retires in {known.year}, after its end of life",
                f"a year up to {unit.end_of_life}",
                "It left service by itself: delete the figure, or correct end_of_life.",
            )  # fmt: skip
        elif _above(gone[unit.key], unit.size):
            yield _error(
                known, f"{_in(gone[unit.key], known)} of {unit.key!r} retired by {known.year}",
                f"at most its size, {_in(unit.size, known)}",
                "It retires twice, or more of it than there is.",
            )  # fmt: skip
        elif known.high > 0 and not (
            unit.earliest_retirement and known.year >= unit.earliest_retirement
        ):
            yield _warning(
                known, f"{unit.key!r} retired in {known.year}",
                f"no earlier than {unit.earliest_retirement or unit.end_of_life + 1}",
                "It happened, so it is held; earliest_retirement holds for later years.",
            )  # fmt: skip


def _retrofits_fit(case: Case) -> Iterator[Finding]:
    """Retrofits within their share of units that may be retrofitted."""
    reach = Reach(case)
    done: dict[tuple[str, str], float] = {}
    for known in sorted(case.past.of(Quantity.RETROFITTED), key=lambda k: k.year):
        retrofit, about = case.retrofits[known.item], (known.item, known.unit)
        done[about] = done.get(about, 0.0) + known.low
        most = reach.retrofittable(known.item, known.unit)
        if _above(done[about], most):
            yield _error(
                known, f"{_in(done[about], known)} retrofitted by {known.year}",
                f"at most {_in(most, known)}: the share of units that it may begin from",
                "Correct the figure, the unit, or share of the retrofit.",
            )  # fmt: skip
        elif _above(known.low, retrofit.build_max):
            yield _warning(
                known, f"{_told(known)} retrofitted",
                f"at most {_in(retrofit.build_max, known)} a year",
                "It happened, so it is held; build_max holds for later years.",
            )  # fmt: skip


def _activity_can_be(case: Case) -> Iterator[Finding]:
    """Activity within what the capacity can do at full load."""
    reach = Reach(case)
    for known in case.past.of(Quantity.ACTIVITY):
        process, y = case.processes[known.item], case.years.index(known.year)
        most = reach.activity(known.item, known.year)
        if _above(known.low, most):
            yield _error(
                known, f"{_told(known)} in {known.year}",
                f"at most {_in(most, known)}: all that the capacity can do",
                "Correct the figure, or the capacity of the process.",
            )  # fmt: skip
        elif _above(known.low, process.activity_max[y]) or _above(
            process.activity_min[y], known.high
        ):
            yield _warning(
                known, f"{_told(known)} in {known.year}",
                f"{_in(process.activity_min[y], known)} to {_in(process.activity_max[y], known)}, "
                "the limits of the workbook",
                "It happened, so it is held; the limits hold for other years.",
            )  # fmt: skip


def _metrics_can_be(case: Case) -> Iterator[Finding]:
    """A metric within what capacities and activities allow it to be."""
    reach = Reach(case)
    for known in case.past.of(Quantity.METRIC):
        least, most = reach.metric(case.figures[known.item], known.year)
        if _above(known.low, most) or _above(least, known.high):
            most_of = f"at most {_in(most, known)}, with what stands and may have been built"
            least_of = f"at least {_in(least, known)}, with what stands and may have been built"
            yield _error(
                known, f"{_told(known)} in {known.year}",
                most_of if known.low > most else least_of,
                "Correct the figure or its coverage, widen tolerance, or set hold to 否 (no).",
            )  # fmt: skip


def _builds_were_foreseen(case: Case) -> Iterator[Finding]:
    """Builds within the limits of a year, the project list and what was committed."""
    built: dict[str, float] = {}
    for known in sorted(case.past.of(Quantity.BUILT), key=lambda k: k.year):
        process, y = case.processes[known.item], case.years.index(known.year)
        if _above(known.low, process.build_max[y]):
            yield _warning(
                known, f"{_told(known)} built in {known.year}",
                f"at most {_in(process.build_max[y], known)} a year (build_max)",
                "It happened, so it is held; build_max holds for later years.",
            )  # fmt: skip
        built[known.item] = built.get(known.item, 0.0) + known.low
        yield from _projects(case, known, process, built[known.item])


def _projects(case: Case, known: Known, process: Process, built: float) -> Iterator[Finding]:
    mine = [
        p for p in case.projects.values() if p.process == process.key and p.online <= known.year
    ]
    listed, due = sum(p.size for p in mine), sum(p.size for p in mine if p.committed)
    if process.expansion == "projects" and _above(built, listed):
        yield _error(
            known, f"{_in(built, known)} built by {known.year}",
            f"at most {_in(listed, known)}: all projects of the list that are online by then",
            "Add the project to sheet projects, with the year that it came online.",
        )  # fmt: skip
    elif known.year == case.past.through and _above(due, built):
        yield _warning(
            known, f"{_in(built, known)} built by {known.year}",
            f"{_in(due, known)}: committed projects that were due",
            f"The rest is due in {known.year + 1}; move or delete projects that will not come.",
        )  # fmt: skip


def _what_follows(case: Case) -> Iterator[Finding]:
    """Processes that may have been built in past years, of which nothing is known."""
    past = [y for y in case.years if y <= case.past.through]
    free = [
        p
        for p, x in case.processes.items()
        if any(y in x.build_years and not case.past.settles_builds(p, y) for y in past)
    ]
    if free:
        some = ", ".join(free[:TOLD]) + (" …" if len(free) > TOLD else "")
        yield Finding(
            "actual_items",
            f"builds of {len(free)} process(es) are not known up to {past[-1]}: {some}",
            "figures, or 0 where nothing was built",
            "They follow at least cost, within the limits of the workbook.", Severity.NOTE,
        )  # fmt: skip


CHECKS = (
    _capacity_can_stand,
    _capacity_falls_for_a_reason,
    _units_retire_once,
    _retrofits_fit,
    _activity_can_be,
    _metrics_can_be,
    _builds_were_foreseen,
    _what_follows,
)


def _above(value: float, limit: float) -> bool:
    return bool(value > limit + ROOM * max(abs(limit), 1.0)) if np.isfinite(limit) else False


def _told(known: Known) -> str:
    return _in(known.value, known)


def _in(value: float, known: Known) -> str:
    """A held amount in the unit that the figure is stated in."""
    return f"{value * convert_factor(known.held, known.shown):.6g} {known.shown.text}"


def _error(known: Known, found: str, expected: str, suggestion: str) -> Finding:
    return Finding(known.origin.where, f"{_name(known)}: {found}", expected, suggestion)


def _warning(known: Known, found: str, expected: str, suggestion: str) -> Finding:
    return Finding(
        known.origin.where, f"{_name(known)}: {found}", expected, suggestion, Severity.WARNING
    )


def _name(known: Known) -> str:
    return f"{known.item}:{known.unit}" if known.unit else known.item
