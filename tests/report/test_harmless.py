"""No text of a workbook becomes a formula, link or script in what is written."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from sample import sample_results
from test_workbook import OWN_FORMULAS

from pathway.report.task_book import task_books
from pathway.report.workbook import write_report

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

BAD = ("=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "http://example.org", "mailto:a@example.org",
       "external:other.xlsx#A1", "=cmd|'/C calc'!A0", "{=1+1}", "<script>alert(1)</script>",
       "&P&G")  # fmt: skip
"""What careless writers turn into something that runs, or into codes of headers."""
FREE = re.compile(
    r".*_(zh|en)$|quote|how_modelled|note|lead|partners|text|found|expected|suggestion"
    r"|where|sources|source_cell|county|department|section|parameter|value"
)
"""Columns that hold whatever a planner has typed."""


def spoilt(table: pd.DataFrame, bad: str) -> pd.DataFrame:
    mine = [
        c for c in table if FREE.fullmatch(c) and table[c].map(lambda x: isinstance(x, str)).any()
    ]
    return table.assign(**dict.fromkeys(mine, bad))


@pytest.mark.parametrize("bad", BAD)
def test_texts_stay_texts(bad: str, tmp_path: Path) -> None:
    results = sample_results()
    tables = {name: spoilt(table, bad) for name, table in results.tables.items()}
    written = [tmp_path / "plan.xlsx", *task_books(sample_results(**tables), tmp_path)]
    write_report(sample_results(**tables), written[0])
    assert len(written) > 1
    for path in written:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            assert not [n for n in names if re.search("vbaProject|externalLink|macro", n)]
            parts = {
                n: archive.read(n).decode("utf-8") for n in names if n.endswith((".xml", ".rels"))
            }
        for name, xml in parts.items():
            assert "<hyperlink" not in xml, (path.name, name)
            assert "TargetMode" not in xml, (path.name, name)
            assert "<script" not in xml, (path.name, name)
            for formula in re.findall(r"<f[^>]*>([^<]*)</f>", xml if "worksheets" in name else ""):
                assert OWN_FORMULAS.fullmatch(formula), (path.name, formula)
