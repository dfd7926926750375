"""Emissions: the path beside the plan without the peak, sectors with the peak marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import SERIES
from pathway.report.frames import frame, plan_years
from pathway.report.html.chart import lines, series
from pathway.report.html.embed import rounded
from pathway.report.html.sections.yearly import MASS, sectors
from pathway.report.yearly import source_of
from pathway.results.peak import by_boundary

if TYPE_CHECKING:
    from pathway.report.html.chart import Chart
    from pathway.report.words import Words
    from pathway.results.results import Results


def emissions(words: Words, results: Results) -> dict[str, Any]:
    """Boundary, the path, and sectors."""
    told = words.word("boundary", results.case.boundary)
    by_sector = {**sectors(words, source_of(results)), "peak": _mark(words, results)}
    return {"notes": [f"{words.say('boundary')}：{told}" if words.lang == "zh"
                      else f"{words.say('boundary')}: {told}"],
            "charts": [path(words, results), by_sector]}  # fmt: skip


def path(words: Words, results: Results) -> Chart:
    """Plan, reference and the other boundary by year, the peak marked."""
    years, summary = results.case.years, results.solution_summary
    rows = [series(words.say("emissions_plan"), plan_years(results, summary.emissions), "plan")]
    if summary.reference_emissions:
        reference = plan_years(results, summary.reference_emissions)
        rows.append(series(words.say("emissions_reference"), reference, "reference", "dash"))
    paths = by_boundary(frame(results, "emissions"), years)
    other = "with_imports" if results.case.boundary == "territorial" else "territorial"
    if paths["territorial"] != paths["with_imports"]:
        name = words.of_unit(words.say("proof.other"), words.word("boundary", other))
        rows.append(series(name, paths[other], "boundary", "dot"))
    chart = lines(words.say("page.path"), words.unit(MASS), years, rows)
    return {**chart, "peak": _mark(words, results)}


def _mark(words: Words, results: Results) -> dict[str, Any] | None:
    """The peak, to be marked in a chart."""
    summary = results.solution_summary
    if summary.peak_year is None:
        return None
    text = f"{words.say('page.peak_word')} {summary.peak_year} · {summary.peak_level:,.0f}"
    return {"year": summary.peak_year, "level": rounded(summary.peak_level), "text": text,
            "colour": SERIES["peak"]}  # fmt: skip
