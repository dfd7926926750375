"""Rows gathered into frames with fixed columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathway.case.case import Label, Process


@dataclass
class Rows:
    """Gathers the rows of one table."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, **values: Any) -> None:
        """Add one row; columns that are not given stay blank."""
        unknown = values.keys() - set(self.columns)
        if unknown:
            raise KeyError(f"no column {sorted(unknown)} in {self.columns}")
        self.rows.append(tuple(values.get(column) for column in self.columns))

    def add_years(self, years: Sequence[int], **values: Any) -> None:
        """Add a row a year: arrays give one value a year, anything else is repeated."""
        for i, year in enumerate(years):
            picked = {k: v[i] if isinstance(v, np.ndarray) else v for k, v in values.items()}
            self.add(year=year, **picked)

    def frame(self, order: Iterable[str] = ()) -> pd.DataFrame:
        """The rows as a frame, sorted by some columns where asked for."""
        frame = pd.DataFrame(self.rows, columns=list(self.columns))
        by = list(order)
        return frame.sort_values(by, kind="stable", ignore_index=True) if by else frame


def named(label: Label) -> dict[str, str]:
    """Names of a thing in both languages, as columns of a row."""
    return {"name_zh": label.zh, "name_en": label.en}


def item_named(label: Label) -> dict[str, str]:
    """The same for tables in which things of several kinds stand."""
    return {"item_zh": label.zh, "item_en": label.en}


def described(process: Process) -> dict[str, str]:
    """Key, names and place of a process, as columns of a row."""
    return {
        "process": process.key,
        **named(process.label),
        "sector": process.sector,
        "tags": ";".join(sorted(process.tags)),
        "region": process.region,
    }
