"""What the sheets of a comparison share: names of runs, and grids with the runs across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pathway.labels import pick
from pathway.report.cells import Column, Row

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import pandas as pd

    from pathway.report.cells import Block
    from pathway.report.page import Page
    from pathway.report.words import Words
    from pathway.results.compare import Comparison, Run

NAME_WIDTH, UNIT_WIDTH, RUN_WIDTH = 42.0, 14.0, 17.0


class NoResult(NamedTuple):
    """A run that has no result, and why."""

    name: str
    code: int
    message: str


@dataclass(frozen=True, eq=False)
class Compared:
    """What a workbook of a comparison shows."""

    comparison: Comparison
    failed: Sequence[NoResult] = ()

    @property
    def keys(self) -> list[str]:
        """Keys of the runs, the reference first."""
        return [run.key for run in self.comparison.runs]

    def table(self, name: str) -> pd.DataFrame:
        """A table of the comparison."""
        return self.comparison.tables[f"compare_{name}"]

    def others(self, name: str) -> pd.DataFrame:
        """A table of the comparison without the reference."""
        table = self.table(name)
        return table[table["run"] != self.keys[0]]


def run_name(run: Run, page: Words) -> str:
    """Name of a run; the reference says so."""
    return pick(run.zh, run.en, page.lang)


def run_names(compared: Compared, page: Words) -> dict[str, str]:
    """Name of each run by its key."""
    return {run.key: run_name(run, page) for run in compared.comparison.runs}


def run_columns(
    compared: Compared, page: Page, first: str, kind: str = "number", second: str = "unit"
) -> list[Column]:
    """Item, unit (or another heading) and the runs, the reference marked."""
    heads = [Column(page.say(first), NAME_WIDTH), Column(page.say(second), UNIT_WIDTH, "centre")]
    names = list(run_names(compared, page).values())
    names[0] = page.of_unit(names[0], page.say("reference_run"))
    return heads + [Column(name, RUN_WIDTH, kind) for name in names]


def run_grid(page: Page, compared: Compared, rows: Sequence[Row], first: str = "item") -> Block:
    """Write a grid with the runs across; the numbers of each row share their decimals."""
    return page.table(run_columns(compared, page, first), rows, per_row=True)


def by_run(compared: Compared, rows: pd.DataFrame, value: str) -> list[Any]:
    """A value of one item, in the order of the runs; None where a run has none."""
    found: dict[Hashable, Any] = dict(zip(rows["run"], rows[value], strict=True))
    return [found.get(key) for key in compared.keys]


def item_line(page: Page, compared: Compared, rows: pd.DataFrame, value: str, unit: str) -> Row:
    """A row of the grid for an item with names in both languages."""
    one = rows.iloc[0]
    name = pick(one["name_zh"], one["name_en"], page.lang)
    return Row((name, page.unit(unit), *by_run(compared, rows, value)))
