"""The answer where no plan exists, as a table and on screen."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import tiny
from pathway.cli import app
from pathway.errors import PlanClashError
from pathway.results.clash import clash_table
from pathway.workbook.write import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def sheets() -> tiny.Tables:
    """Wind of 4 GW is asked for in two years, and 3 GW can stand."""
    return tiny.tables(
        {"last_year": 2026},
        commodities=[tiny.good("electricity", "hour", surplus=True)],
        processes=[
            tiny.plant("coal", existing=5, variable_cost=2),
            tiny.plant("wind", expansion="build", capex=60, capacity_max=3, availability=0.3),
        ],
        flows=[tiny.out("coal"), tiny.out("wind")],
        demands=[tiny.demand("electricity", 20)],
        metrics=[tiny.metric("wind", "GW", "capacity", processes="wind", direction="more")],
        clauses=[tiny.clause("W", "不低于", "wind", value=4, unit="GW", from_year=2025)],
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a model of that city."""
    monkeypatch.chdir(tmp_path)
    for name in ("inputs", "models"):
        (tmp_path / name).mkdir()
    named = {n: [tiny._named(n, row) for row in rows] for n, rows in sheets().items()}
    write_workbook(tmp_path / "inputs/city.xlsx", named, None)
    model = 'workbook = "inputs/city.xlsx"\n[time]\nresolution = "slices"\n'
    (tmp_path / "models/city.toml").write_text(model, "utf-8")
    return tmp_path


def solve(*words: str) -> Result:
    return CliRunner().invoke(app, ["solve", *words])


def test_each_line_is_traced_to_the_cell_of_its_number():
    case = tiny.case(sheets())
    with pytest.raises(PlanClashError) as caught:
        tiny.solve(case)
    table = clash_table(case, caught.value.clash)
    cells = dict(zip(table["key"], table["source_cell"], strict=True))
    numbers = {(v.table, v.key, v.parameter): v.origin.where for v in case.inputs}
    assert cells["W"] == numbers["clauses", "W", "value"]
    assert cells["wind"] == numbers["processes", "wind", "capacity_max"]
    first = table[table["compromise"] == 1].iloc[0]
    assert (first["years"], first["asked"], first["reached"]) == ("2025–2026", 4, 3)
    assert "4 → 3 GW" in first["words_zh"]
    assert "4 → 3 GW" in first["words_en"]


@pytest.mark.parametrize(("lang", "word"), [("zh", "折中方案 1"), ("en", "Compromise 1")])
def test_a_solve_without_a_plan_ends_with_4_and_an_answer(project, lang, word):
    result = solve("--lang", lang)
    assert result.exit_code == 4
    assert word in result.stdout
    assert "city.xlsx!clauses!" in result.stdout
    (table,) = project.glob("outputs/city/base/*/tables/clash.csv")
    assert table.name in result.stdout


def test_machines_read_the_same(project):
    told: dict[str, Any] = json.loads(solve("--json").stdout)
    assert told["code"] == 4
    assert {row["part"] for row in told["clash"]} == {"change", "member"}
    assert (project / told["file"]).exists()


def test_the_error_survives_a_process():
    error = PlanClashError("no plan", ("answer",))
    back = pickle.loads(pickle.dumps(error))
    assert (str(back), back.clash, back.exit_code) == ("no plan", ("answer",), 4)
