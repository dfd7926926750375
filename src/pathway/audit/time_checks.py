"""The steps of the year that a run used, against the profiles of the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.clock import DAY, HOURS, extreme_days
from pathway.audit.reference import reference_load

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.audit.city import City
    from pathway.audit.items import Ledger

MEAN = 0.02
"""Relative change of a profile's mean that keeping its values within their bounds may cause."""
GROUP = "time"


def check_time(city: City, tables: Mapping[str, pd.DataFrame], ledger: Ledger) -> None:
    """Steps, weights and profiles of the run."""
    used = tables["profiles"]
    clock = city.clock
    for column, wanted in (
        ("day", clock.day), ("hour", clock.hour), ("duration", clock.duration),
        ("weight", clock.weight),
    ):  # fmt: skip
        ledger.same((GROUP, "steps"), used[column].to_numpy(float), wanted, where=column)
    _rows_of_hours(city, tables, ledger)
    if clock.representative:
        _days(city, tables, ledger)
    else:
        _as_given(city, used, ledger)
    for profile in sorted(_needed(city) - {str(c).partition("|")[2] for c in used}):
        ledger.equal((GROUP, "profiles"), profile, None, f"profile {profile} of the workbook")


def _needed(city: City) -> set[str]:
    """Profiles that the workbook refers to."""
    net = city.net
    hourly = [x.line for x in net.plant.values() if x.hourly]
    found = {line[name] for line in hourly for name in ("availability_profile", "cost_profile")}
    found |= {f.shape for f in net.flows} | {d.profile for d in net.demands.values()}
    return {key for key in found if key}


def _rows_of_hours(city: City, tables: Mapping[str, pd.DataFrame], ledger: Ledger) -> None:
    """Hourly tables have a row for every year and step, in their order."""
    clock, years = city.clock, np.array(city.years)[city.clock.step_year]
    for name in ("operation", "dispatch", "storage"):
        ledger.same((GROUP, "rows"), tables[name]["year"].to_numpy(float), years, where=name)
    ledger.same((GROUP, "rows"), tables["operation"]["step"].to_numpy(float), clock.step)
    for name in ("dispatch", "storage"):
        ledger.same(
            (GROUP, "rows"), tables[name]["weight"].to_numpy(float), clock.hours, where=name
        )


def _as_given(city: City, used: pd.DataFrame, ledger: Ledger) -> None:
    """All hours or slices: profiles equal those of the workbook."""
    for column in used:
        kind, _, key = str(column).partition("|")
        if kind == "profile":
            wanted = city.book.profiles.profiles[key]
            ledger.same((GROUP, "profiles"), used[column].to_numpy(float), wanted, where=key)


def _days(city: City, tables: Mapping[str, pd.DataFrame], ledger: Ledger) -> None:
    """Representative days stand for every day of the year once, and keep means and bounds."""
    clock, sheet = city.clock, city.book.profiles
    stands = np.bincount(clock.calendar, minlength=int(clock.day.max()) + 1).astype(float)
    ledger.same((GROUP, "weights"), clock.weight, stands[clock.day] * clock.duration)
    ledger.same((GROUP, "weights"), clock.weight.sum(), float(HOURS))
    ledger.same((GROUP, "weights"), np.bincount(clock.day), float(DAY), where="hours of a day")
    for key, values in clock.profiles.items():
        given = sheet.profiles[key]
        mean = float(given.mean()) or 1.0
        off = abs(float(values @ clock.weight) / HOURS - mean) / abs(mean)
        ledger.residual((GROUP, "means"), off, 1.0, where=key, limit=MEAN)
        beyond = np.maximum(given.min() - values, values - given.max())
        ledger.residual((GROUP, "bounds"), beyond, 1.0, where=key)
    if city.options["time"]["extremes"]:
        _extremes(city, tables["days"], ledger)


def _extremes(city: City, days: pd.DataFrame, ledger: Ledger) -> None:
    """The day of highest load and the day of scarcest supply stand for themselves alone."""
    peak, scarce = extreme_days(city.net, city.book.profiles, reference_load(city))
    for day, word in ((peak, "peak load"), (scarce, "scarcity")):
        kept = int(city.clock.calendar[day])
        marked = days[days["day"] == kept]
        known = len(marked) == 1 and str(marked["extreme"].iloc[0]) not in {"", "nan"}
        alone = len(marked) == 1 and float(marked["days_represented"].iloc[0]) == 1.0
        ledger.equal((GROUP, "extremes"), (known, alone), (True, True), f"{word}, day {day + 1}")
