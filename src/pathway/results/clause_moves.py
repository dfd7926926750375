"""Table ``clause_moves``: every clause in force, tighter and looser, and what a judge says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.case.clause_moves import ClauseMove, is_peak, moved_rows, ways
from pathway.labels import label, unit_word
from pathway.results.frames import Rows, named
from pathway.results.ranking import NO_PLAN, PLAN, UNKNOWN, told_moves
from pathway.results.tables.clauses import denominator_of, evaluate
from pathway.results.units import emission_factor
from pathway.schema.units import convert_factor
from pathway.solve.clause_rules import Verdict, judge
from pathway.solve.effects import How

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.case.case import Case, Clause, ClauseRow
    from pathway.solve.clause_bench import ClauseBench
    from pathway.solve.clause_response import Response
    from pathway.solve.clause_rules import Judgement

    Metrics = Mapping[str, NDArray[Any]]

COLUMNS = (
    "clause", "section", "quote", "firmness", "own_target", "metric_zh", "metric_en", "relation",
    "years", "way", "year", "target", "target_moved", "result", "unit", "how", "plan",
    "cost_before", "cost_after", "cost", "price_step", "at_most", "guard", "held", "peak",
    "peak_year", "missed", "missed_moved", "missed_unit", "reached", "reached_year",
    "reached_asked", "verdict", "broken", "words_zh", "words_en", "changes_zh", "changes_en",
    "lead", "source_cell",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a row stands, in the unit that its clause states."""

    year: int
    target: float
    result: float
    slack: float
    size: float
    """What the slack is measured by."""


def moves_of_all(case: Case, step: float) -> list[ClauseMove]:
    """Both moves of every clause in force, the peak among them; in the order of the sheet."""
    in_force = (clause for clause in case.clauses.values() if clause.rows or _asked(case, clause))
    return [ClauseMove(clause.key, way, step) for clause in in_force for way in ways(clause)]


def kept_elsewhere(case: Case) -> list[str]:
    """Clauses that a family of rows keeps with a number of another sheet."""
    clauses = case.clauses.values()
    return [c.key for c in clauses if c.state == "family" and not _asked(case, c)]


def _asked(case: Case, clause: Clause) -> bool:
    return case.peak is not None and is_peak(clause)


def clause_moves(bench: ClauseBench, responses: Iterable[Response]) -> pd.DataFrame:
    """A row for every clause and way; changes of cost are in 亿元, of the peak in 万吨."""
    rows = Rows(COLUMNS)
    base = bench.metrics(bench.base.plan.x)
    for response in responses:
        clause = bench.clause(response.move)
        judged = judge(bench, response)
        cells = _texts(bench, clause) | _costs(response) | _missed(bench, response)
        cells |= _peak(bench, response) if is_peak(clause) else _targets(bench, response, base)
        cells |= {"verdict": str(judged.verdict), "broken": ";".join(judged.broken)}
        rows.add(**cells, **_words(judged, cells), **_changes(bench, response))
    return rows.frame()


def stand(row: ClauseRow, metrics: Metrics, years: tuple[int, ...]) -> Stand:
    """Where a row stands; of a trend the target is last year's figure."""
    before = [t for t in row.numerator if t.year < row.year and t.coefficient < 0]
    outcome = evaluate(row, metrics, years)
    target = outcome.target
    if before:
        place = {year: at for at, year in enumerate(years)}
        last = sum(t.coefficient * metrics[t.metric][place[t.year]] for t in before)
        target -= float(last) * row.shown_scale / denominator_of(row, metrics, years)
    result = outcome.result + target - outcome.target
    return Stand(row.year, target, result, outcome.slack, abs(target) or 1.0)


# --- cells ----------------------------------------------------------------------------------------


def _texts(bench: ClauseBench, clause: Clause) -> dict[str, Any]:
    figure = bench.base.built.case.figures.get(clause.metric or "")
    names = named(figure.label) if figure else {"name_zh": "", "name_en": ""}
    years = [row.year for row in clause.rows]
    return {
        "clause": clause.key, "section": clause.section, "quote": clause.quote,
        "firmness": clause.firmness.value, "own_target": clause.own_target,
        "metric_zh": names["name_zh"], "metric_en": names["name_en"],
        "relation": clause.rows[0].relation.value if clause.rows else "<=",
        "years": f"{min(years)}–{max(years)}" if len(years) > 1 else "".join(map(str, years)),
        "lead": clause.lead, "source_cell": clause.origin.where,
    }  # fmt: skip


def _costs(response: Response) -> dict[str, Any]:
    """What changes; blank where there is no plan or no answer."""
    effect = response.effect
    known = effect.how is not How.FAILED
    cells: dict[str, Any] = {
        "way": str(response.move.way), "how": str(effect.how),
        "plan": UNKNOWN if not known else PLAN if effect.feasible else NO_PLAN,
    }  # fmt: skip
    if known and effect.feasible:
        cells |= {
            "cost_before": effect.before, "cost_after": effect.after, "cost": response.cost,
            "price_step": response.least, "at_most": response.most, "guard": response.guard,
            "held": response.held, "peak": effect.peak * emission_factor(),
            "peak_year": effect.peak_year,
        }  # fmt: skip
    return cells


def _missed(bench: ClauseBench, response: Response) -> dict[str, Any]:
    """What a soft clause misses, added up over the years."""
    before = bench.missed(response.move, bench.base.plan.x)
    figure = bench.base.built.case.figures.get(bench.clause(response.move).metric or "")
    if not before or figure is None:
        return {}
    factor = convert_factor(figure.held, figure.shown)
    return {
        "missed": sum(before.values()) * factor,
        "missed_moved": sum(response.missed.values()) * factor,
        "missed_unit": figure.shown.text,
    }


def _targets(bench: ClauseBench, response: Response, base: Metrics) -> dict[str, Any]:
    """Target and result in the year in which the clause is tightest, and what can be reached."""
    case, move = bench.base.built.case, response.move
    changed = moved_rows(case, move)
    if not changed:
        return {}
    rows = {row.key: row for row in bench.clause(move).rows if row.key in changed}
    here = {key: stand(row, base, case.years) for key, row in rows.items()}
    key = min(here, key=lambda key: here[key].slack / here[key].size)
    tightest = here[key]
    cells = {
        "year": tightest.year, "target": tightest.target, "result": tightest.result,
        "unit": rows[key].shown_unit,
        "target_moved": stand(changed[key], base, case.years).target,
    }  # fmt: skip
    if not response.effect.feasible and any(response.missed.values()):
        cells |= _reached(bench, response, changed)
    return cells


def _reached(
    bench: ClauseBench, response: Response, changed: Mapping[str, ClauseRow]
) -> dict[str, Any]:
    """The year that misses most, and how far it gets, where there is no plan."""
    years = bench.base.built.case.years
    there = [stand(row, response.metrics, years) for row in changed.values()]
    worst = min(there, key=lambda found: found.slack / found.size)
    return {"reached": worst.result, "reached_year": worst.year, "reached_asked": worst.target}


def _peak(bench: ClauseBench, response: Response) -> dict[str, Any]:
    case = bench.base.built.case
    assert case.peak is not None
    deadline = case.peak.deadline
    sooner = response.move.way == "tighter"
    return {
        "year": deadline, "target": deadline, "unit": "年",
        "target_moved": deadline - 1 if sooner else None,
        "result": bench.screen.yardstick.peak_year,
    }  # fmt: skip


def _changes(bench: ClauseBench, response: Response) -> dict[str, str]:
    case, moves = bench.base.built.case, response.effect.moves
    return {f"changes_{lang}": told_moves(case, moves, lang) for lang in ("zh", "en")}


# --- words ----------------------------------------------------------------------------------------


def _words(judged: Judgement, cells: Mapping[str, Any]) -> dict[str, str]:
    return {f"words_{lang}": _said(judged, cells, lang) for lang in ("zh", "en")}


def _said(judged: Judgement, cells: Mapping[str, Any], lang: str) -> str:
    """The verdict as a sentence with its figures."""
    told = {key: _number(cells.get(key)) for key in FIGURES}
    told |= {key: str(cells.get(key) or "") for key in ("year", "reached_year")}
    told |= {key: unit_word(cells.get(key) or "", lang) for key in ("unit", "missed_unit")}
    comma = "、" if lang == "zh" else ", "
    told["rules"] = comma.join(label(f"rule.{rule}", lang) for rule in judged.broken)
    return label(f"judged.{_key(judged, cells)}", lang).format(**told)


FIGURES = (
    "target", "target_moved", "result", "cost", "price_step", "missed", "missed_moved", "reached",
    "reached_asked", "held", "at_most", "guard",
)  # fmt: skip


def _key(judged: Judgement, cells: Mapping[str, Any]) -> str:
    """Which sentence of the catalogue fits."""
    verdict, way = judged.verdict, cells["way"]
    if verdict in {Verdict.FREE, Verdict.REACHED} and cells["unit"] == "年":
        return f"peak.{verdict}.{way}"
    if verdict in {Verdict.FREE, Verdict.PRICED}:
        return f"{verdict}.{way}"
    if verdict is Verdict.NO_PLAN:
        return "no plan" if cells.get("reached") is not None else "no plan.peak"
    return str(verdict)


def _number(value: Any) -> str:
    return "" if value is None else f"{value:.4g}"
