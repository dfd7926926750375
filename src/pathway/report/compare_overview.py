"""Sheet 情景对比: key figures of runs side by side, differences, lights, investment, capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pathway.labels import colour_of, pick
from pathway.report import charts
from pathway.report.cells import Row
from pathway.report.compare_parts import (
    NAME_WIDTH,
    RUN_WIDTH,
    UNIT_WIDTH,
    by_run,
    item_line,
    run_columns,
    run_grid,
    run_names,
)
from pathway.report.compare_told import sentences
from pathway.report.grid import line, year_grid
from pathway.results.compare_figures import emissions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.chart import Chart

    from pathway.report.compare_parts import Compared
    from pathway.report.page import Page
    from pathway.report.words import Words

MAIN = 15
"""Processes that the sheet shows."""
SHOWN = 1e-3
"""Amounts below this, in the unit of the table, are none."""
NOISE = 1e-5
"""Share of a figure below which its difference is not shown."""
PROVED = 1e-6
"""Gap below which a cost is exact to the tolerances of the solver."""
CHART_HIGH = 420
MONEY, MASS = "亿元", "万吨"


def overview(page: Page, compared: Compared) -> None:
    """Charts, key figures, differences, cost by term, lights, investment, capacity."""
    page.freeze(1)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD9999"})
    page.widen(0, NAME_WIDTH)
    page.widen(1, UNIT_WIDTH)
    for column in range(2, max(2 + len(compared.keys), 8)):
        page.widen(column, RUN_WIDTH)
    for text, alarm in note_lines(page, compared):
        page.text(text, page.look.text(alarm=True) if alarm else page.look.note())
    page.row += 1
    for text in sentences(page, compared):
        page.text(text)
    spots = [page.reserve(height=CHART_HIGH) for _ in range(2)]
    page.new_page()
    key_figures(page, compared)
    drawn = [*_terms(page, compared), paths(page, compared)]
    _parted(page, compared)
    lights(page, compared)
    drawn.insert(3, _invested(page, compared))
    _capacity(page, compared)
    page.charts(spots[0], drawn[:2], width=820, height=CHART_HIGH)
    page.charts(spots[1], drawn[2:], width=820, height=CHART_HIGH)


def note_lines(page: Words, compared: Compared) -> Iterator[tuple[str, bool]]:
    """What is held against what, how surely, and what is amiss: text, and whether it is that."""
    comparison = compared.comparison
    first, years = comparison.reference, comparison.reference.tables["costs"]["year"]
    span = page.say("compare_years").format(
        first=years.min(), deadline=first.deadline, last=years.max()
    )
    name = run_names(compared, page)[first.key]
    yield page.say("compare_note").format(reference=name, years=span), False
    gaps = [run.manifest.get("bounds", {}).get("gap") or 0.0 for run in comparison.runs]
    if max(gaps) > PROVED:
        yield page.say("compare_gap").format(gap=100 * max(gaps)), False
    unlike = [page.word("unlike", what) for what in comparison.unlike]
    if unlike:
        yield page.say("compare_unlike").format(what="、".join(unlike)), True
    for failed in compared.failed:
        yield page.say("compare_failed").format(**failed._asdict()), True


# --- figures --------------------------------------------------------------------------------------


def key_figures(page: Page, compared: Compared) -> None:
    """Key figures of every run, and what they differ by from those of the reference."""
    table = compared.table("figures")
    parts = [part for _, part in table.groupby(["figure", "zh"], sort=False)]
    width = 2 + len(compared.keys)
    for title, value in (
        ("figures_all", "value"), ("differences", "difference"), ("percents", "percent"),
    ):  # fmt: skip
        if value != "value" and len(compared.keys) < 2:
            continue
        page.section(page.say(title), columns=width)
        told = parts if value != "percent" else [p for p in parts if p["percent"].notna().any()]
        rows = [figure_line(page, compared, part, value) for part in told]
        run_grid(page, compared, rows, "figure")


def figure_line(page: Words, compared: Compared, part: pd.DataFrame, value: str) -> Row:
    """A key figure of every run: its value, its difference to the reference, or that in percent."""
    one = part.iloc[0]
    name, word = pick(one["zh"], one["en"], page.lang), page.say(f"figure.{one['figure']}")
    unit = "%" if value == "percent" else page.unit(one["unit"])
    cells = by_run(compared, part, value)
    if one["kind"] in {"year", "count"}:
        cells = [None if pd.isna(cell) else f"{cell:{'.0f' if value == 'value' else '+.0f'}}"
                 for cell in cells]  # fmt: skip
    elif value != "value":
        least = NOISE * (100 if value == "percent" else part["value"].abs().max())
        cells = [None if pd.isna(cell) or abs(cell) < least else cell for cell in cells]
    bad = one["figure"] in {"clauses_missed_red", "unserved_total"} and value == "value"
    alarm = bad and (part["value"] > SHOWN).any()
    return Row((f"{name} · {word}" if name else word, unit, *cells), "alarm" if alarm else "plain")


def paths(page: Page, compared: Compared) -> Chart:
    """Emissions by year of every run."""
    runs = compared.comparison.runs
    years = sorted({int(year) for run in runs for year in emissions(run).index})
    page.section(page.say("emissions_by_year"), columns=len(years) + 2)
    names, mass = run_names(compared, page), page.unit(MASS)
    rows = [line(names[run.key], mass, emissions(run).reindex(years).tolist()) for run in runs]
    block = year_grid(page, years, rows)
    looks = [charts.solid(colour_of("", at)) for at in range(len(runs))]
    at = range(block.first_row, block.last_row + 1)
    title = page.of_unit(page.say("emissions_by_year"), mass)
    return charts.lines(page.book.file, block, list(at), looks, title)


# --- cost -----------------------------------------------------------------------------------------


def _terms(page: Page, compared: Compared) -> list[Chart]:
    """Discounted cost by term, and its difference to the reference."""
    table = compared.table("cost_terms")
    keys = ["run", "term", "term_zh", "term_en"]
    sums = table.groupby(keys, sort=False)[["discounted", "difference"]].sum().reset_index()
    sums = sums.rename(columns={"term_zh": "name_zh", "term_en": "name_en"})
    parts = [part for _, part in sums.groupby("term", sort=False)]
    shown = [part for part in parts if (part["discounted"].abs() > SHOWN).any()]
    return [
        _stack(page, compared, shown, (title, value))
        for title, value in (("cost_by_term", "discounted"), ("terms_differ", "difference"))
    ]


def _stack(
    page: Page, compared: Compared, parts: Sequence[pd.DataFrame], what: tuple[str, str]
) -> Chart:
    """A grid of items with their sum, and a chart that stacks them by run."""
    title, value = what
    money = page.unit(MONEY)
    page.section(page.say(title), columns=2 + len(compared.keys))
    rows = [item_line(page, compared, part, value, MONEY) for part in parts]
    sums = [sum(filter(None, column)) for column in zip(*(r.cells[2:] for r in rows), strict=True)]
    block = run_grid(page, compared, [*rows, line(page.say("total"), money, sums, "total")])
    at = list(range(block.first_row, block.first_row + len(rows)))
    colours = [colour_of("", n) for n in range(len(rows))]
    heading = page.of_unit(page.say(title), money)
    return charts.stacked(page.book.file, block, at, colours, heading)


# --- where runs part, and lights ------------------------------------------------------------------


def _parted(page: Page, compared: Compared) -> None:
    table = compared.table("divergence")
    if table.empty:
        return
    page.section(page.say("parted"), columns=2 + len(compared.keys))
    rows = [_part(page, compared, what, part) for what, part in table.groupby("what", sort=False)]
    page.table(run_columns(compared, page, "item", "wrap", "note"), rows)


def _part(page: Page, compared: Compared, what: Any, part: pd.DataFrame) -> Row:
    items = by_run(compared, part, "items_zh" if page.lang == "zh" else "items_en")
    cells = []
    for year, item in zip(by_run(compared, part, "year"), items, strict=True):
        text = page.say("never") if pd.isna(year) else f"{year:.0f}"
        cells.append(f"{text}\n{item}" if item and not pd.isna(year) else text)
    return Row((page.word("part", what), page.say("first_year"), "–", *cells[1:]))


def lights(page: Page, compared: Compared) -> None:
    """Clauses that are missed somewhere, or lit otherwise than in the reference."""
    page.section(page.say("lights_all"), page.say("lights_changed"), 2 + len(compared.keys))
    told = lights_apart(compared)
    if not told:
        page.text(page.say("lights_alike"))
        return
    page.table(
        run_columns(compared, page, "clause", "light", "firmness"),
        [light_line(page, compared, part) for part in told],
    )


def lights_apart(compared: Compared) -> list[pd.DataFrame]:
    """Clauses that are missed somewhere, or that not every run has."""
    return [
        part for _, part in compared.table("lights").groupby("clause", sort=False)
        if set(part["light"]) != {"green"} or len(part) < len(compared.keys)
    ]  # fmt: skip


def light_line(page: Words, compared: Compared, part: pd.DataFrame) -> Row:
    """A clause with its light in every run."""
    one = part.iloc[0]
    metric = pick(one["metric_zh"], one["metric_en"], page.lang)
    words = [page.word("light", light) for light in by_run(compared, part, "light")]
    return Row((f"{one['clause']} {metric}", page.word("firmness", one["firmness"]), *words))


# --- investment and capacity ----------------------------------------------------------------------


def _invested(page: Page, compared: Compared) -> Chart:
    """Investment by what it goes into; the smaller ones as one."""
    table = compared.table("investment")
    parts = [part for _, part in table.groupby("item", sort=False)]
    shown, rest = parts[: MAIN - 1], parts[MAIN - 1 :]
    if rest:
        names = {"name_zh": page.say("other_items"), "name_en": page.say("other_items")}
        sums = pd.concat(rest).groupby("run", sort=False)["investment"].sum().reset_index()
        shown = [*shown, sums.assign(**names)]
    return _stack(page, compared, shown, ("invested_in", "investment"))


def _capacity(page: Page, compared: Compared) -> None:
    """Built, retired and standing capacity of the main processes."""
    table = compared.table("stock")
    order = _main(compared)
    for title, value in (
        ("built_by", "built"), ("retired_by", "retired"), ("standing_by", "at_deadline"),
    ):  # fmt: skip
        page.section(page.say(title), page.say("main_note").format(count=MAIN),
                     2 + len(compared.keys))  # fmt: skip
        known = table[table["process"].isin(order)]
        parts = sorted(known.groupby("process", sort=False), key=lambda p: order.index(str(p[0])))
        rows = [
            item_line(page, compared, part, value, part["unit"].iloc[0])
            for _, part in parts if (part[value].fillna(0.0).abs() > SHOWN).any()
        ]  # fmt: skip
        if rows:
            run_grid(page, compared, rows, "technology")
        else:
            page.nothing()


def _main(compared: Compared) -> list[str]:
    """Processes by investment or, if more, by what moves; those that retire are kept."""
    size: dict[str, float] = {}
    invested, moved = compared.table("investment"), compared.table("changes")
    for table, item, money in ((invested, "item", "investment"), (moved, "process", "money")):
        for key, amount in table.groupby(item)[money].max().items():
            size[str(key)] = max(size.get(str(key), 0.0), float(amount))
    stock = compared.table("stock")
    retiring = stock.groupby("process")["retired"].max()
    known = set(stock["process"])
    order = sorted((key for key in size if key in known), key=lambda key: -size[key])[:MAIN]
    closing = [key for key in retiring[retiring > SHOWN].index if key not in order]
    return [*order, *closing]
