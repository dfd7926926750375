"""Tables ``flows``, ``dispatch``, ``demand`` and ``emissions``, from activity and workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.book import CO2
from pathway.audit.figures import burnt_by, counted, factors
from pathway.audit.rows.balance import hourly_demand, node_items
from pathway.audit.schedule import in_held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.items import Ledger
    from pathway.audit.vector import Key, Vector

    Tables = Mapping[str, pd.DataFrame]


def check_flows(city: City, tables: Tables, v: Vector, ledger: Ledger) -> None:
    """Table ``flows`` holds what activity and the workbook's amounts come to."""
    table = tables["flows"]
    keys = ["commodity", "region", "kind", "item", "direction"]
    goods = city.net.goods
    found = in_held(table, keys, ("amount", "unit"), city.years, lambda key: goods[key[0]].held)
    ledger.compare(("tables", "flows"), found, _flows(city, v))


def _flows(city: City, v: Vector) -> dict[Key, Array]:
    """What table ``flows`` should hold."""
    found: dict[Key, Array] = {}
    for key, amount in (*_of_processes(city, v), *_of_nodes(city, v)):
        found[key] = found.get(key, city.zeros) + amount
    return found


def _of_processes(city: City, v: Vector) -> Iterator[tuple[Key, Array]]:
    net = city.net
    for flow in net.flows:
        way = "out" if flow.sign > 0 else "in"
        done = v["v_activity"][flow.process,]
        yield (flow.good, flow.region, "process", flow.process, way), flow.amount * done
        if flow.back:
            back = city.clock.total(v["v_reverse"][flow.process,])
            yield (flow.good, flow.back, "process", flow.process, way), flow.amount * back
    for key, store in net.stores.items():
        lost = city.clock.total(v["v_charge"][key,] - v["v_discharge"][key,])
        yield (store.good, store.region, "storage_loss", key, "in"), lost


def _of_nodes(city: City, v: Vector) -> Iterator[tuple[Key, Array]]:
    for key, demand in city.net.demands.items():
        yield (demand.good, demand.region, "demand", key, "in"), demand.amount
    for kind, way in (("unserved", "out"), ("surplus", "in")):
        for node, rate in v[f"v_{kind}"].items():
            yield (*node, kind, kind, way), city.clock.total(rate)
        for node, amount in v[f"v_{kind}_year"].items():
            yield (*node, kind, kind, way), amount


def check_yearly_flows(tables: Tables, ledger: Ledger) -> None:
    """Table ``flows`` closes by itself in every node and year."""
    table = tables["flows"]
    signed = table.assign(
        signed=table["amount"] * np.where(table["direction"] == "out", 1.0, -1.0),
        gross=table["amount"].abs(),
    )
    net = signed.groupby(["commodity", "region", "year"])[["signed", "gross"]].sum()
    names = [", ".join(map(str, key)) for key in net.index]
    off, gross = net["signed"].abs().to_numpy(), net["gross"].to_numpy()
    ledger.residual(("balance", "flows_close"), off, gross, where=names)


def check_dispatch(city: City, tables: Tables, v: Vector, ledger: Ledger) -> None:
    """Every column of ``dispatch`` but prices, against activity and the workbook's amounts."""
    table, known = tables["dispatch"], set()
    for node in city.net.nodes(hourly=True):
        items: dict[str, Array] = {}
        demanded = any((d.good, d.region) == node for d in city.net.demands.values())
        if demanded:
            items["demand"] = -hourly_demand(city, node)
        for item, values in node_items(city, v, node):
            items[item] = items[item] + values if item in items else values
        for item, values in items.items():
            column = f"{node[0]}@{node[1]}|{item}"
            known.add(column)
            ledger.same(("tables", "dispatch"), table[column].to_numpy(float), values, where=column)
    for column in table.columns:
        if "@" in column and not column.startswith("price|") and column not in known:
            off = table[column].abs().to_numpy()
            ledger.residual(("tables", "dispatch"), off, 1.0, where=column)


def check_demand(city: City, tables: Tables, ledger: Ledger) -> None:
    """Table ``demand`` repeats the workbook."""
    table = tables["demand"]
    goods, demands = city.net.goods, city.net.demands
    found = in_held(
        table, ["demand"], ("amount", "unit"), city.years,
        lambda key: goods[demands[key[0]].good].held,
    )  # fmt: skip
    ledger.compare(("tables", "demand"), found, {(k,): d.amount for k, d in demands.items()})


def check_emissions(city: City, tables: Tables, v: Vector, ledger: Ledger) -> None:
    """CO2 by kind and item, and which kinds count."""
    table = tables["emissions"]
    wanted: dict[Key, Array] = {}
    for kind, by_process in factors(city.net).items():
        for process, factor in by_process.items():
            wanted[kind, process] = factor * v["v_activity"][process,]
    for key, demand in city.net.demands.items():
        burnt = burnt_by(city.net, demand)
        if burnt.any():
            wanted["combustion", key] = burnt
    found = in_held(table, ["kind", "item"], ("amount", "unit"), city.years, lambda _: CO2)
    ledger.compare(("emissions", "kinds"), found, wanted)
    counts = counted(city.general["boundary"])
    wrong = table[table["counted"].astype(bool) != table["kind"].isin(counts)]
    ledger.equal(("emissions", "boundary"), sorted(set(wrong["kind"])), [], "kinds that count")
