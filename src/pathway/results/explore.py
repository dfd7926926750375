"""Tables ``explore`` and ``explore_lists``: how far decisions can move, and what that means.

``explore`` has a row for every decision and slack. ``explore_lists`` says of every build, retrofit
and early retirement of the next two years whether it must be done, may be done or is never done.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.results.frames import Rows, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pathway.solve.questions.decisions import Decision
    from pathway.solve.questions.extents import Explored, Extent

ROOM = ("least_bound", "least_known", "most_known", "most_bound")
COLUMNS = (
    "kind", "item", "name_zh", "name_en", "since", "year", "unit", "planned", "slack", *ROOM,
    "close", "asked", "lead",
)  # fmt: skip
LISTED = (
    "list", "kind", "item", "name_zh", "name_en", "since", "year", "unit", "planned",
    "must_until", "never_until", *ROOM, "asked", "lead",
)  # fmt: skip
WORKS = ("built", "retrofitted", "retired", "retired_of")
"""Kinds of decisions that somebody has to carry out."""
NOTHING = 1e-3
"""Share of the size of a decision that counts as none."""


class Verdict(StrEnum):
    """What is true of an action of the next two years, up to the largest slack."""

    MUST = "must"
    """Every plan does at least some of it."""
    MAY = "may"
    """One known plan does it and another does not."""
    NEVER = "never"
    """No plan does any of it."""
    OPEN = "open"
    """Not known: bounds and known plans are too far apart, or time was up."""


def explore_table(explored: Explored) -> pd.DataFrame:
    """Every decision at every slack, in shown units; ends that nothing bounds are blank."""
    rows = Rows(COLUMNS)
    for slack, part in enumerate(explored.extents):
        for at, decision in enumerate(explored.decisions):
            rows.add(
                **_what(decision),
                planned=explored.planned[at],
                slack=explored.slacks[slack],
                **_extent(part[at]),
                lead=decision.lead,
            )
    return rows.frame()


def explore_lists(explored: Explored) -> pd.DataFrame:
    """Actions of the next two years by what is true of them, the largest first in each list.

    `must_until` is the largest slack at which every plan does some of it, `never_until` the largest
    at which none does; blank where there is none. Amounts are those at the largest slack.
    """
    rows = Rows(LISTED)
    for at in _actions(explored.decisions):
        decision = explored.decisions[at]
        extents = [part[at] for part in explored.extents]
        rows.add(
            list=str(verdict(extents[-1])), **_what(decision), planned=explored.planned[at],
            must_until=_until(explored.slacks, [is_must(extent) for extent in extents]),
            never_until=_until(explored.slacks, [is_never(extent) for extent in extents]),
            **{name: finite(getattr(extents[-1], name)) for name in ROOM},
            asked=extents[-1].asked, lead=decision.lead,
        )  # fmt: skip
    frame = rows.frame()
    order = {str(name): place for place, name in enumerate(Verdict)}
    keys = frame.assign(_place=frame["list"].map(order))
    return keys.sort_values("_place", kind="stable", ignore_index=True).drop(columns="_place")


def verdict(extent: Extent) -> Verdict:
    """What is true of an action within a slack."""
    if is_must(extent):
        return Verdict.MUST
    if is_never(extent):
        return Verdict.NEVER
    none = NOTHING * extent.size
    both = extent.least_known <= none < extent.most_known
    return Verdict.MAY if both else Verdict.OPEN


def is_must(extent: Extent) -> bool:
    """Whether no plan is without it."""
    return extent.least_bound > NOTHING * extent.size


def is_never(extent: Extent) -> bool:
    """Whether no plan has any of it."""
    return extent.most_bound <= NOTHING * extent.size


def finite(value: float) -> float | None:
    """A number; None where nothing bounds it."""
    return value if np.isfinite(value) else None


def _actions(decisions: Sequence[Decision]) -> list[int]:
    """Decisions that are actions of the next two years: of units, those retired by their end."""
    built = [d.year for d in decisions if d.kind in {"built", "retrofitted", "retired_of"}]
    first = min((d.year for d in decisions if d.kind == "emissions"), default=0)
    end = max(built, default=first + 1)
    return [at for at, d in enumerate(decisions) if d.kind in WORKS and d.year == end]


def _until(slacks: Sequence[float], holds: Sequence[bool]) -> float | None:
    return max((slack for slack, held in zip(slacks, holds, strict=True) if held), default=None)


def _what(decision: Decision) -> dict[str, Any]:
    return {
        "kind": decision.kind, "item": decision.item, **named(decision.label),
        "since": decision.since, "year": decision.year, "unit": decision.unit,
    }  # fmt: skip


def _extent(extent: Extent) -> dict[str, Any]:
    room = {name: finite(getattr(extent, name)) for name in ROOM}
    return {**room, "close": extent.close, "asked": extent.asked}
