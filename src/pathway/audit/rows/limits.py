"""Limits on what stands and on what is built, and on activity over a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.book import held
from pathway.audit.network import HOURS
from pathway.audit.rows.row import Rows, where
from pathway.audit.rows.stock import before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.network import Plant
    from pathway.audit.vector import Key, Sides, Vector


def rows(city: City) -> Iterator[Rows]:
    """Rows of build limits and of yearly limits."""
    if city.has("build_limits"):
        yield from _capacity(city)
        yield from _builds(city)
        yield from _projects(city)
    yield from _activity(city)
    yield from _hours(city)


def _together(city: City, there: Sides) -> tuple[Sides, dict[Key, list[Key]]]:
    """Places of members under the first process of their group, and who its members are."""
    group = {p: str(plant.line["group"] or p) for p, plant in city.net.plant.items()}
    first = {name: p for p, name in reversed(group.items())}
    places: dict[Key, Array] = {}
    members: dict[Key, list[Key]] = {}
    for key, some in where(there).items():
        lead: Key = (first[group[key[0]]],)
        places[lead] = places.get(lead, np.zeros(len(some), bool)) | some
        members.setdefault(lead, []).append(key)
    return places, members


def _shared(city: City, name: str, sense: str, variable: str, sides: Sides, there: Sides) -> Rows:
    """A limit on the sum over the processes of a group."""
    places, members = _together(city, there)

    def total(v: Vector, key: Key) -> Iterator[Array]:
        for member in members[key]:
            yield v[variable][member] * there[member]

    side = {key: np.where(places[key], sides[key], 0.0) for key in places}
    return Rows("limits", name, sense, "year", side, total, places)


def _limit(name: str, sense: str, variable: str, sides: Sides, there: Sides) -> Rows:
    known = where(there)
    return Rows(
        "limits", name, sense, "year",
        {key: np.where(known[key], sides[key], 0.0) for key in known},
        lambda v, key: [v[variable][key]], known,
    )  # fmt: skip


def _capacity(city: City) -> Iterator[Rows]:
    most = {(x.key,): x["capacity_max"] for x in city.net.with_capacity()}
    least = {(x.key,): x["capacity_min"] for x in city.net.with_capacity()}
    finite = {key: np.isfinite(values) for key, values in most.items()}
    yield _limit("c_potential", "<=", "v_capacity", most, finite)
    above = {key: (values != 0) & _open(city, key[0]) for key, values in least.items()}
    yield _shared(city, "c_capacity_floor", ">=", "v_capacity", least, above)


def _builds(city: City) -> Iterator[Rows]:
    years = np.array(city.years)
    built = [x for x in city.net.plant.values() if x.build_years]
    allowed: dict[Key, Array] = {(x.key,): np.isin(years, x.build_years) for x in built}
    most = {(x.key,): x["build_max"] for x in built}
    open_ = {key: years_ & _open(city, key[0]) for key, years_ in allowed.items()}
    there = {key: open_[key] & np.isfinite(values) for key, values in most.items()}
    yield _shared(city, "c_build_limit", "<=", "v_build", most, there)
    grown: dict[Key, Plant] = {(x.key,): x for x in built if np.isfinite(x["growth_max"][0])}
    places, members = _together(city, {key: open_[key] for key in grown})

    def growth(v: Vector, key: Key) -> Iterator[Array]:
        for member in members[key]:
            new = v["v_build"][member]
            yield new * open_[member]
            yield -(1 + grown[key]["growth_max"]) * before(new * allowed[member])

    side = {key: grown[key]["growth_seed"] for key in places}
    yield Rows("limits", "c_growth", "<=", "year", side, growth, places)


def _open(city: City, process: str) -> Array:
    """Years of which it is not known what was built: forecasts hold in them."""
    return ~city.tells(process, "built", "capacity")


def _projects(city: City) -> Iterator[Rows]:
    listed = [(p, city.net.plant[p["process"]]) for p in city.book.rows("projects")]

    def online(process: Plant, *, committed: bool) -> tuple[Array, Array]:
        total, some = city.zeros, np.zeros(len(city.years), bool)
        for line, of in listed:
            if of is process and (line["kind"] == "committed" or not committed):
                came = city.when(lambda y, line=line: y >= line["online"])
                total = total + came * (
                    city.book.number(line, "size", held(process.capacity)) or 0.0
                )
                some |= came
        return total, some

    def built(v: Vector, key: Key) -> Iterator[Array]:
        yield np.cumsum(v["v_build"].get(key, city.zeros))

    floors = {(x.key,): online(x, committed=True) for x in city.net.plant.values()}
    floors = {key: (sum_, some & _open(city, key[0])) for key, (sum_, some) in floors.items()}
    known = {key: found for key, found in floors.items() if found[1].any()}
    yield Rows(
        "limits", "c_committed", ">=", "year", {key: found[0] for key, found in known.items()},
        built, {key: found[1] for key, found in known.items()},
    )  # fmt: skip
    by_list = [
        x for x in city.net.plant.values() if x.line["expansion"] == "projects" and x.build_years
    ]
    side = {(x.key,): online(x, committed=False)[0] for x in by_list}
    yield Rows("limits", "c_listed", "<=", "year", side, built)


# --- a year's activity ----------------------------------------------------------------------------


def _activity(city: City) -> Iterator[Rows]:
    for hourly, tier in ((True, "hourly"), (False, "yearly")):
        plant = [x for x in city.net.plant.values() if x.hourly == hourly]
        most = {(x.key,): x["activity_max"] for x in plant}
        least = {(x.key,): x["activity_min"] for x in plant}
        told = {(x.key,): city.tells(x.key, "activity") for x in plant}
        finite = {key: np.isfinite(values) & ~told[key] for key, values in most.items()}
        above = {key: (values != 0) & ~told[key] for key, values in least.items()}
        yield _shared(city, f"c_activity_max_{tier}", "<=", "v_activity", most, finite)
        yield _shared(city, f"c_activity_min_{tier}", ">=", "v_activity", least, above)


def _hours(city: City) -> Iterator[Rows]:
    for hourly, tier in ((True, "hourly"), (False, "yearly")):
        plant = [x for x in city.net.with_capacity() if x.hourly == hourly]
        capped = [x for x in plant if np.isfinite(x["hours_max"][0])]
        floored = [x for x in plant if x["hours_min"][0]]
        yield _full_load(city, f"c_hours_max_{tier}", "<=", "hours_max", capped)
        yield _full_load(city, f"c_hours_min_{tier}", ">=", "hours_min", floored)


def _full_load(city: City, name: str, sense: str, column: str, plant: list[Plant]) -> Rows:
    rate = {x.key: x[column] * x.yearly_rate / HOURS for x in plant}

    def done(v: Vector, key: Key) -> Iterator[Array]:
        for mode in city.net.modes(key[0]):
            yield v["v_activity"][mode,]
        yield -rate[key[0]] * v["v_capacity"][key]

    side = {(x.key,): city.zeros for x in plant}
    return Rows("limits", name, sense, "year", side, done)
