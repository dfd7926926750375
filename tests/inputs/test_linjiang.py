"""The example city: another place in rows only. It reads, solves and is proved like the first."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest
from typer.testing import CliRunner

import pathway
import tiny
from pathway.case.assemble import assemble
from pathway.case.scenario import apply_scenario
from pathway.cli import app
from pathway.errors import Severity
from pathway.schema import BY_KEY
from pathway.schema.sheets.plan import QUANTITY
from pathway.settings import TimeSettings
from pathway.workbook.folder import dump_folder, load_folder, read_folder
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathway.case.case import Case
    from pathway.workbook.folder import FolderData
    from pathway.workbook.rows import Workbook

ROOT = Path(__file__).parents[2]
FOLDER, BOOK = ROOT / "examples" / "linjiang", ROOT / "examples" / "linjiang.xlsx"
QUOTING = [ROOT / "docs" / "how-to" / name for name in ("recipes.md", "add-a-clause.md")]
ONE_DAY = TimeSettings(days=1)
INVENTED = {"source": ("example",), "confidence": "D"}


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return read_workbook(BOOK)


@pytest.fixture(scope="module")
def rows() -> FolderData:
    return read_folder(FOLDER)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Summary of a run on one representative day and the extreme days."""
    out = str(tmp_path_factory.mktemp("runs"))
    words = ("--days", "1", "--peak-year", "deadline", "--out", out, "--json")
    done = CliRunner().invoke(app, ["solve", str(BOOK), *words])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


# --- rows -----------------------------------------------------------------------------------------


def test_the_workbook_is_the_folder(rows: FolderData, tmp_path: Path) -> None:
    """The folder is the truth; `pathway load examples/linjiang --force` makes the workbook."""
    dump_folder(BOOK, tmp_path)
    book = read_folder(tmp_path)
    assert filled(book) == filled(rows)
    assert {k: v for k, v in (book.profiles or {}).items() if any(v)} == {
        k: v for k, v in (rows.profiles or {}).items() if any(v)
    }


def filled(data: FolderData) -> dict[str, list[dict[Any, object]]]:
    return {table: found for table, found in data.tables.items() if found}


def test_there_is_nothing_to_find() -> None:
    done = CliRunner().invoke(app, ["check", str(BOOK), "--json"])
    assert json.loads(done.stdout)["findings"] == []


def test_of_a_scenario_only_its_changes_are_told(workbook: Workbook) -> None:
    changes = Counter(row["scenario"] for row in csv_rows("overrides"))
    assert set(changes) == {row["scenario"] for row in csv_rows("scenarios")}
    for scenario, number in changes.items():
        changed = apply_scenario(workbook, scenario)
        found = (*changed.notes, *assemble(changed, ONE_DAY).findings)
        notes = [finding for finding in found if finding.severity is Severity.NOTE]
        assert len({finding.where for finding in notes}) == number, scenario
        assert {finding.severity for finding in found} == {Severity.NOTE}, scenario


def csv_rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_says_that_it_is_invented(workbook: Workbook) -> None:
    for table in BY_KEY.values():
        if table.provenance:
            for row in workbook.rows(table.key):
                assert {key: row[key] for key in INVENTED} == INVENTED, row.where()
    titles = [row["value"] for row in workbook.rows("settings") if row.key == "title_zh"]
    assert "虚构" in titles[0]


def test_the_plan_speaks_in_many_ways(workbook: Workbook) -> None:
    case = assemble(workbook, ONE_DAY)
    numeric = [clause for clause in case.clauses.values() if clause.kind == "numeric"]
    assert {clause.state for clause in numeric} == {"live", "family"}
    assert len({clause.understood for clause in numeric}) >= 17
    raw = workbook.rows("clauses")
    assert {row["time"] for row in raw} == {"at", "every", "from", "cumulative", "average_growth"}
    assert {row["firmness"] for row in raw} == {"hard", "soft", "recorded"}
    assert {row["relative_to"] for row in raw} >= {"level", "change", "points", "factor"}


# --- the plan -------------------------------------------------------------------------------------


def test_it_solves_and_peaks_in_its_window(solved: dict[str, Any]) -> None:
    assert solved["status"] == "optimal"
    assert 2027 <= solved["peak_year"] <= 2030
    assert set(solved["unserved"].values()) == {0}
    assert solved["warnings"] == []


def test_every_proof_and_the_audit_hold(solved: dict[str, Any]) -> None:
    manifest = json.loads((Path(solved["folder"]) / "manifest.json").read_text("utf-8"))
    assert manifest["checks_failed"] == 0
    done = CliRunner().invoke(app, ["audit", solved["folder"], "--workbook", str(BOOK), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["ok"]


def test_the_base_year_closes(solved: dict[str, Any]) -> None:
    found = list(table(solved, "base_check"))
    assert len(found) >= 15
    assert [row["metric"] for row in found if row["ok"] != "True"] == []


def test_clauses_bind_here_and_there_and_none_is_missed(solved: dict[str, Any]) -> None:
    found = [row for row in table(solved, "clauses") if row["row"]]
    assert {row["light"] for row in found} == {"green"}
    binding = {row["clause"] for row in found if row["binding"] == "True"}
    assert 8 <= len(binding) < len({row["clause"] for row in found})


def test_both_regions_take_part(solved: dict[str, Any]) -> None:
    built = {(row["region"], row["process"]) for row in table(solved, "capacity")
             if float(row["new"] or 0) > 0}  # fmt: skip
    assert len([1 for region, _ in built if region == "city"]) >= 5
    assert len([1 for region, _ in built if region == "county"]) >= 5
    sent = [float(row["activity"]) for row in table(solved, "activity") if row["process"] == "line"]
    assert min(sent) > 1


TASKS = {
    "O-2": "二氧化碳排放（含净调入电力） / 地区生产总值（2025 年价）较基期变化不高于 -28 %",
    "I-2": "退出水泥熟料小窑累计不低于 40 万吨/年",
    "E-1": "风电光伏装机不低于 150 万千瓦",
    "E-5": "新型储能装机不低于基期的 4 倍",
    "E-6": "需求响应能力 / 最大负荷不低于 5 %",
    "B-4": "室内供暖量 / 在用建筑面积不高于 0.268306 吉焦/平方米",
    "T-2": "柴油消费量不高于上年",
}


def test_targets_are_told_to_departments_as_the_plan_means_them(solved: dict[str, Any]) -> None:
    rows = [row for row in table(solved, "tasks") if row["kind"] == "clause"]
    told = {row["clause"]: row["task_zh"] for row in rows}
    assert {key: told[key] for key in TASKS} == TASKS


def test_power_that_a_line_carries_is_no_use_of_the_city(solved: dict[str, Any]) -> None:
    """Use of all regions together: demand, charging and losses, not what a line takes in."""
    sheet = openpyxl.load_workbook(Path(solved["folder"]) / "plan.xlsx", read_only=True)["总览"]
    lines = {row[0]: row[2:] for row in sheet.iter_rows(values_only=True) if row[0]}
    wanted = [float(row["value"]) for row in table(solved, "metrics")
              if row["metric"] == "electricity_use"]  # fmt: skip
    for told, use in zip(lines["电力 · 用"], wanted, strict=False):
        assert use < told < 1.03 * use


def table(solved: dict[str, Any], name: str) -> Iterator[dict[str, str]]:
    path = Path(solved["folder"]) / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


# --- generality -----------------------------------------------------------------------------------


def test_no_source_file_knows_a_city() -> None:
    names = re.compile("nantong|南通|linjiang|临江|云岭", re.IGNORECASE)
    citations = Path("library") / "sources.csv"  # publications have the titles that they have
    for path in Path(pathway.__file__).parent.rglob("*"):
        known = path.suffix in {".py", ".md", ".csv", ".html", ".toml"}
        if known and not path.match(str(citations)):
            assert not names.search(path.read_text("utf-8")), path


LIBRARY_SHAPES = {"charging_smart"}
"""Profiles of the library that are also keys of a process."""


def test_no_source_file_names_plant_or_metrics_of_a_city() -> None:
    """Keys of two words and more, such as coal_old; one that is a tag too is a common word."""
    keys, tags = set(), set()
    for path in (BOOK, ROOT / "inputs" / "nantong.xlsx"):
        book = read_workbook(path)
        for name in ("processes", "metrics", "units", "demands"):
            keys |= {row[BY_KEY[name].columns[0].key] for row in book.rows(name)}
        tags |= {tag for row in book.rows("processes") for tag in row["tags"] or ()}
    keys = {key for key in keys if "_" in key} - tags - {quantity.key for quantity in QUANTITY}
    keys -= LIBRARY_SHAPES
    for path in Path(pathway.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in keys, f"{path}: {node.value}"


SAID_OTHERWISE = (
    ("units", "unit", "coal_1", {"size": "0.2", "size_unit": "GW"}),
    ("processes", "process", "pumped", {"capex": "55", "capex_unit": "亿元/GW"}),
    ("processes", "process", "wind", {"fixed_om": "0.6", "fixed_om_unit": "亿元/GW/年"}),
    ("clauses", "clause", "E-1", {"value": "1500", "unit": "MW"}),
    ("storage", "process", "battery", {"hours": "4.0"}),
)  # fmt: skip


def test_the_same_numbers_in_other_units_are_the_same_programme(
    workbook: Workbook, tmp_path: Path
) -> None:
    folder = tmp_path / "said_otherwise"
    folder.mkdir()
    for file in FOLDER.glob("*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    for name, key, row, cells in SAID_OTHERWISE:
        change(folder / f"{name}.csv", key, row, cells)
    load_folder(folder, tmp_path / "book.xlsx")
    otherwise = assemble(read_workbook(tmp_path / "book.xlsx"), ONE_DAY)
    for one, other in zip(arrays(assemble(workbook, ONE_DAY)), arrays(otherwise), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15)


def change(path: Path, key: str, row: str, cells: dict[str, str]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    (line,) = [line for line in lines if line[key] == row]
    assert all(line[column] != cell for column, cell in cells.items())
    line.update(cells)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(line), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def arrays(case: Case) -> Iterator[np.ndarray]:
    compiled = tiny.programme(case)
    yield from (compiled.matrix.data, compiled.row_lower, compiled.row_upper)
    for process in case.processes.values():
        yield from (process.capex, process.fixed_om, process.variable_cost)


# --- what pages say of it -------------------------------------------------------------------------


@pytest.mark.parametrize("page", QUOTING, ids=lambda page: page.stem)
def test_pages_quote_rows_as_they_are(page: Path) -> None:
    quoted = list(quoted_rows(page.read_text("utf-8")))
    assert len(quoted) > 15
    for name, key, cells in quoted:
        keys = BY_KEY[name].key_columns or (BY_KEY[name].columns[0].key,)
        there = [row for row in csv_rows(name) if key_of(row, keys) == key]
        assert any(cells.items() <= row.items() for row in there), f"{name} {key} {cells}"


def key_of(row: dict[str, str], keys: Sequence[str]) -> str:
    return ":".join(row[k] for k in keys if row.get(k))


def quoted_rows(page: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Rows in blocks of text, as `pathway dump` prints them."""
    for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL):
        name = ""
        for line in block.splitlines():
            if line.startswith("== "):
                name = line.removeprefix("== ")
            elif line.strip():
                key, *cells = line.split(" | ")
                yield name, key.strip(), dict(cell.strip().split("=", 1) for cell in cells)
