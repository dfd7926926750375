"""A workbook from the numbers of a case file, and the plan that the usual pipeline makes of it."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathway.case.assemble import assemble
from pathway.results.results import build_results
from pathway.schema import BY_KEY
from pathway.schema.units import UnitError, convert_factor, parse_unit
from pathway.settings import ObjectiveSettings, Settings, SolverSettings, TimeSettings
from pathway.solve.plan import solve_plan
from pathway.workbook.read import read_workbook
from pathway.workbook.write import write_workbook

from .answer import Answer
from .names import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathway.case.case import Case

    Row = dict[Any, object]

PER = {
    "capex": "capacity", "fixed_om": "capacity", "variable_cost": "activity",
    "co2_process": "activity",
}  # fmt: skip
IN_UNITS_OF = {
    "existing": "capacity", "capacity_max": "capacity", "capacity_min": "capacity",
    "build_max": "capacity", "activity_max": "activity", "activity_min": "activity",
}  # fmt: skip
REGIONS = ("region", "to_region")
NO_LIMIT = "不限"
AT_MOST, AT_LEAST = "以内", "以上"


class Book:
    """Sheets of a workbook in the making.

    Numbers that change over years are given as ``{year: number}`` and go to sheet ``paths``; there
    None says that there is no limit.
    """

    def __init__(self, title: str, years: Sequence[int], money: str, **settings: object) -> None:
        self.years = tuple(years)
        self.money = money_unit(money)
        self.tables: dict[str, list[Row]] = defaultdict(list)
        self.profiles: dict[str, Sequence[object]] = {}
        stated = {
            "title_zh": title, "title_en": title, "base_year": self.years[0] - 1,
            "last_year": self.years[-1], "price_year": self.years[0], "currency": money, **settings,
        }  # fmt: skip
        self.tables["settings"] = [{"key": key, "value": value} for key, value in stated.items()]
        for word, family in ((AT_MOST, "le"), (AT_LEAST, "ge")):
            self.add("lexicon", word=word, family=family)

    # --- rows -------------------------------------------------------------------------------------

    def add(self, table: str, **row: object) -> None:
        """Add a row; it is named after its key, which stands first."""
        named = "name_zh" in BY_KEY[table].by_key and table != "settings"
        first = {"name_zh": next(iter(row.values()))} if named else {}
        self.tables[table].append({**first, **row})

    def regions(self, keys: Iterable[str]) -> None:
        """Add regions."""
        for key in dict.fromkeys(keys):
            self.add("regions", region=key_of(key))

    def commodity(self, key: str, unit: str, resolution: str = "hour", **more: object) -> None:
        """Add a commodity."""
        self.add("commodities", commodity=key_of(key), unit=unit, resolution=resolution, **more)

    def process(
        self, key: str, *, capacity: str | None = None, activity: str | None = None, **columns: Any
    ) -> None:
        """Add a process; `capacity` and `activity` are its units, which its costs are per."""
        units = {"capacity": capacity, "activity": activity}
        row: Row = {"process": key_of(key), "sector": "部门", "expansion": "none"}
        row |= {f"{part}_unit": unit for part, unit in units.items()}
        for name, value in columns.items():
            unit = units[IN_UNITS_OF[name]] if name in IN_UNITS_OF else None
            if name in PER:
                money = "吨" if name.startswith("co2") else self.money
                unit = f"{money}/({units[PER[name]]})"
            if isinstance(value, Mapping):
                self.path("processes", key_of(key), name, unit or "1", value)
            elif value is not None:
                row[name] = key_of(value) if name in REGIONS else value
                row |= {f"{name}_unit": unit} if name in PER else {}
        self.add("processes", **row)

    def unlimited(self, key: str, activity: str, **columns: Any) -> None:
        """Add a process without a capacity."""
        self.process(key, activity=activity, expansion="unlimited", **columns)

    def path(
        self, table: str, key: str, parameter: str, unit: str, years: Mapping[int, float | None]
    ) -> None:
        """Add a number that changes over years."""
        row: Row = {"table": table, "key": key, "parameter": parameter, "unit": unit}
        row |= {year: NO_LIMIT if value is None else value for year, value in years.items()}
        self.tables["paths"].append(row)

    def take(self, process: str, commodity: str, amount: Any, unit: str = "1", **more: Any) -> None:
        """Add what a process takes in per unit of activity."""
        self._flow(process, commodity, "in", amount, unit, more)

    def give(self, process: str, commodity: str, amount: Any, unit: str = "1", **more: Any) -> None:
        """Add what a process puts out per unit of activity."""
        self._flow(process, commodity, "out", amount, unit, more)

    def _flow(
        self, process: str, good: str, way: str, amount: Any, unit: str, more: dict[str, Any]
    ) -> None:
        process, good = key_of(process), key_of(good)
        row: Row = {"process": process, "commodity": good, "direction": way, "unit": unit, **more}
        if isinstance(amount, Mapping):
            self.path("flows", f"{process}:{good}:{way}", "amount", unit, amount)
        row["amount"] = next(iter(amount.values())) if isinstance(amount, Mapping) else amount
        self.tables["flows"].append(row)

    def demand(
        self, commodity: str, unit: str, years: Mapping[int, float], *, region: str | None = None,
        profile: str | None = None,
    ) -> None:  # fmt: skip
        """Add a demand; one that is zero in all years is left out."""
        if not any(years.values()):
            return
        good, place = key_of(commodity), None if region is None else key_of(region)
        key = f"{good}_{place}" if place else f"{good}_demand"
        row: Row = {"demand": key, "name_zh": key, "commodity": good, "region": place}
        row |= {"sector": "部门", "profile": profile, "unit": unit}
        row |= dict(years)
        self.tables["demands"].append(row)

    def metric(
        self, key: str, unit: str, quantity: str, processes: Iterable[str] = (), **more: object
    ) -> None:
        """Add a row of a metric, which counts some processes, or everything."""
        chosen = tuple(processes) or None
        self.add(
            "metrics", metric=key, unit=unit, quantity=quantity, processes=chosen, weight_unit="1",
            **more,
        )  # fmt: skip

    def clause(
        self, key: str, metric: str, sense: str, value: float, unit: str, **more: object
    ) -> None:
        """Add a hard clause that holds in every year unless `more` says when."""
        quote = f"{metric} {sense} {value:g} {unit}"
        row: Row = {"clause": key, "section": "一", "quote": quote, "sense": sense}
        row |= {"metric": metric, "value": value, "unit": unit, "time": "every", "firmness": "hard"}
        self.tables["clauses"].append({**row, **more})

    def tie(self, key: str, unit: str, bound: str, to: Iterable[str]) -> None:
        """Hold the capacity of one process within that of others together."""
        self.metric(key, unit, "capacity", [bound], weight=1)
        self.metric(key, unit, "capacity", to, weight=-1)
        self.clause(key, key, AT_MOST, 0, unit)

    # --- plan -------------------------------------------------------------------------------------

    def write(self, path: Path) -> None:
        """Write the workbook."""
        write_workbook(path, self.tables, self.profiles)

    def case(self) -> tuple[Case, Settings]:
        """Write the workbook, read it back, and assemble it as any other workbook."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "truth.xlsx"
            self.write(path)
            settings = plan_settings(path)
            return assemble(read_workbook(path), settings.time), settings

    def solve(self) -> Answer:
        """Make a plan of it as for any other workbook."""
        case, settings = self.case()
        solution = solve_plan(case, settings)
        money = convert_factor(parse_unit("亿元"), parse_unit(self.money))
        objective = (solution.objective + solution.tail) * money
        return Answer(build_results(solution), objective, self.money)


def plan_settings(path: Path) -> Settings:
    """Settings of a truth case: slices as they are, all years in one objective."""
    return Settings(
        workbook=str(path),
        name=path.stem,
        time=TimeSettings(resolution="slices"),
        objective=ObjectiveSettings(form="whole-horizon"),
        solver=SolverSettings(threads=1),
    )


def money_unit(text: str) -> str:
    """The file's word for money where it is a unit of it; else 元 stands for one of its units."""
    try:
        return text if parse_unit(text).dimension == "money" else "元"
    except UnitError:
        return "元"


def by_year(value: Any, years: Sequence[int], where: str) -> dict[int, Any]:
    """A number for all years, or a list with one for each, as year → number."""
    if not isinstance(value, list):
        return dict.fromkeys(years, value)
    if len(value) != len(years):
        raise ValueError(f"{where}: {len(value)} numbers for {len(years)} years")
    return dict(zip(years, value, strict=True))


def recovery(rate: float, life: float) -> float:
    """Capital recovery factor, as the case files define it."""
    return rate / (1.0 - (1.0 + rate) ** -life) if rate else 1.0 / life
