"""What the profile builder must be told about a place: one TOML file, checked on reading."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Monthly = Annotated[tuple[float, ...], Field(min_length=12, max_length=12)]
Hourly = Annotated[tuple[float, ...], Field(min_length=24, max_length=24)]
Share = Annotated[float, Field(ge=0, le=1)]


class Facts(BaseModel):
    """A group of numbers; unknown keys and wrong types are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Facts):
    """A group of numbers with the place they come from and how far to trust it."""

    source: str
    confidence: Literal["high", "medium", "low"]
    note: str = ""


class Place(Facts):
    """Where and which year; `seed` fixes every random draw."""

    name: str
    year: int
    latitude: float
    longitude: float
    altitude_m: float
    timezone: str
    seed: int


class SeedConditions(Sourced):
    """What the random year must show, so that a plan made on it has met hard days.

    `winter_lull_h`: longest spell in December to February with all offshore fleets together
    below 10 %, or all fleets where none is offshore; `offshore_at_peak`: their mean over the 50
    hours of highest load; `peak_hours`
    and `cold_peak_hours`: hours (first, last) in which the highest load of the year, and that
    of the coldest working day, may begin.
    """

    winter_lull_h: tuple[int, int]
    offshore_at_peak: tuple[float, float]
    peak_hours: tuple[int, int]
    cold_peak_hours: tuple[int, int]


class Temperature(Sourced):
    """Air temperature: monthly means [degC] and how days and hours spread around them."""

    monthly_mean_c: Monthly
    daily_sd_k: Monthly
    day_to_day: Share
    half_range_overcast_k: float
    half_range_clear_k: float
    with_wind: float
    with_sun_summer: float
    hdd18: Monthly
    cdd24: Monthly


class Sun(Sourced):
    """Global horizontal irradiation [kWh/m2] and the spread of the clear-sky index."""

    ghi_kwh_m2: Monthly
    linke_turbidity: Monthly
    index_min: float
    index_max: float
    concentration: float
    day_to_day: Share
    intraday_sd: float
    intraday_h: float
    with_wind: float


class Plane(Facts):
    """Modules of one orientation: tilt and azimuth [deg, 180 = south], share of the capacity."""

    tilt: float
    azimuth: float
    share: float


class PvFleet(Sourced):
    """One kind of photovoltaic plant; the performance ratio is fitted to `hours`."""

    key: str
    hours: float
    planes: tuple[Plane, ...]
    dc_per_ac: float
    albedo: float
    mount: tuple[float, float]
    per_kelvin: float
    ideal_monthly_hours: Monthly | None = None


class WindFleet(Sourced):
    """One group of wind farms; the wind-speed scale is fitted to `hours`, month by month."""

    key: str
    offshore: bool
    hours: float
    monthly_index: Monthly
    turbine: str
    weibull_k: float
    turbulence: float
    electrical_and_outage_loss: Share


class Wind(Sourced):
    """The random process behind all wind fleets."""

    synoptic_h: float
    gust_h: float
    gust_share: Share
    correlation: tuple[tuple[float, ...], ...]
    night_over_midday: float
    calmest_hour: float
    wake_curve: str
    transition_days: int
    fleets: tuple[WindFleet, ...]

    @model_validator(mode="after")
    def _one_row_a_fleet(self) -> Self:
        sizes = {len(self.correlation), *map(len, self.correlation)}
        if sizes != {len(self.fleets)}:
            raise ValueError(f"correlation needs {len(self.fleets)} rows and columns: one a fleet")
        return self


class Holiday(Facts):
    """A public holiday: day factors relative to a working day, and the slow days around it."""

    name: str
    first: dt.date
    factors: tuple[float, ...]
    ramp_before: int = 0
    ramp_after: int = 0


class Calendar(Sourced):
    """Weekend factors, holidays and weekends that are worked, for all years used."""

    saturday: float
    sunday: float
    holidays: tuple[Holiday, ...]
    working_weekends: tuple[dt.date, ...]


class WeatherDay(Sourced):
    """Day shape that takes over as the daily mean runs from `from_c` to `full_c` [degC]."""

    from_c: float
    full_c: float
    hours: Hourly


class DayShapes(Sourced):
    """Load of a working day per season, each hour relative to the highest of the day."""

    winter: Hourly
    spring: Hourly
    summer: Hourly
    autumn: Hourly


class Load(Sourced):
    """Electric load: monthly shares and peaks of the year they were observed, and the target."""

    observed_year: int
    monthly_share: Monthly
    monthly_peak: Monthly
    observed_load_factor: float
    load_factor: float
    energy_twh: float
    peak_gw: float
    heating_base_c: float
    cooling_base_c: float
    noise_k: float
    observed_min_over_peak: float
    observed_hours_above_95_97: tuple[int, int]
    shapes: DayShapes
    cold: WeatherDay
    hot: WeatherDay


class Shape(Sourced):
    """A use that repeats day by day; `calendar_weight` 1 follows weekends and holidays fully."""

    key: str
    hours: Hourly
    calendar_weight: Share


class River(Sourced):
    """Inflow of a river; daily flow is lognormal around a level that each month solves for.

    `spread` is the standard deviation of its logarithm, `day_to_day` how long spells last, `hours`
    those of the largest inflow that is used.
    """

    key: str
    hours: float
    monthly_index: Monthly
    spread: float
    day_to_day: Share


class Site(Facts):
    """All facts of one place."""

    place: Place
    seed_conditions: SeedConditions
    temperature: Temperature
    sun: Sun
    pv: tuple[PvFleet, ...]
    wind: Wind
    calendar: Calendar
    load: Load
    shapes: tuple[Shape, ...]
    rivers: tuple[River, ...] = ()


def read_site(path: Path) -> Site:
    """Read and check the facts of a place; raises `pydantic.ValidationError` naming each fault."""
    return Site.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
