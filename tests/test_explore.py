"""``pathway explore`` and ``pathway peak`` from end to end, on the template city."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from pathway.cli import app
from pathway.workbook.folder import dump_folder, load_folder
from pathway.workbook.template import new_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = CliRunner()
MODEL = """workbook = "city.xlsx"
[time]
resolution = "slices"
[peak]
year = "deadline"
[solver]
decompose = true
threads = 1
gap = 1e-4
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the run of the template city on the slices of one day."""
    folder = tmp_path_factory.mktemp("explore")
    new_workbook(folder / "whole.xlsx", "示例")
    dump_folder(folder / "whole.xlsx", folder / "csv")
    profiles = pd.read_csv(folder / "csv/profiles.csv", encoding="utf-8-sig").iloc[:24]
    profiles = profiles.assign(step=range(1, 25), day="1", duration=1, weight=365)
    profiles.to_csv(folder / "csv/profiles.csv", index=False, encoding="utf-8-sig")
    load_folder(folder / "csv", folder / "city.xlsx")
    (folder / "models").mkdir()
    (folder / "models/city.toml").write_text(MODEL, "utf-8")
    return folder


@pytest.fixture(scope="module")
def asked(place: Path) -> Callable[..., dict[str, Any]]:
    """Runs a command; what it says as JSON."""

    def run(*words: str) -> dict[str, Any]:
        out = ["--out", str(place / "outputs"), "--json", "--lang", "en"]
        done = RUN.invoke(app, [*words, *out])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def solved(place: Path, asked: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """The finished run."""
    return asked("solve", str(place / "models/city.toml"))


@pytest.fixture(scope="module")
def explored(
    place: Path, solved: dict[str, Any], asked: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    """The exploration of it."""
    book = ["--workbook", str(place / "city.xlsx")]
    return asked("explore", solved["folder"], *book, "--slack", "1%,5%", "--minutes", "0.1")


def test_every_decision_has_room_around_the_plan(explored: dict[str, Any]) -> None:
    assert explored["slacks"] == [0.01, 0.05]
    assert len(explored["decisions"]) > 20
    for row in explored["decisions"]:
        room = 1e-3 * max(1.0, abs(row["planned"]))
        least, most = row["least_known"], row["most_known"]
        assert least - room <= row["planned"] <= most + room, row
        assert row["least_bound"] is None or row["least_bound"] <= least
        assert row["most_bound"] is None or row["most_bound"] >= most


def test_lists_say_what_bounds_prove(explored: dict[str, Any]) -> None:
    assert {row["list"] for row in explored["lists"]} <= {"must", "may", "never", "open"}
    for row in explored["lists"]:
        if row["list"] == "must":
            assert row["least_bound"] > 0
            assert row["must_until"] == 0.05
        if row["list"] == "never":
            assert row["never_until"] == 0.05
            assert row["most_known"] <= 1e-3 * max(1.0, row["most_bound"])


def test_the_exploration_is_written(explored: dict[str, Any]) -> None:
    folder = Path(explored["folder"])
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["command"] == "explore"
    table = pd.read_csv(folder / "tables/explore.csv", encoding="utf-8-sig")
    assert len(table) == len(explored["decisions"])
    book = openpyxl.load_workbook(folder / "explore.xlsx")
    assert book.sheetnames == ["Next two years", "Near-optimal room"]
    texts = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"Must do", "May do", "Never done", "Open"} <= texts


@pytest.mark.slow
def test_the_peak_is_tried_in_other_cities(
    place: Path, solved: dict[str, Any], asked: Callable[..., dict[str, Any]]
) -> None:
    found = asked("peak", solved["folder"], "--workbook", str(place / "city.xlsx"))
    by_trial = {row["trial"]: row for row in found["trials"]}
    assert {"plan", "demand_high", "demand_low"} <= set(by_trial)
    for row in found["trials"]:
        assert row["state"] in {"survives", "impossible", "no_plan", "open"}
        assert (row["level"] is not None) == (row["state"] == "survives")
        if row["state"] == "survives":
            assert row["peak_year"] <= found["peak_year"]
    level = next(row for row in found["level"] if row["kind"] == "level")
    assert level["least_bound"] <= level["least_known"] <= level["planned"] * 1.001
    folder = Path(found["folder"])
    assert (folder / "peak.xlsx").is_file()
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["command"] == "peak"


def test_a_slack_that_is_none_is_wrong_usage(place: Path, solved: dict[str, Any]) -> None:
    for word in ("some", "0%"):
        done = RUN.invoke(app, ["explore", solved["folder"], "--slack", word, "--lang", "en"])
        assert done.exit_code == 2, done.output


def test_the_plan_has_its_proof_of_the_peak(solved: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(Path(solved["folder"]) / "plan.xlsx")
    texts = [
        str(cell.value) for row in book["Peak proof"].iter_rows() for cell in row if cell.value
    ]
    said = " ".join(texts)
    for part in ("Emissions peak in", "reading", "boundary", "Price of its row"):
        assert part in said, part
