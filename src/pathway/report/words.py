"""Words of the catalogue in one language, as sheets and the page ask for them."""

from __future__ import annotations

from typing import Any

from pathway.labels import label, unit_word, word_of
from pathway.report.cells import text_of


class Words:
    """Speaks one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, key: str) -> str:
        """Word of the catalogue in the language of the report."""
        return label(key, self.lang)

    def word(self, kind: str, value: Any) -> str:
        """Word for a value of a column, such as a state; blank for a blank."""
        text = text_of(value)
        return word_of(kind, text, self.lang) if text else ""

    def unit(self, unit: Any) -> str:
        """Unit in the language of the report."""
        return unit_word(text_of(unit), self.lang)

    def of_unit(self, title: str, unit: str) -> str:
        """A title with its unit, or another remark, in brackets."""
        return f"{title}（{unit}）" if self.lang == "zh" else f"{title} ({unit})"

    def times(self, unit: str) -> str:
        """Unit to stand right behind a number: ×10⁸ CNY."""
        return f"×{unit}" if unit.startswith("10") else unit
