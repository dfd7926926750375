"""One figure, one number: sheets of plan.xlsx, data of report.html and tables/*.csv hold the same.

Everything is read back from the files of a solved run. Each check names the places where a figure
stands (`places`); sums stand there as places of their own.
"""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from pathway.cli import app
from places import CHECKS, groups
from readings import Reading, apart, zh


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("same")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        call("new", "city")
        told = json.loads(call("solve", "--days", "1", "--peak-year", "deadline", "--json"))
    return Reading(folder / told["folder"])


def call(*words: str) -> str:
    result = CliRunner().invoke(app, [*words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", CHECKS)
def test_a_figure_is_the_same_wherever_it_stands(run: Reading, name: str) -> None:
    check, least = CHECKS[name]
    places = check(run)
    assert len(places) > 1
    for place, figures in places.items():
        assert sum(abs(value) > 0 for value in figures.values()) >= least, place
    assert apart(places) == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_figure_that_is_off_in_one_place_is_named(run: Reading, name: str) -> None:
    """By a hundredth of a percent, in the largest figure of each place in turn."""
    places = CHECKS[name][0](run)
    for place, figures in places.items():
        key = max(figures, key=lambda k: abs(figures[k]))
        wrong = {**places, place: {**figures, key: figures[key] * 1.0001}}
        assert [line.startswith(str(key)) for line in apart(wrong)] == [True], place


def test_every_hour_drawn_is_that_of_the_table(run: Reading) -> None:
    """Hours of the page have four digits; each day's sum by group is that of the table."""
    told, table, known = run.page["operation"], run.table("dispatch"), groups(run)
    columns = [column for column in map(str, table) if column.startswith("electricity@")]
    names = {row["process"]: row["name_zh"] for row in run.table("capacity").to_dict("records")}
    for year in told["years"]:
        for day in told["days"]:
            rows = table[(table["year"] == year) & (table["day"].astype(str) == day["key"])]
            sent: dict[str, float] = {}
            for column in columns:
                group = known.get(names.get(column.split("|")[1], ""), "")
                sent[group] = sent.get(group, 0.0) + 100.0 * float(rows[column].sum())
            hours = told["hours"][str(year)][day["key"]]
            for group, values in zip(told["groups"], hours, strict=False):
                assert sum(values) == pytest.approx(sent[zh(group["name"])], rel=1e-3, abs=0.5)


def test_every_value_of_the_inputs_is_on_the_sheet_and_on_the_page(run: Reading) -> None:
    table = run.table("inputs").fillna("")
    cells = sorted(zip(*(table[c].astype(str) for c in ("table", "key", "parameter")), strict=True))
    told = run.page["inputs"]
    page = sorted(tuple(str(zh(told["texts"][n])) for n in row[:3]) for row in told["rows"])
    assert [cell[1:] for cell in page] == [cell[1:] for cell in cells]
    listed = run.listed("输入快照", "参数", "取值", "来源")
    assert len(listed) == len(cells)
