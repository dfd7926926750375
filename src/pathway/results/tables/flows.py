"""Table ``flows``: who puts out and who takes each commodity, node by node, over each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.case.case import Label
from pathway.results.frames import Rows, item_named
from pathway.results.units import commodity_factor

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from pathway.results.view import View

    Array = NDArray[np.float64]

COLUMNS = (
    "commodity", "commodity_zh", "commodity_en", "region", "kind", "item", "item_zh", "item_en",
    "sector", "direction", "year", "amount", "unit",
)  # fmt: skip
UNSERVED = Label("缺供", "Unserved demand")
SURPLUS = Label("弃用", "Unused surplus")


def flows(view: View) -> pd.DataFrame:
    """Amounts by commodity, region, item and year.

    Direction is seen from the item: ``out`` supplies the commodity, ``in`` takes it. In every
    region and year what is put out equals what is taken. Stores take what they lose.
    """
    book = _Flows(view)
    book.processes()
    book.reverse()
    book.stores()
    book.demands()
    book.slack()
    return book.rows.frame(("commodity", "region"))


class _Flows:
    """Gathers the rows, one kind after another."""

    def __init__(self, view: View) -> None:
        self.view, self.case = view, view.case
        self.rows = Rows(COLUMNS)

    def add(self, commodity: str, region: str, amount: Array, **texts: Any) -> None:
        """Add one item at one node."""
        good = self.case.commodities[commodity]
        self.rows.add_years(
            self.view.years, commodity=commodity, commodity_zh=good.label.zh,
            commodity_en=good.label.en, region=region, amount=amount * commodity_factor(good),
            unit=good.shown.text, **texts,
        )  # fmt: skip

    def processes(self) -> None:
        """What processes take in and put out."""
        for flow in self.case.flows:
            amount = flow.amount * self.view.activity[flow.process]
            direction = "out" if flow.sign > 0 else "in"
            self.add(flow.commodity, flow.region, amount, **self._process(flow.process, direction))

    def reverse(self) -> None:
        """What links carry backwards: taken at their far end, put out at the near one."""
        back = {key[0]: values for key, values in self.view.hourly("v_reverse").items()}
        for flow in self.case.flows:
            process = self.case.processes[flow.process]
            if process.key in back and process.to_region:
                amount = flow.amount * self.view.yearly_sum(back[process.key])
                region = process.region if flow.sign > 0 else process.to_region
                direction = "out" if flow.sign > 0 else "in"
                self.add(flow.commodity, region, amount, **self._process(process.key, direction))

    def stores(self) -> None:
        """What stores lose: charge less discharge."""
        discharged = self.view.hourly("v_discharge")
        for (key,), charge in self.view.hourly("v_charge").items():
            store = self.case.stores[key]
            lost = self.view.yearly_sum(charge - discharged[key,])
            texts = {**self._process(key, "in"), "kind": "storage_loss"}
            self.add(store.commodity, store.region, lost, **texts)

    def demands(self) -> None:
        """Exogenous demand."""
        for demand in self.case.demands.values():
            self.add(
                demand.commodity, demand.region, demand.amount, kind="demand", item=demand.key,
                **item_named(demand.label), sector=demand.sector, direction="in",
            )  # fmt: skip

    def slack(self) -> None:
        """Demand that is not served, and what is put out and not used."""
        for kind, label, direction in (("unserved", UNSERVED, "out"), ("surplus", SURPLUS, "in")):
            yearly = self.view.yearly(f"v_{kind}_year")
            for node, values in self.view.hourly(f"v_{kind}").items():
                yearly[node] = self.view.yearly_sum(values)
            for (commodity, region), amount in yearly.items():
                texts = {"kind": kind, "item": kind, "direction": direction, **item_named(label)}
                self.add(commodity, region, amount, **texts)

    def _process(self, key: str, direction: str) -> dict[str, str]:
        process = self.case.processes[key]
        return {
            "kind": "process", "item": key, **item_named(process.label),
            "sector": process.sector, "direction": direction,
        }  # fmt: skip
