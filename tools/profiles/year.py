"""From the facts of a place to all its profiles, in the order one needs the other."""

from dataclasses import dataclass

from facts import Site
from load import LoadResult, make_load, repeated
from months import Vector, daily_means, round_keeping_sums
from noise import standardised
from rivers import make_river
from solar import PvResult, Sky, draw_clearness, fit_pv, make_sky
from temperature import degree_hours, make_temperature
from wind import WindResult, draw_wind, fit_fleet

DECIMALS = 5
COOLING_BASE_C, HEATING_BASE_C = 24.0, 18.0


@dataclass(frozen=True)
class Year:
    """Everything made for one year: the columns to write and what explains them."""

    columns: dict[str, Vector]
    load: LoadResult
    wind: dict[str, WindResult]
    pv: dict[str, PvResult]
    sky: Sky
    clearness: Vector


def make_year(site: Site) -> Year:
    """Make all profiles of a place; columns are rounded and keep their sums."""
    place = site.place
    weather = draw_wind(site.wind, place.seed)
    daily_wind = standardised(daily_means(weather.mean(axis=1)))
    clearness = draw_clearness(site.sun, place.seed, daily_wind)
    sky = make_sky(place, site.sun, clearness)
    air_c = make_temperature(
        site.temperature, site.sun, place.seed, (daily_wind, clearness, sky.daily_index)
    )
    load = make_load(site.load, site.calendar, place.year, place.seed, air_c)
    wind = {
        fleet.key: fit_fleet(site.wind, fleet, weather[:, n])
        for n, fleet in enumerate(site.wind.fleets)
    }
    pv = {fleet.key: fit_pv(fleet, sky, air_c) for fleet in site.pv}
    columns = {
        "load": load.profile,
        **{key: result.availability for key, result in wind.items()},
        **{key: result.availability for key, result in pv.items()},
        "temperature": air_c,
        "cooling": degree_hours(air_c, COOLING_BASE_C, 1),
        "heating": degree_hours(air_c, HEATING_BASE_C, -1),
        **{s.key: repeated(s, site.calendar, place.year) for s in site.shapes},
        **{river.key: make_river(river, place.seed) for river in site.rivers},
    }
    rounded = {key: round_keeping_sums(values, DECIMALS) for key, values in columns.items()}
    return Year(rounded, load, wind, pv, sky, clearness)
