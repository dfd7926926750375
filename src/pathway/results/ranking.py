"""Table ``ranking``: every estimate, by how much the plan moves when the estimate does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case.case import Label
from pathway.case.estimates import Side
from pathway.results.frames import Rows, named
from pathway.results.units import capacity_factor, emission_factor
from pathway.solve.effects import How
from pathway.solve.tasks import by_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from pathway.case.case import Case
    from pathway.case.estimates import Estimate
    from pathway.solve.effects import Effect
    from pathway.solve.sweep import Sweep
    from pathway.solve.tasks import TaskMove

COLUMNS = (
    "rank", "table", "key", "name_zh", "name_en", "parameter", "parameter_zh", "parameter_en",
    "value", "low", "high", "unit", "sources", "confidence", "where", "cost_low", "cost_high",
    "peak_low", "peak_high", "tasks", "changes_zh", "changes_en", "how", "rank_cost", "rank_peak",
    "rank_tasks", "after_low", "after_high", "peak_year_low", "peak_year_high", "tasks_low",
    "tasks_high", "how_low", "how_high", "plan_low", "plan_high", "reason", "why",
)  # fmt: skip
PLAN, NO_PLAN, UNKNOWN = "plan", "no plan", "unknown"
HELD, NO_RANGE = "fixed", "no range"
"""How of estimates that are not moved: fixed by definition, or without a range."""
WEAKEST = (How.FAILED, How.MARGINAL, How.SOLVED, How.EXACT, How.NOTHING)
"""Of two ends the one that is known worst tells how a row was had."""
SMALLEST = {"cost": 1e-4, "peak": 1e-3, "tasks": 1e-2}
"""Moves below it are none: 1e8 of money, 10 kt, 1e8 of money."""
MEASURES = tuple(SMALLEST)
ITEMS, YEARS = 3, 2
"""Items told of tasks that move, and years of each."""
VERBS = {
    "build": Label("", ""),
    "retrofit": Label("", ""),
    "retire": Label("提前退役", "early retirement of "),
}


def ranking(sweep: Sweep) -> pd.DataFrame:
    """Every estimate, the most important first.

    An estimate stands as high as in the measure in which it stands highest: cost before peaking,
    peak level, tasks. Where it leaves no plan within its range it comes before all others. Changes
    of cost and tasks are in 亿元, of the peak level in 万吨.
    """
    lines = [_Line.of(sweep, n, estimate) for n, estimate in enumerate(sweep.estimates)]
    places = {measure: _places(lines, measure) for measure in MEASURES}
    ordered = sorted(lines, key=lambda line: _order(line, places))
    rows = Rows(COLUMNS)
    for number, line in enumerate(ordered, start=1):
        own = {f"rank_{m}": places[m].get(line.estimate.name) for m in MEASURES}
        ranked = line.infeasible or any(own.values())
        rows.add(rank=number if ranked else None, **own, **_cells(sweep, line))
    return rows.frame()


@dataclass(frozen=True, eq=False)
class _Line:
    """An estimate with what its two ends do."""

    estimate: Estimate
    ends: Mapping[Side, Effect]

    @classmethod
    def of(cls, sweep: Sweep, number: int, estimate: Estimate) -> _Line:
        ends = {side: sweep.effects[number, side] for side in Side} if estimate.span else {}
        return cls(estimate, ends)

    @property
    def infeasible(self) -> bool:
        """Whether an end of the range leaves no plan."""
        return any(not effect.feasible for effect in self.ends.values())

    def size(self, measure: str) -> float:
        """Larger move of the two ends."""
        read = {"cost": "before", "peak": "peak", "tasks": "tasks"}[measure]
        sizes = [abs(getattr(e, read)) for e in self.ends.values() if e.feasible]
        factor = emission_factor() if measure == "peak" else 1.0
        return float(max(sizes, default=0.0)) * factor

    @property
    def how(self) -> str:
        """How it was had; of two ends, the one that is known worse."""
        if not self.ends:
            return NO_RANGE if self.estimate.why == "no range given" else HELD
        return min((e.how for e in self.ends.values()), key=WEAKEST.index)


def _places(lines: Iterable[_Line], measure: str) -> dict[tuple[str, str, str], int]:
    """Place of every estimate that moves a measure; equal ones by name."""
    sizes = {line.estimate.name: line.size(measure) for line in lines}
    moving = [name for name, size in sizes.items() if size >= SMALLEST[measure]]
    moving.sort(key=lambda name: (-sizes[name], name))
    return {name: place for place, name in enumerate(moving, start=1)}


def _order(line: _Line, places: Mapping[str, Mapping[Any, int]]) -> tuple[Any, ...]:
    own = [places[m].get(line.estimate.name, np.inf) for m in MEASURES]
    stands = WEAKEST.index(How(line.how)) if line.ends else len(WEAKEST)
    return (
        not line.infeasible, min(own), sum(own), stands, line.how == HELD, line.estimate.name
    )  # fmt: skip


def _cells(sweep: Sweep, line: _Line) -> dict[str, Any]:
    estimate = line.estimate
    titles = sweep.case.sources
    cells: dict[str, Any] = {
        "table": estimate.table, "key": estimate.key, **named(estimate.label),
        "parameter": estimate.parameter, "parameter_zh": estimate.parameter_label.zh,
        "parameter_en": estimate.parameter_label.en, "value": estimate.value,
        "low": estimate.moved(Side.LOW), "high": estimate.moved(Side.HIGH), "unit": estimate.unit,
        "sources": "; ".join(titles.get(key, key) for key in estimate.origin.sources),
        "confidence": estimate.origin.confidence, "where": estimate.origin.where,
        "how": str(line.how), "reason": estimate.span.reason if estimate.span else "",
        "why": "; ".join(dict.fromkeys(e.why for e in line.ends.values() if e.why)) or estimate.why,
    }  # fmt: skip
    for side, effect in line.ends.items():
        cells |= _end(side, effect)
    moved = [e.tasks for e in line.ends.values() if e.feasible and e.how is not How.FAILED]
    cells["tasks"] = max(moved, default=None)
    if any(moved):
        for lang in ("zh", "en"):
            cells[f"changes_{lang}"] = _told(sweep.case, line.ends, lang)
    return cells


def _end(side: Side, effect: Effect) -> dict[str, Any]:
    """What one end does; blank where it leaves no plan or nothing is known."""
    known = effect.how is not How.FAILED
    state = UNKNOWN if not known else PLAN if effect.feasible else NO_PLAN
    cells: dict[str, Any] = {f"how_{side}": str(effect.how), f"plan_{side}": state}
    if known and effect.feasible:
        cells |= {
            f"cost_{side}": effect.before, f"after_{side}": effect.after,
            f"peak_{side}": effect.peak * emission_factor(),
            f"peak_year_{side}": effect.peak_year, f"tasks_{side}": effect.tasks,
        }  # fmt: skip
    return cells


# --- tasks in words -------------------------------------------------------------------------------


def _told(case: Case, ends: Mapping[Side, Effect], lang: str) -> str:
    """The largest moves of the end that moves more."""
    side = max(ends, key=lambda side: ends[side].tasks if ends[side].feasible else 0.0)
    words = {Side.LOW: ("低值", "low"), Side.HIGH: ("高值", "high")}[side]
    colon = "：" if lang == "zh" else ": "
    return f"{words[0 if lang == 'zh' else 1]}{colon}{told_moves(case, ends[side].moves, lang)}"


def told_moves(case: Case, moves: Iterable[TaskMove], lang: str) -> str:
    """The items that move most in money, each with its largest moves."""
    items = list(by_item(moves).items())[:ITEMS]
    parts = [_item(case, kind, key, part, lang) for (kind, key), part in items]
    return ("；" if lang == "zh" else "; ").join(parts)


def _item(case: Case, kind: str, key: str, moves: Sequence[TaskMove], lang: str) -> str:
    """One item: its largest moves, in the order of the years."""
    retrofit = case.retrofits.get(key) if kind == "retrofit" else None
    process = case.processes[retrofit.from_process if retrofit else key]
    label = retrofit.label if retrofit else process.label
    name = f"{getattr(VERBS[kind], lang)}{getattr(label, lang)}"
    factor = capacity_factor(process)
    largest = sorted(moves[:YEARS], key=lambda move: move.task[2])
    years = [f"{move.task[2]} {move.amount * factor:+.3g}" for move in largest]
    more = "…" if len(moves) > YEARS else ""
    listed = ("、" if lang == "zh" else ", ").join(years)
    return f"{name} {listed}{more} {process.capacity_shown.text}"
