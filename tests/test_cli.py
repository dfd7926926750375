"""The command line: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

from pathway import errors, messages
from pathway.cli import app
from pathway.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

BROKEN = {"wind": "capex", "solar": "lifetime"}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, [*words])


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new model named ``city``; never to be changed."""
    folder = tmp_path_factory.mktemp("master")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(app, ["new", "city"]).exit_code == 0
    return folder


@pytest.fixture
def city(run: Callable[..., Result], master: Path) -> Path:
    """The workbook of a new model named ``city``, which runs without any edit."""
    shutil.copytree(master, ".", dirs_exist_ok=True)
    return Path("inputs/city.xlsx")


@pytest.fixture(scope="session")
def spoilt(master: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The workbook of the city with two cells spoilt, and their addresses."""
    book = openpyxl.load_workbook(master / "inputs/city.xlsx")
    sheet = book["processes"]
    columns = {cell.value: cell.column_letter for cell in sheet[2]}
    rows = {cell.value: cell.row for cell in sheet["A"]}
    cells = {column: f"{columns[column]}{rows[key]}" for key, column in BROKEN.items()}
    for cell in cells.values():
        sheet[cell] = "贵"
    path = tmp_path_factory.mktemp("spoilt") / "city.xlsx"
    book.save(path)
    return path, cells


@pytest.fixture
def broken(city: Path, spoilt: tuple[Path, dict[str, str]]) -> dict[str, str]:
    """Two cells of the city's processes spoilt: address by column."""
    shutil.copy(spoilt[0], city)
    return spoilt[1]


@pytest.fixture
def solve_raises(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run ``solve`` with a pipeline that raises an error."""

    def call(error: BaseException, *words: str) -> Result:
        Path("models").mkdir()
        Path("models/city.toml").write_text('workbook = "inputs/city.xlsx"\n', "utf-8")
        pipeline = ModuleType("pathway.run")

        def solve_model(*_: object, **__: object) -> None:
            raise error

        pipeline.solve_model = solve_model  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "pathway.run", pipeline)
        return run("solve", *words)

    return call


# --- new, dump, load ------------------------------------------------------------------------------


def test_a_new_model_checks_without_a_complaint(city, run):
    result = run("check", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["errors"] == 0


@pytest.mark.parametrize("name", ["", "a/b", "city.xlsx"])
def test_a_model_needs_a_plain_name(run, name):
    assert run("new", name).exit_code == 2


def test_nothing_is_overwritten(city, run, tmp_path):
    before = city.read_bytes()
    assert run("new", "city").exit_code == 7
    assert run("dump", str(city), "--to", "text").exit_code == 0
    (tmp_path / "text.xlsx").write_bytes(b"mine")
    assert run("load", "text").exit_code == 7
    assert (tmp_path / "text.xlsx").read_bytes() == b"mine"
    assert run("load", "text", "--force").exit_code == 0
    assert city.read_bytes() == before


def test_a_workbook_goes_to_a_folder_and_back(city, run):
    assert run("dump", str(city), "--to", "text").exit_code == 0
    assert run("load", "text", "--to", "back.xlsx").exit_code == 0
    listing = run("dump", str(city)).stdout_bytes
    assert "== processes" in listing.decode("utf-8")
    assert run("dump", "back.xlsx").stdout_bytes == listing


# --- check ----------------------------------------------------------------------------------------


def test_check_lists_every_problem_with_its_cell(broken, run):
    result = run("check")
    assert result.exit_code == 3
    for cell in broken.values():
        assert cell in result.stdout
    assert "错误 2" in result.stdout
    assert "errors" not in result.stdout
    english = run("check", "city", "--lang", "en")
    assert "2 error(s)" in english.stdout
    assert "Suggestion" in english.stdout


def test_check_gives_findings_to_machines(broken, run):
    told = json.loads(run("check", "--json").stdout)
    assert told["errors"] == 2
    found = [f for f in told["findings"] if f["severity"] == "error"]
    assert {f["cell"] for f in found} == set(broken.values())
    assert {(f["file"], f["sheet"]) for f in found} == {("city.xlsx", "processes")}
    assert all(f["found"] and f["expected"] for f in found)


def test_check_knows_scenarios(city, run):
    assert run("check", "--scenario", "cheap_storage").exit_code == 0
    result = run("check", "--scenario", "nope")
    assert result.exit_code == 2
    assert "cheap_storage" in result.stderr


def test_check_needs_no_solver_and_chooses_no_days(city, tmp_path):
    script = (
        "import sys; from pathway.cli import app\n"
        "app(['check'], standalone_mode=False)\n"
        "found = {'pyomo', 'highspy', 'tsam', 'pandas'} & set(sys.modules)\n"
        "assert not found, found\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# --- which model ----------------------------------------------------------------------------------


def test_a_model_may_be_a_name_a_toml_or_a_workbook(city, run):
    for model in ("city", "models/city.toml", "inputs/city.xlsx"):
        assert run("check", model).exit_code == 0


def test_it_may_be_left_out_only_where_there_is_one(city, run):
    Path("models/other.toml").write_text('workbook = "inputs/city.xlsx"\n', "utf-8")
    result = run("check")
    assert result.exit_code == 2
    assert "city, other" in result.stderr
    result = run("solve", "third")
    assert result.exit_code == 2
    assert "city, other" in result.stderr


def test_the_one_marked_default_is_meant_where_there_are_several(city, run):
    other = Path("models/other.toml")
    other.write_text('workbook = "inputs/nowhere.xlsx"\n', "utf-8")
    assert "default = true" in run("check").stderr
    marked = Path("models/city.toml")
    marked.write_text(f"default = true\n{marked.read_text('utf-8')}", "utf-8")
    assert run("check").exit_code == 0
    other.write_text('workbook = "inputs/nowhere.xlsx"\ndefault = true\n', "utf-8")
    assert run("check").exit_code == 2


def test_no_model_at_all_says_how_to_begin(run):
    result = run("check", "--lang", "en")
    assert result.exit_code == 2
    assert "pathway new" in result.stderr


# --- exit codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError("x"), 2),
        (errors.InputError([Finding("f.xlsx!s!A1", "x", "y")]), 3),
        (errors.InfeasibleError("x"), 4),
        (errors.SolveError("x"), 5),
        (errors.ProofError("x"), 5),
        (errors.TimeLimitError("x"), 6),
        (errors.StorageError("x"), 7),
        (OSError(28, "No space left on device"), 7),
        (KeyboardInterrupt(), 130),
        (errors.ModelError("x"), 70),
        (ZeroDivisionError("x"), 70),
    ],
)
def test_every_kind_of_error_has_its_exit_code(solve_raises, error, code):
    result = solve_raises(error, "--json", "--lang", "en")
    assert result.exit_code == code
    told = json.loads(result.stdout)
    assert told["code"] == code
    assert told["error"] == result.stderr.strip()


def test_a_bug_is_one_line_on_screen_and_a_traceback_in_the_log(solve_raises):
    result = solve_raises(ZeroDivisionError("by\nnothing"))
    assert result.exit_code == 70
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "outputs" in result.stderr
    assert "Traceback" in Path("outputs/run.log").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("solve", "--days", "0"),
        ("solve", "--days", "many"),
        ("solve", "--peak-year", "soon"),
        ("solve", "--resolution", "minutes"),
        ("solve", "--lang", "fr"),
        ("solve", "--nope"),
        ("nope",),
        ("dump",),
    ],
)
def test_wrong_usage_ends_with_2(run, words):
    Path("models").mkdir()
    Path("models/city.toml").write_text('workbook = "inputs/city.xlsx"\n', "utf-8")
    assert run(*words).exit_code == 2


def test_a_model_file_with_an_unknown_key_is_an_input_error(run):
    Path("models").mkdir()
    Path("models/city.toml").write_text('workbook = "inputs/city.xlsx"\ncolour = 1\n', "utf-8")
    result = run("check", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["findings"][0]["sheet"] == "colour"


def test_files_that_are_not_there_end_with_7(run):
    for words in (("dump", "no.xlsx"), ("load", "no"), ("check", "no.xlsx"), ("check", "no.toml")):
        assert run(*words).exit_code == 7, words


def test_every_message_has_both_languages():
    for key, (chinese, english) in messages.TEXTS.items():
        assert chinese != english
        assert english.isascii() or "×" in english
        assert set(gaps(chinese)) == set(gaps(english)), key


def gaps(text: str) -> list[str]:
    """Names of the gaps of a message."""
    return [part.split("}")[0].split(":")[0] for part in text.split("{")[1:]]
