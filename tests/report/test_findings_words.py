"""Every warning and note that a check can give reads in Chinese in the Chinese report."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import pathway
from pathway.labels.findings import PATTERNS, in_chinese

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FOLDERS = ("case", "workbook")
CALLS = {"warn", "_warn", "_warning", "note"}
SEVERITIES = {"WARNING", "NOTE"}


def told() -> dict[str, str]:
    """What warnings and notes say, gaps as 2030, with the place that says it."""
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
            severe = {s.attr for s in ast.walk(node) if isinstance(s, ast.Attribute)} & SEVERITIES
            if name in CALLS or (name == "Finding" and severe):
                yield node


def texts(node: ast.AST):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "2030"
                 for at, p in enumerate(node.values))  # fmt: skip
        yield "".join(parts)


def test_every_warning_and_note_has_its_chinese() -> None:
    said = told()
    assert len(said) > 60, "the texts of checks were not found"
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
