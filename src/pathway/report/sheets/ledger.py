"""Sheet 条款台账: each clause from its text to its number, price, cell and department.

A clause begins with a dark row (text, formula, departments, cells); below it stands a row a year
with the numbers of the plan. All of it is one native table, to be filtered by clause or by light.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from pathway.report.cells import Column, Row, number_of, text_of
from pathway.report.frames import frame, records
from pathway.report.sheets.clauses import amount, light_text, source_words
from pathway.report.style import digits_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathway.report.page import Book, Page
    from pathway.report.words import Words
    from pathway.results.results import Results

WORDS = (
    ("clause", 9, "text"), ("year", 8, "year"), ("section", 9, "text"),
    ("ledger.text", 40, "wrap"), ("ledger.formula", 64, "wrap"), ("ledger.limit", 26, "wrap"),
    ("result", 11, "number"),
    ("unit", 13, "centre"), ("clause_gap", 11, "number"), ("ledger.gap_share", 9, "number"),
    ("light", 14, "light"), ("binding", 8, "centre"), ("price", 11, "number"),
    ("price_unit", 16, "centre"), ("ledger.steps", 30, "wrap"), ("firmness", 8, "centre"),
    ("ledger.departments", 28, "wrap"), ("ledger.cells", 26, "wrap"),
    ("value_source", 11, "centre"), ("confidence", 8, "centre"), ("ledger.why", 26, "wrap"),
    ("how_modelled", 44, "wrap"),
)  # fmt: skip
PRINTED = 18
"""Columns that go to paper; those to their right are for the screen."""
ORDER = ("red", "yellow", "green", "missing", "unknown", "not_modelled", "recorded")
"""Lights, the worst first."""
KINDS = ("kept", "watched", "family", "recorded")
CELLS_TOLD = 3
"""Rows of sheet metrics that the cell of sources names."""


def fill(book: Book, results: Results, lang: str) -> None:
    """One native table, with counts and rules above it."""
    page = book.page("ledger", lang)
    rows = frame(results, "ledger")
    page.text(counts_text(page, rows))
    for note in ("ledger_note", "light_rule", "ledger_gap_rule"):
        page.text(page.say(note), page.look.note())
    page.row += 1
    heads = [Column(page.say(word), width, kind) for word, width, kind in WORDS]
    page.freeze(page.row + 1, 2)
    lines = [line for _, one in by_clause(rows) for line in _block(page, one)]
    page.sheet.print_area(0, 0, page.row + max(1, len(lines)), PRINTED - 1)
    page.table(heads, lines, "ledger")
    if not lines:
        page.nothing()


def by_clause(rows: Any) -> Iterator[tuple[str, list[Any]]]:
    """Each clause with its rows."""
    for key, found in groupby(records(rows), key=lambda row: row.clause):
        yield key, list(found)


def counts_text(page: Words, rows: Any) -> str:
    """How many clauses there are, and what became of them."""
    kinds = [_kind(found) for _, found in by_clause(rows)]
    counts = {kind: kinds.count(kind) for kind in KINDS}
    others = len(kinds) - sum(counts.values())
    return page.say("ledger_counts").format(all=len(kinds), open=others, **counts)


def _kind(found: Sequence[Any]) -> str:
    first = found[0]
    if first.state == "recorded":
        return "watched" if text_of(first.row) else "recorded"
    return {"live": "kept", "family": "family"}.get(first.state, "open")


# --- rows of the table ----------------------------------------------------------------------------


def _block(page: Page, found: Sequence[Any]) -> Iterator[Row]:
    """The heading row of a clause, then its years."""
    yield Row(_heading(page, found), "group")
    for row in found:
        if number_of(row.year) is not None:
            yield Row(_year(page, row), "muted" if row.light == "recorded" else "plain")


def _heading(page: Page, found: Sequence[Any]) -> tuple[Any, ...]:
    first = found[0]
    light = worst_light(found)
    departments = ";".join(text for text in map(text_of, (first.lead, first.partners)) if text)
    apart = "；" if page.lang == "zh" else "; "
    return (
        first.clause, None, first.section, first.quote, formula_text(page, first), None, None,
        page.unit(first.unit), None, None, light_text(page, light), None, None, None,
        steps_text(page, first), page.word("firmness", first.firmness),
        departments.replace(";", apart), cells_text(first), source_words(page, first),
        first.confidence, told_in(page, first, "reason"), first.how_modelled,
    )  # fmt: skip


def _year(page: Page, row: Any) -> tuple[Any, ...]:
    share, price = number_of(row.slack_share), number_of(row.price)
    formula = told_in(page, row, "formula").split(" = ")[0]
    return (
        row.clause, row.year, None, formula, told_in(page, row, "numbers"),
        told_in(page, row, "limit"), amount(row.result, row.unit), page.unit(row.unit), row.slack,
        None if share is None else share * 100.0, light_text(page, row.light),
        page.say("yes") if number_of(row.binding) else "", price,
        page.unit(row.price_unit) if price is not None else "", *[None] * 8,
    )  # fmt: skip


def worst_light(found: Sequence[Any]) -> str:
    """The worst light of a clause."""
    return min((text_of(row.light) for row in found), key=rank)


def rank(light: str) -> int:
    """Place of a light, the worst first."""
    return ORDER.index(light) if light in ORDER else len(ORDER)


def told_in(page: Words, row: Any, stem: str) -> str:
    """A text of the ledger in the language of the report."""
    return text_of(getattr(row, f"{stem}_{page.lang}"))


def formula_text(page: Words, row: Any) -> str:
    """How it is reckoned, then what its metrics select; of a record, why there is no formula."""
    told = [text for text in (told_in(page, row, "formula"), told_in(page, row, "scope")) if text]
    return "\n".join(told) or told_in(page, row, "reason")


def cells_text(row: Any) -> str:
    """The cell of the value, and rows of its metrics; the file's name is on sheet 输入快照."""
    metric = [text for text in text_of(row.metric_cells).split(";") if text]
    more = ["…"] if len(metric) > CELLS_TOLD else []
    places = [text_of(row.source_cell), *metric[:CELLS_TOLD]]
    return "\n".join([place.partition("!")[2] or place for place in places] + more)


def steps_text(page: Words, row: Any) -> str:
    """What a step of the target costs tighter, and saves looser."""
    step = number_of(row.step)
    if step is None:
        return ""
    told = f"{step:,.4g} {page.unit(row.step_unit)}"
    lines = []
    for way in ("tighter", "looser"):
        costs = [number_of(getattr(row, f"{way}_{when}")) for when in ("before", "after")]
        known = [f"{cost:+,.{digits_for([cost])}f}" for cost in costs if cost is not None]
        words = page.say("ledger.step.no_plan")
        if len(known) == len(costs):
            words = page.say("ledger.step.costs").format(before=known[0], after=known[1])
        lines.append(page.say(f"ledger.step.{way}").format(step=told, before=words))
    return "\n".join(lines)
