"""Tables ``peak_trials`` and ``peak_paths``: whether a peak year holds when the city differs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathway.results.frames import Rows, named
from pathway.results.peak import reading
from pathway.results.units import EMISSIONS, emission_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pathway.case.case import Label

COLUMNS = (
    "trial", "name_zh", "name_en", "sizes_zh", "sizes_en", "state", "asked_year", "peak_year",
    "level", "unit", "closest", "margin", "cost_before", "cost_after", "more_before", "more_after",
    "why",
)  # fmt: skip
PATHS = ("trial", "name_zh", "name_en", "year", "emissions", "unit")


class State(StrEnum):
    """What is known of a peak year in a changed city."""

    SURVIVES = "survives"
    """A proved plan has it."""
    IMPOSSIBLE = "impossible"
    """Proved: no plan has it, though plans are there without the peak."""
    NO_PLAN = "no_plan"
    """Proved: no plan keeps the clauses, with the peak or without."""
    OPEN = "open"
    """Neither a plan nor a proof was found."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of a peak year in a changed city."""

    key: str
    label: Label
    sizes: Label
    state: State
    asked_year: int
    emissions: tuple[float, ...] = ()
    """[10 kt], by year; none without a plan."""
    before: float | None = None
    """Discounted cost before peaking [1e8]."""
    after: float | None = None
    why: str = ""
    """What stopped the search, where it is open."""


def peak_trials(outcomes: Sequence[Outcome], years: Sequence[int]) -> pd.DataFrame:
    """A row for each changed city; the first is the plan itself."""
    rows = Rows(COLUMNS)
    base = outcomes[0]
    scale = emission_factor()
    for one in outcomes:
        known = {}
        if one.emissions:
            found = reading(years, [x * scale for x in one.emissions])
            known = {"peak_year": found.year, "level": found.level, "closest": found.closest,
                     "margin": found.margin}  # fmt: skip
        rows.add(
            trial=one.key,
            **named(one.label),
            sizes_zh=one.sizes.zh,
            sizes_en=one.sizes.en,
            state=str(one.state),
            asked_year=one.asked_year,
            **known,
            unit=EMISSIONS.text,
            cost_before=one.before,
            cost_after=one.after,
            more_before=_more(one.before, base.before),
            more_after=_more(one.after, base.after),
            why=one.why,
        )
    return rows.frame()


def peak_paths(outcomes: Sequence[Outcome], years: Sequence[int]) -> pd.DataFrame:
    """Emissions by year of each city that has a plan."""
    rows = Rows(PATHS)
    for one in outcomes:
        for year, amount in zip(years, one.emissions, strict=False):
            rows.add(trial=one.key, **named(one.label), year=year,
                     emissions=amount * emission_factor(), unit=EMISSIONS.text)  # fmt: skip
    return rows.frame()


def _more(value: float | None, base: float | None) -> float | None:
    return None if value is None or base is None else value - base
