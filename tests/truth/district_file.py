"""The layout of sites and carriers, read: every row with a key of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .casefile import TruthError, fields
from .names import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .casefile import CaseFile, Part

LAYOUT = ("demand", "supply")
OPTIONAL = ("pv_resource_per_m2", "chp_export_price")
POWER, HEAT, GAS = "electricity", "heat", "gas"


@dataclass(frozen=True)
class Unit:
    """A row of the file with a key of its own."""

    key: str
    part: dict[str, Any]

    @property
    def own(self) -> str:
        """Commodity of the power that it alone puts out."""
        return f"power_of_{self.key}"

    @property
    def region(self) -> str:
        """Key of its site."""
        return key_of(self.part["site"])


@dataclass(frozen=True)
class District:
    """A case of this layout, its rows checked."""

    file: CaseFile
    content: dict[str, Any]
    supply: tuple[Unit, ...]
    chp: tuple[Unit, ...]
    boiler: tuple[Unit, ...]
    pv: tuple[Unit, ...]
    links: tuple[Unit, ...]

    @property
    def hours(self) -> int:
        """Hours of the day."""
        return len(next(iter(next(iter(self.content["demand"].values())).values())))

    def series(self, values: list[float] | None, what: str) -> list[float]:
        """Values by hour, one for each."""
        if values is None or len(values) != self.hours:
            raise TruthError(f"{what}: not a number for each of {self.hours} hours")
        return values

    @property
    def carriers(self) -> list[str]:
        """Carriers that are supplied, demanded, made or sent."""
        named = [unit.part["carrier"] for unit in (*self.supply, *self.links)]
        return list(dict.fromkeys([GAS, POWER, HEAT, *self.content["demand"], *named]))

    @property
    def sites(self) -> list[str]:
        """Sites and junctions."""
        units = (*self.supply, *self.chp, *self.boiler, *self.pv)
        ends = [link.part[end] for link in self.links for end in ("from", "to")]
        demanded = [site for by_site in self.content["demand"].values() for site in by_site]
        stated = [*demanded, *self.content["site_area"], *(u.part["site"] for u in units), *ends]
        return list(dict.fromkeys(stated))


def read_district(file: CaseFile) -> District:
    """Read a case of this layout."""
    content = file.top(
        LAYOUT, chp=(), boiler=(), pv=(), links=(), site_area={}, **dict.fromkeys(OPTIONAL)
    )  # fmt: skip
    file.check_units(power="kW", energy="kWh", area="m2")
    cost: dict[str, Any] = {"capital": 0.0, "yearly_cost": 0.0, "max": None}
    run = {**cost, "run_cost": 0.0}
    return District(
        file=file,
        content=content,
        supply=_units("supply", content["supply"], ("name", "site", "carrier"), price=0.0, **cost),
        chp=_units("chp", content["chp"], ("site",), **run),
        boiler=_units("boiler", content["boiler"], ("site",), **run),
        pv=_units("pv", content["pv"], ("site",), export_price=0.0, **run),
        links=_units("links", content["links"], ("from", "to", "carrier", "efficiency"), **cost),
    )


def _units(
    kind: str, rows: Iterable[Part], required: tuple[str, ...], **more: Any
) -> tuple[Unit, ...]:
    """Rows of a list with their keys: what they are and where they stand."""
    parts = [fields(row, kind, required, **more) for row in rows]
    seen: Counter[str] = Counter()
    units = []
    for part in parts:
        key = _key(kind, part)
        seen[key] += 1
        units.append(Unit(key if seen[key] == 1 else f"{key}_{seen[key]}", part))
    return tuple(units)


def _key(kind: str, part: Part) -> str:
    if kind == "links":
        word = "pipe" if part["carrier"] == HEAT else "line"
        word = word if part["carrier"] in {HEAT, POWER} else part["carrier"]
        return key_of(f"{word}_{part['from']}_{part['to']}")
    if kind == "supply":
        return key_of(f"{part['name']}_{part['site']}")
    return key_of(f"{kind}_{part['site']}")
