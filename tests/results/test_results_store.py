"""The run folder: never written twice, whole files, readable tables, a manifest to trace it by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest
import town

from pathway.errors import StorageError
from pathway.results import store
from pathway.results.store import (
    new_run_folder,
    read_tables,
    write_file,
    write_manifest,
    write_tables,
)

DIGEST = "0123456789abcdef"


@pytest.fixture(scope="module")
def folder(results, solution, tmp_path_factory) -> Path:
    """A run folder of the town, written once."""
    root = tmp_path_factory.mktemp("outputs")
    made = new_run_folder(root, "town", "base", DIGEST)
    write_tables(results, made)
    (made / "run.log").write_text("still being written", encoding="utf-8")
    write_manifest(
        results, made, settings=solution.settings,
        workbook=town.workbook(tmp_path_factory.mktemp("book")),
        timings={"read": 0.12345}, peak_memory=12.34,
    )  # fmt: skip
    return made


def test_two_runs_in_one_second_get_two_folders(tmp_path) -> None:
    first = new_run_folder(tmp_path, "town", "低碳/高电", DIGEST)
    second = new_run_folder(tmp_path, "town", "低碳/高电", DIGEST)
    assert first != second
    assert first.is_dir()
    assert first.parent.name == "低碳_高电"
    assert first.parent.parent.name == "town"
    assert first.name.split("-")[1] == "01234567"
    assert ":" not in first.name


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path) -> None:
    (tmp_path / "town").write_text("a file", encoding="utf-8")
    with pytest.raises(StorageError):
        new_run_folder(tmp_path, "town", "base", DIGEST)


def test_tables_come_back_as_they_were(folder, results) -> None:
    back = read_tables(folder)
    assert set(back) == set(results.tables) - store.PROOF
    for name in back:
        table = results.tables[name]
        assert list(back[name]) == list(table), name
        numbers = table.select_dtypes("number").columns
        digits = {"atol": 6e-9, "rtol": 0} if name in store.HOURLY else {"rtol": 1e-11}
        pd.testing.assert_frame_equal(
            back[name][numbers].astype(float), table[numbers].astype(float), **digits
        )
    assert back["clauses"].loc[0, "quote"] == "风电装机达到50万千瓦以上"
    assert back["emissions"]["counted"].dtype == bool


def test_tables_open_in_excel_with_their_chinese(folder) -> None:
    assert (folder / "tables" / "costs.csv").read_bytes().startswith(b"\xef\xbb\xbfyear,")


def test_the_manifest_traces_every_output(folder) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(manifest["outputs"]) == files - {"manifest.json", "run.log"}
    for name, digest in manifest["outputs"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert manifest["status"] == "optimal"
    assert manifest["inputs"]["workbook"]["name"] == "town.xlsx"
    assert len(manifest["inputs"]["workbook"]["sha256"]) == 64
    assert manifest["timings"] == {"read": 0.123}
    assert manifest["checks_failed"] == 0
    assert manifest["versions"]["pyomo"][0].isdigit()
    assert manifest["sizes"]["rows"] > 0


def test_the_manifest_names_no_folder_of_the_machine(folder, tmp_path) -> None:
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    assert str(tmp_path.parent) not in text
    assert str(folder) not in text


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch) -> None:
    path = tmp_path / "a.csv"
    write_file(path, b"old")

    def full(self: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError, match="No space left"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_reads_back_otherwise_is_not_kept(tmp_path, monkeypatch) -> None:
    path = tmp_path / "a.csv"
    monkeypatch.setattr(Path, "read_bytes", lambda _self: b"torn")
    with pytest.raises(StorageError, match="does not read back"):
        write_file(path, b"whole")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_tables_is_no_run(tmp_path) -> None:
    with pytest.raises(StorageError, match="no tables"):
        read_tables(tmp_path)
