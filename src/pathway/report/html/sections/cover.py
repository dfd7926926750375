"""Cover: status, peak year, gap, three sentences drawn from the numbers, alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import number_of
from pathway.report.frames import frame, records, total, yearly
from pathway.report.sheets.clauses import compared_name
from pathway.report.sheets.overview import past_lines, proof_lines, proved, unserved_lines
from pathway.report.sheets.overview_cards import BAD, cards
from pathway.report.style import digits_for
from pathway.results.peak import ALIKE

if TYPE_CHECKING:
    from pathway.report.words import Words
    from pathway.results.results import Results

MONEY, MASS, WAN = "亿元", "万吨", "万元"


def cover(words: Words, results: Results) -> dict[str, Any]:
    """Title, light, cards, sentences, proofs and alarms."""
    title, alarms = results.case.title, list(unserved_lines(words, results))
    return {
        "title": pick(title.zh, title.en, words.lang),
        "red": bool(alarms),
        "light": words.say("page.red" if alarms else "page.green"),
        "alarms": alarms,
        "cards": [*_cards(words, results), _gap(words, results)],
        "sentences": [_peak(words, results), _cost(words, results), _clauses(words, results)],
        "proofs": [*past_lines(words, results), *proof_lines(words, results)],
    }


def _cards(words: Words, results: Results) -> list[dict[str, Any]]:
    return [
        {"label": card.label, "value": _shown(card.value), "unit": card.unit, "note": card.note,
         "bad": card.colour == BAD}
        for card in cards(words, results)
    ]  # fmt: skip


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.{min(1, digits_for([value]))}f}"


def _gap(words: Words, results: Results) -> dict[str, Any]:
    """Largest gap between a cost and what no plan can be below."""
    gap = max((max(float(row["gap"]), 0.0) for row in proved(results)), default=0.0)
    exact = not results.solution_summary.bounds
    return {
        "label": words.say("page.gap"), "unit": "", "bad": False,
        "value": words.say("page.gap_exact") if exact else f"{100 * gap:.3f} %",
        "note": "" if exact else words.say("page.gap_note"),
    }  # fmt: skip


def _peak(words: Words, results: Results) -> str:
    """When emissions peak, and how they end."""
    summary, case = results.solution_summary, results.case
    end = summary.emissions[-1] if summary.emissions else 0.0
    asked = summary.peak_year is not None and summary.peak_rows_year is not None
    at = max(range(len(summary.emissions)), key=summary.emissions.__getitem__, default=0)
    return words.say("page.peak_sentence" if asked else "page.no_peak_sentence").format(
        city=_city(words, results), year=summary.peak_year or case.years[at],
        level=summary.peak_level, mass=words.times(words.unit(MASS)), last=case.years[-1], end=end,
        change=_change(words, results, end),
    )  # fmt: skip


def _city(words: Words, results: Results) -> str:
    """Name of the only region, or of the plan."""
    regions = list(results.case.regions.values())
    if len(regions) == 1:
        return pick(regions[0].zh, regions[0].en, words.lang)
    return words.say("page.the_city")


def _change(words: Words, results: Results, end: float) -> str:
    summary = results.solution_summary
    if summary.peak_year == results.case.years[-1]:
        return words.say("page.change.is")
    below = summary.peak_level - end
    if below <= ALIKE * abs(summary.peak_level):
        return words.say("page.change.same")
    percent = 100.0 * below / summary.peak_level
    return words.say("page.change.below").format(percent=percent)


def _cost(words: Words, results: Results) -> str:
    """What the years before the deadline cost, how surely, and what is invested in them."""
    summary, case = results.solution_summary, results.case
    room = max((float(row["cost"] - row["bound"]) for row in proved(results)), default=0.0)
    early = [year for year in case.years if year <= case.stage_end]
    invested = total(yearly(frame(results, "investment"), "investment", early))
    return words.say("page.cost_sentence").format(
        first=case.years[0], deadline=case.stage_end, cost=summary.cost_before_peak,
        room=max(0.0, room), invested=invested, money=words.times(words.unit(MONEY)),
    )  # fmt: skip


def _clauses(words: Words, results: Results) -> str:
    """How many targets are met, and which is the dearest to raise."""
    summary = results.solution_summary
    missed = ""
    if summary.missed_yellow or summary.missed_red:
        counts = {"yellow": summary.missed_yellow, "red": summary.missed_red}
        missed = words.say("page.missed").format(**counts)
    facts = {"all": summary.plan_targets, "met": summary.met, "missed": missed}
    dearest = _dearest(results)
    if dearest is None:
        return words.say("page.clause_sentence_plain").format(**facts)
    named = next(r for r in records(frame(results, "clauses")) if r.clause == dearest.clause)
    step = f"{dearest.step:,.4g} {words.unit(dearest.step_unit)}"
    return words.say("page.clause_sentence").format(
        **facts, clause=dearest.clause, metric=compared_name(words, results, named), step=step,
        price=float(dearest.tighter_before), wan=words.times(words.unit(WAN)),
    )  # fmt: skip


def _dearest(results: Results) -> Any:
    """Row of the ledger whose target costs most when it moves a step [万元]; None if none is."""
    rows = [
        row
        for row in records(frame(results, "ledger"))
        if (number_of(row.tighter_before) or 0.0) > 0.0 and number_of(row.step) is not None
    ]
    return max(rows, key=lambda row: float(row.tighter_before), default=None)
