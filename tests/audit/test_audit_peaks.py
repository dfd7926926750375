"""Peaks that uses of yearly processes move: the audit finds them by itself, on every hour."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import runs
import tight

import tiny
from pathway.audit.city import City, read_city
from pathway.audit.reference import reference_load
from pathway.case import assemble as assembly
from pathway.case.extremes import extreme_load
from pathway.case.peak_load import Uses
from pathway.settings import Settings, TimeSettings

if TYPE_CHECKING:
    from pathlib import Path

    from runs import Run


def cold() -> tuple[tiny.Tables, dict[str, Any], Settings]:
    """Demand that is highest on a summer noon, and heating in winter evenings that overtakes it."""
    sheets = tiny.tables(
        {"value_of_lost_load": 50, "reserve_margin": 0.1},
        processes=[
            tiny.plant("sun", existing=1, availability_profile="sun"),
            tiny.plant("gas", expansion="build", capex=2, firm_credit=0.9, variable_cost=5),
            tiny.works("heaters", existing=10, expansion="build", capex=0.01),
            tiny.works("stoves", existing=5, variable_cost=0.2),
        ],
        flows=[
            tiny.out("sun"), tiny.out("gas"), tiny.out("stoves", "cargo"),
            tiny.out("heaters", "cargo"),
            tiny.take("heaters", "electricity", 0.04, unit="TWh/万吨", shape="cold"),
        ],
        demands=[tiny.demand("electricity", 8.76, profile="load"), tiny.demand("cargo", 15)],
        adequacy=[{"period": "noon", "commodity": "electricity", "hours": "10-14"},
                  {"period": "any", "commodity": "electricity"}],
        metrics=[tiny.metric("peak", "万千瓦", "peak_load")],
    )  # fmt: skip
    hour = np.arange(8760)
    load = 1 + 0.2 * np.sin((hour % 24 - 6) / 12 * np.pi) + 0.3 * (hour == 200 * 24 + 12)
    evening = np.where((hour // 24 < 60) & (hour % 24 > 16), 1 + 0.001 * (hour % 97), 0.0)
    sun = np.clip(np.sin((hour % 24 - 6) / 12 * np.pi), 0, 1)
    profiles = {"load": load.round(4), "cold": evening.round(4), "sun": sun.round(4)}
    settings = Settings(
        workbook="tiny.xlsx", time=TimeSettings(resolution="days", days=2),
        objective=tiny.settings().objective, solver=tiny.settings().solver,
    )  # fmt: skip
    return sheets, {key: values.tolist() for key, values in profiles.items()}, settings


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Its run."""
    return runs.make_from(tmp_path_factory.mktemp("cold"), runs.book_of(cold), cold()[2])


def city_of(run: Run) -> City:
    return read_city(run.workbook, run.files.manifest, run.files.tables)


def test_a_peak_that_moves_passes(winter: Run) -> None:
    table = winter.files.tables["peak_loads"].set_index("period")
    assert table.loc["noon", "when"] == "07-20 12:00"
    assert table.loc["any", "when"].split()[1] > "16:00"
    assert table.loc["any", "spread"] > 0.5
    assert not winter.audit().failed, runs.told(winter.audit())


def test_an_extreme_day_of_exogenous_load_alone_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exogenous(uses: Uses, *_: Any) -> Any:
        return 1e-9 + uses.exogenous("electricity", None)[-1]

    monkeypatch.setattr(assembly, "extreme_load", exogenous)
    made = runs.make_from(tmp_path, runs.book_of(cold), cold()[2])
    assert runs.caught(made.audit(), "time")


@pytest.mark.parametrize("rows", [cold, tight.limits, tiny.everything])
def test_the_reference_load_is_reckoned_alike(rows: Any, winter: Run) -> None:
    book = winter.workbook if rows is cold else runs.book_of(rows)
    run = winter if rows is cold else None
    case = assembly.assemble(book, cold()[2].time if run else tiny.SLICES)
    uses = Uses(
        book.profile_sheet, case.years, case.commodities, case.processes, case.flows, case.demands
    )
    wanted = extreme_load(uses, case.adequacy, case.units.values())
    manifest = {"options": tiny.settings().model_dump(), "inputs": {"scenario": "base"}}
    city = city_of(run) if run else read_city(book, manifest, {})
    assert reference_load(city) == pytest.approx(wanted, rel=1e-12)


def test_a_run_that_covers_noon_alone_is_seen(tmp_path: Path) -> None:
    """As it was when the hour of the peak was chosen on exogenous demand."""

    def of_noon(case: Any) -> Any:
        peak = case.peak_loads["any"]
        noon = np.argmax(peak.load)
        picked = {name: getattr(peak, name)[[noon]] for name in ("year", "row", "load")}
        shapes = {key: values[[noon]] for key, values in peak.shapes.items()}
        alone = replace(peak, **picked, shapes=shapes, when=(peak.when[noon],))
        return replace(case, peak_loads={**case.peak_loads, "any": alone})

    made = runs.make_from(tmp_path, runs.book_of(cold), cold()[2], of_noon)
    off = {item.item for item in made.audit().failed}
    assert {"c_adequacy", "peak_loads"} <= off


def test_corrupted_tables_of_peaks_are_seen(winter: Run) -> None:
    """Loads, parts, names of hours and missing rows of table ``peak_loads``."""

    def change(column: str, value: Any) -> Run:
        def apply(table: Any) -> None:
            table[column] = [value(x) for x in table[column]]

        return winter.with_table("peak_loads", apply)

    for column in ("load", "exogenous", "spread", "required"):
        assert runs.caught(change(column, lambda x: x * 1.001).audit(), "tables"), column
    assert runs.caught(change("when", lambda _: "07-20 13:00").audit(), "tables")
    fewer = winter.with_table("peak_loads", lambda table: table[table["period"] == "any"])
    assert runs.caught(fewer.audit(), "tables")
    higher = winter.with_table("metrics", lambda t: t.assign(value=t["value"] * 1.001))
    assert runs.caught(higher.audit(), "metrics")
