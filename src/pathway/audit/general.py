"""General settings of the plan, and discounting: words and numbers of sheet ``settings``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.schema.settings_rows import SETTINGS_ROWS
from pathway.schema.table import Kind
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from pathway.audit.book import Array, Book

SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
LOST_LOAD = convert_factor("元/千瓦时", "亿元/TWh")


def read_general(book: Book) -> dict[str, Any]:
    """Settings by key, numbers in reckoned units, defaults filled in."""
    found: dict[str, Any] = {setting.key: setting.default for setting in SETTINGS_ROWS}
    kinds = {setting.key: setting for setting in SETTINGS_ROWS}
    for line in book.rows("settings"):
        setting = kinds[line.key]
        value = line["value"]
        if setting.kind is Kind.NUMBER:
            value = float(value) * convert_factor(
                line["unit"] or setting.unit or "1", setting.unit or "1"
            )
        found[line.key] = int(value) if setting.kind is Kind.YEAR else value
    found["interest_rate"] = _or(found["interest_rate"], found["discount_rate"])
    found["capital_timing"] = found["capital_timing"] or found["payment_timing"]
    found["discount_to"] = found["discount_to"] or found["base_year"] + 1
    lost = found["value_of_lost_load"]
    found["value_of_lost_load"] = None if lost is None else lost * LOST_LOAD
    return found


def _or(value: Any, other: Any) -> Any:
    return other if value is None else value


@dataclass(frozen=True)
class Money:
    """How the money of different years is compared."""

    years: tuple[int, ...]
    rate: float
    interest: float
    running: float
    """Part of a year that passes before running costs are paid."""
    capital: float
    """The same for annuities."""
    to_year: int

    @classmethod
    def of(cls, general: dict[str, Any], years: tuple[int, ...]) -> Money:
        """Money as the settings say."""
        return cls(
            years, general["discount_rate"], general["interest_rate"],
            SHIFT[general["payment_timing"]], SHIFT[general["capital_timing"]],
            general["discount_to"],
        )  # fmt: skip

    def factor(self, *, capital: bool = False) -> Array:
        """Worth of money of each year at the start of the year discounted to."""
        late = self.capital if capital else self.running
        return np.array([(1 + self.rate) ** -(y - self.to_year + late) for y in self.years])

    def annuity(self, rate: float, lifetime: int) -> float:
        """Payment of each year of a lifetime for one unit spent at its start."""
        worth = sum((1 + rate) ** -(k + self.capital) for k in range(lifetime))
        return float(1.0 / worth)
