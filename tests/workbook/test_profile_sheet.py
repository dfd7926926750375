"""Sheet profiles: arrays in the order of the steps, and each wrong cell by its address."""

from __future__ import annotations

import time

import numpy as np
import openpyxl
import pytest

from pathway.workbook.read import read_workbook
from pathway.workbook.write import write_workbook


def _write(path, tables, profiles):
    write_workbook(path, tables, {"load": [1.0] * len(next(iter(profiles.values()))), **profiles})
    return path


@pytest.fixture
def sheet_of(tmp_path, tables):
    return lambda **columns: (
        read_workbook(_write(tmp_path / "p.xlsx", tables, columns)).profile_sheet
    )


def test_slices_with_weights_days_and_years(sheet_of):
    sheet = sheet_of(
        step=[3, 1, 2], day=["冬", "夏", "夏"], duration=[4, 12, 12], weight=[760, 4000, 4000],
        from_year=[None, 2026, None], to_year=[2030, None, None], wind=[0.3, 0.1, 0.2],
    )  # fmt: skip
    assert sheet.step.tolist() == [1, 2, 3]
    assert sheet.day.tolist() == ["夏", "夏", "冬"]
    assert sheet.duration.tolist() == [12, 12, 4]
    assert sheet.weight.tolist() == [4000, 4000, 760]
    assert sheet.from_year.tolist() == [2026, 0, 0]
    assert sheet.to_year.tolist() == [9999, 9999, 2030]
    assert sheet.profiles["wind"].tolist() == [0.1, 0.2, 0.3]


def test_weights_follow_durations_and_days_have_24_steps(sheet_of):
    sheet = sheet_of(duration=[2.0] * 25, wind=[0.0] * 25)
    assert sheet.weight.tolist() == [2.0] * 25
    assert sheet.day.tolist() == ["1"] * 24 + ["2"]


def test_wrong_cells_are_named(tmp_path, tables, errors):
    path = _write(tmp_path / "p.xlsx", tables, {"day": ["a", "b", "c"], "wind": [0.1, 0.2, 0.3]})
    file = openpyxl.load_workbook(path)
    sheet = file["profiles"]
    letter = {cell.value: cell.column_letter for cell in sheet[2]}
    wrong = {
        f"{letter['wind']}5": "x", f"{letter['wind']}6": None, f"{letter['load']}7": "#N/A",
        f"{letter['duration']}5": -1, f"{letter['day']}6": None, f"{letter['step']}7": 1,
    }  # fmt: skip
    for cell, value in wrong.items():
        sheet[cell] = value
    file.save(path)
    found = errors(path)
    assert set(found) == {f"profiles!{cell}" for cell in wrong}
    assert "A5" in found["profiles!A7"].found
    assert "#N/A" in found[f"profiles!{letter['load']}7"].found


def test_formulas_never_calculated_do_not_pass_as_blanks(tmp_path, tables, errors):
    path = _write(tmp_path / "p.xlsx", tables, {"wind": [0.1, 0.2]})
    file = openpyxl.load_workbook(path)
    file["profiles"]["D6"] = "=C6*2"  # weight: a blank would silently mean its duration
    file.save(path)
    assert list(errors(path)) == ["profiles!D6"]


def test_text_numbers_are_read_and_noted(tmp_path, tables):
    path = _write(tmp_path / "p.xlsx", tables, {"wind": [0.1, 0.2]})
    file = openpyxl.load_workbook(path)
    letter = {cell.value: cell.column_letter for cell in file["profiles"][2]}["wind"]
    file["profiles"][f"{letter}5"] = "０.７"
    file.save(path)
    workbook = read_workbook(path)
    assert workbook.profile_sheet.profiles["wind"].tolist() == [0.7, 0.2]
    assert [note.where for note in workbook.notes] == [f"p.xlsx!profiles!{letter}5"]


def test_names_of_profiles_are_keys(tmp_path, tables, errors):
    path = _write(tmp_path / "p.xlsx", tables, {"wind": [0.1], "two words": [0.2]})
    (finding,) = errors(path).values()
    assert "two_words" in finding.suggestion


def test_a_whole_year_reads_fast_and_exactly(tmp_path, tables):
    hours = np.round(np.random.default_rng(7).random((15, 8760)), 6)
    columns = {"wind": hours[0], **{f"p{i}": hours[i] for i in range(1, 15)}}
    path = _write(tmp_path / "year.xlsx", tables, columns)
    start = time.perf_counter()
    sheet = read_workbook(path).profile_sheet
    assert time.perf_counter() - start < 5
    assert sheet.step.tolist() == list(range(1, 8761))
    assert len(set(sheet.day)) == 365
    for name, values in columns.items():
        assert np.array_equal(sheet.profiles[name], values)
