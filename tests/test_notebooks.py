"""Notebooks run from beginning to end on what is in the repository; outputs are not kept."""

from __future__ import annotations

import json
from pathlib import Path

import nbclient
import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 600
"""Most that a cell may take; the whole of a notebook takes a minute or two on two idle cores."""
LOGIC = ("def ", "class ", "for ", "while ")


def ids(path: Path) -> str:
    return path.stem


def test_there_are_three_stories():
    assert len(NOTEBOOKS) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_they_are_kept_without_outputs_and_hold_no_logic(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in codes)
    lines = [line for cell in codes for line in cell["source"]]
    assert not [line for line in lines if line.startswith(LOGIC)]
    assert cells[0]["cell_type"] == "markdown"


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_they_run(path):
    book = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        book, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    client.execute()
    shown = [out for cell in book.cells for out in cell.get("outputs", ())]
    assert [out for out in shown if out["output_type"] in {"execute_result", "display_data"}]
