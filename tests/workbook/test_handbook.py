"""The handbook's own words agree with what the program does."""

from __future__ import annotations

import pytest

from pathway.case.case import Relation
from pathway.case.lexicon import BANDS, DIRECTED, FIXED, MODIFIERS, RECORDING, TRENDS
from pathway.schema.sheets.plan import FAMILY, QUANTITY
from pathway.schema.units.words import WORDS
from pathway.workbook.handbook import handbook
from pathway.workbook.handbook_terms import NOT_A_ROW, QUANTITIES, SENSES, SHADE, WISHED

SIGNS = {Relation.AT_LEAST: "≥", Relation.AT_MOST: "≤", Relation.EQUAL: "="}
FAMILIES = [choice.key for choice in FAMILY]


def test_every_quantity_and_family_is_explained():
    assert list(QUANTITIES) == [choice.key for choice in QUANTITY]
    assert set(SENSES) == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_reads_as_the_program_reads_it(family):
    text = SENSES[family]
    if family in DIRECTED or family == "approx":
        assert all(wish in said for wish, said in zip(WISHED, text, strict=True))
    elif family in FIXED:
        sign = SIGNS[FIXED[family]]
        above = {
            "grow_rel": "above",
            "cum_cut": "as cum",
            "drop_rel": "below",
            "cum": "time cumulative",
        }
        assert sign in text[1] or text[1].startswith(above.get(family, sign))
    elif family in MODIFIERS:
        assert text == SHADE or "shades only" in text[1]
    elif family in BANDS:
        assert "both sides" in text[1]
    elif family in TRENDS or family == "peak":
        assert text != NOT_A_ROW
    else:
        assert family in RECORDING
        assert text == NOT_A_ROW


def test_every_word_of_units_is_listed():
    page = handbook().partition("## 附三")[2]
    plain = [word for word in WORDS if len(word) > 1 and WORDS[word].multiplier == 1]
    assert [word for word in plain if f"`{word}`" not in page] == []
