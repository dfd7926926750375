"""Hourly profiles of climate zones: a year long, within bounds, with the hours that zones state."""

from __future__ import annotations

import numpy as np
import pytest

from pathway.errors import UsageError
from pathway.workbook.climate import DEFAULT_ZONE, HOURS, WARM, zone_named, zones


@pytest.fixture(scope="module", params=sorted(zones()))
def made(request):
    zone = zones()[request.param]
    return zone, {key: np.array(values) for key, values in zone.profiles().items()}


def test_full_load_hours_are_those_stated(made):
    zone, profiles = made
    for key, stated in (("solar", "sun_hours"), ("wind", "wind_hours")):
        assert profiles[key].sum() == pytest.approx(float(zone.facts[stated]), rel=1e-3)
        assert profiles[key].min() >= 0
        assert profiles[key].max() <= 1


def test_the_sun_rises_in_the_morning(made):
    solar = made[1]["solar"].reshape(-1, 24)
    assert not solar[:, [0, 1, 2, 22, 23]].any()
    assert solar.mean(axis=0).argmax() in {11, 12}


def test_months_have_their_mean_temperature(made):
    zone = made[0]
    july = zone.temperature[181 * 24 : 212 * 24].mean()
    assert july == pytest.approx(float(zone.facts["jul"]), abs=2.5)


def test_every_profile_is_a_shape_of_a_year(made):
    for key, values in made[1].items():
        assert len(values) == HOURS, key
        assert values.sum() > 0, key


def test_load_peaks_in_the_heat_only_where_there_is_heat():
    hot, severe = (zones()[key] for key in ("hot_summer_warm_winter", "severe_cold"))
    assert hot.temperature[np.argmax(hot.profiles()["load"])] > WARM
    assert severe.temperature[np.argmax(severe.profiles()["load"])] < 0


def test_a_zone_goes_by_any_of_its_names_and_others_are_told():
    assert zone_named("夏热冬冷") is not None
    assert zone_named("Cold").key == "cold"
    assert zone_named(DEFAULT_ZONE).name_zh == "夏热冬冷"
    with pytest.raises(UsageError, match="温和"):
        zone_named("热带")
