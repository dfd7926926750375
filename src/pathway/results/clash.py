"""Table ``clash``: what is answered where no plan exists, each line with its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.case.clause_moves import is_peak
from pathway.labels import label, pick
from pathway.results.frames import Rows
from pathway.solve.clash.answer import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from pathway.case.case import (
        AdequacyPeriod,
        Case,
        ExistingUnit,
        Process,
        Project,
        Retrofit,
    )
    from pathway.solve.clash.answer import Change, Clash, Compromise, Ground, Named

COLUMNS = (
    "part", "compromise", "kind", "key", "years", "asked", "reached", "unit", "relative",
    "cost_before", "cost_after", "proved", "words_zh", "words_en", "source_cell",
)  # fmt: skip
CHANGE, MEMBER, GROUND = "change", "member", "ground"
"""Parts of the table: changes of a compromise, members of the clash, what it rests on."""
PARAMETERS = {
    Kind.POTENTIAL: "capacity_max",
    Kind.CAPACITY_FLOOR: "capacity_min",
    Kind.BUILD_LIMIT: "build_max",
    Kind.GROWTH: "growth_max",
    Kind.ACTIVITY_MAX: "activity_max",
    Kind.ACTIVITY_MIN: "activity_min",
    Kind.HOURS_MAX: "hours_max",
    Kind.HOURS_MIN: "hours_min",
}
"""Columns of sheet ``processes`` that state a limit."""
STOCK = {Kind.UNIT_ENDS, Kind.PROJECT_LATER, Kind.BUILDS_LATER}
PEAKS = {Kind.PEAK, Kind.GUARD}
CLAUSES = {Kind.CLAUSE, Kind.OWN_TARGET}
HOURS_TOLD = 3
"""Most hours that a sentence lists."""


def clash_table(case: Case, clash: Clash) -> pd.DataFrame:
    """A row for every change of every compromise, every member of the clash and every ground.

    Years with the same change stand together; costs are in 亿元, `relative` is a share.
    """
    rows = Rows(COLUMNS)
    for number, compromise in enumerate(clash.compromises, 1):
        for changes in _alike(compromise.changes):
            rows.add(**_change(case, number, compromise, changes))
    for members in _same(clash.members):
        rows.add(**_member(case, members, proved=clash.irreducible))
    for ground in clash.grounds:
        rows.add(**_ground(case, ground))
    return rows.frame()


def _alike(changes: Sequence[Change]) -> Iterable[list[Change]]:
    """Changes of one thing by one amount, over years."""
    found: dict[Any, list[Change]] = {}
    for c in changes:
        found.setdefault((*c.named.whole, f"{c.asked:.9g}", f"{c.reached:.9g}"), []).append(c)
    return found.values()


def _same(members: Sequence[Named]) -> Iterable[list[Named]]:
    found: dict[Any, list[Named]] = {}
    for member in members:
        found.setdefault(member.whole, []).append(member)
    return found.values()


def _change(
    case: Case, number: int, compromise: Compromise, changes: list[Change]
) -> dict[str, Any]:
    first = changes[0]
    named = [change.named for change in changes]
    cells = {
        "part": CHANGE, "compromise": number, "asked": first.asked, "reached": first.reached,
        "unit": first.unit, "relative": max(change.relative for change in changes),
        "cost_before": compromise.before, "cost_after": compromise.after,
        "proved": compromise.proved,
    }  # fmt: skip
    key = "clash.change"
    if first.named.kind is Kind.PEAK:
        key = "clash.rise"
    elif first.named.kind in STOCK:
        key = "clash.stands"
    elif first.asked == 0 and first.named.kind not in CLAUSES:
        key = "clash.more"
    reached = abs(first.reached) if key == "clash.more" else first.reached
    told = {"asked": _number(first.asked), "reached": _number(reached), "unit": first.unit}
    words = {
        f"words_{lang}": label(key, lang).format(what=sentence(case, named, lang), **told)
        for lang in ("zh", "en")
    }
    return cells | _place(case, named) | words


def _member(case: Case, members: list[Named], *, proved: bool) -> dict[str, Any]:
    words = {f"words_{lang}": sentence(case, members, lang) for lang in ("zh", "en")}
    return {"part": MEMBER, "proved": proved} | _place(case, members) | words


def _ground(case: Case, ground: Ground) -> dict[str, Any]:
    commodity = case.commodities[ground.commodity]
    several = "…" if len(ground.when) > HOURS_TOLD else ""
    gaps = {
        "years": ground.year, "count": len(ground.when),
        "when": ", ".join(ground.when[:HOURS_TOLD]) + several,
    }  # fmt: skip
    key = "clash.ground_hours" if ground.when else "clash.ground"
    words = {
        f"words_{lang}": label(key, lang).format(
            name=pick(commodity.label.zh, commodity.label.en, lang), **gaps
        )
        for lang in ("zh", "en")
    }
    demands = (d for d in case.demands.values() if d.commodity == ground.commodity)
    cells = "; ".join(d.origin.where for d in demands if d.region == ground.region)
    return {
        "part": GROUND, "kind": "demand", "key": ground.commodity, "years": str(ground.year),
        "source_cell": cells, **words,
    }  # fmt: skip


def sentence(case: Case, named: Sequence[Named], lang: str) -> str:
    """One thing that a plan states, over the years in which it counts, in words."""
    first = named[0]
    gaps = {"key": first.key, "name": name_of(case, first, lang), "years": years_of(named)}
    return label(f"clash.{first.kind}", lang).format(**gaps)


def years_of(named: Iterable[Named]) -> str:
    """Years as runs: ``2025–2027, 2030``; blank where it is not one of years."""
    years = sorted({each.year for each in named if each.year})
    starts = [y for y in years if y - 1 not in years]
    ends = [y for y in years if y + 1 not in years]
    runs = (f"{a}" if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))
    return ", ".join(runs)


def name_of(case: Case, named: Named, lang: str) -> str:
    """What a reader knows it by: the words of a clause, or the name of a row."""
    if named.kind in CLAUSES:
        return case.clauses[named.key].quote
    if named.kind in PEAKS:
        return ""
    found = _stated_by(case, named).label
    return pick(found.zh, found.en, lang)


def cell_of(case: Case, named: Named) -> str:
    """Cell of the workbook that states it: ``city.xlsx!clauses!J12``; its row if it has no cell."""
    kind, key = named.kind, named.key
    if kind in CLAUSES:
        return _cell(case, "clauses", key, "value") or case.clauses[key].origin.where
    if kind in PEAKS:
        peaks = (c.origin.where for c in case.clauses.values() if is_peak(c))
        return next(peaks, "settings: peak_deadline")
    if kind in {Kind.COMMITTED, Kind.LISTED}:
        projects = [p for p in case.projects.values() if p.process == key]
        counted = [p for p in projects if p.committed or kind is Kind.LISTED]
        return "; ".join(project.origin.where for project in counted)
    cell = _cell(case, "processes", key, PARAMETERS.get(kind, ""))
    return cell or _stated_by(case, named).origin.where


def _stated_by(
    case: Case, named: Named
) -> Process | ExistingUnit | Project | Retrofit | AdequacyPeriod:
    """The row of the workbook that states a limit, or when plant leaves or comes."""
    kind, key = named.kind, named.key
    if kind is Kind.ADEQUACY:
        return case.adequacy[key]
    if kind in {Kind.UNIT_ENDS, Kind.UNIT_STAYS}:
        return case.units[key]
    if kind is Kind.PROJECT_LATER:
        return case.projects[key]
    if kind in {Kind.RETROFIT_SHARE, Kind.RETROFIT_LIMIT}:
        return case.retrofits[key]
    return case.processes[key]


def _cell(case: Case, table: str, key: str, parameter: str) -> str:
    cells = (
        value.origin.where
        for value in case.inputs
        if (value.table, value.key, value.parameter) == (table, key, parameter)
    )
    return next(cells, "")


def _place(case: Case, named: Sequence[Named]) -> dict[str, Any]:
    first = named[0]
    return {
        "kind": str(first.kind), "key": first.key, "years": years_of(named),
        "source_cell": cell_of(case, first),
    }  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.8g}"
