"""Tables of a good run, corrupted one by one: the audit has to see each."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import runs

from pathway.audit import read_run_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from runs import Run

    Change = Callable[[pd.DataFrame], Any]


def cell(column: str, change: Callable[[Any], Any], **where: object) -> Change:
    """Change the first cell of a column that is not zero, among rows with these values."""

    def apply(table: pd.DataFrame) -> None:
        rows = table[table[column].notna() & (table[column] != 0)]
        for name, value in where.items():
            rows = rows[rows[name] == value]
        at = rows.index[0]
        table[column] = table[column].astype(object)
        table.loc[at, column] = change(table.loc[at, column])
        table[column] = table[column].infer_objects()

    return apply


def scaled(column: str, by: float = 1.001, **where: object) -> Change:
    return cell(column, lambda value: value * by, **where)


def shifted(column: str, by: float = 1e-3) -> Change:
    """Add a little to one row of an hourly column."""

    def apply(table: pd.DataFrame) -> None:
        table.loc[table.index[5], column] += by

    return apply


def swapped(column: str, first: dict[str, object], second: dict[str, object]) -> Change:
    """Exchange two cells of a column."""

    def apply(table: pd.DataFrame) -> None:
        a, b = (
            table[np.logical_and.reduce([table[k] == v for k, v in where.items()])].index[0]
            for where in (first, second)
        )
        table.loc[[a, b], column] = table.loc[[b, a], column].to_numpy()

    return apply


def dropped(**where: object) -> Change:
    """Leave out the rows with these values."""

    def apply(table: pd.DataFrame) -> pd.DataFrame:
        return table[~np.logical_and.reduce([table[k] == v for k, v in where.items()])]

    return apply


def hours_swapped(*columns: str) -> Change:
    """Exchange two hours of the same year."""

    def apply(table: pd.DataFrame) -> None:
        for column in columns:
            table.loc[[0, 2], column] = table.loc[[2, 0], column].to_numpy()

    return apply


def hourly_duals(family: str, part: str, change: Callable[[Any], Any]) -> Change:
    """Change the first column of an hourly family, where there are duals."""

    def apply(table: pd.DataFrame) -> None:
        dual = next(c for c in table if f"|{family}|" in c and c.endswith("|dual"))
        column = dual.removesuffix("dual") + part
        values = table[column] if column in table else 0.0 * table[dual]
        table[column] = np.where(table[dual] != 0, change(values), values)

    return apply


def family_dropped(family: str) -> Change:
    """Leave out the columns of an hourly family."""
    return lambda table: table.drop(columns=[c for c in table if f"|{family}|" in c])


def family_renamed(family: str, to: str) -> Change:
    return lambda table: table.rename(columns=lambda c: c.replace(f"|{family}|", f"|{to}|"))


def renamed(column: str, to: object, **where: object) -> Change:
    return cell(column, lambda _: to, **where)


BUILT: dict[str, object] = {"process": "quay_solar"}
TABLES: dict[str, tuple[str, Change]] = {
    "a capacity": ("capacity", scaled("capacity", **BUILT)),
    "a build": ("capacity", scaled("new", **BUILT)),
    "a build that may not be": ("capacity", scaled("capacity", process="line")),
    "an end of life": ("capacity", scaled("expired", process="coal_power")),
    "the capacity at the start": ("capacity", scaled("capacity", process="coal_power", year=2023)),
    "a unit of capacity": ("capacity", renamed("unit", "MW", process="wind", year=2025)),
    "units of all capacities": ("capacity", lambda t: t.assign(unit=t["unit"].replace("GW", "MW"))),
    "a unit": ("units", scaled("capacity")),
    "a retirement dropped": ("units", lambda t: t.assign(retired_early=0.0)),
    "a retirement too early": ("units", lambda t: t.assign(retired_early=t["capacity"] * 1e-3)),
    "a retrofit": ("retrofits", scaled("amount")),
    "an activity": ("activity", scaled("activity", process="mine")),
    "full-load hours": ("activity", scaled("full_load_hours")),
    "a flow": ("flows", scaled("amount", kind="process")),
    "a direction": ("flows", renamed("direction", "in", item="wind")),
    "an hour of dispatch": ("dispatch", shifted("electricity@city|coal_flexible")),
    "a demand of an hour": ("dispatch", shifted("electricity@city|demand")),
    "a price of an hour": ("dispatch", shifted("price|electricity@city")),
    "an hour of operation": ("operation", shifted("coal_flexible|run")),
    "a commitment": ("operation", shifted("coal_flexible|committed")),
    "a reverse flow": ("operation", shifted("line|reverse")),
    "two hours": ("operation", hours_swapped("coal_flexible|run", "quay_solar|run")),
    "a level": ("storage", shifted("cavern|level")),
    "a charge": ("storage", shifted("battery|charge")),
    "two years of costs": (
        "costs",
        swapped("cost", {"item": "mine", "year": 2024}, {"item": "mine", "year": 2025}),
    ),
    "a discount factor": ("costs", scaled("discount_factor", 1.01)),
    "a discounted cost": ("costs", scaled("discounted")),
    "a stage": ("costs", renamed("stage", 2, year=2025)),
    "a cost of another item": (
        "costs", renamed("item", "trucks", item="e_trucks", term="variable"),
    ),
    "an amount of a transfer": ("transfers", scaled("amount", transfer="grant")),
    "a price of a transfer": ("transfers", scaled("price", transfer="carbon")),
    "what a transfer is paid on": ("transfers", scaled("value", transfer="carbon")),
    "a payer": ("transfers", renamed("payer", "市场", transfer="grant", year=2024)),
    "a transfer said not to be counted": (
        "transfers", lambda t: t.assign(counted=False),
    ),
    "a transfer dropped": ("transfers", dropped(transfer="grant")),
    "a year of a transfer dropped": ("transfers", dropped(transfer="carbon", year=2025)),
    "a transfer in the costs": ("costs", dropped(term="transfers")),
    "an investment": ("investment", scaled("investment")),
    "an annuity": ("investment", scaled("annuity")),
    "an emission": ("emissions", scaled("amount")),
    "a kind of emission": ("emissions", renamed("kind", "process", kind="combustion")),
    "what counts": ("emissions", lambda t: t.assign(counted=False)),
    "a metric": ("metrics", scaled("value", metric="wind_power")),
    "a demand": ("demand", scaled("amount")),
    "a target": ("clauses", scaled("target", clause="E1")),
    "a result": ("clauses", scaled("result", clause="E1")),
    "a slack": ("clauses", scaled("slack", 1.01, clause="E2")),
    "a light": ("clauses", renamed("light", "yellow", clause="E1")),
    "a relation": ("clauses", renamed("relation", "<=", clause="E1")),
    "a price of a clause": ("clauses", scaled("price", -1.0)),
    "an own estimate": ("clauses", lambda t: t.assign(own_target=False)),
    "a source of a target": ("clauses", renamed("value_source", "set_above", clause="E1")),
    "a clause dropped": ("clauses", dropped(clause="E3")),
    "a state": ("clauses", renamed("state", "recorded", clause="E1")),
    "the sign of a price": ("prices", scaled("price", -1.0, kind="commodity")),
    "a price of firm capacity": ("prices", scaled("price", kind="adequacy")),
    "a price of CO2": ("prices", scaled("price", kind="emission")),
    "a price of firm capacity dropped": ("prices", dropped(kind="adequacy", item="evening")),
    "a year of a price dropped": ("prices", dropped(kind="commodity", item="coal", year=2025)),
    "a clause that binds": ("clauses", lambda t: t.assign(binding=~t["binding"])),
    "a price dropped": ("prices", dropped(kind="emission")),
    "a profile": ("profiles", shifted("profile|load")),
    "a weight": ("profiles", scaled("weight", 1.01)),
    "a duration": ("profiles", scaled("duration", 0.5)),
    "the reference": ("reference", scaled("emissions", 0.9, year=2025)),
    "no reference": ("reference", lambda t: t.iloc[:0]),
    "the sign of a dual": (
        "duals_hourly", hourly_duals("c_balance_hour", "dual", lambda dual: -dual),
    ),
    "a dual": ("duals", scaled("dual", 1.01, name="c_balance_year")),
    "a dual of a bound": ("duals", scaled("dual", 1.1, kind="column")),
    "a dual of an hourly bound": (
        "duals_hourly", hourly_duals("v_dispatch", "dual", lambda dual: 1.1 * dual),
    ),
    "duals of a family dropped": ("duals", dropped(name="c_spread")),
    "hourly duals of a family dropped": ("duals_hourly", family_dropped("c_available")),
    "a family of duals renamed": ("duals_hourly", family_renamed("c_link", "c_lunk")),
    "an hour of duals missing": ("duals_hourly", lambda t: t.iloc[:-1]),
    "a side of a year": ("duals", scaled("side", 1.01, name="c_balance_year")),
    "a level of a year": ("duals", scaled("level", 1.01, name="c_balance_year")),
    "a side": ("duals_hourly", hourly_duals("c_balance_hour", "side", lambda side: 1.01 * side)),
    "a level of a row": (
        "duals_hourly", hourly_duals("c_balance_hour", "room", lambda room: room + 1e-3),
    ),
    "the cost of a certificate": ("certificates", scaled("cost")),
    "the bound of a certificate": ("certificates", scaled("bound")),
    "the gap of a certificate": ("certificates", lambda t: t.assign(gap=1e-3)),
    "a gap that the model file does not allow": ("certificates", lambda t: t.assign(slack=1e-2)),
    "a certificate dropped": ("certificates", dropped(certificate="before")),
    "a number missing": ("activity", renamed("activity", np.nan, process="mine")),
    "a unit of another kind": (
        "activity", lambda t: t.assign(unit=t["unit"].replace("TWh", "吨")),
    ),
    "a table missing its rows": ("units", lambda t: t.iloc[:0]),
    "a column missing": ("operation", lambda t: t.drop(columns="wind|run")),
    "an hour missing": ("storage", lambda t: t.iloc[:-1]),
}  # fmt: skip


@pytest.mark.parametrize("what", TABLES)
def test_a_corrupted_table_is_seen(what: str, plan: Run) -> None:
    name, change = TABLES[what]
    assert runs.caught(plan.with_table(name, change).audit())


MANIFEST: dict[str, tuple[tuple[str, ...], object]] = {
    "cost before the peak": (("objective", "cost_before_peak"), 1.0),
    "cost after": (("objective", "cost_after"), 1.0),
    "peak year": (("peak", "year"), 2027),
    "year of the rows": (("peak", "rows_of_year"), 2025),
    "level": (("peak", "level"), 1.0),
    "gap": (("bounds", "gap"), 1e-3),
    "clauses met": (("clauses", "met"), 99),
    "own estimates met": (("clauses", "own_targets", "met"), 0),
    "status": (("status",), "feasible"),
    "unserved": (("unserved", "electricity"), 3.0),
    "reading of the peak": (("options", "peak", "year"), 2025),
    "scenario": (("inputs", "workbook", "sha256"), "0" * 64),
    "objective": (("options", "objective", "form"), "whole-horizon"),
}


@pytest.mark.parametrize("what", MANIFEST)
def test_a_corrupted_manifest_is_seen(what: str, plan: Run) -> None:
    path, value = MANIFEST[what]
    assert runs.caught(plan.with_manifest(*path, value=value).audit())


SEASONS: dict[str, tuple[str, Change]] = {
    "a level at the start of a day": ("storage_days", scaled("start", 1.01)),
    "a highest level": ("storage_days", lambda t: t.assign(highest=t["highest"] * 0.5)),
    "a day that stands for another": ("calendar", shifted("day", 1)),
    "an extreme day": ("days", lambda t: t.assign(extreme="")),
    "a mean": ("profiles", lambda t: t.assign(**{"profile|sun": t["profile|sun"] * 0.9})),
}


@pytest.mark.parametrize("what", SEASONS)
def test_a_corrupted_table_of_representative_days_is_seen(what: str, seasons: Run) -> None:
    name, change = SEASONS[what]
    assert runs.caught(seasons.with_table(name, change).audit())


def test_a_file_changed_on_disk_is_seen(tmp_path: Path, plan: Run) -> None:
    folder = tmp_path / "run"
    shutil.copytree(plan.files.folder, folder)
    path = folder / "tables/tasks.csv"  # the audit reckons nothing of it, but knows its hash
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert runs.caught(replace(plan, files=read_run_files(folder)).audit(), "files")
