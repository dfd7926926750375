"""Tiny planning problems from plain rows, through a real workbook.

Rows get the columns that every row must have, and units in which the held numbers are the stated
ones: GW, TWh, 万吨 (10 kt), 亿元 (1e8). The discount rate is zero unless a test says otherwise, so
that costs can be added up on paper.
"""

from __future__ import annotations

import csv
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pathway
from pathway.case.assemble import assemble
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.schema import BY_KEY
from pathway.settings import ObjectiveSettings, PeakSettings, Settings, SolverSettings, TimeSettings
from pathway.solve.plan import solve_plan
from pathway.workbook.read import read_workbook
from pathway.workbook.write import write_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.solve.solution import Solution
    from pathway.workbook.rows import Workbook

Row = dict[Any, object]
Tables = dict[str, list[Row]]
Coefficients = dict[str, float]

SLICES = TimeSettings(resolution="slices")
BASE_SETTINGS: dict[str, object] = {
    "title_zh": "小城",
    "base_year": 2023,
    "last_year": 2024,
    "price_year": 2023,
    "discount_rate": 0,
}
POWER_UNITS = {"capacity": "GW", "activity": "TWh"}
WORKS_UNITS = {"capacity": "万吨/年", "activity": "万吨"}
PER = {
    "capex": "capacity", "fixed_om": "capacity", "decommission_cost": "capacity",
    "variable_cost": "activity", "co2_process": "activity", "co2_imported": "activity",
}  # fmt: skip

# --- rows -----------------------------------------------------------------------------------------


def good(key: str, resolution: str = "year", unit: str = "", **more: object) -> Row:
    """A commodity: yearly in 万吨, hourly in TWh."""
    stated = unit or ("TWh" if resolution == "hour" else "万吨")
    row: Row = {"commodity": key, "unit": stated, "resolution": resolution, **more}
    if "co2" in more:
        row.setdefault("co2_unit", f"万吨/{stated}")
    if "unserved_cost" in more:
        row.setdefault("unserved_cost_unit", f"亿元/{stated}")
    return row


def plant(key: str, **more: object) -> Row:
    """A process in GW and TWh; costs in 亿元 a GW, 亿元 a GW and year, 亿元 a TWh."""
    return _process(key, POWER_UNITS, more)


def works(key: str, **more: object) -> Row:
    """A process in 万吨 a year; costs in 亿元 per 万吨 a year, or per 万吨."""
    return _process(key, WORKS_UNITS, more)


def _process(key: str, units: Mapping[str, str], more: dict[str, object]) -> Row:
    row: Row = {"process": key, "sector": "部门", "expansion": "none"}
    row |= {"capacity_unit": units["capacity"], "activity_unit": units["activity"], **more}
    for name, per in PER.items():
        if name in more:
            money = "万吨" if name.startswith("co2") else "亿元"
            whole = units[per] if "/" not in units[per] else f"({units[per]})"
            row.setdefault(f"{name}_unit", f"{money}/{whole}")
    if more.get("expansion") == "unlimited":
        row["capacity_unit"] = None
    return row


def supply(key: str, cost: float, commodity: str, **more: object) -> tuple[Row, Row]:
    """An unlimited source of a yearly commodity, and its flow."""
    return works(key, expansion="unlimited", variable_cost=cost, **more), out(key, commodity)


def out(process: str, commodity: str = "electricity", amount: float = 1.0, **more: object) -> Row:
    """A flow out of a process."""
    return {"process": process, "commodity": commodity, "direction": "out", "amount": amount} | more


def take(process: str, commodity: str, amount: float = 1.0, **more: object) -> Row:
    """A flow into a process."""
    return {"process": process, "commodity": commodity, "direction": "in", "amount": amount} | more


def demand(
    commodity: str, amounts: Mapping[int, float] | float, unit: str = "", **more: object
) -> Row:
    """A demand by year, or the same in all years."""
    stated = unit or ("TWh" if commodity == "electricity" else "万吨")
    years = amounts if not isinstance(amounts, (int, float)) else {2024: amounts}
    row: Row = {"demand": f"{commodity}_demand", "commodity": commodity, "sector": "部门"}
    return {**row, "unit": stated, **years, **more}


def unit(key: str, process: str, size: float, end: int = 2060, **more: object) -> Row:
    """An existing unit of so many GW."""
    row: Row = {"unit": key, "process": process, "size": size, "size_unit": "GW"}
    return {**row, "commissioned": 2000, "end_of_life": end, **more}


def path(table: str, key: str, parameter: str, unit: str, years: Mapping[int, float]) -> Row:
    """A number that changes over the years."""
    return {"table": table, "key": key, "parameter": parameter, "unit": unit, **years}


def metric(key: str, unit: str, quantity: str, **more: object) -> Row:
    """A metric; `direction` and selections in `more`."""
    return {"metric": key, "unit": unit, "quantity": quantity, **more}


def clause(key: str, sense: str, metric: str | None, **more: object) -> Row:
    """A hard clause."""
    row: Row = {"clause": key, "section": "一", "quote": f"{sense} {more.get('value', '')}"}
    return {**row, "sense": sense, "metric": metric, "firmness": "hard", **more}


def steps(*weights: float, day: str = "1", **profiles: Sequence[float]) -> dict[str, list[object]]:
    """Consecutive slices of one day, each as long as the hours of the year it stands for."""
    sheet: dict[str, list[object]] = {"step": list(range(1, len(weights) + 1))}
    sheet |= {"day": [day] * len(weights), "duration": list(weights), "weight": list(weights)}
    return {**sheet, **{key: list(values) for key, values in profiles.items()}}


# --- workbook, case, solution ---------------------------------------------------------------------


@cache
def lexicon() -> tuple[Row, ...]:
    """The lexicon of a new workbook."""
    text = files(pathway).joinpath("workbook/example/lexicon.csv").read_text("utf-8-sig")
    return tuple(dict(row) for row in csv.DictReader(text.splitlines()))


def tables(settings: Mapping[str, object] | None = None, **sheets: Sequence[Row]) -> Tables:
    """All sheets of a tiny workbook; a region, electricity and cargo are there by default."""
    stated = {**BASE_SETTINGS, **(settings or {})}
    result: Tables = {
        "settings": [{"key": key, "value": value} for key, value in stated.items()],
        "regions": [{"region": "city"}],
        "commodities": [good("electricity", "hour"), good("cargo")],
    }
    if sheets.get("clauses"):
        result["lexicon"] = [dict(row) for row in lexicon()]
    return result | {name: [dict(row) for row in rows] for name, rows in sheets.items()}


def read(sheets: Tables, profiles: Mapping[str, Sequence[object]] | None = None) -> Workbook:
    """The workbook that these rows make, written and read back."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tiny.xlsx"
        write_workbook(
            file,
            {name: [_named(name, row) for row in rows] for name, rows in sheets.items()},
            profiles,
        )
        return read_workbook(file)


def _named(table: str, row: Row) -> Row:
    """A row of a sheet with names is named after its key, which stands first."""
    named = "name_zh" in BY_KEY[table].by_key and table != "settings"
    return {**({"name_zh": next(iter(row.values()))} if named else {}), **row}


def case(
    sheets: Tables,
    profiles: Mapping[str, Sequence[object]] | None = None,
    time: TimeSettings = SLICES,
) -> Case:
    """The case of these rows."""
    return assemble(read(sheets, profiles), time)


def settings(form: str = "whole-horizon", **peak: Any) -> Settings:
    """Settings for a tiny case: one objective over all years unless asked otherwise."""
    return Settings(
        workbook="tiny.xlsx",
        time=SLICES,
        peak=PeakSettings(**peak),
        objective=ObjectiveSettings(form=form),  # type: ignore[arg-type]
        solver=SolverSettings(method="simplex", threads=1),
    )


def solve(tiny: Case, form: str = "whole-horizon", **peak: Any) -> Solution:
    """The optimum of a case."""
    return solve_plan(tiny, settings(form, **peak))


def run(sheets: Tables, profiles: Mapping[str, Sequence[object]] | None = None) -> Solution:
    """The optimum of these rows, one objective over all years."""
    return solve(case(sheets, profiles))


# --- looking at it --------------------------------------------------------------------------------


def value(solution: Solution, name: str, *index: object) -> float:
    """Value of one variable."""
    return float(solution.value(name)[_place(solution, name, index)])


def dual(solution: Solution, name: str, *index: object) -> float:
    """Dual of one row."""
    return float(solution.dual(name)[_place(solution, name, index)])


def cost(solution: Solution) -> float:
    """Discounted cost of all years [1e8]."""
    return solution.objective + solution.tail


def _place(solution: Solution, name: str, index: tuple[object, ...]) -> int:
    block = solution.programme.block(name)
    wanted = f"{name}[{','.join(map(str, index))}]"
    return next(k for k in range(len(block)) if block.label(k) == wanted)


def programme(tiny: Case) -> Programme:
    """The compiled rows of a case, without an objective."""
    return compile_programme(build(tiny))


def row(compiled: Programme, label: str) -> tuple[Coefficients, float, float]:
    """Coefficients by column label, and the bounds, of one row."""
    k = compiled.row_labels().index(label)
    start, stop = compiled.matrix.indptr[k : k + 2]
    columns = [compiled.column_label(int(c)) for c in compiled.matrix.indices[start:stop]]
    terms = dict(zip(columns, compiled.matrix.data[start:stop].tolist(), strict=True))
    return terms, float(compiled.row_lower[k]), float(compiled.row_upper[k])


def rows_of(compiled: Programme, *families: str) -> int:
    """Number of rows under these names."""
    return sum(len(compiled.rows[name]) for name in families)


# --- a case with everything -----------------------------------------------------------------------


def everything() -> tuple[Tables, dict[str, list[object]]]:
    """A small case that has rows of every family, and its slices of two days."""
    sheets = tables(
        {
            "last_year": 2027, "peak_from": 2025, "peak_deadline": 2026, "discount_rate": 0.05,
            "value_of_lost_load": 5, "reserve_margin": 0.1,
        },
        regions=[{"region": "city"}, {"region": "port"}],
        commodities=[
            good("electricity", "hour", surplus=True), good("coal", co2=2.66), good("cargo"),
        ],
        processes=_everything_processes(),
        flows=_everything_flows(),
        storage=[
            {"process": "battery", "commodity": "electricity", "efficiency_in": 0.9, "hours": 2},
            {"process": "cavern", "commodity": "electricity", "efficiency_out": 0.8, "loss": 1e-4,
             "hours": 40, "cycle": "year"},
        ],
        units=[unit("A1", "coal_power", 1.2, end=2025, earliest_retirement=2025),
               unit("A2", "coal_power", 1.0, earliest_retirement=2026)],
        projects=[
            {"project": "P1", "process": "gas", "kind": "committed", "size": 0.1, "size_unit": "GW",
             "online": 2025},
        ],
        retrofits=[
            {"retrofit": "flex", "from_process": "coal_power", "to_process": "coal_flexible",
             "cost": 0.1, "cost_unit": "亿元/GW", "build_max": 0.6, "build_max_unit": "GW"},
        ],
        demands=[
            demand("electricity", {2024: 12, 2027: 15}, region="city", profile="load"),
            demand("electricity", {2024: 1}, demand="quay", region="port", profile="load"),
            demand("cargo", {2024: 20, 2027: 26}, region="city"),
        ],
        adequacy=[
            {"period": "evening", "commodity": "electricity", "duration": 3},
            {"period": "always", "commodity": "electricity", "region": "city",
             "basis": "production", "margin": 0.05},
        ],
        series=[{"series": "gdp", "unit": "亿元", 2024: 100, 2027: 130},
                {"series": "allowance", "unit": "吨/兆瓦时", 2024: 0.3, 2027: 0.2}],
        metrics=_everything_metrics(),
        transfers=_everything_transfers(),
        clauses=_everything_clauses(),
    )  # fmt: skip
    return sheets, _everything_hours()


def _everything_hours() -> dict[str, list[object]]:
    """Two days of four steps of 1,095 hours, in a row through the year."""
    sheet = steps(
        *[1095.0] * 8,
        load=[0.6, 1.0, 1.1, 0.8, 0.7, 1.1, 1.3, 0.9],
        wind=[0.5, 0.3, 0.2, 0.6, 0.1, 0.1, 0.2, 0.3],
        night=[1, 0, 0, 1, 1, 0, 0, 1],
    )
    return {**sheet, "day": ["a"] * 4 + ["b"] * 4}


def _everything_processes() -> list[Row]:
    city: Row = {"region": "city"}
    coal: Row = {**city, "tags": "coal", "firm_credit": 0.9, "fixed_om": 0.2, "variable_cost": 0.02}
    return [
        works("mine", expansion="unlimited", variable_cost=0.09, **city),
        plant("coal_power", min_load=0.5, ramp=2e-4, decommission_cost=0.1, **coal),
        plant("coal_flexible", min_load=0.2, hours_max=7000, **coal),
        plant("co_firing", mode_of="coal_flexible", variable_cost=0.5, cost_profile="night",
              **city),
        plant("gas", expansion="projects", first_build_year=2025, capex=2, variable_cost=4,
              firm_credit=0.9, operation="flat", **city),
        plant("wind", expansion="build", existing=0.5, capex=5, availability_profile="wind",
              operation="fixed", capacity_max=4, capacity_min=0.6, build_max=1, growth_max=0.5,
              growth_seed=0.4, tags="wind", **city),
        plant("quay_solar", existing=0.1, capex=3, expansion="build", activity_max=2,
              activity_min=0.1, hours_min=10, region="port", ramp=5e-4),
        plant("line", region="city", to_region="port", both_ways=True, existing=0.4),
        plant("battery", expansion="build", capex=1, firm_credit=0.8, **city),
        plant("cavern", existing=0.2, firm_credit=0.5, **city),
        works("trucks", existing=20, variable_cost=0.1, activity_max=18, hours_max=8000, **city),
        works("e_trucks", expansion="build", existing=3, capex=0.2, variable_cost=0.05,
              hours_min=100, activity_min=0.5, **city),
    ]  # fmt: skip


def _everything_flows() -> list[Row]:
    return [
        out("mine", "coal"),
        *(take(p, "coal", 12, unit="万吨/TWh") for p in ("coal_power", "coal_flexible")),
        *(out(p) for p in ("coal_power", "coal_flexible", "co_firing", "gas", "wind")),
        out("quay_solar"),
        take("line", "electricity"),
        out("line", amount=0.95),
        take("trucks", "coal", 0.5),
        out("trucks", "cargo"),
        take("e_trucks", "electricity", 0.01, unit="TWh/万吨", shape="night"),
        out("e_trucks", "cargo"),
    ]


def _everything_metrics() -> list[Row]:
    return [
        metric("co2", "万吨", "emissions", direction="less"),
        metric("wind_power", "GW", "capacity", tags="wind", direction="more"),
        metric("coal_power", "GW", "capacity", tags="coal", direction="less"),
        metric("new_wind", "GW", "new_capacity", tags="wind", direction="more"),
        metric("closed", "GW", "retired_capacity", tags="coal", direction="more"),
        metric("rebuilt", "GW", "retrofitted_capacity", tags="coal", direction="more"),
        metric("electric", "万吨", "activity", processes="e_trucks", direction="more"),
        metric("freight", "万吨", "activity", processes="trucks;e_trucks"),
        metric("batteries", "GW", "capacity", processes="battery", direction="more"),
        metric("highest_load", "GW", "peak_load"),
        metric("deficit", "万吨", "emissions", tags="coal"),
        metric("deficit", "万吨", "output", tags="coal", weight=-1, weight_series="allowance"),
    ]


def _everything_transfers() -> list[Row]:
    return [
        {"transfer": "carbon", "metric": "deficit", "payer": "部门", "receiver": "市场",
         "counted": "是", "unit": "元/吨", 2024: 40, 2027: 70},
        {"transfer": "grant", "metric": "new_wind", "payer": "财政", "receiver": "部门",
         "unit": "亿元/GW", 2024: 0.5, 2026: 0.1},
    ]  # fmt: skip


def _everything_clauses() -> list[Row]:
    soft: Row = {"firmness": "soft", "price": 0.01, "price_unit": "亿元/万吨"}
    late: Row = {"time": "at", "from_year": 2027}
    return [
        clause("O1", "达到峰值", "co2"),
        clause("O2", "下降", "co2", per="gdp", relative_to="change", base_year=2023, base_value=4,
               base_unit="万吨/亿元", value=5, unit="%", **late),
        clause("E1", "以上", "wind_power", value=1, unit="GW", from_year=2026),
        clause("E2", "不超过", "coal_power", value=2.1, unit="GW", from_year=2026),
        clause("E3", "累计", "new_wind", value=0.5, unit="GW", time="cumulative",
               value_source="missing"),
        clause("E4", "累计", "closed", value=0.1, unit="GW", time="cumulative"),
        clause("E5", "累计", "rebuilt", value=0.2, unit="GW", time="cumulative"),
        clause("E6", "持续下降", "coal_power"),
        clause("E7", "不低于", "batteries", per="highest_load", value=30, unit="%", to_year=2025),
        clause("T1", "左右", "electric", per="freight", value=20, unit="%", tolerance=2, **late),
        clause("T2", "超过", "electric", value=9, unit="万吨", from_year=2026, **soft),
    ]  # fmt: skip
