"""Judges what a plan does when the target of a clause moves, by rules that a sound model keeps.

- *Side.* Tighter is never cheaper, looser never dearer.
- *Price.* The cost rises by the price times the step at least, and by what the duals of the variant
  say at most; where target and cost are convex, tighter costs at least what looser saves.
- *Slack.* A clause that is beyond its target by more than the step changes nothing.
- *Plan.* A looser target leaves a plan; so does a tighter one of a soft clause, which misses more.

A plan is guarded: its emissions before the peak stay at most at those of the same case without the
peak rows. That reference moves with the target, and may turn the side; such a case is told apart by
a solve with the guard of the base.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Firmness
from pathway.case.clause_moves import Way, is_peak
from pathway.solve.effects import How

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.solve.clause_bench import ClauseBench
    from pathway.solve.clause_response import Response

MISSED = 1e-6
"""Change of what a soft clause misses that is one [held unit]."""


class Rule(StrEnum):
    """What a sound model keeps."""

    SIDE = "side"
    PRICE = "price"
    SLACK = "slack"
    PLAN = "plan"


class Verdict(StrEnum):
    """What a response says of a clause."""

    STILL = "still"
    """There is no step: the target is nought."""
    SLACK = "slack"
    """Beyond its target by more than the step; nothing changes, as it must."""
    FREE = "free"
    """Nothing changes: looser buys nothing, or tighter is had for nothing."""
    PRICED = "priced"
    """It binds at a price, and the cost follows it."""
    REACHED = "reached"
    """No price as it stands, but a tighter one is beyond what the plan does anyway."""
    MISSED = "missed"
    """What a soft clause misses moves with it, at its price."""
    NO_PLAN = "no plan"
    """A hard clause that cannot be tighter."""
    GUARD = "guard"
    """A rule fails because the guard of the plan moves; with the guard of the base it holds."""
    BROKEN = "broken"
    """A rule fails: an error of the model, the data or the solver."""
    UNKNOWN = "unknown"
    """The solver gave up."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the rules that fail."""

    verdict: Verdict
    broken: tuple[Rule, ...] = ()


def judge(bench: ClauseBench, response: Response) -> Judgement:
    """Hold a response against the rules."""
    effect = response.effect
    if effect.how is How.FAILED:
        return Judgement(Verdict.UNKNOWN)
    if effect.how is How.NOTHING:
        return Judgement(Verdict.STILL)
    broken = tuple(_broken(bench, response))
    if broken:
        guard = Rule.PLAN not in broken and Rule.PRICE not in broken and _guarded(bench, response)
        return Judgement(Verdict.GUARD if guard else Verdict.BROKEN, broken)
    if not effect.feasible:
        return Judgement(Verdict.NO_PLAN)
    return Judgement(_sound(bench, response))


def _sound(bench: ClauseBench, response: Response) -> Verdict:
    """What a response that keeps all rules says."""
    moves = abs(response.cost) > bench.tolerance
    if is_peak(bench.clause(response.move)):
        return Verdict.REACHED if moves else Verdict.FREE
    if bench.beyond(response.move) and not moves:
        return Verdict.SLACK
    before = bench.missed(response.move, bench.base.plan.x)
    if any(abs(response.missed[key] - missed) > MISSED for key, missed in before.items()):
        return Verdict.MISSED
    if not moves:
        return Verdict.FREE
    return Verdict.PRICED if bench.priced(response.move) else Verdict.REACHED


def _broken(bench: ClauseBench, response: Response) -> Iterator[Rule]:
    way = response.move.way
    if not response.effect.feasible:
        if way is Way.LOOSER or bench.clause(response.move).firmness is Firmness.SOFT:
            yield Rule.PLAN
        return
    if not _keeps_side(way, response.cost, bench.tolerance):
        yield Rule.SIDE
    least = response.least + response.guard
    if not least - bench.tolerance <= response.cost <= response.most + bench.tolerance:
        yield Rule.PRICE
    if bench.beyond(response.move) and abs(response.cost) > bench.tolerance:
        yield Rule.SLACK


def _keeps_side(way: Way, cost: float, tolerance: float) -> bool:
    sign = {Way.TIGHTER: 1.0, Way.LOOSER: -1.0}.get(way, 0.0)
    return sign * cost >= -tolerance


def _guarded(bench: ClauseBench, response: Response) -> bool:
    """Whether the rules hold with the guard of the base."""
    if response.held is None:
        return False
    if bench.beyond(response.move):
        return abs(response.held) <= bench.tolerance
    if np.isinf(response.held):
        return response.move.way is Way.TIGHTER
    return _keeps_side(response.move.way, response.held, bench.tolerance)
