"""What the book tells of years that are past: the figures that a plan made again is held to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.audit.book import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.audit.book import Book, Line
    from pathway.audit.figures import Figure
    from pathway.audit.network import Network
    from pathway.schema.units import Unit

OF_PROCESS = ("capacity", "built", "activity")


@dataclass(frozen=True)
class Told:
    """A figure of a past year and the range it leaves."""

    quantity: str
    item: str
    unit: str
    year: int
    low: float
    high: float

    @property
    def key(self) -> str:
        """Key of its row."""
        words = [self.quantity, self.item, self.unit, str(self.year)]
        return ":".join(word for word in words if word)


def last_past(book: Book) -> int:
    """Last year that is past; 0 where none is."""
    stated = {line.key: line["value"] for line in book.rows("settings")}
    through, base = stated.get("actuals_to"), stated["base_year"]
    return int(through) if through is not None and through > base else 0


def happened(book: Book, quantity: str, item: str) -> set[int]:
    """Past years in which something of an item is told to have happened."""
    lines = (line for line in book.rows("actual_items") if line["quantity"] == quantity)
    mine = (line for line in lines if line["key"].partition(":")[0] == item)
    last = last_past(book)
    return {y for line in mine for y, value in line.years.items() if value > 0 and y <= last}


def read_told(
    book: Book, net: Network, figures: Mapping[str, Figure], stock: Mapping[str, str]
) -> tuple[Told, ...]:
    """All figures that are held.

    Args:
        book: the settled book.
        net: its network.
        figures: metrics.
        stock: process of each unit, and the one that each retrofit begins from.
    """
    return tuple(_items(book, net, stock)) + tuple(_totals(book, figures))


def _items(book: Book, net: Network, stock: Mapping[str, str]) -> Iterator[Told]:
    past = bool(last_past(book))  # where no year is, items may be of plant that is divided
    for line in book.rows("actual_items") if past else ():
        item, _, unit = line["key"].partition(":")
        quantity = line["quantity"]
        plant = net.plant[item if quantity in OF_PROCESS else stock[item]]
        inside = held(plant.activity if quantity == "activity" else plant.capacity)
        yield from _ranges(book, line, (quantity, item, unit), inside)


def _totals(book: Book, figures: Mapping[str, Figure]) -> Iterator[Told]:
    base = next(line["value"] for line in book.rows("settings") if line.key == "base_year")
    for line in book.rows("actuals"):
        if line["hold"]:
            for told in _ranges(
                book, line, ("metric", line["metric"], ""), figures[line["metric"]].held
            ):
                if told.year > base:
                    yield told


def _ranges(book: Book, line: Line, about: tuple[str, str, str], inside: Unit) -> Iterator[Told]:
    for year, value in book.across(line, inside).items():
        if year <= last_past(book):
            slack = abs(value) * line["tolerance"]
            yield Told(*about, year, value - slack, value + slack)
