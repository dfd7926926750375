"""``pathway rank`` from one end to the other, on the workbook that ``pathway new`` makes."""

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


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template city with few ranges, and slices of a day instead of a year of hours."""
    folder = tmp_path_factory.mktemp("rank")
    new_workbook(folder / "whole.xlsx", "示例")
    dump_folder(folder / "whole.xlsx", folder / "csv")
    profiles = pd.read_csv(folder / "csv/profiles.csv", encoding="utf-8-sig").iloc[
        24 * 10 : 24 * 11
    ]
    profiles = profiles.assign(step=range(1, 25), day="1", duration=1, weight=365)
    profiles.to_csv(folder / "csv/profiles.csv", index=False, encoding="utf-8-sig")
    spans = pd.read_csv(folder / "csv/estimates.csv", encoding="utf-8-sig")
    few = spans[spans["parameter"].isin(["variable_cost", "years"])]
    few.to_csv(folder / "csv/estimates.csv", index=False, encoding="utf-8-sig")
    load_folder(folder / "csv", folder / "city.xlsx")
    (folder / "models").mkdir()
    (folder / "models/city.toml").write_text(
        'workbook = "city.xlsx"\n[time]\nresolution = "slices"\n[solver]\nmethod = "simplex"\n',
        "utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def told(city: Path) -> dict:
    """What the command says of a ranking with two solves."""
    done = RUN.invoke(
        app,
        ["rank", str(city / "models/city.toml"), "--solves", "2", "--top", "5", "--json",
         "--out", str(city / "outputs"), "--lang", "en"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_ranking_is_written_and_told(told, city):
    folder = city / "outputs/city/rank"
    assert [str(path) for path in folder.iterdir()] == [told["folder"]]
    run = next(folder.iterdir())
    assert {p.relative_to(run).as_posix() for p in run.rglob("*") if p.is_file()} == {
        "ranking.xlsx", "tables/ranking.csv", "manifest.json",
    }  # fmt: skip
    assert [row["rank"] for row in told["top"]] == [1, 2, 3, 4, 5]
    assert told["counts"]["solved"] == 1  # both ends of one
    assert told["counts"]["no range"] > 10


def test_the_workbook_of_the_ranking_says_what_the_table_says(told):
    run = Path(told["folder"])
    table = pd.read_csv(run / "tables/ranking.csv", encoding="utf-8-sig")
    assert len(table) == told["counts"]["all"]
    sheet = openpyxl.load_workbook(run / "ranking.xlsx")["Estimates ranked"]
    lines = list(sheet.iter_rows(values_only=True))
    head = next(n for n, line in enumerate(lines) if line[0] == "Rank")
    first = dict(zip(lines[head], lines[head + 1], strict=True))
    assert first["Estimate"] == table["name_en"][0]
    assert first["Source cell"] == table["where"][0]
    assert first["Cost before peak at low (10⁸ CNY)"] == pytest.approx(table["cost_low"][0])
    assert len(lines) - head - 1 == len(table)


def test_the_manifest_traces_the_ranking(told, city):
    content = json.loads((Path(told["folder"]) / "manifest.json").read_text("utf-8"))
    assert content["solves"] == 2
    assert content["base"]["cost_before_peak"] == pytest.approx(told["base"]["cost_before_peak"])
    assert set(content["outputs"]) == {"ranking.xlsx", "tables/ranking.csv"}
    assert str(city) not in json.dumps(content)


def test_a_wrong_range_is_refused_with_its_cell(city):
    spans = pd.read_csv(city / "csv/estimates.csv", encoding="utf-8-sig")
    wrong = spans.assign(low=2.0, operation="×", unit=None)
    (city / "wrong").mkdir()
    for file in (city / "csv").iterdir():
        (city / "wrong" / file.name).write_bytes(file.read_bytes())
    wrong.to_csv(city / "wrong/estimates.csv", index=False, encoding="utf-8-sig")
    load_folder(city / "wrong", city / "wrong.xlsx")
    model = (city / "models/city.toml").read_text("utf-8").replace("city.xlsx", "wrong.xlsx")
    (city / "models/wrong.toml").write_text(model, "utf-8")
    done = RUN.invoke(app, ["rank", str(city / "models/wrong.toml"), "--json", "--lang", "en"])
    assert done.exit_code == 3
    findings = json.loads(done.stdout)["findings"]
    assert ("estimates", "low 2 is above high") in {(f["sheet"], f["found"][:19]) for f in findings}
