"""Table ``actuals``: what past years were held to, beside what the plan has; empty without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.case.known import Quantity
from pathway.results.frames import Rows
from pathway.results.tables.metrics import metric_values
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from pathway.case.case import Case, Known, Label
    from pathway.results.view import View

COLUMNS = (
    "quantity", "item", "part", "name_zh", "name_en", "year", "reported", "low", "high", "plan",
    "unit", "confidence", "sources", "note", "source_cell",
)  # fmt: skip


def actuals(view: View) -> pd.DataFrame:
    """A row for every figure that is held, in the unit it was reported in.

    `low` and `high` are the range that its tolerance leaves; `part` is the unit of which a retrofit
    was reported.
    """
    rows, titles = Rows(COLUMNS), view.case.sources
    values = _values(view)
    for known in view.case.past.known:
        factor = convert_factor(known.held, known.shown)
        label = label_of(view.case, known)
        rows.add(
            quantity=known.quantity.value, item=known.item, part=known.unit, name_zh=label.zh,
            name_en=label.en, year=known.year, reported=known.value * factor,
            low=known.low * factor, high=known.high * factor, plan=values(known) * factor,
            unit=known.shown.text, confidence=known.origin.confidence,
            sources="; ".join(titles.get(key, key) for key in known.origin.sources),
            note=known.origin.note, source_cell=known.origin.where,
        )  # fmt: skip
    return rows.frame()


def label_of(case: Case, known: Known) -> Label:
    """What a figure is about, in both languages."""
    if known.quantity is Quantity.METRIC:
        return case.figures[known.item].label
    if known.quantity is Quantity.RETIRED:
        return case.units[known.item].label
    if known.quantity is Quantity.RETROFITTED:
        return case.retrofits[known.item].label
    return case.processes[known.item].label


def _values(view: View) -> Callable[[Known], float]:
    """What the plan has for a figure [held unit]."""
    names = {
        Quantity.CAPACITY: "v_capacity", Quantity.BUILT: "v_build", Quantity.ACTIVITY: "v_activity",
        Quantity.RETIRED: "v_retire", Quantity.RETROFITTED: "v_retrofit",
    }  # fmt: skip
    found = {quantity: view.yearly(name) for quantity, name in names.items()}
    found[Quantity.METRIC] = {(key,): row for key, row in metric_values(view).items()}

    def value(known: Known) -> float:
        at = view.years.index(known.year)
        return float(sum(row[at] for key, row in found[known.quantity].items() if _of(known, key)))

    return value


def _of(known: Known, key: tuple[object, ...]) -> bool:
    """Whether a decision is one that a figure adds up."""
    if known.quantity is Quantity.RETROFITTED:
        return key[0] == known.item and known.unit in {"", key[1]}
    return key[0] == known.item
