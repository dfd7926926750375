"""A plan in the terms of a case file: what the tables of its results say."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pathway.schema.units import convert_factor, parse_unit

from .names import key_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from pathway.results.results import Results

    Array = NDArray[np.float64]


class Answer:
    """A proved plan: capacities and amounts in the units of the case file, by year and step."""

    def __init__(self, results: Results, objective: float, money: str) -> None:
        self.tables = results.tables
        self.case = results.case
        self.objective = objective
        self.money = money
        self.years = results.case.years

    # --- yearly -----------------------------------------------------------------------------------

    def capacity(self, process: str) -> dict[int, float]:
        """Capacity that stands, by year."""
        return self._column("capacity", process, "capacity")

    def new(self, process: str) -> dict[int, float]:
        """New capacity, by year."""
        return self._column("capacity", process, "new")

    def activity(self, process: str) -> dict[int, float]:
        """Activity, by year; of a store, what it discharges."""
        return self._column("activity", process, "activity")

    def _column(self, table: str, process: str, column: str) -> dict[int, float]:
        rows = self._by_process[table].get(key_of(process))
        if rows is None:
            return dict.fromkeys(self.years, 0.0)
        return {
            int(y): float(v)
            for y, v in zip(rows["year"], rows[column], strict=True)
            if y in self.years
        }

    @cached_property
    def _by_process(self) -> dict[str, dict[str, pd.DataFrame]]:
        names = ("capacity", "activity")
        return {
            name: {str(key): rows for key, rows in self.tables[name].groupby("process")}
            for name in names
        }

    def emissions(self) -> dict[int, float]:
        """CO2 of the whole system [t], by year."""
        table = self.tables["emissions"]
        kept = table.loc[table["counted"].astype(bool)]
        total = kept.groupby("year")["amount"].sum()
        return {year: float(total.get(year, 0.0)) * 1e4 for year in self.years}

    def yearly_price(self, commodity: str, region: str, per: str) -> dict[int, float]:
        """Price of a commodity, by year [money per unit `per`]."""
        table = self.tables["prices"]
        here = table[(table["kind"] == "commodity") & (table["item"] == key_of(commodity))]
        here = here[here["region"] == key_of(region)]
        years, prices, units = (here[column].tolist() for column in ("year", "price", "unit"))
        return {
            int(year): float(price) * self._per(str(unit), per)
            for year, price, unit in zip(years, prices, units, strict=True)
        }

    def clause_price(self, clause: str, per: str) -> dict[int, float]:
        """What one more unit of a clause costs, by year [money per unit `per` of the clause]."""
        table = self.tables["clauses"]
        here = table[table["clause"] == clause]
        years, prices, units = (here[c].tolist() for c in ("year", "price", "price_unit"))
        return {
            int(year): float(price) * self._per(str(unit), per)
            for year, price, unit in zip(years, prices, units, strict=True)
        }

    # --- by step ----------------------------------------------------------------------------------

    @cached_property
    def step(self) -> NDArray[np.int64]:
        """Position in sheet ``profiles`` of each row by step."""
        return np.nonzero(self.case.steps.years)[1]

    @property
    def year(self) -> NDArray[np.int64]:
        """Year of each row by step."""
        return self.tables["dispatch"]["year"].to_numpy()

    @property
    def weight(self) -> Array:
        """Hours of the year that each row by step stands for."""
        return self.tables["dispatch"]["weight"].to_numpy(float)

    def price(self, commodity: str, region: str, per: str) -> Array:
        """Price of an hourly commodity in each row by step [money per unit `per`]."""
        node = f"{key_of(commodity)}@{key_of(region)}"
        units = self.tables["nodes"].set_index("node")["price_unit"]
        values = self.tables["dispatch"][f"price|{node}"].to_numpy(float)
        return values * self._per(str(units[node]), per)

    def rate(self, commodity: str, region: str, item: str, unit: str) -> Array:
        """What an item supplies (negative: takes) in each row by step [unit of power]."""
        table = self.tables["dispatch"]
        column = f"{key_of(commodity)}@{key_of(region)}|{key_of(item)}"
        if column not in table:
            return np.zeros(len(table))
        return table[column].to_numpy(float) * convert_factor(parse_unit("GW"), parse_unit(unit))

    def store(self, process: str, what: str, unit: str) -> Array:
        """``level``, ``charge`` or ``discharge`` of a store in each row by step."""
        held = parse_unit("GWh" if what == "level" else "GW")
        values = self.tables["storage"][f"{process}|{what}"].to_numpy(float)
        return values * convert_factor(held, parse_unit(unit))

    def _per(self, stated: str, per: str) -> float:
        """Factor from a price as stated to money of the case file per a unit."""
        return convert_factor(parse_unit(stated), parse_unit(f"{self.money}/({per})"))
