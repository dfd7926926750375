"""Everything that a check can say reads in Chinese, on the screen and in the report."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import pathway
from pathway.labels.findings import PATTERNS, in_chinese

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FOLDERS = ("case", "workbook")
CALLS = {"warn", "_warn", "_warning", "note", "error", "_error", "unknown", "CellError", "Fault"}


def told() -> dict[str, str]:
    """What checks say, gaps as 2030, with the place that says it."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((Path(pathway.__file__).parent / folder).rglob("*.py")):
            for call in calls(ast.parse(path.read_text("utf-8"))):
                for argument in call.args:
                    for text in texts(argument):
                        if re.search("[a-z]{2}.* |[.]", text) and not text.startswith("2030!"):
                            found[text] = f"{path.name}:{call.lineno}"
    return found


def calls(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in CALLS or name == "Finding":
                yield node


def texts(node: ast.AST):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "2030"
                 for at, p in enumerate(node.values))  # fmt: skip
        yield "".join(parts)


def test_everything_that_is_said_has_its_chinese() -> None:
    said = told()
    assert len(said) > 200, "the texts of checks were not found"
    missing = {text: where for text, where in said.items()
               if not CHINESE.search(in_chinese(text))}  # fmt: skip
    assert not missing


@pytest.mark.parametrize(("said", "words"), PATTERNS.items())
def test_gaps_are_the_same_in_both_languages(said, words) -> None:
    said = said.replace("{a}columns", "columns")  # years or nothing: the handbook has both
    assert set(re.findall(r"\{(.)\}", said)) == set(re.findall(r"\{(.)\}", words)), said


def test_names_and_numbers_stay_as_they_are() -> None:
    assert in_chinese("metric '风电' selects nothing") == "指标 '风电' 没有选中任何内容"
    text = "E1-2: a target 45.2 times the figure of the base year"
    assert in_chinese(text) == "E1-2：目标是基准年数值的 45.2 倍"
    held = "It happened, so it is held; build_max holds for later years."
    assert in_chinese(held) == "已经发生，照实固定；年新建上限只管以后各年。"
    assert in_chinese("3 个代用值未替换 / 3 rows that still stand in") == "3 个代用值未替换"
    assert in_chinese("something new") == "something new"
    assert in_chinese("x is something new") == "x is something new"


def test_errors_read_in_chinese_with_their_columns_and_units() -> None:
    said = 'column processes (技术) names "truk", which sheet processes does not have'
    assert in_chinese(said) == '列“技术”（processes）写的是 "truk"，而 processes 表中没有'
    assert in_chinese("Did you mean truck or trunk?") == "是否想写 truck 或 trunk？"
    unit = "gas: 单位“GW”（功率）不能换算为“万吨”（质量） "
    unit += "(unit 'GW' measures power; '万吨' measures mass)"
    assert in_chinese(unit) == "gas：单位“GW”（功率）不能换算为“万吨”（质量）"
    assert in_chinese("质量的单位，如 万吨 (a unit of mass)") == "质量的单位，如 万吨"
    late = "base year 2024 not checked: no schedule keeps every hard clause and the physics"
    assert "基准年 2024 未校核" in in_chinese(late)
