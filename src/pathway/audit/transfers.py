"""Transfers between parties: read from the book, and reckoned again on the metrics of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.audit.book import MONEY, along
from pathway.audit.schedule import in_held

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.book import Array, Book
    from pathway.audit.city import City
    from pathway.audit.figures import Figure
    from pathway.audit.items import Ledger
    from pathway.audit.vector import Key
    from pathway.schema.units import Unit


@dataclass(frozen=True)
class Transfer:
    """Money that one party pays another."""

    key: str
    metric: str
    price: Array
    """[1e8 per held unit of the metric]"""
    counted: bool
    parties: tuple[str, str]
    """Who pays and who receives."""


def read_transfers(book: Book, figures: Mapping[str, Figure]) -> dict[str, Transfer]:
    """Every transfer of the book."""
    return {
        line.key: Transfer(
            line.key, line["metric"],
            along(book.years, book.across(line, MONEY / figures[line["metric"]].held)),
            bool(line["counted"]), (line["payer"], line["receiver"]),
        )
        for line in book.rows("transfers")
    }  # fmt: skip


def check_transfers(
    city: City, tables: Mapping[str, pd.DataFrame], values: Mapping[str, Array], ledger: Ledger
) -> None:
    """Metric, price, amount and parties of every transfer and year.

    Args:
        city: the workbook.
        tables: tables of the run.
        values: metrics added up from the decisions of the run.
        ledger: where items go.
    """
    table, known = tables["transfers"], city.transfers
    there = table[["transfer", "metric", "payer", "receiver", "counted"]].drop_duplicates()
    told = sorted(there.itertuples(index=False, name=None))
    own = sorted((key, x.metric, *x.parties, x.counted) for key, x in known.items())
    ledger.equal(("costs", "transfers"), told, own, "transfers and their parties")
    for column, unit in (("value", "value_unit"), ("price", "price_unit"), ("amount", "unit")):
        wanted: dict[Key, Array] = {}
        units: dict[Key, Unit] = {}
        for key, transfer in known.items():
            value, metric = values[transfer.metric], city.figures[transfer.metric].held
            wanted[key,], units[key,] = {
                "value": (value, metric),
                "price": (transfer.price, MONEY / metric),
                "amount": (value * transfer.price, MONEY),
            }[column]
        found = in_held(table, ["transfer"], (column, unit), city.years, units.__getitem__)
        ledger.compare(("costs", "transfers"), found, wanted)
