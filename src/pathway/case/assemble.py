"""From a workbook to a case: units converted once, references followed, everything checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.case import network
from pathway.case.active import only_active
from pathway.case.adequacy import adequacy
from pathway.case.case import (
    Actual,
    Case,
    Commodity,
    Demand,
    Label,
    Money,
    PeakWindow,
    Process,
    Series,
)
from pathway.case.checks import check_case
from pathway.case.clauses import ClauseBook, clauses
from pathway.case.emission_rates import Network
from pathway.case.estimate_checks import check_estimates
from pathway.case.extremes import extreme_load, mean_supply
from pathway.case.figures import city_emissions, figures
from pathway.case.lexicon import Lexicon
from pathway.case.parts import planned
from pathway.case.past import Stock, last_actual_year, past_of, read_items, read_totals
from pathway.case.past_checks import check_past
from pathway.case.past_clauses import eased
from pathway.case.peak_load import Uses, peak_loads
from pathway.case.processes import processes
from pathway.case.row_checks import check_rows
from pathway.case.steps import chooses_days, given_steps, representative_days
from pathway.case.stock import projects, retrofits, units
from pathway.case.transfers import transfers
from pathway.case.values import HEAT, MONEY, Values, held, interpolate
from pathway.errors import Finding, InputError, Severity
from pathway.schema import BY_KEY
from pathway.schema.settings_rows import SETTINGS_BY_KEY, SETTINGS_ROWS
from pathway.schema.table import Kind
from pathway.schema.units import convert_factor, parse_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case.case import Steps
    from pathway.settings import TimeSettings
    from pathway.workbook.rows import Row, Workbook


def assemble(
    workbook: Workbook,
    time: TimeSettings,
    years: tuple[int, ...] | None = None,
    steps: Steps | None = None,
) -> Case:
    """Turn a workbook into a case.

    Args:
        workbook: the workbook as read.
        time: how the year is cut into steps.
        years: years to plan; the settings' years by default. The base-year check asks for the
            base year alone.
        steps: time steps to keep, those of a case that differs in numbers only; found anew
            otherwise.

    Raises:
        InputError: with every problem that the rows show together.
    """
    case = checked_case(workbook, time, years, steps)
    sheet = workbook.profile_sheet
    if steps is not None or not chooses_days(time, sheet):
        return case
    uses = Uses(sheet, case.years, case.commodities, case.processes, case.flows, case.demands)
    load = extreme_load(uses, case.adequacy, case.units.values())
    chosen = representative_days(case.steps, time, load, mean_supply(uses, load))
    return replace(case, steps=chosen)


def checked_case(
    workbook: Workbook,
    time: TimeSettings,
    years: tuple[int, ...] | None = None,
    steps: Steps | None = None,
) -> Case:
    """A case before representative days are chosen: with all the steps that its profiles give.

    Every check of `assemble` is made on it. Arguments and errors are those of `assemble`.
    """
    stated = only_active(workbook)
    workbook = planned(stated)
    general = general_settings(workbook)
    plan_years = years or tuple(range(general["base_year"] + 1, general["last_year"] + 1))
    values = Values(workbook, plan_years)
    case = _assemble(workbook, time, general, values, steps)
    values.unused_paths()
    found = [
        *check_rows(workbook), *check_case(case), *check_estimates(stated), *check_past(case),
    ]  # fmt: skip
    checked = [_in_file(finding, workbook) for finding in found]
    values.findings = list(dict.fromkeys([*values.findings, *checked]))
    if any(finding.severity is Severity.ERROR for finding in values.findings):
        raise InputError(tuple(values.findings))
    notes = (*workbook.notes, *values.findings)
    return replace(case, findings=notes, inputs=tuple(dict.fromkeys(values.inputs)))


def _in_file(finding: Finding, workbook: Workbook) -> Finding:
    """A finding about a sheet as a whole, with its file."""
    sheet = finding.where.split("!")[0]
    where = f"{workbook.path.name}!{finding.where}"
    return replace(finding, where=where) if sheet in BY_KEY else finding


def general_settings(workbook: Workbook) -> dict[str, Any]:
    """Sheet ``settings`` by key, in held units, with defaults for what is not there."""
    stated = {row["key"]: row for row in workbook.rows("settings")}
    missing = [s for s in SETTINGS_ROWS if s.required and s.key not in stated]
    if missing:
        where = f"{workbook.path.name}!settings"
        raise InputError(
            [
                Finding(where, f"no row {s.key!r} ({s.zh})", f"{s.help_zh} / {s.help_en}")
                for s in missing
            ]
        )
    return {
        setting.key: _setting(stated[setting.key]) if setting.key in stated else setting.default
        for setting in SETTINGS_ROWS
    }


def _setting(row: Row) -> Any:
    setting = SETTINGS_BY_KEY[row["key"]]
    value = row["value"]
    if setting.kind in {Kind.YEAR, Kind.INTEGER}:
        return int(float(value))
    if setting.kind is Kind.CHOICE:
        choice = next(c for c in setting.choices if str(value).strip() in {c.key, c.zh, c.en})
        return choice.key
    if setting.kind is Kind.NUMBER:
        number = float(value)
        unit = parse_unit(row["unit"] or setting.unit or "1")
        return number * convert_factor(unit, parse_unit(setting.unit or "1"))
    return str(value)


def _assemble(
    workbook: Workbook,
    time: TimeSettings,
    general: Mapping[str, Any],
    values: Values,
    steps: Steps | None,
) -> Case:
    regions = {row.key: values.label(row) for row in workbook.rows("regions")}
    defaults = _defaults(general, values, next(iter(regions)))
    periods = tuple(row.key for row in workbook.rows("adequacy"))
    goods = network.commodities(workbook, values, defaults)
    through = last_actual_year(workbook, values, general, values.years)
    stock = _stock(workbook, values, processes(workbook, values, defaults, periods), general)
    items = read_items(workbook, values, stock, general["base_year"], through)
    stock = stock.with_known(items)
    plant = dict(stock.processes)
    flow_rows = network.flows(workbook, values, goods, plant)
    store_rows = network.stores(workbook, values, plant, goods)
    demand_rows = _demands(workbook, values, goods, defaults.region)
    series_rows = _series(workbook, values)
    peaks = adequacy(workbook, values, goods, general["reserve_margin"])
    uses = Uses(workbook.profile_sheet, values.years, goods, plant, flow_rows, demand_rows)
    net = Network(
        values.years, general["boundary"], goods, plant, flow_rows, demand_rows, series_rows, peaks
    )
    metrics = figures(workbook, values, net)
    known = _actuals(workbook, values, metrics)
    totals = read_totals(workbook, values, metrics, known, (general["base_year"], through))
    city, window = city_emissions(net), _peak(general, values.years, through)
    book = ClauseBook(
        values.years, metrics, series_rows, _lexicon(workbook), city, window, known,
        general["base_year"],
    )  # fmt: skip
    past = past_of(through, (*items, *totals))
    used = _profiles_used(plant, flow_rows, demand_rows)
    return Case(
        title=Label(general["title_zh"], general["title_en"] or general["title_zh"]),
        base_year=general["base_year"],
        years=values.years,
        money=_money(general),
        peak=window,
        boundary=general["boundary"],
        regions=regions,
        commodities=goods,
        processes=plant,
        flows=flow_rows,
        stores=store_rows,
        units=stock.units,
        projects=projects(workbook, values, plant),
        retrofits=stock.retrofits,
        demands=demand_rows,
        series=series_rows,
        steps=steps or given_steps(workbook.profile_sheet, time, values.years, used),
        adequacy=peaks,
        peak_loads=peak_loads(uses, peaks, values),
        emissions=city,
        figures=metrics,
        clauses=eased(clauses(workbook, values, book), metrics, past, stock),
        actuals=known,
        sources={row.key: row["title"] for row in workbook.rows("sources")},
        transfers=transfers(workbook, values, metrics),
        past=past,
    )


def _stock(
    workbook: Workbook, values: Values, plant: dict[str, Process], general: Mapping[str, Any]
) -> Stock:
    """What stands and what it may become."""
    standing = units(workbook, values, plant, general["base_year"])
    return Stock(plant, standing, retrofits(workbook, values, plant))


def _defaults(general: Mapping[str, Any], values: Values, region: str) -> network.Defaults:
    lost = general["value_of_lost_load"]
    per_held = convert_factor(parse_unit("元/千瓦时"), MONEY / HEAT)
    interest = general["interest_rate"]
    return network.Defaults(
        region=region,
        interest_rate=general["discount_rate"] if interest is None else interest,
        value_of_lost_load=np.inf if lost is None else lost * per_held,
        first_year=values.years[0],
        last_year=values.years[-1],
    )


def _money(general: Mapping[str, Any]) -> Money:
    interest = general["interest_rate"]
    return Money(
        discount_rate=general["discount_rate"],
        interest_rate=general["discount_rate"] if interest is None else interest,
        timing=general["payment_timing"],
        capital_timing=general["capital_timing"] or general["payment_timing"],
        discount_to=general["discount_to"] or general["base_year"] + 1,
        price_year=general["price_year"],
        currency=general["currency"],
    )


def _peak(general: Mapping[str, Any], years: tuple[int, ...], through: int) -> PeakWindow | None:
    """The window of the peak; years before the last one with actuals are candidates no more."""
    first, deadline = general["peak_from"], general["peak_deadline"]
    if deadline is None or deadline not in years:
        return None
    return PeakWindow(min(max(first or deadline, years[0], through), deadline), deadline)


def _lexicon(workbook: Workbook) -> Lexicon:
    rows = workbook.rows("lexicon")
    return Lexicon.of((row["word"], row["family"], row["constraint"] or "") for row in rows)


def _demands(
    workbook: Workbook, values: Values, goods: Mapping[str, Commodity], region: str
) -> dict[str, Demand]:
    result = {}
    for row in workbook.rows("demands"):
        commodity = goods[row["commodity"]]
        if not row.years:
            values.error(row.where(), "no year is filled", "at least one number across the years")
            continue
        amounts = values.across(row, commodity.held)
        result[row.key] = Demand(
            key=row.key,
            label=values.label(row),
            commodity=commodity.key,
            region=row["region"] or region,
            sector=row["sector"],
            tags=frozenset(row["tags"] or ()),
            profile=row["profile"],
            burnt=row["burnt"],
            amount=interpolate(amounts, values.years),
            shown=values.unit(row, "unit"),
            origin=values.origin(row),
        )
    return result


def _series(workbook: Workbook, values: Values) -> dict[str, Series]:
    result = {}
    for row in workbook.rows("series"):
        shown = values.unit(row, "unit")
        if not row.years:
            values.error(row.where(), "no year is filled", "at least one number across the years")
            continue
        given = values.across(row, held(shown))
        result[row.key] = Series(
            row.key, values.label(row), shown, held(shown), given, values.origin(row)
        )
    return result


def _actuals(workbook: Workbook, values: Values, metrics: Mapping[str, Any]) -> dict[str, Actual]:
    result = {}
    for row in workbook.rows("actuals"):
        figure = metrics[row["metric"]]
        result[row.key] = Actual(
            metric=row["metric"],
            given=values.across(row, figure.held),
            tolerance=row["tolerance"],
            hold=row["hold"],
            shown=values.unit(row, "unit"),
            origin=values.origin(row),
        )
    return result


def _profiles_used(
    plant: Mapping[str, Process], flow_rows: tuple[Any, ...], demands: Mapping[str, Demand]
) -> set[str]:
    hourly = [process for process in plant.values() if process.hourly]
    used = {process.availability_profile for process in hourly}
    used |= {process.cost_profile for process in hourly}
    used |= {flow.shape for flow in flow_rows} | {demand.profile for demand in demands.values()}
    return {key for key in used if key is not None}
