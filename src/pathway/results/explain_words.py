"""Names and numbers in the sentences of ``pathway explain``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from pathway.labels import label, pick, unit_word, word_of
from pathway.labels.explain import known, said
from pathway.results.units import activity_factor, capacity_factor, commodity_factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathway.case.case import Case
    from pathway.solve.questions.why import Moved, Task, Why
    from pathway.solve.questions.worth import Part
    from pathway.solve.steps import Change

WAN_PER_YI = 1e4
MANY = 1000.0
"""Amount from which on no digits stand behind the point."""
NOTHING = 1e-6
"""Money that is none [1e8]."""
MEMBERS = 4
"""Most members of a list in a sentence."""
ENOUGH = 0.02
"""Share of the largest part of a sum below which a part is not told."""


@dataclass(frozen=True)
class Words:
    """How things of a case are told in a language."""

    case: Case
    lang: str

    def say(self, key: str, /, **gaps: object) -> str:
        """A sentence with its gaps filled."""
        return said(key, self.lang, **gaps)

    def many(self, parts: Iterable[str]) -> str:
        """A list in a sentence."""
        return self.say("and").join(parts)

    # --- money and amounts --------------------------------------------------------------------

    def money(self, amount: float) -> str:
        """An amount of money [1e8]: in 亿元, or in 万元 where it is less than one."""
        if abs(amount) >= 1.0:
            return self.say("yi", x=f"{amount:,.2f}")
        return self.say("wan", x=number(amount * WAN_PER_YI))

    def change(self, change: Change) -> str:
        """Costs before the deadline and after it; of those that are some."""
        before, after = (abs(x) > NOTHING for x in change)
        if not before and not after:
            return self.say("nothing")
        key = "both" if before and after else "only.before" if before else "only.after"
        return self.say(key, before=self.money(change[0]), after=self.money(change[1]))

    def costs(self, change: Change | None) -> str:
        """What something costs more, or saves."""
        if change is None:
            return self.say("costs.none")
        if all(abs(x) <= NOTHING for x in change):
            return self.say("costs.zero")
        first = change.before if abs(change.before) > NOTHING else change.after
        if first < 0:
            return self.say("costs.less", cost=self.change(type(change)(*(-x for x in change))))
        return self.say("costs.more", cost=self.change(change))

    def capacity(self, process: str, amount: float) -> str:
        """Capacity of a process in its unit [held unit]."""
        plant = self.case.processes[process]
        shown = amount * capacity_factor(plant)
        return f"{number(shown)} {unit_word(plant.capacity_shown.text, self.lang)}"

    # --- names --------------------------------------------------------------------------------

    def process(self, key: str) -> str:
        """Name of a process."""
        named = self.case.processes[key].label
        return pick(named.zh, named.en, self.lang)

    def clause(self, key: str) -> str:
        """What a clause is about: its metric, or its words."""
        clause = self.case.clauses.get(key)
        figure = None if clause is None else self.case.figures.get(clause.metric or "")
        if figure is not None:
            return pick(figure.label.zh, figure.label.en, self.lang)
        return key if clause is None else clause.quote

    def lead(self, key: str) -> str:
        """Department in charge of a clause."""
        clause = self.case.clauses.get(key)
        return (clause.lead if clause else "") or "—"

    def place(self, key: str) -> str:
        """Name of what the first index of a row stands for."""
        for things in (self.case.processes, self.case.commodities, self.case.adequacy):
            if key in things:
                named = things[key].label
                return pick(named.zh, named.en, self.lang)
        return key

    # --- decisions ----------------------------------------------------------------------------

    def task(self, task: Task) -> str:
        """A decision with its amount."""
        return self._told(task.name, task.index, task.amount)

    def moved(self, moved: Sequence[Moved]) -> str:
        """What an alternative does otherwise; years that go the same way stand together."""
        found: dict[Any, list[Moved]] = {}
        for each in moved:
            found.setdefault((each.name, each.index[:-1], each.amount > 0), []).append(each)
        told = []
        for same in list(found.values())[:MEMBERS]:
            years = runs(each.index[-1] for each in same)
            index = (*same[0].index[:-1], years)
            told.append(self._told(same[0].name, index, sum(e.amount for e in same), signed=True))
        return self.many(told)

    def _told(
        self, name: str, index: tuple[Any, ...], amount: float, *, signed: bool = False
    ) -> str:
        process, unit = index[0], ""
        if name == "v_retire":
            process, unit = index[1], self._unit(index[0])
        elif name == "v_retrofit":
            retrofit = self.case.retrofits[index[0]]
            process, unit = retrofit.to_process, self._unit(index[1])
        elif name == "v_unserved_year":
            commodity = self.case.commodities[index[0]]
            told = number(amount * commodity_factor(commodity), signed=signed)
            shown = unit_word(commodity.shown.text, self.lang)
            return self.say(
                name, year=index[-1], name=self.place(index[0]), amount=f"{told} {shown}"
            )
        plant = self.case.processes[process]
        activity = name == "v_activity"
        factor = activity_factor(plant) if activity else capacity_factor(plant)
        shown = unit_word(
            (plant.activity_shown if activity else plant.capacity_shown).text, self.lang
        )
        told = f"{number(amount * factor, signed=signed)} {shown}"
        return self.say(name, year=index[-1], name=self.process(process), unit=unit, amount=told)

    def _unit(self, key: str) -> str:
        named = self.case.units[key].label
        return pick(named.zh, named.en, self.lang)

    def reason(self, part: Part, unit: float) -> str:
        """A part of what a unit costs or pays, and how much."""
        key = f"reason.{part.kind}" + (f".{part.key}" if part.kind == "cost" else "")
        name = word_of("audit", part.kind, self.lang)
        if part.kind == "clause":
            name = self.say(key, key=part.key, name=self.clause(part.key))
        elif known(key):
            name = self.say(key, name=self.place(part.key))
        return self.say("reason", name=name, cost=self.money(abs(part.cost) * unit))

    def account(self, why: Why) -> str:
        """What a unit of a decision costs, and what pays for it."""
        largest = max((abs(part.cost) for part in why.parts), default=0.0)
        told = [part for part in why.parts if abs(part.cost) >= ENOUGH * largest]
        costs = [part for part in told if part.cost > 0][:MEMBERS]
        gains = [part for part in told if part.cost < 0][:MEMBERS]
        if not costs or not gains:
            return ""
        rest = sum(part.cost for part in why.parts if part not in (*costs, *gains))
        small = abs(rest) <= ENOUGH * largest
        plant = self.case.processes[why.task.process]
        return self.say(
            "reasons",
            unit=unit_word(plant.capacity_shown.text, self.lang),
            costs=self.many(self.reason(part, why.unit) for part in costs),
            gains=self.many(self.reason(part, why.unit) for part in gains),
            rest="" if small else self.say("reasons.rest", rest=self.money(-rest * why.unit)),
        )


def number(value: float, *, signed: bool = False) -> str:
    """A number in a sentence: as many digits as tell something."""
    sign = "+" if signed else ""
    return (
        format(value, f"{sign},.0f") if abs(value) >= MANY else format(value + 0.0, f"{sign},.4g")
    )


def step_of(row: Any, lang: str) -> str:
    """How far a step of table ``steps`` goes: in the unit of its target, or as a share of it."""
    if pd.isna(row["step"]):
        return f"{row['step_share']:.0%}"
    points = row["unit"] == "%"
    unit = label("percentage_points", lang) if points else unit_word(row["unit"], lang)
    return f"{number(float(row['step']))} {unit}"


def runs(years: Iterable[int]) -> str:
    """Years as runs: ``2025–2027, 2030``."""
    known = sorted(set(years))
    starts = [year for year in known if year - 1 not in known]
    ends = [year for year in known if year + 1 not in known]
    told = (f"{a}" if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))
    return ", ".join(told)
