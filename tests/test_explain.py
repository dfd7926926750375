"""``pathway explain`` answers why a plan is as it is, of a run solved either way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import python_calamine
from typer.testing import CliRunner

from pathway.cli import app
from pathway.labels.explain import SENTENCES, said
from pathway.results.store import LEARNT

pytestmark = pytest.mark.slow  # whole runs of the example


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory):
    """A run of the example on one day, plan and operation apart."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        call("new", "city")
        model = Path("models/city.toml")
        model.write_text(f"{model.read_text('utf-8')}\n[solver]\ndecompose = true\n", "utf-8")
        told = json.loads(call("solve", "--days", "1", "--peak-year", "deadline", "--json"))
        yield Path(told["folder"])


def call(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, [*words])
    assert result.exit_code == code, result.output
    return result.stdout


def test_a_whole_plan_is_explained(run) -> None:
    told = json.loads(call("explain", str(run), "--json"))
    assert 3 <= len(told["sentences"]["zh"]) <= 10
    assert len(told["sentences"]["en"]) == len(told["sentences"]["zh"])
    sharing = told["sharing"]
    for at in ("before", "after"):
        parts = sum(share["part"][0 if at == "before" else 1] for share in sharing["shares"])
        whole = sharing["plan"][0 if at == "before" else 1]
        whole -= sharing["free"][0 if at == "before" else 1]
        rest = sharing["rest"][0 if at == "before" else 1]
        assert parts + rest == pytest.approx(whole, abs=1e-6)
    assert {row["verdict"] for row in told["table_implied"]} <= {"could", "implied", "priced"}


def test_what_is_written_reads_back(run) -> None:
    call("explain", str(run), "--minutes", "0")
    folder = run / "explain"
    names = python_calamine.CalamineWorkbook.from_path(str(folder / "explain.xlsx")).sheet_names
    assert names == ["发现", "成本分摊", "蕴含的条款"]
    lines = (folder / "explain.md").read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    verdicts = pd.read_csv(folder / "implied.csv")
    assert set(verdicts["verdict"]) <= {"open", "priced"}  # there was no time
    assert not pd.read_csv(folder / "sharing.csv").empty


def test_a_clause_is_explained(run) -> None:
    told = json.loads(call("explain", str(run), "--clause", "E-2", "--lang", "en", "--json"))
    for lines in told["sentences"].values():
        assert "E-2" in lines[0]
        assert "280" in lines[0]  # its target
    assert {row["way"] for row in told["table_steps"]} == {"tighter", "looser"}
    assert (run / "explain" / "explain-E-2.md").exists()


def test_the_peak_is_explained_as_a_clause(run) -> None:
    told = json.loads(call("explain", str(run), "--clause", "O-1", "--json"))
    paid = told["payers"]
    for at in range(2):
        by = sum(change[at] for change in paid["by"].values())
        assert by == pytest.approx(paid["whole"][at], abs=1e-6)


def test_a_process_is_explained(run) -> None:
    told = json.loads(call("explain", str(run), "--process", "wind", "--json"))
    assert told["decisions"]
    for why in told["decisions"]:
        assert why["task"]["process"] == "wind"
        assert sum(part["cost"] for part in why["parts"]) == pytest.approx(why["reduced"], abs=1e-6)


def test_what_is_not_done_is_explained(run) -> None:
    told = json.loads(call("explain", str(run), "--process", "battery", "--year", "2026", "--json"))
    assert told["sentences"]["zh"]


def test_a_year_is_explained_of_a_run_that_kept_nothing(run) -> None:
    """As one that was solved as one programme: plan and operation are solved apart first."""
    bare = run.with_name("bare")
    shutil.copytree(run, bare, ignore=shutil.ignore_patterns(LEARNT))
    text = call("explain", str(bare), "--year", "2030", "--lang", "en")
    assert "2030" in text


def test_what_is_not_there_is_refused(run) -> None:
    for option, wrong in (("--clause", "E-9"), ("--process", "wnd"), ("--year", "1999")):
        call("explain", str(run), option, wrong, code=2)


def test_sentences_have_the_same_gaps_in_both_languages() -> None:
    for key, texts in SENTENCES.items():
        gaps = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in texts]
        assert [g.split(":")[0] for g in gaps[0]] == [g.split(":")[0] for g in gaps[1]], key
    assert said("yi", "zh", x="1") == "1 亿元"
