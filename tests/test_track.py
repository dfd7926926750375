"""``pathway track`` from end to end, on a city whose figures can be added up on paper.

10 TWh a year for three years, wind for 6 of them. Wind costs 1 1e8 a GW and year and nothing to
run, 1 GW gives 8.76 TWh; coal costs 0.05 1e8 a TWh. The plan builds 6 / 8.76 GW in the first year;
what was built are 0.3 GW.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import tiny
from pathway.cli import app
from pathway.results.track_costs import moves
from pathway.workbook.write import write_workbook

RUN = CliRunner()
MODEL = """workbook = "{name}.xlsx"
[time]
resolution = "slices"
[solver]
decompose = true
threads = 1
gap = 1e-6
"""
NEEDED = 6 / 8.76
"""Wind that the clause needs [GW]."""
BUILT = 0.3


def town(*, actuals: bool) -> tiny.Tables:
    """The city, with or without actuals of its first year."""
    sheets = tiny.tables(
        {"last_year": 2026, "value_of_lost_load": 10} | ({"actuals_to": 2024} if actuals else {}),
        processes=[
            tiny.plant("wind", expansion="build", capex=30, lifetime=30, lead="发改委"),
            tiny.plant("coal", existing=5, variable_cost=0.05),
        ],
        flows=[tiny.out("wind"), tiny.out("coal")],
        demands=[tiny.demand("electricity", 10)],
        metrics=[
            tiny.metric("clean", "TWh", "activity", processes="wind", direction="more"),
            tiny.metric("used", "TWh", "activity", processes="wind;coal"),
        ],
        clauses=[
            tiny.clause("E1", "不低于", "clean", value=6, unit="TWh", from_year=2024,
                        time="from", lead="能源局"),
        ],
    )  # fmt: skip
    if actuals:
        sheets["actual_items"] = [{"quantity": "built", "key": "wind", "unit": "GW", 2024: BUILT}]
        sheets["actuals"] = [
            {"metric": "clean", "unit": "TWh", 2024: 8.76 * BUILT},
            {"metric": "used", "unit": "TWh", "tolerance": 0.02, "hold": "否", 2024: 10.5},
        ]
    return sheets


def write(place: Path, name: str, sheets: tiny.Tables) -> None:
    named = {key: [tiny._named(key, row) for row in rows] for key, rows in sheets.items()}
    write_workbook(place / f"{name}.xlsx", named)
    (place / "models").mkdir(exist_ok=True)
    (place / f"models/{name}.toml").write_text(MODEL.format(name=name), "utf-8")


def ask(place: Path, *words: str) -> dict[str, Any]:
    out = ["--out", str(place / "outputs"), "--json", "--lang", "en"]
    done = RUN.invoke(app, [*words, *out])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("track")
    write(folder, "plan", town(actuals=False))
    write(folder, "now", town(actuals=True))
    return folder


@pytest.fixture(scope="module")
def signed(place: Path) -> str:
    """The folder of the plan that was signed."""
    return str(ask(place, "solve", str(place / "models/plan.toml"))["folder"])


@pytest.fixture(scope="module")
def found(place: Path, signed: str) -> dict[str, Any]:
    return ask(place, "track", signed, "--workbook", str(place / "now.xlsx"))


def test_works_against_the_plan(found: dict[str, Any]) -> None:
    works = {(row["quantity"], row["item"]): row for row in found["track_works"]}
    wind = works["built", "wind"]
    assert (wind["planned"], wind["actual"]) == pytest.approx((NEEDED, BUILT))
    assert (wind["light"], wind["basis"], wind["lead"]) == ("red", "reported", "发改委")
    assert works["metric", "clean"]["light"] == "red"
    used = works["metric", "used"]
    assert (used["planned"], used["actual"]) == pytest.approx((10, 10.5))
    assert used["light"] == "yellow", "5 % off a tolerance of 2 %"


def test_a_past_clause_is_told_as_missed(found: dict[str, Any]) -> None:
    [row] = found["track_clauses"]
    assert (row["clause"], row["year"], row["light"]) == ("E1", 2024, "red")
    assert (row["target"], row["planned"]) == pytest.approx((6, 6), rel=1e-4)
    assert row["gap"] == pytest.approx(8.76 * BUILT - 6, rel=1e-4)
    assert (row["basis"], row["lead"]) == ("reported", "能源局")
    counts = {(row["lead"], row["part"]): row["red"] for row in found["track_departments"]}
    assert counts["发改委", "works"] == 1
    assert counts["能源局", "clauses"] == 1


def test_tasks_that_change(found: dict[str, Any]) -> None:
    [row] = found["track_changes"]
    assert (row["process"], row["how"], row["first_year"]) == ("wind", "only_here", 2025)
    assert row["difference"] == pytest.approx(NEEDED - BUILT, rel=1e-4)
    [year] = found["track_years"]
    assert (year["year"], year["planned"]) == (2025, 0)


def test_the_cost_by_period(found: dict[str, Any]) -> None:
    """The first year costs less wind and more coal; the others cost what they did."""
    more = {"past": 0.0, "before": 0.0, "after": 0.0}
    for row in found["track_costs"]:
        more[row["period"]] += row["more"]
    coal = 0.05 * (6 - 8.76 * BUILT)
    assert more["past"] == pytest.approx(BUILT - NEEDED + coal, rel=1e-3)
    assert more["before"] == pytest.approx(0, abs=1e-4)
    [bounds] = found["track_bounds"]
    assert bounds["least"] <= more["past"] + 1e-6
    assert bounds["most"] >= more["past"] - 1e-6
    assert bounds["more"] == pytest.approx(more["past"] + more["before"], abs=1e-5)


def test_the_split_adds_up(found: dict[str, Any]) -> None:
    """Without the clause the plan burns coal alone; made again, the wind that stands runs."""
    rows = {row["clause"]: row for row in found["track_split"]}
    plan = 3 * (NEEDED - 6 * 0.05)
    free = 3 * BUILT + 0.05 * (30 - 3 * 8.76 * BUILT)
    again = BUILT + 2 * NEEDED + 0.05 * (30 - 12 - 8.76 * BUILT)
    clause = rows["E1"]
    assert clause["plan_before"] == pytest.approx(plan, rel=1e-3)
    assert clause["again_before"] == pytest.approx(again - free, rel=1e-3)
    assert rows["rest"]["more_before"] == pytest.approx(free - 1.5, rel=1e-3)
    total = sum(row["more_before"] for row in rows.values())
    assert total == pytest.approx(sum(row["more"] for row in found["track_costs"]), abs=1e-4)


def test_the_workbook_and_a_run_that_is_there(
    place: Path, signed: str, found: dict[str, Any]
) -> None:
    book = openpyxl.load_workbook(f"{found['folder']}/track.xlsx", read_only=True)
    assert len(book.sheetnames) == 5
    cover = list(book.worksheets[0].iter_rows(values_only=True))
    head = next(row for row in cover if "Confidence" in row)
    wind = next(row for row in cover if row[1] == "wind")
    assert wind[head.index("Confidence")] == "D"
    again = ["--with", found["again"], "--no-split"]
    same = ask(place, "track", signed, "--workbook", str(place / "now.xlsx"), *again)
    assert same["track_works"] == found["track_works"]
    assert "track_split" not in same


def test_a_task_that_hardly_moves_does_not_count_as_changed() -> None:
    def run(*built: float) -> Any:
        rows = {"process": "wind", "year": [2025, 2026], "new": built}
        return SimpleNamespace(tables={"capacity": pd.DataFrame(rows)})

    task = {"kind": "build", "process": "wind"}
    assert not moves([run(10, 10), run(10.1, 9.9)], task)
    assert moves([run(10, 10), run(10.5, 9.5)], task)
    assert moves([run(0, 0), run(0, 0.1)], task)


def test_the_run_tells_that_it_starts_from_actuals(found: dict[str, Any]) -> None:
    """Manifest, cover, clauses and table of the plan made again."""
    folder = Path(found["again"])
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["actuals"] == {"through": 2024, "figures": 2}
    book = openpyxl.load_workbook(folder / "plan.xlsx", read_only=True)
    cover = [str(row[0].value) for row in book.worksheets[0].iter_rows(max_row=40, max_col=1)]
    assert any(text.startswith("Actuals through 2024: 2 figures") for text in cover)
    words = {str(c.value) for sheet in book.worksheets for row in sheet.iter_rows() for c in row}
    assert "past: assessed only" in words
    table = pd.read_csv(folder / "tables/actuals.csv", encoding="utf-8-sig")
    assert table["plan"].tolist() == pytest.approx(table["reported"].tolist(), rel=0.05)
    assert list(table["source_cell"]) == ["now.xlsx!actual_items!E5", "now.xlsx!actuals!E5"]


def test_screen(place: Path, signed: str, found: dict[str, Any]) -> None:
    words = ["track", signed, "--workbook", str(place / "now.xlsx"), "--with", found["again"]]
    out = ["--out", str(place / "outputs"), "--no-split"]
    done = RUN.invoke(app, [*words, *out])
    assert done.exit_code == 0, done.output
    assert "实绩至 2024 年" in done.stdout
    assert "✘ 未达标" in done.stdout


def test_a_workbook_without_actuals_is_refused(place: Path, signed: str) -> None:
    book = ["--workbook", str(place / "plan.xlsx"), "--with", signed]
    done = RUN.invoke(app, ["track", signed, *book, "--out", str(place / "o"), "--lang", "en"])
    assert done.exit_code == 2
    assert "actuals_to" in done.output


def test_why_costs_are_not_split_is_told(
    place: Path, signed: str, found: dict[str, Any], tmp_path: Path
) -> None:
    """The workbook of the plan is gone: shares of its clauses cannot be found any more."""
    shutil.copy(place / "now.xlsx", tmp_path / "now.xlsx")
    book = ["--workbook", str(tmp_path / "now.xlsx"), "--with", found["again"]]
    told = ask(place, "track", signed, *book)
    assert "plan.xlsx" in told["why_no_split"]
    assert "track_split" not in told
