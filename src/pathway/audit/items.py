"""What the audit found: items with a residual, a limit and a verdict."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pathway.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]
    Key = tuple[str, ...]

GROUPS = (
    "files", "time", "stock", "limits", "balance", "operation", "storage", "adequacy", "emissions",
    "metrics", "clauses", "past", "costs", "tables", "optimality", "prices",
)  # fmt: skip
"""Groups of items, in the order in which they are told."""
LIMIT = 2e-6
"""Relative residual that is accepted: the solver's own tolerance, and what rounding adds."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was recomputed: how far the run is off, and how far it may be."""

    group: str
    item: str
    """Key of its name in the catalogue of labels, without ``audit.``."""
    detail: str
    """What it is about, such as a node or a cost term; blank where the name says all."""
    residual: float
    """Largest relative difference or violation; not a number where something is missing."""
    limit: float
    where: str = ""
    """Where the residual is largest."""

    @property
    def ok(self) -> bool:
        """Whether the residual is within its limit; what is not a number is not."""
        return bool(self.residual <= self.limit)

    @property
    def excess(self) -> float:
        """Residual over its limit; infinite where it is not a number."""
        if np.isnan(self.residual):
            return np.inf
        return self.residual / self.limit if self.limit else np.inf * bool(self.residual)

    def name(self, lang: str) -> str:
        """Name of the item in a language."""
        said = label(f"audit.{self.item}", lang)
        return f"{said} · {self.detail}" if self.detail else said


@dataclass(frozen=True)
class Audit:
    """A finished audit."""

    items: tuple[Item, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether nothing is off; an audit without items proves nothing."""
        return bool(self.items) and all(item.ok for item in self.items)

    @property
    def failed(self) -> tuple[Item, ...]:
        """Items that are off."""
        return tuple(item for item in self.items if not item.ok)

    @property
    def worst(self) -> Item:
        """The item that is furthest off, relative to its limit."""
        return max(self.items, key=lambda item: item.excess)

    def by_group(self) -> dict[str, list[Item]]:
        """Items of each group that has any."""
        return {
            group: items
            for group in GROUPS
            if (items := [item for item in self.items if item.group == group])
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an item, with names in both languages."""
        return pd.DataFrame(
            [
                {
                    "group": item.group, "group_zh": label(f"audit.group.{item.group}", "zh"),
                    "group_en": label(f"audit.group.{item.group}", "en"), "item": item.item,
                    "item_zh": item.name("zh"), "item_en": item.name("en"),
                    "residual": item.residual, "limit": item.limit, "ok": item.ok,
                    "where": item.where,
                }
                for item in self.items
            ]
        )  # fmt: skip

    def to_json(self) -> str:
        """The items for a machine."""
        content = {
            "ok": self.ok,
            "seconds": round(self.seconds, 3),
            "items": [_facts(item) for item in self.items],
        }
        return json.dumps(content, ensure_ascii=False, indent=2)


def _facts(item: Item) -> dict[str, Any]:
    known = item.residual if np.isfinite(item.residual) else None
    return {
        "group": item.group, "item": item.item, "detail": item.detail, "residual": known,
        "limit": item.limit, "ok": item.ok, "where": item.where,
    }  # fmt: skip


@dataclass
class Ledger:
    """Gathers items; parts of one item are folded into its worst."""

    items: dict[tuple[str, str, str], Item] = field(default_factory=dict)

    def put(self, item: Item) -> None:
        """Add an item, or keep the worse of it and the one of the same name."""
        key = (item.group, item.item, item.detail)
        known = self.items.get(key)
        if known is None or item.excess > known.excess:
            self.items[key] = item

    def residual(
        self,
        place: tuple[str, str],
        off: Array | float,
        size: Array | float,
        *,
        detail: str = "",
        where: Sequence[str] | str = "",
        limit: float = LIMIT,
    ) -> None:
        """Add an item from differences and the sizes they belong to; sizes below 1 count as 1.

        Args:
            place: group and item.
            off: differences, or violations (negative: room to spare).
            size: what they are relative to.
            detail: what the item is about.
            where: name of every difference, or one name for all.
            limit: residual that is accepted.
        """
        relative = np.atleast_1d(np.asarray(off, float) / np.maximum(np.asarray(size, float), 1.0))
        at = int(np.argmax(np.where(np.isnan(relative), np.inf, relative))) if relative.size else -1
        worst = float(relative[at]) if relative.size else 0.0
        names = where if isinstance(where, str) else (where[at] if relative.size else "")
        told = worst if np.isnan(worst) else max(worst, 0.0)
        self.put(Item(*place, detail, told, limit, names))

    def same(
        self,
        place: tuple[str, str],
        found: Array | float,
        wanted: Array | float,
        *,
        detail: str = "",
        where: Sequence[str] | str = "",
        limit: float = LIMIT,
    ) -> None:
        """Add an item from numbers that should be equal."""
        off = np.abs(np.asarray(found, float) - np.asarray(wanted, float))
        self.residual(
            place, off, np.abs(np.asarray(wanted, float)), detail=detail, where=where, limit=limit
        )

    def compare(
        self, place: tuple[str, str], found: Mapping[Key, Array], wanted: Mapping[Key, Array]
    ) -> None:
        """Add an item from numbers by key that should be equal; what one side lacks is zero."""
        for key in dict.fromkeys((*wanted, *found)):
            own = wanted[key] if key in wanted else np.zeros_like(found[key])
            there = found[key] if key in found else np.zeros_like(own)
            self.same(place, there, own, where=", ".join(map(str, key)))

    def equal(self, place: tuple[str, str], found: object, wanted: object, where: str) -> None:
        """Add an item from words that should be equal: 0 if they are, 1 if not."""
        told = where if found == wanted else f"{where}: {_apart(found, wanted)}"
        self.put(Item(*place, "", 0.0 if found == wanted else 1.0, LIMIT, told))

    def all(self) -> tuple[Item, ...]:
        """Items by group."""
        return tuple(sorted(self.items.values(), key=lambda item: GROUPS.index(item.group)))


def _apart(found: object, wanted: object) -> str:
    """What two values differ in; of two lists only what one of them lacks."""
    if not isinstance(found, list) or not isinstance(wanted, list):
        return f"{found!r}, not {wanted!r}"
    extra = [one for one in found if one not in wanted]
    lacking = [one for one in wanted if one not in found]
    if not extra and not lacking:
        return f"{found!r}, not {wanted!r}"
    return f"{extra!r} not wanted, {lacking!r} missing"
