"""River inflow: seasons met exactly, wet and dry spells that last for days."""

from functools import partial

import numpy as np
from facts import River
from months import (
    HOURS,
    MONTH_DAYS,
    Vector,
    between_days,
    between_months,
    match_months,
)
from noise import daily_process, stream


def make_river(river: River, seed: int) -> Vector:
    """Inflow per unit of the largest one that is used [8760, 0..1].

    Lognormal days around a monthly level; what is above 1 is a flood that passes by. The levels
    are solved for, so that each month has its share of the full-load hours.
    """
    index = np.array(river.monthly_index)
    target = river.hours / HOURS * index / np.average(index, weights=MONTH_DAYS)
    spells = np.exp(river.spread * daily_process(stream(seed, river.key), river.day_to_day))
    return _flow(spells, match_months(partial(_flow, spells), target, target))


def _flow(spells: Vector, levels: Vector) -> Vector:
    return between_days(np.clip(between_months(levels) * spells, 0.0, 1.0))
