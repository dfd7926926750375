"""What ``pathway explain`` says: findings about a plan as sentences, and the tables behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pathway.labels import unit_word
from pathway.results.explain_clause import clause_lines
from pathway.results.explain_words import NOTHING, Words, number, step_of
from pathway.solve.questions.implied import Verdict
from pathway.solve.questions.why import SMALL, Other

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from pathway.case.case import Case
    from pathway.solve.questions.implied import Implied
    from pathway.solve.questions.payers import Payers
    from pathway.solve.questions.sharing import Share, Sharing
    from pathway.solve.questions.why import Alternative, Why

MOST = 10
"""Findings about a whole plan that are told."""
DEAREST, OVERLAPS, STEEP, CLOSE = 3, 1, 2, 2
"""How many of a kind are among them."""
APART = 0.5
"""Share of its part that a clause alone saves, below which it overlaps with others."""
STEEPER = 1.2
"""Ratio of the price of tightening to that of loosening that is told."""
TIGHTER = {"tighter", "higher"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: of the whole plan, or of one of these."""

    clause: str | None = None
    process: str | None = None
    year: int | None = None
    minutes: float = 5.0
    """How long is looked for implied clauses of a whole plan [min]."""

    @property
    def whole(self) -> bool:
        """Whether nothing in particular is asked."""
        return not (self.clause or self.process or self.year)

    @property
    def mark(self) -> str:
        """Part of the name of a file."""
        parts = (self.clause, self.process, str(self.year) if self.year else None)
        return "-".join(part for part in parts if part)


@dataclass(frozen=True, eq=False)
class Explanation:
    """All that was found out about a plan."""

    case: Case
    asked: Asked
    gap: float
    late: float
    """What a unit of cost after the deadline counts in what is minimised."""
    clauses: pd.DataFrame
    """Table ``clauses`` of the run."""
    steps: pd.DataFrame
    """Table ``steps``, of the clauses that are asked about."""
    ledger: pd.DataFrame | None = None
    """Table ``ledger`` of the run, if it has one."""
    sharing: Sharing | None = None
    implied: Sequence[Implied] = ()
    whys: Sequence[Why] = ()
    payers: Payers | None = None
    emissions: dict[int, float] = field(default_factory=dict)
    """Emissions by year [10 kt]."""

    def title(self, lang: str) -> str:
        """What is explained."""
        words, asked = Words(self.case, lang), self.asked
        named = []
        if asked.clause:
            named.append(words.say("of.clause", key=asked.clause))
        if asked.process:
            named.append(words.say("of.process", name=words.process(asked.process)))
        if asked.year:
            named.append(words.say("of.year", year=asked.year))
        return words.say("title", what=words.many(named) or words.say("of.run"))

    def notes(self, lang: str) -> list[str]:
        """How the figures are meant."""
        words = Words(self.case, lang)
        first, deadline = self.case.years[0], self.case.stage_end
        told = [words.say("note", first=first, deadline=deadline, gap=self.gap)]
        if self.whys:
            told.append(words.say("reasons.early", weight=self.late))
        return told

    def lines(self, lang: str) -> list[str]:
        """Sentences that answer what is asked."""
        words = Words(self.case, lang)
        if self.asked.whole:
            return list(findings(self, words))[:MOST]
        found = list(clause_lines(self, words)) if self.asked.clause else []
        if self.asked.year and not self.asked.clause and not self.asked.process:
            found += year_lines(self, words)
        for why in self.whys:
            found += why_lines(words, why)
        if self.asked.process and not self.whys:
            found.append(words.say("task.none", name=words.process(self.asked.process)))
        return found


# --- the whole plan -------------------------------------------------------------------------------


def findings(told: Explanation, words: Words) -> Iterator[str]:
    """What tells most about a plan, the most telling first."""
    if told.sharing is not None:
        yield from _shares(told.sharing, words)
    yield from _redundant(told.implied, words)
    yield from _steep(told.steps, words)
    yield from _close(told.whys, words)
    yield from _idle(told, words)
    for why in told.whys:
        if account := words.account(why):
            yield words.say("decision", what=words.task(why.task), account=account)


def _shares(sharing: Sharing, words: Words) -> Iterator[str]:
    free, plan = sharing.free, sharing.plan
    cost = type(plan)(plan.before - free.before, plan.after - free.after)
    yield words.say(
        "whole", cost=words.change(cost), free=words.change(free), plan=words.change(plan)
    )
    at = 0 if abs(cost.before) > NOTHING else 1
    whole = cost[at]
    shares = sorted(sharing.shares, key=lambda share: -share.part[at])
    for share in shares[:DEAREST]:
        if whole and share.part[at] > NOTHING:
            yield _share("share", share, words, share.part[at] / whole)
    apart = [s for s in shares if s.part[at] > 0.01 * whole and s.alone[at] < APART * s.part[at]]
    for share in apart[:OVERLAPS]:
        yield _share("overlap", share, words, 0.0)
    over = [s for s in shares if s.alone[at] > 0.01 * whole and s.part[at] < APART * s.alone[at]]
    for share in over[:OVERLAPS]:
        yield _share("more_alone", share, words, 0.0)
    peak = [s for s in sharing.shares if _is_peak(words.case, s.clause)]
    if peak and all(abs(x) <= NOTHING for x in (*peak[0].part, *peak[0].alone)):
        yield words.say("peak.free", key=peak[0].clause)


def _share(key: str, share: Share, words: Words, percent: float) -> str:
    return words.say(
        key, key=share.clause, name=words.clause(share.clause), part=words.change(share.part),
        percent=percent, alone=words.change(share.alone), lead=words.lead(share.clause),
    )  # fmt: skip


def _is_peak(case: Case, key: str) -> bool:
    clause = case.clauses.get(key)
    return clause is None or clause.state == "family"


def _redundant(implied: Sequence[Implied], words: Words) -> Iterator[str]:
    found = [each for each in implied if each.verdict is Verdict.IMPLIED]
    if not found:
        return
    named = [
        words.say(
            "redundant.by" if each.by else "redundant.data", key=each.clause,
            name=words.clause(each.clause), by=words.many(each.needed or each.by),
        )
        for each in sorted(found, key=lambda each: not each.by)
    ]  # fmt: skip
    yield words.say("redundant", count=len(found), list=words.many(named))


def _idle(told: Explanation, words: Words) -> Iterator[str]:
    """Clauses that could be missed and are not."""
    found = [each.clause for each in told.implied if each.verdict is Verdict.COULD]
    if found:
        named = [words.say("item", key=key, name=words.clause(key)) for key in found]
        yield words.say("idle", count=len(found), list=words.many(named))


def _steep(steps: pd.DataFrame, words: Words) -> Iterator[str]:
    """Clauses whose price rises at once, and those that cannot be tightened."""
    found: list[tuple[float, str]] = []
    for key, both in steps.groupby("clause", sort=False):
        ways = {row["way"] in TIGHTER: row for row in both.to_dict("records")}
        if len(ways) < len((True, False)):
            continue
        gaps = {
            "key": key, "name": words.clause(str(key)), "step": step_of(ways[True], words.lang),
        }  # fmt: skip
        if not ways[True]["feasible"]:
            if abs(float(ways[True]["target"] or 0.0) - 100.0) > NOTHING:
                found.append((0.0, words.say("edge", **gaps)))
            continue
        at = "before" if abs(ways[True]["before"]) > NOTHING else "after"
        more, less = float(ways[True][at]), -float(ways[False][at])
        if more > NOTHING and more > STEEPER * less:
            told = words.say("steep", **gaps, more=words.money(more), less=words.money(less))
            found.append((more - less, told))
    found.sort(key=lambda pair: -pair[0])
    yield from (told for _, told in found[:STEEP])


def _close(whys: Sequence[Why], words: Words) -> Iterator[str]:
    """Decisions that nearly went another way, and the one that would cost most to change."""
    found = [
        (_dearness(why, other), why, other)
        for why in whys
        for other in why.alternatives
        if other.change is not None and other.other is not Other.MORE
    ]
    found.sort(key=lambda triple: triple[0])
    told: set[str] = set()
    for _, why, other in found:
        if why.task.process in told or len(told) == CLOSE:
            continue
        told.add(why.task.process)
        yield _told("nearly", why, other, words)
    if found and found[-1][1].task.process not in told:
        yield _told("firm", found[-1][1], found[-1][2], words)


def _dearness(why: Why, other: Alternative) -> float:
    """Cost of an alternative per unit of what pays for the decision."""
    assert other.change is not None
    size = max((abs(part.cost) for part in why.parts), default=1.0)
    return (other.change.before + other.change.after) / (other.amount * size or 1.0)


def _told(key: str, why: Why, other: Alternative, words: Words) -> str:
    amount = words.capacity(why.task.process, other.amount)
    return words.say(
        key, what=words.task(why.task), other=words.say(f"other.{other.other}", amount=amount),
        cost=words.costs(other.change), moved=_moved(other, words),
    )  # fmt: skip


def _moved(other: Alternative, words: Words) -> str:
    if not other.moved:
        return ""
    return words.say("alternative.moved", list=words.moved(other.moved))


# --- decisions and years --------------------------------------------------------------------------


def why_lines(words: Words, why: Why) -> list[str]:
    """A decision, what pays for it, and what the alternatives cost."""
    what, unit = words.task(why.task), words.capacity(why.task.process, why.unit)
    done = why.task.amount > SMALL * why.unit
    if not done and why.barred:
        return [words.say("task.barred", what=what)]
    if done:
        found = [words.say("task", what=what)]
    elif why.reduced * why.unit > NOTHING:
        loss = words.money(why.reduced * why.unit)
        found = [words.say("task.undone", what=what, unit=unit, loss=loss)]
    else:
        found = [words.say("task.tie", what=what, unit=unit)]
    found.append(words.account(why))
    for other in why.alternatives:
        amount = words.capacity(why.task.process, other.amount)
        free = other.change is not None and all(abs(x) <= NOTHING for x in other.change)
        cost = words.say("alternative.free") if free else words.costs(other.change)
        name = words.say(f"other.{other.other}", amount=amount)
        found.append(words.say("alternative", other=name, cost=cost, moved=_moved(other, words)))
    return [line for line in found if line]


def year_lines(told: Explanation, words: Words) -> list[str]:
    """Clauses that bind in a year with their prices, and its emissions."""
    found = []
    year = told.asked.year
    if year in told.emissions:
        peak = max(told.emissions, key=lambda y: told.emissions[y])
        found.append(words.say("year.peak", level=told.emissions[year], peak=peak))
    rows = told.clauses[(told.clauses["year"] == year) & (told.clauses["price"].abs() > 0)]
    for row in rows.to_dict("records"):
        gaps = {
            "key": row["clause"], "name": words.clause(row["clause"]),
            "result": number(row["result"]), "unit": unit_word(row["unit"], words.lang),
            "lead": words.lead(row["clause"]),
            "price": f"{number(row['price'])} {unit_word(row['price_unit'], words.lang)}",
        }  # fmt: skip
        found.append(words.say("year.clause", **gaps))
    if rows.empty:
        found.append(words.say("year.no_clause"))
    return found
