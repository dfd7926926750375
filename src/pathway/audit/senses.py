"""What a sense word says, by sheet ``lexicon``: longest word first, from the left."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SHADES = frozenset({"approx", "from", "annual", "dist", "except"})
FORMS = (
    "drop_rel", "grow_rel", "growth", "decline", "double", "peak", "ext", "cum", "cum_cut", "pp",
    "control",
)  # fmt: skip
"""Families that settle the form of a clause beside others, the first of these in order."""
AT_LEAST = frozenset(
    {"ge", "gt", "raise_to", "double", "growth", "grow_rel", "cum", "cum_cut", "all", "pp"}
)
AT_MOST = frozenset({"le", "lt", "drop_to", "drop_rel", "decline", "ban"})
WISHED = frozenset({"approx", "ext", "control", "better", "bench", "hold", "rank"})
BY_WISH = frozenset({"达到", "实现", "完成"})
"""Words that mean ≥ of a wished-for figure and ≤ of an unwished one."""
TRENDS = {"trend_down": "<=", "after_peak": "<=", "trend_up": ">="}


class Sense(NamedTuple):
    """Family, shades and words of a phrase; the family is blank where it is not understood."""

    family: str
    shades: frozenset[str]
    words: tuple[str, ...]

    def relation(self, direction: str) -> str:
        """Side of its limit on which the figure is kept; blank if it cannot be told."""
        wished = {"more": ">=", "less": "<="}.get(direction, "")
        if set(self.words) & BY_WISH and wished and (self.family in AT_LEAST | AT_MOST | {"eq"}):
            return wished
        if self.family in AT_LEAST:
            return ">="
        if self.family in AT_MOST:
            return "<="
        if self.family == "eq":
            return "=="
        return wished if self.family in WISHED else TRENDS.get(self.family, "")


def read(phrase: str, lexicon: Mapping[str, str]) -> Sense:
    """Sense of a phrase."""
    lexicon = {_plain(word): family for word, family in lexicon.items()}
    rest, words = _plain(phrase or ""), []
    while rest:
        known = [word for word in lexicon if rest.startswith(word)]
        word = max(known, key=len) if known else ""
        if word:
            words.append(word)
        rest = rest[len(word) or 1 :]
    families = [lexicon[word] for word in words]
    shades = frozenset(f for f in families if f in SHADES or f.startswith("mod:"))
    main = [f for f in families if f not in shades]
    main = main or [f for f in families if not f.startswith("mod:")]
    settled = next((form for form in FORMS if form in main), main[0] if main else "")
    return Sense(settled, shades, tuple(words))


def _plain(words: str) -> str:
    """Compatible forms of a character as one: an ellipsis is three dots."""
    return unicodedata.normalize("NFKC", words).strip()
