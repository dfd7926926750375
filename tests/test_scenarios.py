"""Many scenarios at once, and runs compared: from the command line, on the example."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from browser import browser, opened
from pathway.cli import app
from pathway.errors import StorageError, UsageError
from pathway.executors import Place
from pathway.models import with_options
from pathway.results.compare import compare_runs, read_runs
from pathway.results.studies import scenario_study
from pathway.scenarios import Progress, State, solve_scenarios
from pathway.settings import read_settings
from pathway.show_compare import scenarios_facts
from pathway.workbook.folder import dump_folder, load_folder
from pathway.workbook.template import new_workbook
from readings import rows_of

if TYPE_CHECKING:
    from pathway.results.compare import Run
    from pathway.settings import Settings

CALL = CliRunner()
SCENARIOS = {
    "cheap": [("processes", "battery", "capex", 0.5, "×")],
    "harder": [("clauses", "E-1", "value", 430, "="), ("clauses", "E-2", "value", 240, "=")],
    "impossible": [("clauses", "E-1", "value", 40000, "=")],
}
QUICK = ("--days", "1", "--peak-year", "deadline")


def write_city(folder: Path) -> None:
    """The example with scenarios of its own, as a project."""
    new_workbook(folder / "whole.xlsx", "示例")
    dump_folder(folder / "whole.xlsx", folder / "csv")
    keys = list(SCENARIOS)
    listed = pd.DataFrame(
        {"scenario": keys, "name_zh": [f"{k}情景" for k in keys], "name_en": keys}
    )
    listed.to_csv(folder / "csv/scenarios.csv", index=False, encoding="utf-8-sig")
    changes = [
        {"scenario": scenario, "table": table, "key": key, "parameter": parameter,
         "operation": sign, "value": value, "reason": "试"}
        for scenario, rows in SCENARIOS.items()
        for table, key, parameter, value, sign in rows
    ]  # fmt: skip
    overrides = pd.read_csv(folder / "csv/overrides.csv", encoding="utf-8-sig").iloc[:0]
    pd.concat([overrides, pd.DataFrame(changes)]).to_csv(
        folder / "csv/overrides.csv", index=False, encoding="utf-8-sig"
    )
    (folder / "inputs").mkdir()
    load_folder(folder / "csv", folder / "inputs/city.xlsx")
    (folder / "models").mkdir()
    (folder / "models/city.toml").write_text('workbook = "inputs/city.xlsx"\n', "utf-8")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    write_city(folder)
    return folder


@pytest.fixture(scope="module")
def told(city: Path) -> dict[str, Any]:
    """What ``solve --scenario all --json`` says."""
    done = CALL.invoke(
        app,
        ["solve", str(city / "models/city.toml"), "--scenario", "all", *QUICK, "--json",
         "--out", str(city / "outputs"), "--lang", "en", "--workers", "2"],
    )  # fmt: skip
    assert done.exit_code == 4, done.output
    assert "impossible  failed No plan meets every clause" in done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def runs(told: dict[str, Any]) -> tuple[Run, ...]:
    return read_runs([Path(one["folder"]) for one in told["scenarios"] if one["folder"]])


def settings_of(city: Path) -> Settings:
    settings = read_settings(city / "models/city.toml")
    return with_options(settings, days=1, peak_year="deadline")


def test_a_scenario_without_a_plan_does_not_stop_the_others(told):
    codes = {one["scenario"]: one["code"] for one in told["scenarios"]}
    assert codes == {"base": 0, "cheap": 0, "harder": 0, "impossible": 4}
    assert told["code"] == 4
    assert list(told["compare"]["runs"]) == ["base", "cheap", "harder"]
    folders = [one["folder"] for one in told["scenarios"]]
    assert folders[3] is None
    assert all((Path(folder) / "plan.xlsx").exists() for folder in folders[:3])
    assert all((Path(folder) / "report.html").exists() for folder in folders[:3])


def test_differences_are_those_of_the_manifests(told, runs):
    cost = {run.key: run.manifest["objective"]["cost_before_peak"] for run in runs}
    for row in told["compare"]["figures"]:
        if row["figure"] == "cost_before_peak":
            assert row["value"] == pytest.approx(cost[row["run"]])
            assert row["difference"] == pytest.approx(cost[row["run"]] - cost["base"])
    assert cost["harder"] > cost["base"]


def test_terms_and_items_add_up_to_the_difference_in_cost(runs):
    tables = compare_runs(runs).tables
    whole = {r.key: sum(r.manifest["objective"][c] for c in ("cost_before_peak", "cost_after"))
             for r in runs}  # fmt: skip
    for name in ("compare_cost_terms", "compare_cost_items"):
        sums = tables[name].groupby("run")["difference"].sum()
        for key, cost in whole.items():
            assert sums[key] == pytest.approx(cost - whole["base"], abs=1e-6)


def test_moved_targets_bracket_what_they_cost(runs):
    """Only targets move in ``harder``, of levels, and nothing is put off to the second stage."""
    tables = compare_runs(runs).tables
    own = tables["compare_clause_costs"].set_index("run").loc[["harder"]]
    assert set(own["clause"]) == {"E-1", "E-2"}
    figures = tables["compare_figures"].set_index(["figure", "run"])["difference"]
    cost = figures["cost_whole", "harder"]
    low, high = own["cost_at_reference_price"].sum(), own["cost_at_own_price"].sum()
    assert low - 1e-6 <= cost <= high + 1e-6
    assert high > 0


def test_what_is_built_otherwise_is_found_with_its_year(runs):
    tables = compare_runs(runs).tables
    changed = tables["compare_changes"].set_index(["run", "kind", "process"])
    built = {run.key: run.tables["capacity"].query("process == 'battery'") for run in runs}
    more = built["cheap"]["new"].sum() - built["base"]["new"].sum()
    row = changed.loc["cheap", "build", "battery"]
    assert row["difference"] == pytest.approx(more)
    assert row["how"] == ("more" if more > 0 else "less")
    delta = built["cheap"].set_index("year")["new"] - built["base"].set_index("year")["new"]
    assert row["first_year"] == delta.index[delta.abs() > 1e-3][0]
    parted = tables["compare_divergence"].set_index(["run", "what"])["year"]
    first = changed.loc["cheap"]["first_year"].min()
    assert parted["cheap", "tasks"] == first


def test_inputs_that_differ_are_the_overrides(runs):
    table = compare_runs(runs).tables["compare_inputs"]
    harder = table[table["run"] == "harder"]
    assert set(zip(harder["table"], harder["key"], strict=True)) == {
        ("clauses", "E-1"), ("clauses", "E-2"),
    }  # fmt: skip


def test_the_workbook_says_what_the_tables_say(told):
    folder = Path(told["compare"]["folder"])
    book = openpyxl.load_workbook(folder / "compare.xlsx")
    sheet = book["Scenarios compared"]
    lines = list(sheet.iter_rows(values_only=True))
    head = next(line for line in lines if line[0] == "Figure")
    assert head[2:5] == ("Base (reference)", "cheap", "harder")
    cost = next(line for line in lines if line[0] == "Discounted cost before the deadline")
    rows = [r for r in told["compare"]["figures"] if r["figure"] == "cost_before_peak"]
    assert cost[2:5] == pytest.approx([row["value"] for row in rows])
    assert any("impossible: no result (exit code 4)" in str(line[0]) for line in lines)
    assert len(sheet._charts) == 4
    assert len(book.sheetnames) == 6


def test_the_reports_of_the_reference_tell_of_the_other_scenarios(told):
    base, cheap = (Path(one["folder"]) for one in told["scenarios"][:2])
    lines = rows_of(base / "plan.xlsx")["Scenarios compared"]
    same = rows_of(Path(told["compare"]["folder"]) / "compare.xlsx")["Scenarios compared"]
    for title in ("Key figures", "Difference to the reference"):
        at, there = (next(n for n, row in enumerate(x) if row[0] == title) for x in (lines, same))
        for row, other in zip(lines[at : at + 17], same[there : there + 17], strict=True):
            assert row[:5] == other[:5]
    said = "\n".join(str(row[0]) for row in lines)
    assert "All 3 plans, the reference among them, peak in " in said
    cost = {r["run"]: r["value"] for r in told["compare"]["figures"]
            if r["figure"] == "cost_before_peak"}  # fmt: skip
    assert f"highest harder {cost['harder']:,.1f} ({cost['harder'] - cost['base']:+,.1f}" in said
    assert "✘ No plan: impossible." in said
    assert "compare.xlsx" in said
    assert "Scenarios compared" not in rows_of(cheap / "plan.xlsx")
    written = json.loads((base / "manifest.json").read_text("utf-8"))["outputs"]
    digest = hashlib.sha256((base / "plan.xlsx").read_bytes()).hexdigest()
    assert written["plan.xlsx"] == digest
    pages = [re.findall(r'id="data">(.*?)</script>', (folder / "report.html").read_text("utf-8"))
             for folder in (base, cheap)]  # fmt: skip
    first, second = (json.loads(found[0])["sections"] for found in pages)
    assert [run["key"] for run in first["scenarios"]["runs"]] == ["base", "cheap", "harder"]
    assert "scenarios" not in second


def test_a_comparison_whose_runs_have_changed_is_left_out(told):
    base, cheap = (Path(one["folder"]) for one in told["scenarios"][:2])
    study = scenario_study(base)
    assert study
    assert study.folder == "/".join(Path(told["compare"]["folder"]).parts[-3:])
    assert [run.key for run in study.comparison.runs] == ["base", "cheap", "harder"]
    assert [failed[:2] for failed in study.failed] == [("impossible", 4)]
    assert scenario_study(cheap) is None
    costs = cheap / "tables/costs.csv"
    kept = costs.read_bytes()
    try:
        costs.write_bytes(kept + b" ")
        assert scenario_study(base) is None
    finally:
        costs.write_bytes(kept)


def test_the_page_of_the_comparison_shows_every_run_on_either_side(told, runs):
    text = (Path(told["compare"]["folder"]) / "report.html").read_text("utf-8")
    data = json.loads(re.findall(r'id="data">(.*?)</script>', text, re.S)[0])["sections"]
    assert [run["key"] for run in data["side"]["runs"]] == ["base", "cheap", "harder"]
    assert 'data-lang="en"' in text[:200]
    assert "impossible: no result (exit code 4)" in text
    for shown, run in zip(data["side"]["runs"], runs, strict=True):
        rows = shown["charts"]["costs"]["rows"]
        costs = run.tables["costs"].groupby("year")["cost"].sum()
        sums = [
            sum(filter(None, column)) for column in zip(*(r["values"] for r in rows), strict=True)
        ]
        assert sums == pytest.approx(costs.tolist(), rel=1e-5)
    assert {row[0]["zh"] for row in data["changes"]["rows"]} == {"cheap情景", "harder情景"}


def test_scenarios_are_chosen_on_either_side(told):
    with browser() as started:
        shown = opened(started, Path(told["compare"]["folder"]) / "report.html")
        page = shown.page
        titles = page.locator("#side .sides h3")
        assert titles.all_inner_texts() == ["Base", "cheap"]
        page.select_option("#side-right", "harder")
        page.select_option("#side-figure", "costs")
        assert titles.all_inner_texts() == ["Base", "harder"]
        ranges = page.evaluate("[...document.querySelectorAll('#side .sides .plot')]"
                               ".map((plot) => plot.layout.yaxis.range.join())")  # fmt: skip
        assert len(ranges) == 2
        assert ranges[0] == ranges[1]
        page.select_option("#changes-run", "harder")
        assert "cheap" not in page.locator("#changes-table tbody").inner_text()
        page.click("button[data-set-lang=zh]")
        assert titles.all_inner_texts() == ["基准", "harder情景"]
        assert (shown.asked, shown.errors) == ([], [])


def test_scenarios_are_chosen_in_the_report_of_the_reference(told):
    with browser() as started:
        shown = opened(started, Path(told["scenarios"][0]["folder"]) / "report.html")
        page = shown.page
        titles = page.locator("#scenarios .sides h3")
        assert titles.all_inner_texts() == ["Base", "cheap"]
        page.select_option("#scenarios #side-right", "harder")
        assert titles.all_inner_texts() == ["Base", "harder"]
        assert "Discounted cost before the deadline" in page.locator("#scenarios").inner_text()
        assert page.locator("nav a[href='#scenarios']").count() == 1
        assert (shown.asked, shown.errors) == ([], [])


def test_compare_gives_the_same_for_finished_runs(told, city):
    folders = [one["folder"] for one in told["scenarios"] if one["folder"]]
    done = CALL.invoke(app, ["compare", *folders, "--json", "--out", str(city / "outputs")])
    assert done.exit_code == 0, done.output
    again = json.loads(done.stdout)
    for key in ("figures", "cost_terms", "changes", "clause_costs"):
        assert again[key] == told["compare"][key]
    shown = CALL.invoke(app, ["compare", *folders[::2], "--out", str(city / "outputs")])
    assert "harder情景" in shown.stdout


def test_a_run_is_nothing_more_than_itself(runs):
    tables = compare_runs([runs[0], runs[0]]).tables
    for name in ("compare_changes", "compare_clause_costs", "compare_inputs"):
        assert len(tables[name]) == 0
    assert tables["compare_divergence"]["year"].isna().all()


def test_what_is_no_finished_run_is_refused(told, tmp_path):
    with pytest.raises(StorageError, match="is this the folder of a run"):
        read_runs([tmp_path])
    base = Path(told["scenarios"][0]["folder"])
    spoilt = tmp_path / "run"
    (spoilt / "tables").mkdir(parents=True)
    for path in base.rglob("*"):
        if path.suffix in {".csv", ".json"}:
            (spoilt / path.relative_to(base)).write_bytes(path.read_bytes())
    read_runs([spoilt])
    costs = spoilt / "tables/costs.csv"
    costs.write_bytes(costs.read_bytes().replace(b"2024", b"2025", 1))
    with pytest.raises(StorageError, match="not the table that this run wrote"):
        read_runs([spoilt])
    manifest = json.loads((spoilt / "manifest.json").read_text("utf-8"))
    (spoilt / "manifest.json").write_text(json.dumps(manifest | {"audit": None}), "utf-8")
    with pytest.raises(StorageError, match="did not finish"):
        read_runs([spoilt])


def test_an_unknown_scenario_is_told_before_anything_is_solved(city):
    done = CALL.invoke(
        app, ["solve", str(city / "models/city.toml"), "--scenario", "base", "--scenario", "x",
              "--out", str(city / "none")],
    )  # fmt: skip
    assert done.exit_code == 2
    assert "cheap" in done.stderr
    assert not (city / "none").exists()


def test_one_run_is_not_enough_to_compare(told):
    done = CALL.invoke(app, ["compare", told["scenarios"][0]["folder"]])
    assert done.exit_code == UsageError.exit_code


@pytest.mark.slow
def test_what_the_first_learnt_is_where_the_others_begin(city, told):
    """On two workers, plan and operation apart: the same costs, in fewer steps than alone."""
    settings = settings_of(city)
    solver = settings.solver.model_copy(update={"decompose": True, "threads": 2})
    settings = settings.model_copy(update={"solver": solver})
    whole = {r["run"]: r["value"] for r in told["compare"]["figures"]
             if r["figure"] == "cost_before_peak"}  # fmt: skip

    def steps(*names: str) -> dict[str, int]:
        found = solve_scenarios(
            settings, [*names, "impossible"], out_root=city / f"apart{len(names)}", lang="en",
            place=Place(2), watch=lambda _: None,
        )  # fmt: skip
        assert [one.code for one in found.outcomes] == [0] * len(names) + [4]
        taken = {}
        for one in found.outcomes[:-1]:
            assert one.folder
            manifest = json.loads((one.folder / "manifest.json").read_text("utf-8"))
            cost = manifest["objective"]["cost_before_peak"]
            assert cost == pytest.approx(whole[one.scenario], rel=solver.gap)
            taken[one.scenario] = sum(s["iterations"] for s in manifest["stages"])
        return taken

    alone, together = steps("cheap"), steps("base", "cheap", "harder")
    assert together["cheap"] < alone["cheap"]


@pytest.mark.slow
def test_reports_that_cannot_be_renewed_are_told_and_lose_nothing(city, monkeypatch):
    """Somebody has the reference's workbook open: the comparison stands, and the reason is said."""

    def held(*_: object) -> None:
        raise StorageError("plan.xlsx: not written")

    monkeypatch.setattr("pathway.scenarios.report_run", held)
    found = solve_scenarios(
        settings_of(city), ["base", "cheap"], out_root=city / "held", lang="en",
        place=Place(1), watch=lambda _: None,
    )  # fmt: skip
    assert found.code == 0
    assert found.compared
    assert "plan.xlsx: not written" in found.left
    assert scenarios_facts(found)["reports_left"] == found.left


@pytest.mark.slow
def test_a_cluster_gives_the_same_numbers(city, told):
    distributed = pytest.importorskip("distributed")
    seen: list[Progress] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as local:
        found = solve_scenarios(
            settings_of(city), ["base", "harder", "impossible"], out_root=city / "cluster",
            lang="en", place=Place(cluster=local.scheduler_address), watch=seen.extend,
        )  # fmt: skip
    assert [one.code for one in found.outcomes] == [0, 0, 4]
    assert {one.state for one in seen} >= {State.RUNNING, State.DONE, State.FAILED}
    assert found.compared
    figures = found.compared.comparison.tables["compare_figures"]
    here = {(r["figure"], r["run"], r["zh"]): r["value"] for r in told["compare"]["figures"]}
    for row in figures.to_dict("records"):
        assert row["value"] == pytest.approx(here[row["figure"], row["run"], row["zh"]], rel=1e-9)
