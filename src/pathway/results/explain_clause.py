"""What ``pathway explain --clause`` says: result, price either way, range, who pays, implied by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pathway.case.case import Relation
from pathway.labels import unit_word, word_of
from pathway.results.explain_words import NOTHING, Words, number, runs, step_of
from pathway.solve.questions.implied import Verdict
from pathway.solve.steps import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Clause
    from pathway.results.explain import Explanation
    from pathway.solve.questions.implied import Implied
    from pathway.solve.questions.payers import Payers

RELATIONS = {">=": "≥", "<=": "≤", "==": "="}
YEARS = 6
"""Most years whose results are told."""


def clause_lines(told: Explanation, words: Words) -> Iterator[str]:
    """Sentences about the clause that is asked about."""
    clause = told.case.clauses[told.asked.clause or ""]
    if not clause.rows:
        state = word_of("state", clause.state, words.lang)
        key = "clause.peak" if told.payers is not None else "clause.no_rows"
        yield words.say(key, key=clause.key, quote=clause.quote, state=state)
        if told.payers is not None:
            yield from _payers(told.payers, words)
        return
    rows = told.clauses[told.clauses["clause"] == clause.key]
    yield _asks(clause, words)
    yield _results(rows, words)
    yield from _formula(told, words)
    yield from _binding(rows, words)
    for row in told.steps[told.steps["clause"] == clause.key].to_dict("records"):
        yield from _way(row, words)
    if told.payers is not None:
        yield from _payers(told.payers, words)
    for each in told.implied:
        if each.clause == clause.key:
            yield from _implied(each, clause, words)


def _asks(clause: Clause, words: Words) -> str:
    first, last = clause.rows[0], clause.rows[-1]
    limits = [row.limit * row.shown_scale + row.shown_offset for row in (first, last)]
    same = abs(limits[0] - limits[1]) <= NOTHING * max(1.0, abs(limits[0]))
    target = number(limits[0]) if same else f"{number(limits[0])} → {number(limits[1])}"
    years = f"{first.year}" if first is last else f"{first.year}–{last.year}"
    return words.say(
        "clause.asks", key=clause.key, quote=clause.quote, lead=words.lead(clause.key),
        name=words.clause(clause.key), relation=RELATIONS[first.relation.value], target=target,
        unit=unit_word(first.shown_unit, words.lang), years=years,
    )  # fmt: skip


def _results(rows: pd.DataFrame, words: Words) -> str:
    tight = rows.sort_values("slack").head(YEARS).sort_values("year")
    told = [
        words.say(
            "clause.year", year=int(row["year"]), result=number(row["result"]),
            target=number(row["target"]), slack=number(row["slack"]),
        )
        for row in tight.to_dict("records")
    ]  # fmt: skip
    return words.say("clause.result", results=words.say("stop").join(told))


def _formula(told: Explanation, words: Words) -> Iterator[str]:
    """How the figure is reckoned, with the numbers of the year that has least room."""
    ledger = told.ledger
    if ledger is None or f"formula_{words.lang}" not in ledger:
        return
    rows = ledger[(ledger["clause"] == told.asked.clause) & ledger["slack"].notna()]
    if rows.empty:
        return
    row = rows.sort_values("slack").iloc[0]
    formula, numbers = row[f"formula_{words.lang}"], row[f"numbers_{words.lang}"]
    yield words.say("clause.formula", formula=formula, year=int(row["year"]), numbers=numbers)


def _binding(rows: pd.DataFrame, words: Words) -> Iterator[str]:
    priced = rows[rows["price"].abs() > 0]
    if priced.empty:
        yield words.say("clause.slack")
        return
    years = runs(map(int, priced["year"]))
    prices = words.many(number(price) for price in priced["price"])
    unit = unit_word(str(priced["price_unit"].iloc[0]), words.lang)
    yield words.say("clause.binds", years=years, price=f"{prices} {unit}")


def _way(row: Any, words: Words) -> Iterator[str]:
    """Price of a way, and how far it holds."""
    way = words.say(f"way.{row['way']}")
    change = Change(row["before"], row["after"]) if row["feasible"] else None
    cost = words.costs(change)
    yield words.say("clause.way", way=way, step=step_of(row, words.lang), cost=cost)
    if (
        change is None
        or pd.isna(row["holds_share"])
        or words.costs(change) == words.say("costs.zero")
    ):
        return
    key = "range.then" if row["changes_feasible"] else "range.no_plan"
    key = "range.on" if pd.isna(row["changes_share"]) else key
    then = words.say(key, end=_end(row, "changes", words.lang))
    yield words.say(
        "clause.range",
        way=way,
        end=_end(row, "holds", words.lang),
        share=row["same_share"],
        then=then,
    )


def _end(row: Any, name: str, lang: str) -> str:
    """A target in its unit, or as a share of it where years differ."""
    if not pd.isna(row[f"{name}_to"]):
        return f"{number(row[f'{name}_to'])} {unit_word(row['unit'], lang)}"
    if pd.isna(row[f"{name}_share"]):
        return ""
    sign = "+" if row["way"] in {"tighter", "higher"} else "−"
    return f"{sign}{row[f'{name}_share']:.3%}"


def _payers(payers: Payers, words: Words) -> Iterator[str]:
    less = Change(-payers.whole.before, -payers.whole.after)
    yield words.say("clause.alone", cost=words.costs(less))
    told = []
    for key, change in sorted(payers.by.items(), key=lambda item: -abs(sum(item[1]))):
        if abs(sum(change)) <= NOTHING:
            continue
        special = key in {"operation", "penalty"}
        name = words.say(f"payer.{key}") if special else key
        told.append(words.say("payer", name=name, cost=words.change(change)))
    if told:
        yield words.say("clause.payers", list=words.say("stop").join(told))


def _implied(each: Implied, clause: Clause, words: Words) -> Iterator[str]:
    if each.verdict is not Verdict.IMPLIED:
        if each.cost is None:
            settled = each.verdict is Verdict.COULD
            yield words.say("clause.guarded" if settled else "clause.open")
        else:
            yield words.say("clause.could", cost=words.costs(each.cost), row=each.row)
        return
    row = next(row for row in clause.rows if row.key == each.row)
    edge = words.say("edge.most" if row.relation is Relation.AT_MOST else "edge.least")
    worst = "—" if each.worst is None else number(each.worst)
    unit = unit_word(row.shown_unit, words.lang)
    yield words.say(
        "clause.implied", name=words.clause(clause.key), row=each.row, edge=edge, worst=worst,
        unit=unit, limit=f"{number(each.limit)} {unit}",
    )  # fmt: skip
    if not each.by:
        yield words.say("clause.implied_data")
    elif each.needed:
        by, needed = words.many(each.by), words.many(each.needed)
        yield words.say("clause.implied_by", by=by, needed=needed)
    else:
        yield words.say("clause.implied_any", by=words.many(each.by))
