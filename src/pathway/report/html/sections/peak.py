"""How firm the peak is: sentences, candidate years, and other cities where they were tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.frames import Across, across, frame, records
from pathway.report.html.chart import lines, named
from pathway.report.html.embed import rounded
from pathway.report.peak_trials import sentences as trial_sentences
from pathway.report.sheets.peak_proof import candidate_cells, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.report.html.chart import Chart
    from pathway.report.words import Words
    from pathway.results.results import Results
    from pathway.results.studies import PeakStudy

MASS, MONEY = "万吨", "亿元"


def peak(words: Words, results: Results, study: PeakStudy | None) -> dict[str, Any]:
    """Sentences with their verdicts, then candidates and trials as charts and tables."""
    told = [list(one) for one in sentences(words, results)]
    found: dict[str, Any] = {"told": told, "charts": [], "tables": []}
    if len(frame(results, "peak")):
        found["tables"].append(_rows(words, results))
    if results.solution_summary.candidates:
        found["tables"].append(_candidates(words, results))
        found["charts"].append(_paths(words, results))
    if study is None:
        found["notes"] = [words.say("page.no_trials")]
        return found
    found["told"] += [list(one) for one in trial_sentences(study.tables, study.asked, words.lang)]
    found["charts"].append(_trial_paths(words, results, study))
    found["tables"].append(_trials(words, study))
    return found


def _head(title: str, kind: str = "number") -> dict[str, str]:
    return {"title": title, "kind": kind}


def _rows(words: Words, results: Results) -> dict[str, Any]:
    """Year by year the row that holds it, its room and its price, as table ``peak`` has them."""
    mass, price = words.unit(MASS), words.unit("元/吨")
    columns = {
        "emissions": ("emissions_plan", mass), "guard_room": ("proof.guard_room", mass),
        "guard_price": ("proof.guard_price", price), "below_peak": ("proof.below_peak", mass),
        "room": ("proof.room", mass), "price": ("proof.price", price),
    }  # fmt: skip
    heads = [_head(words.say("year"), "year")]
    heads += [_head(words.of_unit(words.say(word), unit)) for word, unit in columns.values()]
    rows = [
        [int(row.year), *(rounded(getattr(row, column)) for column in columns)]
        for row in records(frame(results, "peak"))
    ]
    return {"title": words.say("proof.rows"), "note": words.say("proof.rows_note"),
            "heads": heads, "rows": rows}  # fmt: skip


def _candidates(words: Words, results: Results) -> dict[str, Any]:
    """What each candidate peak year costs, as on the sheet of the proof."""
    money = words.unit(MONEY)
    heads = [_head(words.say("peak_year"), "text"), _head(words.say("verdict"), "text")]
    heads += [
        _head(words.of_unit(words.say(word), money))
        for word in ("cost_before_peak", "more_than_plan", "cost_after", "more_than_plan")
    ]
    heads.append(_head(words.of_unit(words.say("peak"), words.unit(MASS))))
    rows = []
    for one in sorted(results.solution_summary.candidates, key=lambda candidate: candidate.year):
        year, verdict, *numbers = candidate_cells(words, results, one)
        rows.append([year, verdict, *(rounded(x) for x in numbers)])
    return {"title": words.say("page.candidates"), "note": words.say("candidates_note"),
            "heads": heads, "rows": rows}  # fmt: skip


def _paths(words: Words, results: Results) -> Chart:
    """Emissions that each candidate leads to."""
    drawn = [one for one in results.solution_summary.candidates if one.emissions]
    rows = [(str(one.year), one.emissions) for one in sorted(drawn, key=lambda one: one.year)]
    return _lines(words, words.say("page.candidate_paths"), results.case.years, rows)


def _trial_paths(words: Words, results: Results, study: PeakStudy) -> Chart:
    """Emissions of every city that has a plan."""
    found = across(study.tables["peak_paths"], ["trial", "name_zh", "name_en"], "emissions",
                   results.case.years)  # fmt: skip
    rows = [(pick(row.keys[1], row.keys[2], words.lang), row.values) for row in found]
    return _lines(words, words.say("peak.paths"), results.case.years, rows)


def _lines(words: Words, title: str, years: Sequence[int], rows: Sequence[Any]) -> Chart:
    found = [Across((f"{at}",), list(values)) for at, (_, values) in enumerate(rows)]
    names = {f"{at}": name for at, (name, _) in enumerate(rows)}
    return lines(title, words.unit(MASS), years, named(found, 0, names.__getitem__, keyed=False))


def _trials(words: Words, study: PeakStudy) -> dict[str, Any]:
    """Whether the peak year holds in other cities."""
    heads = [_head(words.say("peak.trial"), "text"), _head(words.say("verdict"), "text"),
             _head(words.say("peak_year"), "year"),
             _head(words.of_unit(words.say("peak"), words.unit(MASS)))]  # fmt: skip
    heads += [
        _head(words.of_unit(words.say(word), words.unit(MONEY)))
        for word in ("peak.more_before", "peak.more_after")
    ]
    rows = [
        [pick(row.name_zh, row.name_en, words.lang), words.word("peak_state", row.state),
         *(rounded(x) for x in (row.peak_year, row.level, row.more_before, row.more_after))]
        for row in records(study.tables["peak_trials"])
    ]  # fmt: skip
    return {"title": words.say("page.trials"), "note": words.say("peak.trials_note"),
            "heads": heads, "rows": rows}  # fmt: skip
