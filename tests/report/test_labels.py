from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

import pathway
import pathway.report
from pathway import labels
from pathway.labels import colour_of, group_of, group_order, group_word, label, pick, unit_word
from pathway.labels.explain import SENTENCES
from pathway.labels.words import SUBJECTS
from pathway.messages import TEXTS
from pathway.report.workbook import SHEETS

SOURCES = sorted(Path(pathway.report.__file__).parent.rglob("*.py"))


def said(path: Path) -> set[str]:
    """Keys that a source file passes to `say` as they stand."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say")  # fmt: skip
    return {a.value for call in calls for a in call.args if isinstance(a, ast.Constant)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_word_that_is_said_is_in_the_catalogue(path):
    for key in said(path):
        assert label(key, "zh"), key


def test_every_word_has_both_languages():
    for key, (zh, en) in labels.WORDS.items():
        assert zh.strip(), key
        assert en.strip(), key


def test_no_key_is_in_two_subjects():
    """Of two words for one key only the last would be seen."""
    counts = Counter(key for subject in SUBJECTS for key in subject.WORDS)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("texts", [TEXTS, SENTENCES], ids=["commands", "explanations"])
def test_what_commands_say_has_both_languages_with_the_same_gaps(texts):
    for key, (zh, en) in texts.items():
        assert en.strip(), key
        assert zh.strip() or not en.strip(), key
        assert gaps(zh) == gaps(en), key


def test_what_commands_ask_for_is_in_the_catalogue():
    for path in sorted(Path(pathway.__file__).parent.rglob("*.py")):
        for key in asked(path):
            assert key in TEXTS, (path.name, key)


def asked(path: Path) -> set[str]:
    """Keys that a source file passes to `text` as they stand, where it is that of messages."""
    source = path.read_text("utf-8")
    if "from pathway.messages import" not in source:
        return set()
    calls = (node for node in ast.walk(ast.parse(source))
             if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "text")  # fmt: skip
    firsts = (call.args[0] for call in calls if call.args)
    return {a.value for a in firsts if isinstance(a, ast.Constant)}


def gaps(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name}


def test_each_sheet_has_a_name_that_excel_takes():
    for lang in ("zh", "en"):
        names = [label(f"sheet.{key}", lang) for key in SHEETS]
        assert len(set(names)) == len(names)
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_process_belongs_to_the_first_group_it_has_a_tag_of():
    assert group_of({"biomass", "renewable", "waste_power"}, "power") == "waste_power"
    assert group_of({"风电", "可再生"}, "电力") == "wind"
    assert group_of({"freight"}, "transport") == "transport"
    assert group_of({"外来电"}, "能源供应") == "import"
    assert group_of({"外送电"}, "能源供应") == "export"
    assert group_order("coal_power") < group_order("wind") < group_order("transport")


def test_unknown_sectors_keep_their_own_name_and_get_a_colour():
    assert group_word("渔业", "zh") == "渔业"
    assert group_word("交通", "zh") == "交通"  # the workbook's own word
    assert group_word("交通", "en") == group_word("transport", "en")
    assert colour_of("电力", 3) == colour_of("power", 0)
    assert colour_of("渔业", 1) != colour_of("渔业", 2)
    assert colour_of("wind", 1) == colour_of("wind", 2)


@pytest.mark.parametrize(
    ("unit", "english"),
    [("万千瓦", "10⁴ kW"), ("亿千瓦时", "10⁸ kWh"), ("万吨标煤", "10⁴ tce"),
     ("元/千瓦时", "CNY/kWh"), ("亿吨公里/年", "10⁸ t-km/year"), ("万元/兆瓦", "10⁴ CNY/MW"),
     ("GW", "GW"), ("%", "%"), ("吨/小时", "t/h"), ("稀罕单位", "稀罕单位")],
)  # fmt: skip
def test_units_read_in_english(unit, english):
    assert unit_word(unit, "en") == english
    assert unit_word(unit, "zh") == unit


def test_a_blank_name_falls_back_to_the_other_language():
    assert pick("风电", "", "en") == "风电"
    assert pick(float("nan"), "Wind", "zh") == "Wind"
