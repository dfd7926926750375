"""Data of charts: rows of numbers over years, with names and colours of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import SERIES, colours_for, group_word
from pathway.report.html.embed import rounded_all
from pathway.report.yearly import charted_first, stacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pathway.report.frames import Across
    from pathway.report.words import Words

Chart = dict[str, Any]


def stack(title: str, unit: str, years: Sequence[int], rows: Sequence[Chart]) -> Chart:
    """Columns stacked by row, years along the axis."""
    return {"kind": "stack", "title": title, "unit": unit, "years": list(years), "rows": list(rows)}


def lines(title: str, unit: str, years: Sequence[int], rows: Sequence[Chart]) -> Chart:
    """A line a row."""
    return {"kind": "lines", "title": title, "unit": unit, "years": list(years), "rows": list(rows)}


def series(name: str, values: Iterable[Any], look: str, dash: str = "solid") -> Chart:
    """A line of a chart in the look of one of the catalogue's series."""
    return {"name": name, "values": rounded_all(values), "colour": SERIES[look], "dash": dash}


def of_groups(words: Words, title: str, found: Sequence[Across], value: str,
              years: Sequence[int]) -> Chart | None:  # fmt: skip
    """A stack of groups of one unit, that of power plant or of most; None where there is none."""
    units = charted_first(found)
    if not units:
        return None
    rows = stacked([row for row in found if row.keys[0] == units[0]], value)
    return stack(title, words.unit(units[0]), years,
                 named(rows, 1, lambda key: group_word(key, words.lang)))  # fmt: skip


def named(rows: Sequence[Across], at: int, name: Callable[[str], str],
          keyed: bool = True) -> list[Chart]:  # fmt: skip
    """Rows with names and colours by one of their keys.

    Args:
        rows: the rows.
        at: place of the key.
        name: name of a key.
        keyed: whether the key goes along, so that it has one pattern in all charts.
    """
    colours = colours_for([row.keys[at] for row in rows])
    return [
        {"name": name(row.keys[at]), "values": rounded_all(row.values),
         "colour": colours[row.keys[at]], **({"key": row.keys[at]} if keyed else {})}
        for row in rows
    ]  # fmt: skip
