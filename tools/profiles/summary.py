"""What came out against what was wanted, as Markdown tables."""

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np
from calendars import day_factors
from facts import Site
from months import (
    HOUR_OF_DAY,
    HOURS,
    MONTH_DAYS,
    MONTH_OF_HOUR,
    Vector,
    daily_means,
    monthly_means,
    monthly_sums,
)
from temperature import degree_days
from wind import longest_below
from year import COOLING_BASE_C, HEATING_BASE_C, Year

_LULL = 0.1
_TOP_HOURS = 50

Figure = tuple[str, Iterable[float], int]
"""A monthly row: its name, twelve values, and the decimals to show."""


def summary_of(site: Site, year: Year) -> str:
    """The whole summary of a year as Markdown."""
    parts = [
        f"# Hourly profiles of {site.place.name}, {site.place.year}, seed {site.place.seed}",
        "## Full-load hours\n\n" + _hours_table(site, year),
        "## Months\n\n" + _months_table(site, year),
        "## Load\n\n" + _load_table(site, year),
        "## Wind lulls\n\n" + _lull_table(site, year),
        f"## Mean availability in the {_TOP_HOURS} hours of highest load\n\n" + _top_table(year),
        "## Correlations, hourly\n\n" + _correlation_table(year),
        "## Conditions the seed was chosen for\n\n" + _condition_table(site, year),
    ]
    return "\n\n".join(parts) + "\n"


def conditions(site: Site, year: Year) -> dict[str, tuple[float, bool]]:
    """Each condition of `SeedConditions`: the figure found, and whether it is as wanted."""
    wanted = site.seed_conditions
    load, offshore = year.columns["load"], offshore_mean(site, year)
    winter = np.isin(MONTH_OF_HOUR, [0, 1, 11])
    lull = longest_below(np.where(winter, offshore, 1.0), _LULL)[0]
    at_peak = float(offshore[_top(load)].mean())
    peak_hour = int(HOUR_OF_DAY[np.argmax(load)])
    cold = _coldest_working_day(site, year)
    cold_c = float(daily_means(year.columns["temperature"])[cold])
    cold_hour = int(np.argmax(load[cold * 24 : cold * 24 + 24]))
    return {
        "longest winter lull of wind [h]": (lull, _within(lull, wanted.winter_lull_h)),
        "wind at highest load": (at_peak, _within(at_peak, wanted.offshore_at_peak)),
        "hour of the annual peak": (peak_hour, _within(peak_hour, wanted.peak_hours)),
        "coldest working day [degC]": (cold_c, cold_c <= site.load.cold.full_c),
        "hour of its peak": (cold_hour, _within(cold_hour, wanted.cold_peak_hours)),
    }


def offshore_mean(site: Site, year: Year) -> Vector:
    """Plain mean availability of the offshore fleets, or of all where none is offshore [8760]."""
    fleets = [f for f in site.wind.fleets if f.offshore] or site.wind.fleets
    return np.asarray(np.mean([year.columns[fleet.key] for fleet in fleets], axis=0))


def _coldest_working_day(site: Site, year: Year) -> int:
    working = day_factors(site.calendar, site.place.year) == 1.0
    return int(np.argmin(np.where(working, daily_means(year.columns["temperature"]), np.inf)))


def _hours_table(site: Site, year: Year) -> str:
    fitted = {
        **{k: f"mean free wind {w.mean_speed:.2f} m/s" for k, w in year.wind.items()},
        **{k: f"performance ratio {p.performance_ratio:.3f}" for k, p in year.pv.items()},
    }
    wanted = {f.key: f.hours for f in (*site.wind.fleets, *site.pv, *site.rivers)}
    rows = []
    for key, hours in wanted.items():
        x = year.columns[key]
        rows.append((key, hours, f"{x.sum():.2f}", f"{x.max():.3f}", _ramp(x), fitted.get(key, "")))
    heads = ["profile", "target h", "found h", "highest", "hourly change, mean/99 %", "fitted"]
    return _table(heads, rows)


def _months_table(site: Site, year: Year) -> str:
    figures = [
        *_load_months(site, year),
        *_sun_months(site, year),
        *_wind_months(site, year),
        *_air_months(site, year),
    ]
    rows = [(name, *(f"{v:.{digits}f}" for v in values)) for name, values, digits in figures]
    return _table(["month", *map(str, range(1, 13))], rows)


def _load_months(site: Site, year: Year) -> list[Figure]:
    facts, load = site.load, year.columns["load"]
    wanted = year.load.targets.monthly_mean * MONTH_DAYS / 3.65
    return [
        (f"load share observed {facts.observed_year} [%]", facts.monthly_share, 2),
        (f"load share wanted {site.place.year} [%]", wanted, 2),
        ("load share found [%]", monthly_sums(load) / 87.6, 2),
        ("peak/annual peak observed", facts.monthly_peak, 3),
        ("peak/annual peak found", _monthly_max(load) / load.max(), 3),
        ("weather effect [%/K]", 100 * year.load.weather_per_kelvin, 2),
    ]


def _sun_months(site: Site, year: Year) -> list[Figure]:
    figures: list[Figure] = [
        ("GHI wanted [kWh/m2]", site.sun.ghi_kwh_m2, 1),
        ("GHI found [kWh/m2]", monthly_sums(year.sky.ghi) / 1000, 1),
    ]
    for fleet in site.pv:
        figures.append((f"{fleet.key} [h]", monthly_sums(year.columns[fleet.key]), 1))
        if fleet.ideal_monthly_hours:
            scaled = np.array(fleet.ideal_monthly_hours)
            scaled *= fleet.hours / scaled.sum()
            figures.append((f"{fleet.key} on the TMY, scaled [h]", scaled, 1))
    return figures


def _wind_months(site: Site, year: Year) -> list[Figure]:
    figures: list[Figure] = []
    for fleet in site.wind.fleets:
        found = monthly_means(year.columns[fleet.key]) * HOURS / fleet.hours
        figures.append((f"{fleet.key} index wanted", fleet.monthly_index, 2))
        figures.append((f"{fleet.key} index found", found, 2))
    return figures


def _air_months(site: Site, year: Year) -> list[Figure]:
    facts, air = site.temperature, year.columns["temperature"]
    return [
        ("temperature wanted [degC]", facts.monthly_mean_c, 1),
        ("temperature found [degC]", monthly_means(air), 1),
        ("HDD18 of the TMY [K d]", facts.hdd18, 0),
        ("HDD18 found [K d]", degree_days(air, HEATING_BASE_C, -1), 0),
        ("CDD24 of the TMY [K d]", facts.cdd24, 0),
        ("CDD24 found [K d]", degree_days(air, COOLING_BASE_C, 1), 0),
    ]


def _load_table(site: Site, year: Year) -> str:
    facts, load = site.load, year.columns["load"]
    peak, top = load.max(), int(np.argmax(load))
    days = daily_means(load)
    lowest = min(factor for h in site.calendar.holidays for factor in h.factors)
    calendar = day_factors(site.calendar, site.place.year)
    above = [int((load > level * peak).sum()) for level in (0.95, 0.97)]
    ramp = np.abs(np.diff(load)).max() / peak
    winter = np.where(np.isin(MONTH_OF_HOUR, [0, 1, 11]), load, 0)
    rows = [
        ("load factor", f"{facts.load_factor:.3f}", f"{load.mean() / peak:.4f}"),
        ("stretch of peaks over the ordinary level", "", f"{year.load.targets.stretch:.3f}"),
        ("annual peak", f"{facts.peak_gw} GW", _gigawatt(site, load, top)),
        ("winter peak", "", _gigawatt(site, load, int(np.argmax(winter)))),
        ("lowest hour", "", _gigawatt(site, load, int(np.argmin(load)))),
        ("lowest/highest hour", facts.observed_min_over_peak, f"{load.min() / peak:.3f}"),
        ("hours above 95 % / 97 % of peak", _pair(facts.observed_hours_above_95_97), _pair(above)),
        ("lowest day / mean working day in January", lowest, _festival(days, calendar)),
        ("largest hourly change / peak", "", f"{ramp:.3f}"),
    ]
    return _table(["figure", "wanted or observed", "found"], rows)


def _lull_table(site: Site, year: Year) -> str:
    series = {f.key: year.columns[f.key] for f in site.wind.fleets}
    offshore = any(f.offshore for f in site.wind.fleets)
    series["all offshore" if offshore else "all"] = offshore_mean(site, year)
    rows = []
    for key, values in series.items():
        hours, start = longest_below(values, _LULL)
        winter = np.where(np.isin(MONTH_OF_HOUR, [0, 1, 11]), values, 1.0)
        cold_hours, cold_start = longest_below(winter, _LULL)
        below = f"{(values < _LULL).mean():.1%}"
        rows.append((key, below, hours, _time(site, start), cold_hours, _time(site, cold_start)))
    heads = ["fleet", "time below 10 %", "longest [h]", "from", "longest DJF [h]", "from"]
    return _table(heads, rows)


def _top_table(year: Year) -> str:
    top = _top(year.columns["load"])
    keys = [key for key in year.columns if key in year.wind or key in year.pv]
    return _table(keys, [[f"{year.columns[key][top].mean():.2f}" for key in keys]])


def _correlation_table(year: Year) -> str:
    keys = ["load", *year.wind, *year.pv, "temperature"]
    matrix = np.corrcoef([year.columns[key] for key in keys])
    rows = [
        (key, *(f"{value:.2f}" for value in row)) for key, row in zip(keys, matrix, strict=True)
    ]
    return _table(["", *keys], rows)


def _condition_table(site: Site, year: Year) -> str:
    found = conditions(site, year).items()
    rows = [(name, f"{value:.2f}", "yes" if met else "NO") for name, (value, met) in found]
    return _table(["condition", "found", "met"], rows)


def _festival(days: Vector, calendar: Vector) -> str:
    january = np.arange(len(days)) < 31
    return f"{days[january].min() / days[january & (calendar == 1.0)].mean():.3f}"


def _monthly_max(hourly: Vector) -> Vector:
    return np.array([hourly[month == MONTH_OF_HOUR].max() for month in range(12)])


def _top(load: Vector) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    order: np.ndarray[tuple[int], np.dtype[np.intp]] = np.argsort(load, kind="stable")
    return order[-_TOP_HOURS:]


def _ramp(values: Vector) -> str:
    change = np.abs(np.diff(values))
    return f"{change.mean():.3f} / {np.quantile(change, 0.99):.3f}"


def _gigawatt(site: Site, load: Vector, hour: int) -> str:
    power = load[hour] * site.load.energy_twh * 1000 / 8760
    return f"{power:.2f} GW, {_time(site, hour)}"


def _time(site: Site, hour: int) -> str:
    return f"{dt.datetime(site.place.year, 1, 1) + dt.timedelta(hours=hour):%m-%d %a %H:%M}"


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _pair(values: Sequence[int]) -> str:
    return " / ".join(map(str, values))


def _table(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
