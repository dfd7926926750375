"""A solve is audited before its plan is written; without the audit's consent there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

import pathway.run
from pathway.audit import Audit, Item
from pathway.cli import app

if TYPE_CHECKING:
    from pathlib import Path

SOLVE = ("solve", "--days", "1", "--peak-year", "deadline", "--json")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example of a new workbook."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["new", "city"]).exit_code == 0
    return tmp_path


def test_a_solve_shows_what_the_audit_found_and_can_be_audited_again(city: Path) -> None:
    told = json.loads(CliRunner().invoke(app, SOLVE).stdout)
    folder = city / told["folder"]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["audit"]["items"] > 50
    assert manifest["audit"]["failed"] == 0
    sheet = openpyxl.load_workbook(folder / "plan.xlsx", read_only=True)["审计"]
    first = [str(row[0]) for row in sheet.iter_rows(max_col=1, values_only=True) if row[0]]
    assert first.index("独立审计") < first.index("结果自检")
    again = CliRunner().invoke(app, ["audit", told["folder"]])
    assert again.exit_code == 0, again.output
    (city / "inputs/city.xlsx").write_bytes(b"another")
    assert CliRunner().invoke(app, ["audit", told["folder"]]).exit_code == 7


def test_a_solve_that_the_audit_does_not_confirm_leaves_no_plan(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = Audit((Item("costs", "objective", "", 1.0, 2e-6, "cost_after"),), 0.0)
    monkeypatch.setattr(pathway.run, "audit_files", lambda *_: off)
    result = CliRunner().invoke(app, SOLVE)
    assert result.exit_code == 5
    assert "Objective" in result.output
    assert not list(city.rglob("plan.xlsx"))
    (table,) = city.rglob("audited.csv")  # tells what is off
    assert "cost_after" in table.read_text("utf-8-sig")
