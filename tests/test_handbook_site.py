"""The handbook as a site: every formula is drawn, every page is reached, nothing is fetched."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from pathway.model.build import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools" / "handbook"))
import hooks  # noqa: E402
import tex  # noqa: E402

FETCHED = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//[^>]*>")


def formulas() -> Iterator[str]:
    for page in [*sorted((ROOT / "docs").rglob("*.md")), hooks.families_page()]:
        text = page if isinstance(page, str) else page.read_text("utf-8")
        yield from re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)


def test_every_formula_is_drawn_and_well_formed():
    found = list(formulas())
    assert len(found) > 30
    for formula in found:
        ElementTree.fromstring(tex.mathml(formula, block=True))


def test_a_formula_has_its_parts():
    drawn = tex.mathml(r"K_{p,y} = \sum_{v \le y} B_{p,v} + \overline{K}", block=False)
    assert "<msub><mi>K</mi><mrow><mi>p</mi><mo>,</mo><mi>y</mi></mrow></msub>" in drawn
    assert "<munder><mo>∑</mo><mrow><mi>v</mi><mo>≤</mo><mi>y</mi></mrow></munder>" in drawn
    assert "<mover><mrow><mi>K</mi></mrow><mo>‾</mo></mover>" in drawn


@pytest.mark.parametrize("formula", [r"\unheard{x}", "{x", "x_"])
def test_what_cannot_be_drawn_is_an_error(formula):
    with pytest.raises(tex.FormulaError):
        tex.mathml(formula, block=True)


def test_the_page_of_the_families_has_all_of_them_with_formula_and_example():
    page = hooks.families_page()
    assert re.findall(r"^## `(\w+)`", page, re.MULTILINE) == list(FAMILIES)
    for name, family in FAMILIES.items():
        assert isinstance(family, ModuleType)
        assert "Worked example" in page.partition(f"## `{name}`")[2].partition("\n## ")[0], name


def test_links_out_of_the_handbook_name_the_file():
    known = {"how-to/a.md", "b.md"}
    shown = hooks._links(
        "[x](../README.md#y) [b](../b.md#c) [e](https://e.org)", "how-to/a.md", known
    )
    assert shown == "x（`README.md`） [b](../b.md#c) [e](https://e.org)"


@pytest.mark.slow
def test_the_site_builds_strictly_and_fetches_nothing(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        assert not FETCHED.findall(page.read_text("utf-8")), page
    assert "<math" in (tmp_path / "reference" / "families.html").read_text("utf-8")
    assert "$$" not in (tmp_path / "reference" / "families.html").read_text("utf-8")
