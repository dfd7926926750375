"""What really happened: figures of past years that a plan made again has to start from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathway.case.case import Origin
    from pathway.schema.units import Unit


class Quantity(StrEnum):
    """What a figure of a past year says."""

    CAPACITY = "capacity"
    """Capacity of a process at the end of the year."""
    BUILT = "built"
    """Capacity of a process that was built in the year."""
    RETIRED = "retired"
    """Capacity of a unit that retired before the end of its life."""
    RETROFITTED = "retrofitted"
    """Capacity that a retrofit moved, of one unit or of all."""
    ACTIVITY = "activity"
    """Activity of a process over the year."""
    METRIC = "metric"
    """A metric."""


@dataclass(frozen=True, slots=True)
class Known:
    """One figure of a past year, and the range that it is held in [held unit]."""

    quantity: Quantity
    item: str
    """Key of the process, unit, retrofit or metric."""
    unit: str
    """Unit that a retrofit is reported of; blank for all of them."""
    year: int
    value: float
    low: float
    high: float
    shown: Unit
    held: Unit
    """Unit of the numbers here."""
    origin: Origin
    """Its cell, sources and confidence."""

    @property
    def key(self) -> str:
        """Name of its row: ``built:wind:2025``."""
        return ":".join(
            part for part in (self.quantity, self.item, self.unit, str(self.year)) if part
        )


@dataclass(frozen=True)
class Past:
    """Years that are past, and what is known of them."""

    through: int = 0
    """Last year that is past; of years up to it clauses are looked at, not enforced."""
    known: tuple[Known, ...] = ()
    elastic: bool = False
    """Whether figures may be missed at a price, to find out which do not go together."""

    @cached_property
    def _places(self) -> frozenset[tuple[Quantity, str, int]]:
        return frozenset((k.quantity, k.item, k.year) for k in self.known)

    def tells(self, item: str, year: int, *quantities: Quantity) -> bool:
        """Whether one of some quantities of an item is known of a year."""
        return any((quantity, item, year) in self._places for quantity in quantities)

    def settles_builds(self, process: str, year: int) -> bool:
        """Whether it is known what was built: forecasts of builds no longer hold then."""
        return self.tells(process, year, Quantity.BUILT, Quantity.CAPACITY)

    def of(self, quantity: Quantity) -> list[Known]:
        """Figures of one quantity."""
        return [known for known in self.known if known.quantity is quantity]
