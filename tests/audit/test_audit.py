"""The audit agrees with good runs of every kind, and says what it found."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import runs
import town
from typer.testing import CliRunner

import tiny
from pathway import audit as package
from pathway.audit import Item, audit_run
from pathway.audit.book import along
from pathway.audit.items import GROUPS, Audit, Ledger
from pathway.audit.senses import read
from pathway.cli import app
from pathway.errors import StorageError
from pathway.labels import label
from pathway.settings import PeakSettings, Settings, TimeSettings

if TYPE_CHECKING:
    from runs import Run


def settings(form: str = "before-peaking", **more: Any) -> Settings:
    return tiny.settings(form, year="deadline").model_copy(update=more)


FORMS = {
    "stages": settings(),
    "whole horizon": settings("whole-horizon"),
    "an earlier peak": settings(peak=PeakSettings(year=2025)),
    "the weak reading": settings(peak=PeakSettings(year=2025, reading="weak")),
    "no guard": settings(peak=PeakSettings(year="deadline", guard=False)),
    "every candidate": settings(peak=PeakSettings(year="auto")),
    "without clauses": settings(families=("build_limits", "adequacy", "reserve", "peak")),
    "without limits": settings(families=("clauses", "peak")),
    "physics alone": settings(families=("stock",)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_good_run_of_every_kind_passes(form: str, tmp_path: Path) -> None:
    made = runs.make_from(tmp_path, runs.book_of(tiny.everything), FORMS[form])
    found = made.audit()
    assert found.ok, runs.told(found)


def test_limits_and_stores_over_the_year_pass(tight_plan: Run, seasons: Run) -> None:
    for made in (tight_plan, seasons):
        found = made.audit()
        assert found.ok, runs.told(found)


@pytest.mark.parametrize("boundary", ["territorial", "with_imports"])
def test_a_town_in_other_units_passes(boundary: str, tmp_path: Path) -> None:
    rows = town.tables()
    rows["settings"] = [r for r in rows["settings"] if r["key"] != "boundary"]
    rows["settings"].append({"key": "boundary", "value": boundary})
    rows["processes"][2] |= {"co2_imported": 100, "co2_imported_unit": "克/千瓦时"}
    rows["processes"][3] |= {"fixed_om": 2, "fixed_om_unit": "%"}
    rows["processes"][0] |= {"co2_process": -0.01, "co2_process_unit": "吨/吨标煤"}
    rows["processes"][1] |= {"capture_rate": 0.1, "co2_process": 1, "co2_process_unit": "克/千瓦时"}
    chosen = Settings(workbook="town.xlsx", time=TimeSettings(resolution="slices"))
    made = runs.make_from(tmp_path / "run", town.workbook(tmp_path, rows), chosen)
    found = made.audit()
    assert found.ok, runs.told(found)
    kinds = set(made.files.tables["emissions"]["kind"])
    assert kinds == {"combustion", "process", "sink", "captured", "imported"}


# --- scenarios ------------------------------------------------------------------------------------

OVERRIDES: list[dict[str, object]] = [
    {"table": "processes", "key": "mine", "parameter": "variable_cost", "operation": "×",
     "value": "1.5"},
    {"table": "processes", "key": "quay_solar", "parameter": "capex", "operation": "+",
     "value": "0.5", "unit": "亿元/GW", "from_year": 2026},
    {"table": "processes", "key": "wind", "parameter": "capacity_max", "operation": "=",
     "value": "3500", "unit": "MW", "from_year": 2025, "to_year": 2026},
    {"table": "demands", "key": "electricity_demand", "parameter": "years", "operation": "×",
     "value": "1.05", "from_year": 2026},
    {"table": "demands", "key": "*", "parameter": "years", "operation": "×", "value": "1.01"},
    {"table": "settings", "key": "discount_rate", "parameter": "value", "operation": "=",
     "value": "8", "unit": "%"},
    {"table": "storage", "key": "battery", "parameter": "hours", "operation": "+", "value": "1"},
    {"table": "flows", "key": "coal_power:coal:in", "parameter": "amount", "operation": "=",
     "value": "13"},
    {"table": "processes", "key": "wind", "parameter": "operation", "operation": "=",
     "value": "可调"},
    {"table": "clauses", "key": "E1", "parameter": "value", "operation": "×", "value": "1.2"},
    {"table": "transfers", "key": "carbon", "parameter": "years", "operation": "×", "value": "2",
     "from_year": 2026},
    {"table": "transfers", "key": "grant", "parameter": "counted", "operation": "=", "value": "是"},
    {"table": "series", "key": "allowance", "parameter": "years", "operation": "×", "value": "0.9"},
    {"table": "metrics", "key": "coal_power", "parameter": "weight", "operation": "×",
     "value": "0.5"},
    {"table": "processes", "key": "*", "parameter": "firm_credit", "operation": "×",
     "value": "0.9"},
    {"table": "processes", "key": "*_power", "parameter": "min_load", "operation": "×",
     "value": "0.8"},
    {"table": "processes", "key": "*", "parameter": "activity_max", "operation": "×",
     "value": "0.95", "from_year": 2026},
]  # fmt: skip


def scenario(overrides: list[dict[str, object]]) -> tuple[tiny.Tables, dict[str, Any]]:
    sheets, hours = tiny.everything()
    sheets["scenarios"] = [{"scenario": "other"}]
    sheets["overrides"] = [{"scenario": "other", **row} for row in overrides]
    return sheets, hours


@pytest.mark.parametrize("at", range(len(OVERRIDES) + 1))
def test_a_scenario_is_applied_by_itself(at: int, tmp_path: Path) -> None:
    """Each override alone, and all of them together."""
    book = tiny.read(*scenario(OVERRIDES if at == len(OVERRIDES) else [OVERRIDES[at]]))
    made = runs.make_from(tmp_path, book, settings(scenario="other"))
    found = made.audit()
    assert found.ok, runs.told(found)


def test_another_scenario_than_that_of_the_run_is_seen(tmp_path: Path) -> None:
    book = tiny.read(*scenario([OVERRIDES[0]]))
    made = runs.make_from(tmp_path, book, settings(scenario="other"))
    assert runs.caught(made.with_manifest("inputs", "scenario", value="base").audit(), "costs")


# --- parts ----------------------------------------------------------------------------------------


def test_years_between_are_filled_and_no_limit_holds_to_the_next_number() -> None:
    assert along([2023, 2025, 2027, 2030], {2024: 1.0, 2026: 3.0}).tolist() == [1, 2, 3, 3]
    unlimited = {2024: 1.0, 2026: np.inf, 2028: 5.0}
    assert along(range(2024, 2029), unlimited).tolist() == [1, 1, np.inf, np.inf, 5]


@pytest.mark.parametrize(
    ("phrase", "direction", "relation"),
    [("以上", "more", ">="), ("不超过", "", "<="), ("下降…左右", "less", "<="),
     ("达到", "less", "<="), ("达到", "neutral", ">="), ("左右", "less", "<="), ("其他", "", "")],
)  # fmt: skip
def test_sense_words_tell_a_side(phrase: str, direction: str, relation: str) -> None:
    lexicon = [dict(row) for row in tiny.lexicon()]
    assert read(phrase, lexicon).relation(direction) == relation


def test_a_ledger_keeps_the_worst_and_nothing_that_is_no_number_passes() -> None:
    ledger = Ledger()
    place = ("stock", "c_unit")
    ledger.residual(place, np.array([0.0, 4e-6]), np.array([1.0, 4.0]), where=["a", "b"])
    ledger.residual(place, -1.0, 1.0, where="c")
    (item,) = ledger.all()
    assert (item.residual, item.where, item.ok) == (1e-6, "b", True)
    ledger.same(place, np.array([np.nan, 1.0]), np.ones(2), where=["d", "e"])
    (item,) = ledger.all()
    assert np.isnan(item.residual)
    assert (item.where, item.ok) == ("d", False)


def test_an_audit_tells_what_it_found() -> None:
    good, bad = Item("stock", "c_unit", "", 1e-9, 2e-6), Item("costs", "terms", "x", 1.0, 2e-6, "y")
    found = Audit((good, bad), 0.1)
    assert (found.ok, found.failed, found.worst) == (False, (bad,), bad)
    assert not Audit((), 0.0).ok  # an audit of nothing proves nothing
    assert json.loads(found.to_json())["items"][1]["where"] == "y"
    table = found.to_frame()
    assert table["ok"].tolist() == [True, False]
    assert table["item_en"].tolist() == ["Units roll forward", "Cost terms by item · x"]


def test_every_item_of_the_catalogue_has_its_words(plan: Run, seasons: Run) -> None:
    for made in (plan, seasons):
        for item in made.audit().items:
            assert item.name("zh")
            assert item.name("en")
    assert all(label(f"audit.group.{group}", "zh") for group in GROUPS)


def test_the_audit_knows_neither_model_nor_solver_nor_case() -> None:
    """Whatever it imports of this package is below the planning case."""
    allowed = {"audit", "workbook", "schema", "settings", "labels", "errors"}
    for path in Path(package.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top, _, rest = name.partition(".")
                assert top not in {"pyomo", "highspy", "scipy"}, path
                assert top != "pathway" or rest.split(".")[0] in allowed, (path, name)


# --- folder and command line ----------------------------------------------------------------------


def test_a_folder_is_audited_from_its_files(plan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathway.audit.audit.read_workbook", lambda _: plan.workbook)
    assert audit_run(plan.files.folder, Path("tiny.xlsx")).ok
    with pytest.raises(StorageError):
        audit_run(plan.files.folder / "tables", Path("tiny.xlsx"))


def test_the_command_prints_groups_and_what_is_off(
    tmp_path: Path, plan: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pathway.audit.audit.read_workbook", lambda _: plan.workbook)
    run = str(plan.files.folder)
    good = CliRunner().invoke(app, ["audit", run, "--workbook", "tiny.xlsx", "--lang", "en"])
    assert good.exit_code == 0, good.output
    assert "Proof of optimality" in good.stdout
    told = CliRunner().invoke(app, ["audit", run, "--workbook", "tiny.xlsx", "--json"])
    assert json.loads(told.stdout)["ok"] is True
    wrong = plan.with_manifest("objective", "cost_after", value=1.0).files
    monkeypatch.setattr("pathway.audit.audit.read_run_files", lambda _: wrong)
    bad = CliRunner().invoke(app, ["audit", run, "--workbook", "tiny.xlsx", "--lang", "en"])
    assert bad.exit_code == 5
    assert "Objective" in bad.stdout
    none = CliRunner().invoke(app, ["audit", str(tmp_path / "nothing")])
    assert none.exit_code == 7


def test_lists_that_differ_are_told_by_what_one_of_them_lacks() -> None:
    ledger = Ledger()
    ledger.equal(("clauses", "states"), ["a", "b", "c"], ["a", "c", "d"], "rows")
    [item] = ledger.all()
    assert item.where == "rows: ['b'] not wanted, ['d'] missing"
