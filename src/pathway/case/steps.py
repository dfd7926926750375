"""Cuts the year into time steps: all hours, representative days with the extremes kept, or slices.

Representative days are found by hierarchical clustering (tsam) on the profiles that the case uses;
profiles keep their yearly means. The day of highest load and the day in which load most exceeds
what weather-driven plant can give stay as days of their own, for averages hide both.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Steps
from pathway.errors import Finding, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from pathway.settings import TimeSettings
    from pathway.workbook.rows import ProfileSheet

    Array = NDArray[np.float64]

DAY = 24
HOURS = 8760
NOISE = 1e-9
"""Values this small beside the largest of their profile come from rounding."""
LOAD, SCARCITY = "_load", "_scarcity"


def given_steps(
    sheet: ProfileSheet, settings: TimeSettings, years: tuple[int, ...], used: set[str]
) -> Steps:
    """Steps of a case as its profiles give them; representative days are chosen out of these.

    Args:
        sheet: the profiles as given.
        settings: resolution and number of days.
        years: years of the plan.
        used: profiles that the case refers to; only these are kept.

    Raises:
        InputError: the profiles do not have the rows that the resolution needs.
    """
    profiles = {key: _cleaned(values) for key, values in sheet.profiles.items() if key in used}
    if chooses_days(settings, sheet):
        return _every_day(profiles, years)
    if settings.resolution != "slices" and len(sheet.step) not in {1, HOURS}:
        settings_word = f"resolution {settings.resolution!r} with {len(sheet.step)} steps"
        raise InputError(
            [Finding(sheet.where, settings_word, "8,760 hourly rows, or resolution slices")]
        )
    return _as_given(sheet, profiles, years)


def chooses_days(settings: TimeSettings, sheet: ProfileSheet) -> bool:
    """Whether days are chosen out of the profiles; one step, or slices, stay as they are."""
    return settings.resolution == "days" and len(sheet.step) == HOURS


def _cleaned(values: Array) -> Array:
    """A profile without rounding noise: what is nothing beside its largest value is zero."""
    noise = np.abs(values) < NOISE * np.abs(values).max(initial=0.0)
    return np.where(noise, 0.0, values)


def _as_given(sheet: ProfileSheet, profiles: Mapping[str, Array], years: tuple[int, ...]) -> Steps:
    names, first, day = np.unique(sheet.day, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    day = order[day]
    hour = np.zeros(len(day), np.int64)
    for number in range(len(names)):
        here = day == number
        hour[here] = np.arange(here.sum())
    exists = np.array([(sheet.from_year <= y) & (y <= sheet.to_year) for y in years])
    whole_year = len(sheet.step) == HOURS
    return Steps(
        resolution="full" if whole_year else "slices",
        day=day.astype(np.int64),
        hour=hour,
        duration=sheet.duration,
        weight=sheet.weight,
        years=exists,
        profiles=profiles,
        calendar=np.arange(len(names)),
        dates=_dates(np.arange(len(names))) if whole_year else tuple(names[np.argsort(first)]),
    )


def _every_day(profiles: Mapping[str, Array], years: tuple[int, ...]) -> Steps:
    """All hours, as days that can be chosen from; every year has all of them."""
    days = np.arange(HOURS // DAY)
    return Steps(
        resolution="full",
        day=np.repeat(days, DAY),
        hour=np.tile(np.arange(DAY), len(days)),
        duration=np.ones(HOURS),
        weight=np.ones(HOURS),
        years=np.ones((len(years), HOURS), np.bool_),
        profiles=profiles,
        calendar=days,
        dates=_dates(days),
    )


def representative_days(given: Steps, settings: TimeSettings, load: Array, supply: Array) -> Steps:
    """Representative days out of all days of the year, with the extremes kept.

    Args:
        given: all hours of the year.
        settings: how many days, and whether the extremes are kept.
        load: hourly load, known before solving, any scale.
        supply: mean availability of weather-driven plant in each hour.
    """
    frame = _looked_at(given.profiles, load, supply)
    typical, counts, calendar = _clustered(frame, settings)
    number = len(counts)
    return replace(
        given,
        resolution="days",
        day=np.repeat(np.arange(number), DAY),
        hour=np.tile(np.arange(DAY), number),
        duration=np.ones(number * DAY),
        weight=np.repeat(counts, DAY),
        years=np.ones((len(given.years), number * DAY), np.bool_),
        profiles={
            key: _bounded(typical[key].to_numpy(), values) for key, values in given.profiles.items()
        },
        calendar=calendar,
        dates=_dates(_medoids(frame, typical, calendar)),
        extremes=_named_extremes(frame, calendar) if settings.extremes else {},
    )


def _looked_at(profiles: Mapping[str, Array], load: Array, supply: Array) -> pd.DataFrame:
    """What days are chosen by: the profiles, load, and how far the load of a day exceeds supply."""
    import pandas as pd  # noqa: PLC0415  # `pathway check` does without

    frame = pd.DataFrame(dict(profiles))
    frame.index = pd.date_range("2023-01-01", periods=HOURS, freq="h")
    frame[LOAD] = load / max(load.mean(), 1e-12)
    frame[SCARCITY] = _daily(frame[LOAD].to_numpy() - supply / max(supply.mean(), 1e-12))
    return frame


def _clustered(
    frame: pd.DataFrame, settings: TimeSettings
) -> tuple[pd.DataFrame, Array, NDArray[np.int64]]:
    """Representative days, how many days each stands for, and which one stands for each day."""
    # Loading it takes longer than all of `pathway check`, which chooses no days.
    from tsam import ClusterConfig, ExtremeConfig, aggregate  # noqa: PLC0415

    extremes = ExtremeConfig(method="append", max_value=[LOAD], max_period=[SCARCITY])
    result = aggregate(
        frame,
        n_clusters=settings.days,
        period_duration=DAY,
        cluster=ClusterConfig(method="hierarchical", representation="medoid"),
        extremes=extremes if settings.extremes else None,
        weights={LOAD: 1e-4, SCARCITY: 1e-4},
        preserve_column_means=True,
        rescale_exclude_columns=[LOAD, SCARCITY],
    )
    counts = np.array([result.cluster_counts[key] for key in sorted(result.cluster_counts)], float)
    return result.cluster_representatives, counts, np.asarray(result.cluster_assignments, np.int64)


def _named_extremes(frame: pd.DataFrame, calendar: NDArray[np.int64]) -> dict[int, str]:
    """Representative days that stand for the extreme days, and what is extreme about them."""
    peak = int(np.argmax(frame[LOAD].to_numpy())) // DAY
    scarce = int(np.argmax(frame[SCARCITY].to_numpy())) // DAY
    return {int(calendar[scarce]): "scarcity", int(calendar[peak]): "peak load"}


def _bounded(values: Array, original: Array) -> Array:
    """A rescaled profile within the bounds of the original, its mean kept as it is."""
    return np.clip(values, original.min(), original.max())


def _daily(values: Array) -> Array:
    """Daily means, repeated over the hours of each day."""
    return np.repeat(values.reshape(-1, DAY).mean(axis=1), DAY)


def _medoids(
    frame: pd.DataFrame, typical: pd.DataFrame, calendar: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Calendar day nearest to each representative day, among the days it stands for."""
    columns = [column for column in frame.columns if column not in {LOAD, SCARCITY}]
    days = frame[columns].to_numpy().reshape(len(calendar), -1)
    centres = typical[columns].to_numpy().reshape(-1, days.shape[1])
    nearest = []
    for number, centre in enumerate(centres):
        members = np.flatnonzero(calendar == number)
        nearest.append(members[np.argmin(((days[members] - centre) ** 2).sum(axis=1))])
    return np.array(nearest, np.int64)


def _dates(days: NDArray[np.int64]) -> tuple[str, ...]:
    start = dt.date(2023, 1, 1)  # any common year: profiles have no leap day
    return tuple((start + dt.timedelta(days=int(day))).strftime("%m-%d") for day in days)
