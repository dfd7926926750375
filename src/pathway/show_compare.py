"""What the command line shows of several scenarios: their progress, and how they compare."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Self

from pandas import isna
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pathway.labels import label, pick, unit_word, word_of
from pathway.messages import text
from pathway.show import progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from rich.console import Console

    from pathway.compare import CompareResult
    from pathway.results.compare import Comparison
    from pathway.scenarios import Progress, ScenariosResult

MOST_CHANGES = 6
"""Differences in what is built that are listed for a run."""
SHOWN = 1e-3
FIGURES = (
    "cost_before_peak", "cost_after", "peak_year", "peak_level", "emissions_sum",
    "invested_before",
)  # fmt: skip
"""Key figures that a terminal has room for; the workbook has all."""
LIGHTS = ("met", "missed_yellow", "missed_red")
COLOURS = {"done": "green", "failed": "red", "running": "", "waiting": "dim"}


class Watching:
    """One line for each scenario: live in a terminal, a line a stage where it is a file."""

    def __init__(self, console: Console, lang: str) -> None:
        self.console, self.lang = console, lang
        self._live = Live(console=console, refresh_per_second=4) if console.is_terminal else None
        self._told: dict[str, tuple[str, str]] = {}
        self._start = time.perf_counter()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def look(self, all_of_them: Sequence[Progress]) -> None:
        """Show how far all scenarios are."""
        if self._live:
            self._live.update(self._table(all_of_them))
            return
        for one in all_of_them:
            now = (str(one.state), one.stage)
            if self._told.get(one.scenario, ("waiting", "")) != now:
                self._told[one.scenario] = now
                self._line(one)

    def _line(self, one: Progress) -> None:
        _, state, stage = self._words(one)
        words = stage if one.state == "running" else f"{state} {stage}"
        line = f"{time.perf_counter() - self._start:7.1f} s  {one.scenario}  {words}"
        self.console.print(line.rstrip(), markup=False, highlight=False)

    def _table(self, all_of_them: Sequence[Progress]) -> Table:
        table = Table()
        for key in ("scenario", "seconds", "state", "stage"):
            table.add_column(text(f"scenarios.{key}", self.lang), overflow="fold")
        for one in all_of_them:
            seconds, state, stage = self._words(one)
            table.add_row(one.scenario, seconds, state, stage, style=COLOURS[one.state])
        return table

    def _words(self, one: Progress) -> tuple[str, str, str]:
        state = text(f"scenarios.{one.state}", self.lang)
        stage = progress(one.stage, self.lang) if one.state == "running" else one.stage
        return f"{one.seconds:.1f}", state, stage


def scenarios_facts(result: ScenariosResult) -> dict[str, Any]:
    """Scenarios for a machine: what became of each, and how they compare."""
    told = [
        {
            "scenario": one.scenario, "code": one.code, "message": one.message,
            "folder": None if one.folder is None else str(one.folder),
            "seconds": round(one.seconds, 1),
        }
        for one in result.outcomes
    ]  # fmt: skip
    return {
        "code": result.code,
        "scenarios": told,
        "compare": None if result.compared is None else compare_facts(result.compared),
        "reports_left": result.left,
    }


def compare_facts(result: CompareResult) -> dict[str, Any]:
    """A comparison for a machine; money in 1e8 of the currency, CO2 in 1e4 t."""
    tables = result.comparison.tables
    kept = ("figures", "cost_terms", "divergence", "changes", "clause_costs")
    return {
        "folder": str(result.folder),
        "reference": result.comparison.reference.key,
        "runs": {run.key: str(run.folder) for run in result.comparison.runs},
        **{name: _records(tables[f"compare_{name}"]) for name in kept},
    }


def _records(table: pd.DataFrame) -> Any:
    return json.loads(table.to_json(orient="records", force_ascii=False))


def tables(comparison: Comparison, lang: str) -> Iterator[Table]:
    """Key figures, cost by term and main differences, as tables for the terminal."""
    yield _figures(comparison, lang)
    if len(comparison.runs) > 1:
        yield _terms(comparison, lang)
        yield _changes(comparison, lang)


def _names(comparison: Comparison, lang: str) -> dict[str, str]:
    return {run.key: pick(run.zh, run.en, lang) for run in comparison.runs}


def _figures(comparison: Comparison, lang: str) -> Table:
    """A line for each run: its main figures, with their differences to the reference."""
    names = _names(comparison, lang)
    reference = names[comparison.reference.key]
    table = Table(title=text("compare.title", lang, reference=reference), title_justify="left")
    table.add_column(text("compare.run", lang), overflow="fold")
    found = comparison.tables["compare_figures"]
    units = dict(zip(found["figure"], found["unit"].astype(str), strict=True))
    for figure in FIGURES:
        unit = f" [{unit_word(units[figure], lang)}]" if units[figure] else ""
        head = f"{label(f'figure.{figure}', lang)}{unit}"
        table.add_column(Text(head), justify="right", overflow="fold")
    table.add_column("✔ ▲ ✘", justify="right", no_wrap=True)
    for key, name in names.items():
        own = {row["figure"]: row for row in found[found["run"] == key].to_dict("records")}
        lights = " ".join(f"{own[f'clauses_{light}']['value']:.0f}" for light in LIGHTS)
        table.add_row(name, *(_figure(own[figure]) for figure in FIGURES), lights)
    return table


def _figure(row: Any) -> str:
    """A figure with its difference to the reference, where there is one."""
    if isna(row["value"]):
        return "–"
    digits = ".0f" if row["kind"] == "year" else ",.1f"
    shown, moved = f"{row['value']:{digits}}", row["difference"]
    if isna(moved) or abs(moved) < SHOWN:
        return shown
    percent = "" if isna(row["percent"]) else f", {row['percent']:+.1f}%"
    return f"{shown} ({moved:+{digits}}{percent})"


def _terms(comparison: Comparison, lang: str) -> Table:
    """A line for each run: by how much each term of cost differs, and what moved targets cost."""
    names = _names(comparison, lang)
    found = comparison.tables["compare_cost_terms"]
    wide = found.pivot_table("difference", "run", "term", aggfunc="sum", sort=False)
    words = found.drop_duplicates("term").set_index("term")
    shown = [term for term in wide.columns if (wide[term].abs() > SHOWN).any()]
    table = Table(title=text("compare.terms", lang), title_justify="left")
    table.add_column(text("compare.run", lang), overflow="fold")
    for term in shown:
        word = pick(words.at[term, "term_zh"], words.at[term, "term_en"], lang)
        table.add_column(word, justify="right")
    table.add_column(text("compare.total", lang), justify="right", style="bold")
    table.add_column(text("compare.clauses", lang), justify="right")
    moved = comparison.tables["compare_clause_costs"].groupby("run")
    both = moved[["cost_at_reference_price", "cost_at_own_price"]].sum()
    for key in list(names)[1:]:
        own = [f"{x:+,.2f}" for x in wide.loc[[key], shown].to_numpy(float)[0]]
        ends = both.loc[key] if key in both.index else both.iloc[:0].sum()
        clauses = " / ".join(f"{x:+,.2f}" for x in ends) if (ends.abs() > SHOWN).any() else "–"
        table.add_row(names[key], *own, f"{wide.loc[key].sum():+,.2f}", clauses)
    return table


def _changes(comparison: Comparison, lang: str) -> Table:
    names = _names(comparison, lang)
    table = Table(title=text("compare.changes", lang), title_justify="left")
    table.add_column(text("compare.run", lang))
    table.add_column(text("compare.first_year", lang))
    table.add_column(text("compare.what", lang), overflow="fold", ratio=1)
    changed = comparison.tables["compare_changes"]
    parted = comparison.tables["compare_divergence"].set_index(["run", "what"])["year"]
    for key in list(names)[1:]:
        year = parted.get((key, "tasks"))
        first = label("never", lang) if isna(year) else f"{year:.0f}"
        own = changed[changed["run"] == key].head(MOST_CHANGES).to_dict("records")
        items = [_change(row, lang) for row in own]
        table.add_row(names[key], first, ("；" if lang == "zh" else "; ").join(items))
    return table


def _change(row: Any, lang: str) -> str:
    """One difference in words: what, how, and by how much or how many years."""
    name = pick(row["name_zh"], row["name_en"], lang)
    kind, how = word_of("change", row["kind"], lang), word_of("how_differs", row["how"], lang)
    if row["how"] == "other_years":
        return f"{kind} {name} {how}"
    if row["how"] in {"earlier", "later"}:
        return text("compare.years", lang, text=f"{kind} {name} {how}", shift=row["shift"])
    unit = unit_word(row["unit"], lang)
    return f"{kind} {name} {how} {row['difference']:+,.4g} {unit}"
