"""``pathway clauses`` from one end to the other, on the workbook that ``pathway new`` makes."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from pathway.cli import app
from pathway.workbook.folder import dump_folder, load_folder
from pathway.workbook.template import new_workbook

RUN = CliRunner()
STEP = 10


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What the command says of the template city, on the slices of one day."""
    folder = tmp_path_factory.mktemp("clauses")
    new_workbook(folder / "whole.xlsx", "示例")
    dump_folder(folder / "whole.xlsx", folder / "csv")
    profiles = pd.read_csv(folder / "csv/profiles.csv", encoding="utf-8-sig").iloc[
        24 * 10 : 24 * 11
    ]
    profiles = profiles.assign(step=range(1, 25), day="1", duration=1, weight=365)
    profiles.to_csv(folder / "csv/profiles.csv", index=False, encoding="utf-8-sig")
    load_folder(folder / "csv", folder / "city.xlsx")
    (folder / "models").mkdir()
    (folder / "models/city.toml").write_text(
        'workbook = "city.xlsx"\n[time]\nresolution = "slices"\n[solver]\nmethod = "simplex"\n',
        "utf-8",
    )
    done = RUN.invoke(
        app,
        ["clauses", str(folder / "models/city.toml"), "--step", str(STEP), "--json",
         "--out", str(folder / "outputs"), "--lang", "en"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_every_clause_in_force_is_tried_both_ways_and_sound(told):
    by_clause: dict[str, list[str]] = {}
    for row in told["moves"]:
        by_clause.setdefault(row["clause"], []).append(row["way"])
    assert len(by_clause) == told["counts"]["clauses"] > 3
    assert {tuple(ways) for ways in by_clause.values()} <= {
        ("tighter", "looser"),
        ("higher", "lower"),
    }
    assert told["counts"]["verdict broken"] == 0
    assert sum(n for key, n in told["counts"].items() if key.startswith("verdict")) == len(
        told["moves"]
    )


def test_files_are_written_and_traced(told):
    run = Path(told["folder"])
    assert {p.relative_to(run).as_posix() for p in run.rglob("*") if p.is_file()} == {
        "clauses.xlsx", "tables/clause_moves.csv", "manifest.json",
    }  # fmt: skip
    content = json.loads((run / "manifest.json").read_text("utf-8"))
    assert (content["command"], content["step_percent"]) == ("clauses", STEP)
    assert set(content["outputs"]) == {"clauses.xlsx", "tables/clause_moves.csv"}


def test_the_workbook_says_what_the_table_says(told):
    run = Path(told["folder"])
    table = pd.read_csv(run / "tables/clause_moves.csv", encoding="utf-8-sig")
    assert len(table) == len(told["moves"])
    lines = list(openpyxl.load_workbook(run / "clauses.xlsx").active.iter_rows(values_only=True))
    head = next(n for n, line in enumerate(lines) if line[0] == "Clause")
    sheet = {line[0]: dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]}
    for row in table.to_dict("records"):
        shown = sheet[row["clause"]]
        title = {"tighter": "Tighter", "looser": "Looser"}[row["way"]]
        if row["plan"] == "plan":
            assert (shown[f"{title}: cost before peak (10⁸ CNY)"] or 0.0) == pytest.approx(
                row["cost_before"], abs=1e-8
            )
        assert row["words_en"] in shown["Why"]


def test_a_target_moves_by_the_step(told):
    for row in told["moves"]:
        if row["target_moved"] is not None and row["unit"] != "年" and row["target"]:
            assert abs(row["target_moved"] / row["target"] - 1) == pytest.approx(STEP / 100)
