"""Part of sheet 价格: what a step of each binding target costs tighter, and saves looser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pathway.labels import pick
from pathway.report.cells import Column, Row, number_of
from pathway.report.frames import frame, records

if TYPE_CHECKING:
    from pathway.report.page import Page
    from pathway.results.results import Results

WAN_PER_YI = 1e4
MANY = 1000
ALIKE = 0.02
"""Relative difference of both ways at which the price is said to be the same."""
RELATIONS = {">=": "≥", "<=": "≤", "==": "="}
TIGHTER = {"tighter", "higher"}
STEPS = ("tighter_before", "tighter_after", "looser_before", "looser_after")


class _Costs(NamedTuple):
    """What both ways of a target cost before peaking and after it [万元]; None without a plan."""

    tighter: tuple[float | None, float | None]
    looser: tuple[float | None, float | None]


def fill_steps(page: Page, results: Results) -> None:
    """A line for each binding clause, its price either way in figures and in words."""
    rows = frame(results, "steps")
    if rows.empty:
        return
    page.section(page.say("steps"), page.say("steps_note"), columns=8)
    heads = [Column(page.say("clause"), 42), Column(page.say("target"), 16, "centre"),
             Column(page.say("step"), 11, "centre")]  # fmt: skip
    heads += [Column(page.say(f"step.{way}"), 11, "number") for way in STEPS]
    heads.append(Column(page.say("step.range"), 22, "wrap"))
    found: dict[str, dict[bool, Any]] = {}
    for row in records(rows):
        found.setdefault(row.clause, {})[row.way in TIGHTER] = row
    page.table(heads, [_line(page, both) for both in found.values()], "clause_steps")
    for both in found.values():
        page.text(_sentence(page, both))
    page.row += 1


def _costs(both: dict[bool, Any]) -> _Costs:
    return _Costs(*((_wan(both[way].before), _wan(both[way].after)) for way in (True, False)))


def _sentence(page: Page, both: dict[bool, Any]) -> str:
    """What the line of a clause says, in words."""
    row, costs = both[True], _costs(both)
    name = pick(row.name_zh, row.name_en, page.lang)
    return f"{row.clause} {name}：{_words(page, row, costs)}{_holds(page, both, costs)}"


def _line(page: Page, both: dict[bool, Any]) -> Row:
    row, costs = both[True], _costs(both)
    name = f"{row.clause} {pick(row.name_zh, row.name_en, page.lang)}"
    target = number_of(row.target)
    told = "" if target is None else f"{RELATIONS[row.relation]} {target:,.6g}"
    target_words = f"{told} {page.unit(row.unit)}".strip() if told else page.say("by_year")
    cells = (name, target_words, _step(page, row), *costs.tighter, *costs.looser)
    return Row((*cells, _range(page, both)))


def _wan(value: Any) -> float | None:
    number = number_of(value)
    return None if number is None else number * WAN_PER_YI


def _step(page: Page, row: Any) -> str:
    """How far the target moves: in its unit, or as a share where that differs between years."""
    amount = number_of(row.step)
    if amount is None:
        return f"{row.step_share:.0%}"
    unit = page.say("percentage_points") if row.unit == "%" else page.unit(row.unit)
    return f"{amount:,.4g} {unit}"


def _range(page: Page, both: dict[bool, Any]) -> str:
    """From where to where the prices of both ways hold, and whether they may hold further."""
    if not _known(both):
        return ""
    low, high = sorted((both[False], both[True]), key=_upwards)
    ends = (page.say("step.and_beyond").format(end=_end(page, row)) if _open(row)
            else _end(page, row) for row in (low, high))  # fmt: skip
    return " – ".join(ends)


def _holds(page: Page, both: dict[bool, Any], costs: _Costs) -> str:
    """The same as a sentence behind the prices: one range if both ways have the same price."""
    if not _known(both):
        return ""
    tighter, looser = both[True], both[False]
    facts = {"tighter": _end(page, tighter), "looser": _end(page, looser),
             "share": f"{tighter.same_share:.0%}"}  # fmt: skip
    at = 0 if any(part[0] for part in costs) else 1
    more, less = costs.tighter[at], -(costs.looser[at] or 0.0)
    if more is None:
        return page.say("step_holds.looser").format(**facts)
    same = abs(more - less) <= tighter.same_share * max(abs(more), abs(less))
    return page.say("step_holds.same" if same else "step_holds.other").format(**facts)


def _known(both: dict[bool, Any]) -> bool:
    """Whether ranges were looked for; runs from before that have none."""
    return number_of(getattr(both[True], "holds_share", None)) is not None


def _upwards(row: Any) -> float:
    """Whether this way leads up: by the end of its range, or by its name where it has no unit."""
    end = number_of(row.holds_to)
    return float(row.way in TIGHTER) if end is None else end


def _open(row: Any) -> bool:
    """Whether the price held as far as was tried."""
    return number_of(row.changes_share) is None


def _end(page: Page, row: Any) -> str:
    """Where the price of a way still holds: in the unit of the target, else as a share of it."""
    end = number_of(row.holds_to)
    if end is not None:
        return f"{end:,.5g} {page.unit(row.unit)}".strip()
    return page.say(f"step.share.{row.way}").format(percent=f"{row.holds_share:.0%}")


def _told(amount: float) -> str:
    """An amount in a sentence: no digits behind the point where there are many before it."""
    return f"{amount:,.0f}" if abs(amount) >= MANY else f"{amount:,.4g}"


def _words(page: Page, row: Any, costs: _Costs) -> str:
    """The same in a sentence: of costs before peaking if there are any, else of those after it."""
    at = 0 if any(part[0] for part in costs) else 1
    more, less = costs.tighter[at], -(costs.looser[at] or 0.0)
    when = page.say("before_peaking" if at == 0 else "after_peaking")
    facts = {"step": _step(page, row), "when": when, "less": _told(less)}
    if more is None:
        return page.say("step_said.no_plan").format(**facts)
    kind = "same" if abs(more - less) <= ALIKE * max(abs(more), abs(less)) else "other"
    if kind == "other" and more > less:
        kind = "steeper"
    said = page.say(f"step_said.{kind}").format(**facts, more=_told(more))
    known = _wan(row.before_known)
    if at or known is None or abs(known - more) <= ALIKE * max(abs(known), abs(more)):
        return said
    return said + page.say("step_said.known").format(more=_told(known))
