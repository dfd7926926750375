"""Sheet 总览: status, peak, cost, key figures, clauses met and missed, on one sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report import charts
from pathway.report.cells import Row, number_of, text_of
from pathway.report.frames import (
    across,
    frame,
    main_commodity,
    plan_years,
    yearly,
)
from pathway.report.grid import YEAR_WIDTH, grouped_grid, line, year_columns, year_grid
from pathway.report.sheets.clauses import RELATIONS, compared_name, light_text, target_counts
from pathway.report.sheets.emissions import path_part
from pathway.report.sheets.overview_cards import write_cards
from pathway.report.yearly import capacity, carried, invested, main_flows, source_of, supplied
from pathway.results.summary import money_words, resolution_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    import pandas as pd
    from xlsxwriter.chart import Chart

    from pathway.report.frames import Across
    from pathway.report.page import Book, Page
    from pathway.report.words import Words
    from pathway.results.results import Results

ICONS = {"green": "✔", "yellow": "▲", "red": "✘"}
CHART_HIGH = 450
PROVED = {"before", "whole"}
"""Certificates of what is minimised first."""


def fill(book: Book, results: Results, lang: str) -> None:
    """Cards, charts, key figures, lights, candidate peak years, how it was solved, chart data."""
    page = book.page("overview", lang)
    page.freeze(1)
    for column in range(2, 16):
        page.widen(column, YEAR_WIDTH)
    page.text(pick(results.case.title.zh, results.case.title.en, lang))
    write_cards(page, results)
    for text in (*past_lines(page, results), *proof_lines(page, results)):
        page.text(text)
    for text in unserved_lines(page, results):
        page.text(text, page.look.text(alarm=True))
    spots = [page.reserve(height=CHART_HIGH) for _ in range(2)]
    page.new_page()
    _key_figures(page, results)
    _lights(page, results)
    _candidates(page, results)
    _settings(page, results)
    drawn = _chart_parts(page, results)
    for spot, pair in zip(spots, (drawn[:2], drawn[2:]), strict=True):
        page.charts(spot, pair, width=760, height=CHART_HIGH)


def past_lines(page: Words, results: Results) -> Iterator[str]:
    """Up to which year the plan starts from what really happened."""
    past = results.case.past
    if past.through:
        yield page.say("past_line").format(year=past.through, count=len(past.known))


def proof_lines(page: Words, results: Results) -> Iterator[str]:
    """What no plan can cost less than, and how far this one is above it."""
    for row in proved(results):
        steps = len(results.solution_summary.bounds)
        words = "proof_gap" if steps else "proof_exact"
        unit = page.times(page.unit(text_of(row["unit"])))
        told = {"bound": row["bound"], "cost": row["cost"], "gap": max(row["gap"], 0.0)}
        what = page.say("cost_before_peak" if row["certificate"] == "before" else "cost_whole")
        yield page.say(words).format(**told, what=what, unit=unit, steps=steps)


def unserved_lines(page: Words, results: Results) -> Iterator[str]:
    """A line for each hourly commodity that is not fully served."""
    for key, amount in results.solution_summary.unserved.items():
        if amount > 1e-6:
            commodity = results.case.commodities[key]
            name = pick(commodity.label.zh, commodity.label.en, page.lang)
            unit = page.times(page.unit(commodity.shown.text))
            yield f"✘ {page.say('unserved_alarm').format(name=name, amount=amount, unit=unit)}"


def _key_figures(page: Page, results: Results) -> None:
    years, summary = results.case.years, results.solution_summary
    page.section(page.say("key_figures"), columns=len(years) + 2)
    mass, money = page.unit("万吨"), page.unit("亿元")
    plan = plan_years(results, summary.emissions)
    reference = plan_years(results, summary.reference_emissions)
    costs, invested = frame(results, "costs"), frame(results, "investment")
    rows = [
        line(page.say("emissions_plan"), mass, plan, "total"),
        line(page.say("emissions_reference"), mass, reference, "muted"),
        line(page.say("costs_of_year"), money, yearly(costs, "cost", years)),
        line(page.say("investment"), money, yearly(invested, "investment", years)),
        *_served(page, results),
        *_clause_metrics(page, results),
    ]
    year_grid(page, years, rows)


def main_name(page: Words, results: Results) -> str:
    """Name of the main hourly commodity; blank where nothing runs by the hour."""
    found = results.case.commodities.get(main_commodity(results) or "")
    return pick(found.label.zh, found.label.en, page.lang) if found else ""


def _served(page: Page, results: Results) -> list[Row]:
    """Demand and unserved demand of the main commodity."""
    source, years = source_of(results), results.case.years
    here = main_flows(source)
    if here.empty:
        return []
    name = main_name(page, results)
    unit = page.unit(here["unit"].iloc[0])
    taken, links = here["direction"] == "in", carried(source, here)
    signed = here.assign(amount=here["amount"].where(taken, -here["amount"]))
    used = yearly(signed[(taken & (here["kind"] != "surplus")) | links], "amount", years)
    missing = yearly(here[here["kind"] == "unserved"], "amount", years)
    alarm = "alarm" if any((value or 0) > 1e-6 for value in missing) else "plain"
    return [line(f"{name} · {page.say('used')}", unit, used),
            line(f"{name} · {page.say('unserved')}", unit, missing, alarm)]  # fmt: skip


def _clause_metrics(page: Page, results: Results) -> list[Row]:
    """Metrics that clauses with a light are about."""
    clauses, metrics = frame(results, "clauses"), frame(results, "metrics")
    lit = clauses[clauses["light"].isin(list(ICONS))]
    here = metrics[metrics["metric"].isin(lit["metric"].dropna().unique())]
    found = across(here, ["metric", "name_zh", "name_en", "unit"], "value", results.case.years)
    return [line(pick(zh, en, page.lang), page.unit(unit), v) for (_, zh, en, unit), v in found]


def _lights(page: Page, results: Results) -> None:
    """Clause by year, one light a cell."""
    years = results.case.years
    page.section(page.say("clause_lights"), page.say("light_rule"), columns=len(years) + 2)
    rows = frame(results, "clauses")
    lit = rows[rows["light"].isin(list(ICONS)) & rows["year"].notna()]
    name, unit, *across_years = year_columns(page, years, "clause")
    heads = [replace(name, kind="wrap"), unit]
    heads += [replace(column, kind="light") for column in across_years]
    page.table(heads, _light_rows(page, results, lit))
    counts = rows.drop_duplicates("clause")["light"].value_counts()
    others = [key for key in counts.index if key not in ICONS and text_of(key)]
    page.row -= 1
    page.text(target_counts(page, results), page.look.note())
    words = (f"{light_text(page, key)} {int(counts[key])}" for key in others)
    page.text("    ".join(words), page.look.note())


def _light_rows(page: Page, results: Results, lit: pd.DataFrame) -> list[Row]:
    """Targets of the plan, then those that the planner estimated, under a line of their own."""
    own = lit["own_target"].map(number_of).fillna(0.0) > 0
    parts = [lit[~own], lit[own]]
    lines = [
        [_light_row(page, results, clause) for _, clause in part.groupby("clause", sort=False)]
        for part in parts
    ]
    if not lines[1]:
        return lines[0]
    blanks = [""] * (1 + len(results.case.years))
    heads = (Row((page.say(word), *blanks), "group") for word in ("plan_targets", "own_targets"))
    return [row for head, rows in zip(heads, lines, strict=True) for row in (head, *rows)]


def _light_row(page: Page, results: Results, clause: pd.DataFrame) -> Row:
    first, last = clause.iloc[0], clause.iloc[-1]
    by_year = dict(zip(clause["year"].astype(int), clause["light"], strict=True))
    target = number_of(last["target"])
    asked = "" if target is None else f" {RELATIONS.get(text_of(last['relation']), '')} {target:g}"
    name = compared_name(page, results, first) or text_of(first["quote"])
    lights = [ICONS.get(by_year.get(year, ""), "") for year in results.case.years]
    return Row((f"{first['clause']}  {name}{asked}", page.unit(first["unit"]), *lights))


def _candidates(page: Page, results: Results) -> None:
    """What an earlier peak year would cost."""
    summary, years = results.solution_summary, results.case.years
    if not summary.candidates:
        return
    page.section(page.say("candidates"), page.say("candidates_note"), columns=len(years) + 2)
    by_year = {candidate.year: candidate for candidate in summary.candidates}
    costs = [by_year[y].cost if y in by_year else None for y in years]
    tails = [by_year[y].tail if y in by_year else None for y in years]
    more = _above(costs, summary.cost_before_peak)
    more_after = _above(tails, summary.cost_after)
    verdicts = [
        page.say("feasible" if by_year[y].feasible else "infeasible") if y in by_year else ""
        for y in years
    ]
    money = page.unit("亿元")
    rows = [
        line(page.say("cost_before_peak"), money, costs),
        line(page.say("more_than_plan"), money, more),
        line(page.say("cost_after"), money, tails),
        line(page.say("more_than_plan"), money, more_after),
        Row((page.say("verdict"), "", *verdicts)),
    ]
    block = year_grid(page, years, rows)
    page.light_rules(block.last_row, block.first_column, block.last_row, block.last_column)
    if summary.bounds:
        room = max(float(row["cost"] - row["bound"]) for row in proved(results))
        page.text(page.say("candidates_gap").format(room=room, unit=page.times(money)))


def proved(results: Results) -> list[dict[Hashable, Any]]:
    """Cost and bound of what is minimised first."""
    proved = frame(results, "certificates")
    return proved[proved["certificate"].isin(PROVED)].to_dict("records")


def _above(costs: list[float | None], plan: float) -> list[float | None]:
    """What each costs more than the plan."""
    return [None if cost is None else cost - plan for cost in costs]


def _settings(page: Page, results: Results) -> None:
    """Settings that the result depends on, how it was solved, and what was warned of."""
    summary, money = results.solution_summary, money_words(results.case)
    resolution = resolution_words(results.case)
    page.section(page.say("settings"), columns=len(results.case.years) + 2)
    pairs = [
        ("boundary", page.word("boundary", results.case.boundary)),
        ("money", pick(money.zh, money.en, page.lang)),
        ("resolution", pick(resolution.zh, resolution.en, page.lang)),
        ("max_residual", f"{summary.max_residual:.1e}"),
    ]
    pairs += [
        ("stage", f"{s.name} · {s.method} · {s.seconds:.1f} s · {s.objective:,.4f} · {s.status}")
        for s in summary.stages
    ]
    pairs += [("warning", warning) for warning in summary.warnings]
    for key, text in pairs:
        page.sheet.write_string(page.row, 0, page.say(key), page.look.note())
        page.text(text, column=1)


def _chart_parts(page: Page, results: Results) -> list[Chart]:
    """Tables that the charts at the top are drawn from, and the charts."""
    source = source_of(results)
    made = f"{main_name(page, results)} · {page.say('supplied')}"
    drawn = [path_part(page, results)]
    for title, found, value, years in (
        (page.say("capacity"), capacity(source, "capacity"), "capacity", source.shown_years),
        (made, supplied(source), "amount", source.years),
        (page.say("investment"), invested(source), "investment", source.years),
    ):
        drawn += _stacked(page, title, (found, value), years)
    return drawn


def _stacked(
    page: Page, title: str, shown: tuple[list[Across], str], years: tuple[int, ...]
) -> list[Chart]:
    found, value = shown
    if not found:
        return []
    page.section(f"{title} · {page.say('by_group')}", columns=len(years) + 2)
    part = grouped_grid(page, found, value, years)
    title = page.of_unit(title, page.unit(part.unit))
    return [charts.stacked(page.book.file, part.block, part.rows, part.colours, title)]
