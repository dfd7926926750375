"""The programme of `numbers_of` as a linopy model: variables over labelled axes, broadcast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import linopy
import numpy as np
import pandas as pd
from numbers_of import Numbers
from xarray import DataArray

if TYPE_CHECKING:
    from pathway.case.case import Case

Made = dict[str, linopy.Variable]


def load_linopy(case: Case, *, sparse: bool) -> Any:
    """From a case to HiGHS through linopy.

    Args:
        case: the case.
        sparse: whether linopy keeps rows sparse (``Model(sparse=True)``), which is lean where sums
            are grouped, or in the dense arrays that it keeps unless told otherwise.
    """
    linopy.options["semantics"] = "v1"
    n, m = Numbers(case), linopy.Model(sparse=sparse)
    v = _variables(n, m)
    _stock(n, m, v)
    _totals(n, m, v)
    _balance(n, m, v)
    _dispatch(n, m, v)
    _limits(n, m, v)
    _storage(n, m, v)
    parts = [(_over(cost, v[name], *v[name].dims) * v[name]).sum() for name, cost in n.cost.items()]
    m.add_objective(linopy.merge(parts))
    return m.to_highspy()


def _variables(n: Numbers, m: linopy.Model) -> Made:
    year, step = pd.Index(n.years, name="year"), pd.RangeIndex(n.steps, name="step")
    process, store = pd.Index(n.processes, name="process"), pd.Index(n.stores, name="store")
    nodes = pd.RangeIndex(len(n.unserved), name="node")
    axes: dict[str, list[pd.Index]] = {
        "v_capacity": [pd.Index(n.standing, name="process"), year],
        "v_activity": [process, year],
        "v_build": [pd.RangeIndex(len(n.builds), name="build")],
        "v_dispatch": [pd.Index(n.running, name="process"), year, step],
        "v_committed": [
            pd.Index(n.committed, name="process"),
            year,
            pd.RangeIndex(n.days, name="day"),
        ],
        "v_charge": [store, year, step],
        "v_discharge": [store, year, step],
        "v_total": [pd.Index(n.totals, name="total"), year],
        "v_unserved": [nodes, year, step],
        "v_spread": [pd.RangeIndex(len(n.spreads), name="group"), year],
        "v_level": [store, year, step],
    }
    free = {"v_total", "v_spread"}
    return {
        name: m.add_variables(lower=-np.inf if name in free else 0.0, coords=coords, name=name)
        for name, coords in axes.items()
    }


def _over(values: Any, variable: linopy.Variable, *dims: str, **more: Any) -> DataArray:
    """Numbers over some dimensions of a variable."""
    coords = {dim: more[dim] if dim in more else variable.indexes[dim] for dim in dims}
    return DataArray(values, coords, dims)


def _named(variable: linopy.Variable, old: str, chosen: list[str], new: str) -> Any:
    """The chosen elements of a variable along a dimension of another name."""
    return variable.sel({old: chosen}).rename({old: new})


def _stock(n: Numbers, m: linopy.Model, v: Made) -> None:
    capacity, build = v["v_capacity"], v["v_build"]
    lives = DataArray(
        n.lives, {"build": build.indexes["build"], "year": n.years}, ("build", "year")
    )
    of = DataArray([p for p, _ in n.builds], {"build": build.indexes["build"]}, name="process")
    built = (lives * build).groupby(of).sum().reindex(process=n.standing, fill_value=0)
    existing = _over(n.existing, capacity, "process", "year")
    m.add_constraints(capacity - built == existing, name="c_capacity")


def _totals(n: Numbers, m: linopy.Model, v: Made) -> None:
    activity, hours = v["v_activity"], v["v_dispatch"]
    weight = _over(n.weight, hours, "step")
    plain = (weight * hours.sel(process=n.plain)).sum("step")
    m.add_constraints(activity.sel(process=n.plain) - plain == 0, name="c_activity")
    committed = v["v_committed"]
    day = np.bincount(n.day_of, n.weight)
    floor = _over(n.min_load[:, None] * day, committed, "process", "day")
    done = (weight * hours.sel(process=n.committed)).sum("step") + (floor * committed).sum("day")
    m.add_constraints(activity.sel(process=n.committed) - done == 0, name="c_activity_committed")
    given = (weight * v["v_discharge"]).sum("step")
    stores = _named(activity, "process", n.stores, "store")
    m.add_constraints(stores - given == 0, name="c_activity_store")
    terms = n.total_terms
    term = pd.RangeIndex(len(terms.process), name="term")
    amount = DataArray(terms.amount, {"term": term, "year": n.years}, ("term", "year"))
    of = DataArray([n.totals[k] for k in terms.row], {"term": term}, name="total")
    parts = amount * _taken(activity, terms.process, term)
    sums = parts.groupby(of).sum().sel(total=n.totals)
    m.add_constraints(v["v_total"] - sums == 0, name="c_total")


def _taken(variable: linopy.Variable, chosen: list[str], index: pd.Index) -> Any:
    """Elements of a variable by process, along another dimension, perhaps more than once."""
    taken = variable.sel(process=chosen).rename(process=index.name)
    return taken.assign_coords({index.name: index})


def _by_step(n: Numbers, variable: linopy.Variable) -> Any:
    """What is decided by the day, in every step of it."""
    steps = variable.sel(day=n.day_of).rename(day="step")
    return steps.assign_coords(step=range(n.steps))


def _balance(n: Numbers, m: linopy.Model, v: Made) -> None:
    for at, node in enumerate(n.nodes):
        demand = _over(n.demand[at], v["v_dispatch"], "year", "step")
        m.add_constraints(_supply(n, v, at, node) == demand, name=f"c_balance_hour {node}")


def _supply(n: Numbers, v: Made, at: int, node: tuple[str, str]) -> Any:
    """What comes into a node, every step."""
    hours, committed = v["v_dispatch"], v["v_committed"]
    here = [k for k, row in enumerate(n.flows.row) if row == at]
    processes = [n.flows.process[k] for k in here]
    parts = [_flow_sum(n, hours, processes, n.flows.amount[here])]
    floored = [k for k in here if n.flows.process[k] in n.committed]
    if floored:
        names = [n.flows.process[k] for k in floored]
        least = n.min_load[[n.committed.index(p) for p in names]]
        floors = _by_step(n, committed)
        parts.append(_flow_sum(n, floors, names, n.flows.amount[floored] * least[:, None]))
    stores = [s for s, place in zip(n.stores, n.store_node, strict=True) if place == at]
    if stores:
        parts.append((v["v_discharge"] - v["v_charge"]).sel(store=stores).sum("store"))
    if node in n.unserved:
        lost = v["v_unserved"].sel(node=n.unserved.index(node), drop=True)
        parts.append(lost.to_linexpr())
    groups = [k for k, group in enumerate(n.spreads) if group[:2] == node]
    if groups:
        use = v["v_spread"].sel(group=groups)
        dims = ("group", "year", "step")
        shape = _over(n.spread_shape[groups], hours, *dims, group=groups)
        parts.append(-(shape * use).sum("group"))
    return linopy.merge(parts)


def _flow_sum(n: Numbers, variable: Any, processes: list[str], amount: Any) -> Any:
    flow = pd.RangeIndex(len(processes), name="flow")
    amounts = DataArray(amount, {"flow": flow, "year": n.years}, ("flow", "year"))
    return (amounts * _taken(variable, processes, flow)).sum("flow")


def _by_plant(n: Numbers, variable: linopy.Variable, plant: list[str]) -> Any:
    """Activity of each plant, its other modes included."""
    if all(n.modes[p] == [p] for p in plant):
        return variable.sel(process=plant)
    modes = [q for p in plant for q in n.modes[p]]
    host = [p for p in plant for _ in n.modes[p]]
    mode = pd.RangeIndex(len(modes), name="mode")
    of = DataArray(host, {"mode": mode}, name="process")
    return (1 * _taken(variable, modes, mode)).groupby(of).sum().sel(process=plant)


def _dispatch(n: Numbers, m: linopy.Model, v: Made) -> None:
    hours, committed, capacity = v["v_dispatch"], v["v_committed"], v["v_capacity"]
    flexible = capacity.sel(process=n.flexible)
    most = _over(n.most(n.flexible), flexible, "process", "year")
    profile = _over(n.profile, hours, "process", "step", process=n.flexible)
    done = _by_plant(n, hours, n.flexible)
    m.add_constraints(done - (most * profile) * flexible <= 0, name="c_available")
    most = _over(n.most(n.committed), committed, "process", "year")
    ready = capacity.sel(process=n.committed)
    m.add_constraints(committed - most * ready <= 0, name="c_committed_capacity")
    above = _over(1.0 - n.min_load, committed, "process")
    hourly = _by_step(n, committed)
    done = _by_plant(n, hours, n.committed)
    m.add_constraints(done - above * hourly <= 0, name="c_above_minimum")


def _limits(n: Numbers, m: linopy.Model, v: Made) -> None:
    activity, capacity = v["v_activity"], v["v_capacity"]
    (processes, most), high, low = n.limits()
    chosen = activity.sel(process=processes)
    limit = _over(most, chosen, "process", "year")
    m.add_constraints(
        chosen <= limit.fillna(0.0), name="c_activity_max_hourly", mask=limit.notnull()
    )
    for (plant, hours), sign, name in ((high, 1, "c_hours_max"), (low, -1, "c_hours_min")):
        stands = capacity.sel(process=plant)
        per = _over(hours, stands, "process", "year")
        done = _by_plant(n, activity, plant)
        m.add_constraints(sign * done - sign * per * stands <= 0, name=name)


def _storage(n: Numbers, m: linopy.Model, v: Made) -> None:
    charge, discharge, level = v["v_charge"], v["v_discharge"], v["v_level"]
    own = _named(v["v_capacity"], "process", n.stores, "store")
    power = _over(n.power, charge, "store", "year") * own
    m.add_constraints(charge - power <= 0, name="c_charge")
    m.add_constraints(discharge - power <= 0, name="c_discharge")
    store = level.indexes["store"]
    energy = _over(n.energy, level, "store") * _taken(v["v_capacity"], n.holder, store)
    m.add_constraints(level - energy <= 0, name="c_energy")
    kept, stored, drawn = (_over(each, level, "store", "step") for each in n.level)
    earlier = level.isel(step=n.before).assign_coords(step=level.indexes["step"])
    m.add_constraints(
        level - kept * earlier - stored * charge + drawn * discharge == 0, name="c_level"
    )
