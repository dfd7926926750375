r"""Build limits: potential, floors, yearly limit, growth limit and the project list.

$$ \underline{K}_{p,y} \le K_{p,y} \le \overline{K}_{p,y} \qquad
   B_{p,y} \le \overline{B}_{p,y} \qquad
   B_{p,y} \le (1 + g_p)\, B_{p,y-1} + b_p $$

$$ \sum_{v \le y} B_{p,v} \ge \sum_{j \in \text{committed, online} \le y} S_j \qquad
   \sum_{v \le y} B_{p,v} \le \sum_{j \in \text{projects, online} \le y} S_j $$

The last holds for processes that may only be built from the project list. Forecasts give way to
facts: of a year that is past, floor, yearly limit, growth limit and committed projects of a process
hold only where neither its builds nor its capacity are known. Processes of one group (one process in
several counties) share floor, yearly limit and growth limit: the sum over the group stands on the
left, under the key of its first process. Each keeps its own potential.

| symbol | in code | unit | meaning |
|---|---|---|---|
| $K_{p,y}$ | `v_capacity` | GW or amount/yr | capacity |
| $B_{p,y}$ | `v_build` | same | new capacity of the year |
| $\overline{K}, \underline{K}$ | `capacity_max`, `capacity_min` | same | potential and floor |
| $\overline{B}$ | `build_max` | same | most that may be built in a year |
| $g_p, b_p$ | `growth_max`, `growth_seed` | 1, GW | growth limit and its seed |
| $S_j$ | `committed_projects`, `listed_projects` | GW | size of project j |

Dual of `c_potential[p,y]`: cost saved by one more unit of potential [1e8 per unit], zero or negative.

Worked example: demand of 3 GW in 2024 and 2025, build limit 2 GW a year, growth 50 % with a seed of
1 GW: at most 1 GW in 2024 (seed), 2 GW in 2025 (the smaller of 2.5 and 2).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import Expansion
from pathway.model.algebra import ArrayParam, rows
from pathway.model.core import family_of, in_groups, subset

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "plan"

Place = tuple[str, int]


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the limits on capacity and on builds; rows exist only where a limit does."""
    _capacity_limits(m, case)
    _yearly_limits(m, case)
    _growth_limits(m, case)
    _project_limits(m, case)


def limit_rows(
    m: pyo.ConcreteModel,
    case: Case,
    places: Iterable[Place],
    attribute: str,
    needless: float,
    name: str = "",
) -> pyo.Set:
    """Sparse set and parameter of a yearly limit of processes, where it limits something."""
    return _limit(m, name or attribute, _where(case, places, attribute, needless), attribute)


def _limit(m: pyo.ConcreteModel, name: str, values: dict[Place, float], doc: str) -> pyo.Set:
    """Add a sparse set of (process, year) and its parameter; give the set back."""
    places = subset(values, dimen=2)
    m.add_component(f"{name.upper()}_AT", places)
    array = np.array(list(values.values()), float)
    m.add_component(name, ArrayParam(places, values=array, doc=doc))
    return places


def _where(
    case: Case, places: Iterable[Place], attribute: str, needless: float
) -> dict[Place, float]:
    """Yearly limits of processes, leaving out those that limit nothing."""
    at = {year: i for i, year in enumerate(case.years)}
    limits = {(p, y): float(getattr(case.processes[p], attribute)[at[y]]) for p, y in places}
    return {place: limit for place, limit in limits.items() if limit != needless}


def _open(case: Case, places: Iterable[Place]) -> list[Place]:
    """Places for which it is not known what happened."""
    return [place for place in places if not case.past.settles_builds(*place)]


def _capacity_limits(m: pyo.ConcreteModel, case: Case) -> None:
    places = list(m.CAPACITY * m.YEARS)
    highest = limit_rows(m, case, places, "capacity_max", np.inf)
    together = in_groups(case.processes, _open(case, places))
    lowest = limit_rows(m, case, together, "capacity_min", 0.0)
    m.FLOORED = family_of(lowest, {place: together[place] for place in lowest})

    @rows(m, highest, doc="capacity within the potential")
    def c_potential(m: Any, p: str, y: int) -> Any:
        return m.v_capacity[p, y] <= m.capacity_max[p, y]

    @rows(m, lowest, doc="capacity at or above its floor")
    def c_capacity_floor(m: Any, p: str, y: int) -> Any:
        return sum(m.v_capacity[q, y] for q in m.FLOORED[p, y]) >= m.capacity_min[p, y]


def _yearly_limits(m: pyo.ConcreteModel, case: Case) -> None:
    together = in_groups(case.processes, _open(case, m.blocks.builds))
    places = limit_rows(m, case, together, "build_max", np.inf)
    m.BUILT_TOGETHER = family_of(places, {place: together[place] for place in places})

    @rows(m, places, doc="builds of a year within their limit")
    def c_build_limit(m: Any, p: str, y: int) -> Any:
        return sum(m.v_build[q, y] for q in m.BUILT_TOGETHER[p, y]) <= m.build_max[p, y]


def _growth_limits(m: pyo.ConcreteModel, case: Case) -> None:
    built = in_groups(case.processes, m.blocks.builds)
    together = in_groups(case.processes, _open(case, m.blocks.builds))
    grown = {
        (p, y): 1.0 + case.processes[p].growth_max
        for p, y in together
        if np.isfinite(case.processes[p].growth_max)
    }
    places = _limit(m, "growth", grown, "1 + growth limit")
    before = {(p, y): [(q, y - 1) for q in built.get((p, y - 1), [])] for p, y in grown}
    m.BUILD_BEFORE = family_of(places, before, dimen=2)
    m.GROWN_TOGETHER = family_of(places, {place: together[place] for place in grown})
    seeds = np.array([case.processes[p].growth_seed for p, _ in grown])
    m.growth_seed = ArrayParam(places, values=seeds, doc="seed of the growth limit")

    @rows(m, places, doc="builds grow no faster than the limit")
    def c_growth(m: Any, p: str, y: int) -> Any:
        last = sum(m.v_build[q, x] for q, x in m.BUILD_BEFORE[p, y])
        new = sum(m.v_build[q, y] for q in m.GROWN_TOGETHER[p, y])
        return new <= m.growth[p, y] * last + m.growth_seed[p, y]


def _online(case: Case, *, committed: bool) -> dict[Place, float]:
    """Capacity of the committed, or of all listed, projects of a process that are online by a year."""
    total: dict[Place, float] = defaultdict(float)
    for project in case.projects.values():
        if project.committed or not committed:
            for y in case.years:
                if y >= project.online:
                    total[project.process, y] += project.size
    return dict(total)


def _project_limits(m: pyo.ConcreteModel, case: Case) -> None:
    due = _online(case, committed=True)
    committed = {place: due[place] for place in _open(case, due)}
    everything = _online(case, committed=False)
    listed = {
        (p, y): everything.get((p, y), 0.0)
        for p, process in case.processes.items()
        if process.expansion is Expansion.PROJECTS and process.build_years
        for y in case.years
    }
    floors = _limit(m, "committed_projects", committed, "committed projects")
    ceilings = _limit(m, "listed_projects", listed, "all projects of the list")
    built = {
        (p, y): [v for v in case.processes[p].build_years if v <= y]
        for p, y in {**committed, **listed}
    }
    m.BUILT_BY_FLOOR = family_of(floors, {place: built[place] for place in floors})
    m.BUILT_BY_CEILING = family_of(ceilings, {place: built[place] for place in ceilings})

    @rows(m, floors, doc="committed projects are online in their year")
    def c_committed(m: Any, p: str, y: int) -> Any:
        return sum(m.v_build[p, v] for v in m.BUILT_BY_FLOOR[p, y]) >= m.committed_projects[p, y]

    @rows(m, ceilings, doc="no more than the project list holds")
    def c_listed(m: Any, p: str, y: int) -> Any:
        return sum(m.v_build[p, v] for v in m.BUILT_BY_CEILING[p, y]) <= m.listed_projects[p, y]
