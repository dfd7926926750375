"""Clauses of the plan as rows of numbers, read from the book by the rules of the handbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pathway.audit import senses
from pathway.audit.clause_rows import ClauseRow, RowReader
from pathway.audit.figures import burnt_by, counted, factors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.audit.book import Array, Book, Line
    from pathway.audit.figures import Figure
    from pathway.audit.network import Network

__all__ = ["Clause", "ClauseRow", "denominator", "numerator", "read_clauses"]

Terms = tuple[tuple[str, int, float], ...]


@dataclass(frozen=True)
class Clause:
    """A clause and what becomes of it."""

    key: str
    line: Line
    sense: senses.Sense
    state: str
    rows: tuple[ClauseRow, ...]

    @property
    def own_target(self) -> bool:
        """Whether the plan leaves its number open, and the planner estimated one."""
        return self.line["value_source"] == "missing" and self.line["value"] is not None


def read_clauses(
    book: Book, net: Network, figures: Mapping[str, Figure], boundary: str
) -> dict[str, Clause]:
    """Every clause of the plan."""
    lexicon = book.rows("lexicon")
    city = {key for key, figure in figures.items() if _of_the_city(figure, net, boundary)}
    found = {}
    for line in book.rows("clauses"):
        sense = _settled(senses.read(line["sense"], lexicon), line, city)
        reader = RowReader(book, line, net, figures, sense)
        state = _state(reader)
        rows = tuple(_rows(reader, state))
        state = "recorded" if state == "live" and not rows else state
        found[line.key] = Clause(line.key, line, sense, state, rows)
    return found


def _of_the_city(figure: Figure, net: Network, boundary: str) -> bool:
    """Whether a metric is all that the boundary counts."""
    wanted: dict[str, Array] = {}
    made = factors(net)
    for kind in counted(boundary):
        for process, factor in made[kind].items():
            wanted[process] = wanted.get(process, 0.0) + factor
    burnt = sum(
        (burnt_by(net, demand) for demand in net.demands.values()), np.zeros(len(net.years))
    )
    if {key for _, key in figure.terms} != wanted.keys():
        return False
    same = all(
        name == "v_activity" and np.allclose(k, wanted[key])
        for (name, key), k in figure.terms.items()
    )
    return same and np.allclose(figure.constant, burnt)


def _settled(sense: senses.Sense, line: Line, city: set[str]) -> senses.Sense:
    """A peak of another figure falls after its year; a trend with a base year is a change."""
    if sense.family == "peak" and line["metric"] and line["metric"] not in city:
        return sense._replace(family="after_peak")
    if sense.family in senses.TRENDS and line["base_year"] is not None:
        return sense._replace(family="grow_rel" if sense.family == "trend_up" else "drop_rel")
    return sense


def _state(reader: RowReader) -> str:
    line, family = reader.line, reader.family
    if line["status"] != "live":
        return str(line["status"])
    if family == "peak":
        return "family"
    if line["firmness"] == "recorded":
        return "recorded"
    if reader.numbered():
        return "unknown" if not family else "recorded" if family in senses.SILENT else "live"
    if line["kind"] == "measure" or not (line["metric"] or line["value"] is not None):
        kept = line["kind"] != "measure" and line["how_modelled"]
        return "family" if kept else "recorded"
    return "missing" if reader.figure or line["value"] is not None else "recorded"


def _rows(reader: RowReader, state: str) -> Iterator[ClauseRow]:
    if state in {"live", "recorded"} and reader.numbered() and reader.family:
        yield from reader.rows(state == "live")


def numerator(row: ClauseRow, values: Mapping[str, Array], years: tuple[int, ...]) -> float:
    """Numerator of a clause row from values of metrics [held]."""
    return row.done + _sum(row.numerator, values, years)


def denominator(row: ClauseRow, values: Mapping[str, Array], years: tuple[int, ...]) -> float:
    """What the numerator is divided by."""
    return row.per_constant + _sum(row.denominator, values, years)


def _sum(terms: Terms, values: Mapping[str, Array], years: tuple[int, ...]) -> float:
    return float(sum(k * values[metric][years.index(year)] for metric, year, k in terms))
