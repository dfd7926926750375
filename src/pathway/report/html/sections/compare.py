"""Several runs side by side: charts of each, key figures, lights, builds and inputs that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import number_of, text_of
from pathway.report.compare_overview import figure_line, light_line, lights_apart, note_lines
from pathway.report.compare_parts import run_name
from pathway.report.compare_told import sentences
from pathway.report.frames import Across, records
from pathway.report.html.chart import lines, named
from pathway.report.html.embed import rounded
from pathway.report.html.sections.yearly import MASS, yearly_charts
from pathway.report.sheets.scenarios import compared_of
from pathway.report.yearly import source_of_run
from pathway.results.compare_figures import emissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.report.compare_parts import Compared
    from pathway.report.html.chart import Chart
    from pathway.report.words import Words
    from pathway.results.results import Results

CHANGES = ("run", "task_kind", "technology", "unit", "amount_reference", "amount_run",
           "difference", "how_differs", "first_year", "money_moved")  # fmt: skip
INPUTS = ("run", "table", "row_key", "parameter", "value_reference", "value_run", "source_cell")
NUMBERS = {"amount_reference", "amount_run", "difference", "money_moved"}
LONGEST = 70
"""Characters of a value that are shown."""


def scenarios(words: Words, results: Results) -> dict[str, Any]:
    """Plans of other scenarios beside that of the run: sentences, charts, key figures."""
    assert results.scenarios is not None
    compared = compared_of(results.scenarios)
    shown = side(words, compared)
    notes = [text for text, _ in note_lines(words, compared)]
    return {**shown, "notes": [*notes, *sentences(words, compared), *shown["notes"]],
            "tables": figures(words, compared)["tables"]}  # fmt: skip


def side(words: Words, compared: Compared) -> dict[str, Any]:
    """Charts of every run, to be shown two at a time, and the paths of all."""
    runs = compared.comparison.runs
    charts = [yearly_charts(words, source_of_run(run)) for run in runs]
    keys = list(dict.fromkeys(key for one in charts for key in one))
    titles = {key: next(one[key]["title"] for one in charts if key in one) for key in keys}
    return {
        "notes": [words.say("page.compare.note")],
        "path": _paths(words, compared),
        "titles": [[key, titles[key]] for key in keys],
        "runs": [{"key": run.key, "name": run_name(run, words), "charts": one}
                 for run, one in zip(runs, charts, strict=True)],
    }  # fmt: skip


def _paths(words: Words, compared: Compared) -> Chart:
    """Emissions of every run."""
    runs = compared.comparison.runs
    years = sorted({int(year) for run in runs for year in emissions(run).index})
    found = [Across((run.key,), emissions(run).reindex(years).tolist()) for run in runs]
    names = {run.key: run_name(run, words) for run in runs}
    rows = named(found, 0, names.__getitem__, keyed=False)
    return lines(words.say("emissions_by_year"), words.unit(MASS), years, rows)


def figures(words: Words, compared: Compared) -> dict[str, Any]:
    """Key figures of every run, and what they differ by."""
    parts = [part for _, part in compared.table("figures").groupby(["figure", "zh"], sort=False)]
    tables = []
    for title, value in (("figures_all", "value"), ("differences", "difference")):
        rows = [[_cell(cell) for cell in figure_line(words, compared, part, value).cells]
                for part in parts]  # fmt: skip
        tables.append({"title": words.say(title), "heads": _heads(words, compared, "figure"),
                       "rows": rows, "own": True})  # fmt: skip
    return {"notes": [], "tables": tables}


def lights(words: Words, compared: Compared) -> dict[str, Any]:
    """Clauses that are not met everywhere, with their light in every run."""
    parts = lights_apart(compared)
    rows = [[_cell(cell) for cell in light_line(words, compared, part).cells] for part in parts]
    if not rows:
        return {"notes": [words.say("lights_alike")], "tables": []}
    heads = _heads(words, compared, "clause", "firmness", "text")
    table = {"title": "", "note": words.say("lights_changed"), "heads": heads, "rows": rows}
    return {"notes": [], "tables": [table]}


def changes(words: Words, compared: Compared) -> dict[str, Any]:
    """What is built, retired and retrofitted otherwise."""
    names = {run.key: run_name(run, words) for run in compared.comparison.runs}
    rows = [
        [names[row.run], words.word("change", row.kind), pick(row.name_zh, row.name_en, words.lang),
         words.unit(row.unit), *(rounded(x) for x in (row.amount_reference, row.amount,
                                                     row.difference)),
         words.word("how_differs", row.how), rounded(row.first_year), rounded(row.money)]
        for row in records(compared.table("changes"))
    ]  # fmt: skip
    return {"heads": _list_heads(words, CHANGES), "rows": rows}


def inputs(words: Words, compared: Compared) -> dict[str, Any]:
    """Inputs that are not those of the reference."""
    names = {run.key: run_name(run, words) for run in compared.comparison.runs}
    rows = [
        [names[row.run], row.table, text_of(row.key), text_of(row.parameter),
         *(_value(words, value, unit) for value, unit in (
             (row.value_reference, row.unit_reference), (row.value, row.unit))),
         text_of(row.where)]
        for row in records(compared.table("inputs"))
    ]  # fmt: skip
    return {"heads": _list_heads(words, INPUTS), "rows": rows}


def _value(words: Words, value: Any, unit: Any) -> str:
    return f"{text_of(value)[:LONGEST]} {words.unit(unit)}".strip()


def _list_heads(words: Words, keys: Sequence[str]) -> list[dict[str, str]]:
    return [{"title": words.say(key), "kind": "number" if key in NUMBERS else "text"}
            for key in keys]  # fmt: skip


def _heads(
    words: Words, compared: Compared, first: str, second: str = "unit", kind: str = "number"
) -> list[dict[str, str]]:
    """Item, unit or another heading, and the runs, the reference marked."""
    names = [run_name(run, words) for run in compared.comparison.runs]
    names[0] = words.of_unit(names[0], words.say("reference_run"))
    heads = [{"title": words.say(key), "kind": "text"} for key in (first, second)]
    return heads + [{"title": name, "kind": kind} for name in names]


def _cell(value: Any) -> Any:
    """A cell as text or number."""
    number = number_of(value)
    return text_of(value) if number is None else rounded(number)
