"""Further sheets of a comparison: builds, costs, clauses, metrics and inputs, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import Column, Row
from pathway.report.compare_overview import SHOWN, light_line
from pathway.report.compare_parts import by_run, run_columns, run_names
from pathway.report.frames import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from pathway.report.compare_parts import Compared
    from pathway.report.page import Page

MOST_ITEMS = 30
"""Items of cost that are shown for each run."""
LONGEST = 70
"""Characters of a value that are shown."""


def changes(page: Page, compared: Compared) -> None:
    """What is built, retired and retrofitted otherwise."""
    table, names = compared.table("changes"), run_names(compared, page)
    if table.empty:
        page.nothing()
        return
    words = (
        ("run", 20, "text"), ("task_kind", 11, "centre"), ("technology", 34, "wrap"),
        ("unit", 14, "centre"), ("amount_reference", 12, "number"), ("amount_run", 12, "number"),
        ("difference", 12, "number"), ("difference_to_deadline", 12, "number"),
        ("how_differs", 12, "centre"), ("first_year", 9, "year"), ("shift", 11, "number"),
        ("money_moved", 19, "number"),
    )  # fmt: skip
    page.freeze(page.row + 1, 3)
    rows = [
        Row((
            names[row.run], page.word("change", row.kind),
            pick(row.name_zh, row.name_en, page.lang),
            page.unit(row.unit), row.amount_reference, row.amount, row.difference,
            row.difference_to_deadline, page.word("how_differs", row.how), row.first_year,
            row.shift, row.money,
        ))
        for row in records(table)
    ]  # fmt: skip
    page.table([Column(page.say(word), width, kind) for word, width, kind in words], rows,
               "compare_changes")  # fmt: skip


def costs(page: Page, compared: Compared) -> None:
    """The items that make up the difference in cost."""
    page.text(page.say("items_note").format(count=MOST_ITEMS), page.look.note())
    words = (
        ("run", 20, "text"), ("term", 22, "text"), ("item", 40, "wrap"), ("sector", 16, "text"),
        ("stage_before", 19, "number"), ("stage_after", 19, "number"),
        ("both_stages", 19, "number"),
    )  # fmt: skip
    page.row += 1
    page.freeze(page.row + 1, 3)
    rows = [row for run in compared.keys[1:] for row in _cost_rows(page, compared, run)]
    page.table([Column(page.say(word), width, kind) for word, width, kind in words], rows,
               "compare_costs")  # fmt: skip


def _cost_rows(page: Page, compared: Compared, run: str) -> Iterator[Row]:
    """The largest items of a run, the others in one row, and the sum."""
    table = compared.table("cost_items")
    own = table[table["run"] == run]
    keys = ["term", "term_zh", "term_en", "item", "item_zh", "item_en", "sector"]
    sums = own.groupby([*keys, "stage"], dropna=False)["difference"].sum()
    wide = sums.unstack("stage", fill_value=0).reindex(columns=[1, 2], fill_value=0.0)
    wide = wide.loc[wide.abs().sum(axis=1).sort_values(ascending=False, kind="stable").index]
    name = run_names(compared, page)[run]
    shown = wide[wide.abs().max(axis=1) > SHOWN].head(MOST_ITEMS)
    for row in shown.reset_index().to_dict("records"):
        texts = (pick(row[f"{k}_zh"], row[f"{k}_en"], page.lang) for k in ("term", "item"))
        yield Row((name, *texts, row["sector"], row[1], row[2], row[1] + row[2]))
    rest = wide.iloc[len(shown) :].sum()
    if len(wide) > len(shown):
        yield Row((name, "", page.say("other_items"), "", rest[1], rest[2], rest.sum()))
    every = wide.sum()
    yield Row((name, "", page.say("total"), "", every[1], every[2], every.sum()), "total")


def clauses(page: Page, compared: Compared) -> None:
    """Lights of every clause in every run, and what moved targets cost."""
    page.freeze(1)
    page.section(page.say("lights_all"), columns=2 + len(compared.keys))
    parts = [part for _, part in compared.table("lights").groupby("clause", sort=False)]
    if parts:
        rows = [light_line(page, compared, part) for part in parts]
        page.table(
            run_columns(compared, page, "clause", "light", "firmness"), rows, "compare_lights"
        )
    else:
        page.nothing()
    page.section(page.say("clauses_costs"), page.say("clause_cost_note"), 2 + len(compared.keys))
    table = compared.table("clause_costs")
    if table.empty:
        page.text(page.say("clauses_alike"))
        return
    _clause_costs(page, compared, table)


def _clause_costs(page: Page, compared: Compared, table: pd.DataFrame) -> None:
    words = (
        ("clause", 0, "wrap"), ("unit", 0, "centre"), ("run", 0, "text"),
        ("target_reference", 0, "number"), ("target_run", 0, "number"),
        ("price_reference", 0, "number"), ("price_run", 0, "number"),
        ("price_unit", 18, "centre"), ("cost_at_reference_price", 19, "number"),
        ("cost_at_own_price", 19, "number"), ("shortfall_more", 19, "number"),
    )  # fmt: skip
    heads = [Column(page.say(word), width or 17, kind) for word, width, kind in words]
    rows = []
    for run, part in table.groupby("run", sort=False):
        rows += [_clause_cost(page, compared, row) for row in records(part)]
        sums = part[["cost_at_reference_price", "cost_at_own_price", "shortfall"]].sum().tolist()
        blank = ("",) * 5
        rows.append(Row((page.say("total"), "", run_names(compared, page)[str(run)], *blank, *sums),
                        "total"))  # fmt: skip
    page.table(heads, rows, "compare_clause_costs")


def _clause_cost(page: Page, compared: Compared, row: Any) -> Row:
    metric = pick(row.metric_zh, row.metric_en, page.lang)
    return Row((
        f"{row.clause} {metric}", page.unit(row.unit), run_names(compared, page)[row.run],
        row.target_reference, row.target, row.price_reference, row.price, page.unit(row.price_unit),
        row.cost_at_reference_price, row.cost_at_own_price, row.shortfall,
    ))  # fmt: skip


def metrics(page: Page, compared: Compared) -> None:
    """Every metric of every run, in the year of the deadline and in the last one."""
    page.freeze(1)
    table = compared.table("metrics")
    for at, title in (("deadline", "deadline_year"), ("end", "last_year")):
        here = table[table["at"] == at]
        years = "、".join(map(str, sorted(set(here["year"]))))
        page.section(page.of_unit(page.say(title), years), columns=2 + len(compared.keys))
        rows = []
        for _, part in here.groupby("metric", sort=False):
            one = part.iloc[0]
            name = pick(one["name_zh"], one["name_en"], page.lang)
            rows.append(Row((name, page.unit(one["unit"]), *by_run(compared, part, "value"))))
        if rows:
            page.table(run_columns(compared, page, "metric"), rows, f"compare_{at}", per_row=True)
        else:
            page.nothing()


def inputs(page: Page, compared: Compared) -> None:
    """Inputs that are not those of the reference."""
    table, names = compared.table("inputs"), run_names(compared, page)
    if table.empty:
        page.text(page.say("inputs_alike"))
        return
    words = (
        ("run", 20, "text"), ("table", 13, "text"), ("row_key", 34, "wrap"),
        ("parameter", 18, "text"), ("value_reference", 44, "wrap"), ("value_run", 44, "wrap"),
        ("unit", 16, "centre"), ("source_cell", 30, "text"),
    )  # fmt: skip
    page.freeze(page.row + 1, 3)
    rows = [
        Row((names[row.run], row.table, row.key, row.parameter, _short(row.value_reference),
             _short(row.value), page.unit(row.unit or row.unit_reference), row.where))
        for row in records(table)
    ]  # fmt: skip
    page.table([Column(page.say(word), width, kind) for word, width, kind in words], rows,
               "compare_inputs")  # fmt: skip


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
