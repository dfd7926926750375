"""A city planned by its parts: the audit divides the rows by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import runs

import apart
import districts
import tiny
from pathway.case.parts import in_detail

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def _run(folder: Path, detail: str, *, decompose: bool = False) -> runs.Run:
    """A run; what happened of divided plant stands in the book, though no year is past in it."""
    sheets, hours = districts.rich(link=0.1)
    sheets["actual_items"] = [{"quantity": "built", "key": "wind", "unit": "GW", 2024: 0.5}]
    book = in_detail(tiny.read(sheets, hours), detail)
    settings = apart.settings("before-peaking", apart=decompose, year="deadline")
    return runs.make_from(folder, book, districts.in_detail(settings, detail))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> runs.Run:
    return _run(tmp_path_factory.mktemp("parts"), "parts")


def test_both_versions_pass_and_congestion_costs(tmp_path: Path, parts: runs.Run) -> None:
    whole = _run(tmp_path, "whole")
    for run in (whole, parts):
        assert not run.audit().failed, runs.told(run.audit())
    cost = [run.files.manifest["objective"]["cost_before_peak"] for run in (whole, parts)]
    assert cost[1] > cost[0] * 1.0001


def test_plan_and_operation_apart_pass(tmp_path: Path) -> None:
    run = _run(tmp_path, "parts", decompose=True)
    assert not run.audit().failed, runs.told(run.audit())


def test_use_that_landed_in_the_wrong_part_is_seen(parts: runs.Run) -> None:
    def move(flows: pd.DataFrame) -> None:
        chosen = (flows["item"] == "trucks") & (flows["commodity"] == "electricity")
        flows.loc[chosen, "region"] = "inland"

    assert runs.caught(parts.with_table("flows", move).audit())


def test_a_group_above_its_limit_is_seen(tmp_path: Path) -> None:
    """Each part may build what all of them may together: the sum is above the limit."""

    def alone(case: Any) -> Any:
        free = {k: replace(p, group=k) for k, p in case.processes.items()}
        return replace(case, processes=free)

    sheets, hours = districts.rich(link=0.1)
    next(p for p in sheets["processes"] if p["process"] == "wind").update(capex=0.1)
    book = in_detail(tiny.read(sheets, hours), "parts")
    settings = districts.in_detail(apart.settings(apart=False, year="deadline"), "parts")
    run = runs.make_from(tmp_path, book, settings, alone)
    assert runs.caught(run.audit(), "limits"), runs.told(run.audit())
