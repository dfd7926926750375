"""Reading and writing workbooks, against the bare libraries that do it.

Run with ``python benchmarks/files.py [RUN] [--quick] [--repeats N]``. RUN is the folder of a run,
or of several; without it, a plan is solved first on one representative day.

*Reading*: the workbook as pathway reads and checks it, against python-calamine giving every value,
followed by the second pass that is needed whatever reads the values: unpacking each sheet and
looking through it for how far it reaches, formulas, errors and percentages.

*Writing*: the report, against XlsxWriter writing the same cells. These are read back beforehand,
with their formats, from a report just written. What is no cell (widths, heights, charts, native
tables, rules) is left out, so the bare side does a little less; pathway also opens its file again.

*Checking*: ``pathway check`` from the command line, start of Python included.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import python_calamine
import xlsxwriter
from measure import interleaved, machine, table, verdict

from pathway.report.workbook import SAFE, write_report
from pathway.rerun import read_run
from pathway.run import solve_model
from pathway.settings import read_settings
from pathway.workbook import archive, marks
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell import Cell
    from xlsxwriter.format import Format

ROOT = Path(__file__).parents[1]
NANTONG, MODEL = ROOT / "inputs" / "nantong.xlsx", ROOT / "models" / "nantong.toml"
READING, WRITING, CHECK_SECONDS = 1.5, 1.3, 3.0
"""Largest ratios, and seconds, that the project asks of itself."""


# --- reading -----------------------------------------------------------------------------------


def bare_values(path: Path) -> int:
    """Every value of a workbook as calamine gives it; how many rows."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def second_pass(path: Path) -> int:
    """What only the XML tells of each sheet; how many cells are special."""
    data = path.read_bytes()
    with archive.open_archive(data, path.name) as zipped:
        percent = marks.percent_styles(zipped.read("xl/styles.xml"))
        members = archive.sheet_members(zipped, path.name)
        sheets = [zipped.read(member) for name, member in members.items() if name[:1] != "_"]
        return sum(len(marks.marks_of(xml, percent)) + marks.extent(xml)[0] for xml in sheets)


def reading(repeats: int) -> list[list[str]]:
    """Rows of the table: reading."""
    works = {
        "read and check": lambda: read_workbook(NANTONG),
        "calamine alone": lambda: bare_values(NANTONG),
        "second pass alone": lambda: second_pass(NANTONG),
    }
    seconds, _ = interleaved(works, repeats)
    bare = seconds["calamine alone"] + seconds["second pass alone"]
    told = verdict(seconds["read and check"] / bare, READING)
    rows = [[f"{NANTONG.name}: {name}", f"{value:.2f}", ""] for name, value in seconds.items()]
    return [*rows, [f"{NANTONG.name}: calamine and second pass", f"{bare:.2f}", told]]


# --- writing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """A cell of the report."""

    row: int
    column: int
    value: Any
    style: int
    result: Any = 0


@dataclass
class Content:
    """Cells of a report by sheet, and their formats as XlsxWriter takes them."""

    sheets: dict[str, list[Written]] = field(default_factory=dict)
    formats: list[dict[str, Any]] = field(default_factory=list)


def content_of(path: Path) -> Content:
    """The cells of a workbook with their formats."""
    book, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    content, known = Content(), {}
    for sheet in book:
        results = values[sheet.title]
        cells = []
        for cell in (
            c for row in sheet.iter_rows() for c in row if c.has_style or c.value is not None
        ):
            if cell.style_id not in known:
                known[cell.style_id] = len(content.formats)
                content.formats.append(_format(cell))
            place, style = (cell.row - 1, cell.column - 1), known[cell.style_id]
            result = results.cell(cell.row, cell.column).value
            cells.append(Written(*place, cell.value, style, 0 if result is None else result))
        content.sheets[sheet.title] = cells
    return content


def _format(cell: Cell) -> dict[str, Any]:
    """Format of a cell: its font, paper, lines, alignment and numbers."""
    font, fill, align = cell.font, cell.fill, cell.alignment
    found: dict[str, Any] = {
        "font_name": font.name, "font_size": font.sz, "bold": font.b, "italic": font.i,
        "num_format": cell.number_format, "align": align.horizontal, "valign": align.vertical,
        "indent": int(align.indent), "text_wrap": align.wrap_text, "shrink": align.shrink_to_fit,
    }  # fmt: skip
    if font.color is not None and isinstance(font.color.rgb, str):
        found["font_color"] = f"#{font.color.rgb[2:]}"
    if fill.fill_type == "solid":
        found["bg_color"] = f"#{fill.fgColor.rgb[2:]}"
    if cell.border.left.style:
        found["border"] = 1
    elif cell.border.bottom.style:
        found["bottom"] = 2
    return {name: value for name, value in found.items() if value}


def write_bare(content: Content, path: Path) -> None:
    """The same cells by XlsxWriter and nothing else."""
    file = xlsxwriter.Workbook(str(path), SAFE)
    formats = [file.add_format(options) for options in content.formats]
    for name, cells in content.sheets.items():
        sheet = file.add_worksheet(name)
        for cell in cells:
            _put(sheet, cell, formats)
    file.close()


def _put(sheet: Any, cell: Written, formats: Sequence[Format]) -> None:
    style, value = formats[cell.style], cell.value
    if value is None:
        sheet.write_blank(cell.row, cell.column, None, style)
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(cell.row, cell.column, value, style, cell.result)
    elif isinstance(value, str):
        sheet.write_string(cell.row, cell.column, value, style)
    else:
        sheet.write_number(cell.row, cell.column, value, style)


def writing(run: Path, folder: Path, repeats: int) -> list[list[str]]:
    """Rows of the table: writing.

    Raises:
        ValueError: the bare side did not write the same cells.
    """
    results = read_run(run, [NANTONG])
    report, bare = folder / "plan.xlsx", folder / "bare.xlsx"
    write_report(results, report)
    content = content_of(report)
    works = {
        "write_report": lambda: write_report(results, report),
        "XlsxWriter alone": lambda: write_bare(content, bare),
    }
    seconds, _ = interleaved(works, repeats)
    again = content_of(bare)
    if _values(again) != _values(content):
        raise ValueError("the bare side wrote other cells")
    count = sum(map(len, content.sheets.values()))
    told = verdict(seconds["write_report"] / seconds["XlsxWriter alone"], WRITING)
    ours, theirs = seconds.values()
    return [
        [f"plan.xlsx, {count:,} cells: write_report", f"{ours:.2f}", ""],
        [f"plan.xlsx, {count:,} cells: XlsxWriter alone", f"{theirs:.2f}", told],
    ]


def _values(content: Content) -> dict[str, list[tuple[int, int, Any]]]:
    return {
        name: [(c.row, c.column, c.value) for c in cells] for name, cells in content.sheets.items()
    }


# --- checking ----------------------------------------------------------------------------------


def checking(repeats: int) -> list[list[str]]:
    """Row of the table: ``pathway check``."""
    command = [sys.executable, "-m", "pathway.cli", "check", str(NANTONG), "--json"]
    seconds = statistics.median(_used_by(command) for _ in range(repeats))
    kept = "holds" if seconds < CHECK_SECONDS else "fails"
    return [["pathway check", f"{seconds:.2f}", f"{kept}: under {CHECK_SECONDS:g} s"]]


def _used_by(command: Sequence[str]) -> float:
    """Seconds of the processor that a command takes."""
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    user, system = after.children_user, after.children_system
    return user + system - before.children_user - before.children_system


# --- all of it ---------------------------------------------------------------------------------


def run_folder(given: Path | None, folder: Path) -> Path:
    """The newest run in a folder, or a new one on one day."""
    if given is not None:
        return max(given.rglob("manifest.json"), key=lambda file: file.stat().st_mtime).parent
    settings = read_settings(MODEL)
    days = settings.time.model_copy(update={"days": 1})
    peak = settings.peak.model_copy(update={"year": "deadline"})
    quick = settings.model_copy(update={"time": days, "peak": peak})
    return solve_model(quick, out_root=folder, lang="zh", progress=lambda _: None).folder


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path, nargs="?")
    parser.add_argument("--quick", action="store_true", help="measured once")
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    repeats = 1 if args.quick else args.repeats
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = reading(repeats) + writing(run_folder(args.run, folder), folder, repeats)
        rows += checking(repeats)
    print(f"## Reading and writing\n\n{machine(repeats)}\n")
    print(table(("what", "seconds", "ratio and limit"), rows))


if __name__ == "__main__":
    main()
