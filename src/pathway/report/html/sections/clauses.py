"""Clauses: one entry a clause with its tightest year, and every year below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.report.cells import number_of, text_of
from pathway.report.frames import frame, records
from pathway.report.html.embed import rounded
from pathway.report.sheets.clauses import (
    amount,
    compared_name,
    light_text,
    source_words,
    target_counts,
)
from pathway.report.sheets.ledger import (
    by_clause,
    counts_text,
    formula_text,
    rank,
    steps_text,
    told_in,
    worst_light,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.report.words import Words
    from pathway.results.results import Results

SHOWN = 6
"""Digits of the numbers of clauses."""


def clauses(words: Words, results: Results) -> dict[str, Any]:
    """Counts, rules of the lights, departments and the clauses."""
    rows = frame(results, "ledger")
    names = {row.clause: compared_name(words, results, row)
             for row in records(frame(results, "clauses").drop_duplicates("clause"))}  # fmt: skip
    return {
        "notes": [counts_text(words, rows), target_counts(words, results), words.say("light_rule"),
                  words.say("page.clauses_note")],
        "heads": [words.say(key) for key in (
            "clause", "ledger.text", "page.tight_year", "page.asked", "result",
            "clause_gap", "light", "price", "lead")],
        "years": [words.say(key) for key in (
            "year", "page.asked", "result", "clause_gap", "light", "binding", "price",
            "price_unit")],
        "details": {key: words.say(key) for key in (
            "ledger.formula", "ledger.steps", "partners", "firmness", "value_source",
            "confidence", "how_modelled")},
        "departments": _departments(rows),
        "lights": [[key, words.word("light", key)] for key in _lights(rows)],
        "rows": [_entry(words, names.get(key, ""), found) for key, found in by_clause(rows)],
    }  # fmt: skip


def _departments(rows: Any) -> list[str]:
    """Lead departments, each once; several in one cell are told apart."""
    cells = [text_of(cell) for cell in rows["lead"].unique()]
    names = [name.strip() for cell in cells for name in cell.replace("；", ";").split(";")]
    return list(dict.fromkeys(name for name in names if name))


def _lights(rows: Any) -> list[str]:
    """Lights that clauses have, the worst first."""
    found = {worst_light(one) for _, one in by_clause(rows)}
    return sorted((light for light in found if light), key=rank)


def _entry(words: Words, metric: str, found: Sequence[Any]) -> dict[str, Any]:
    first, light = found[0], worst_light(found)
    years = [_year(words, row) for row in found if number_of(row.year) is not None]
    tight = _tightest(found)
    return {
        "key": text_of(first.clause), "section": text_of(first.section),
        "quote": text_of(first.quote), "metric": metric,
        "unit": words.unit(first.unit), "light": light, "word": light_text(words, light),
        "lead": text_of(first.lead), "partners": text_of(first.partners),
        "tight": _year(words, tight) if number_of(tight.year) is not None else None,
        "years": years, "more": _details(words, first),
    }  # fmt: skip


def _tightest(found: Sequence[Any]) -> Any:
    """The row with the worst light; of equals one that binds, the dearest, with least room."""

    def order(row: Any) -> tuple[int, float, float]:
        share = number_of(row.slack_share)
        price = abs(number_of(row.price) or 0.0)
        return rank(text_of(row.light)), -price, float("inf") if share is None else share

    return min(found, key=order)


def _year(words: Words, row: Any) -> list[Any]:
    """Year, what is asked, result, slack, light, whether it binds, price and its unit."""
    price = rounded(row.price, SHOWN)
    return [
        int(row.year), told_in(words, row, "limit"), _result(row),
        rounded(row.slack, SHOWN), light_text(words, row.light),
        words.say("yes") if number_of(row.binding) else "", price,
        words.unit(row.price_unit) if price is not None else "",
    ]  # fmt: skip


def _result(row: Any) -> Any:
    """What is reached; a calendar year as text."""
    value = amount(row.result, row.unit)
    return value if isinstance(value, str) else rounded(value, SHOWN)


def _details(words: Words, first: Any) -> list[str]:
    """How it is reckoned, what a step costs, partners, firmness, origin of its value."""
    return [
        formula_text(words, first), steps_text(words, first), text_of(first.partners),
        words.word("firmness", first.firmness), source_words(words, first),
        text_of(first.confidence), text_of(first.how_modelled),
    ]  # fmt: skip
