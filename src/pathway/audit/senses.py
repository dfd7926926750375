"""What a sense word says, by sheet ``lexicon``: longest word first, from the left."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.audit.book import Line

SHADES = frozenset({"approx", "from", "annual", "dist", "except", "span"})
FORMS = (
    "drop_rel", "grow_rel", "growth", "decline", "double", "peak", "ext", "cum_cut", "cum", "pp",
    "control", "band", "ban",
)  # fmt: skip
"""Families that settle the form of a clause beside others, the first of these in order."""
AT_LEAST = frozenset(
    {"ge", "gt", "raise_to", "double", "growth", "grow_rel", "cum", "cum_cut", "all", "pp", "cmp"}
)
AT_MOST = frozenset({"le", "lt", "drop_to", "drop_rel", "decline", "ban"})
WISHED = frozenset({"approx", "ext", "control", "better", "bench", "hold", "rank", "shift"})
UPWARDS = frozenset({"growth", "grow_rel", "cum", "double", "pp"})
"""So much more, or with a ceiling beside it so much more at most."""
DOWNWARDS = frozenset({"drop_rel", "decline", "cum_cut"})
"""So much less, or with a ceiling beside it so much less at most."""
PLAIN = {"ge": ">=", "gt": ">=", "le": "<=", "lt": "<="}
BY_WISH = frozenset({"达到", "实现", "完成", "年均增速"})
"""Words that mean ≥ of a wished-for figure and ≤ of an unwished one."""
TRENDS = {"trend_down": "<=", "after_peak": "<=", "trend_up": ">="}
SILENT = frozenset({"promote", "under_constr"})
"""Families that are recorded only."""
SIGNS = {
    **dict.fromkeys(AT_LEAST, ">="), **dict.fromkeys(AT_MOST, "<="), "eq": "==", **TRENDS,
}  # fmt: skip
"""Side of a family where nothing turns it."""
TURNED = WISHED | SILENT | AT_LEAST | AT_MOST | {"eq"}
"""Families that the wished direction of a figure may turn."""
NOT = re.compile("[不未无勿非莫没禁][得能可应宜准再许予止]?$")
"""What denies the word behind it."""


class Sense(NamedTuple):
    """Family, shades and words of a phrase; the family is blank where it is not understood."""

    family: str
    shades: frozenset[str]
    words: tuple[str, ...]
    families: frozenset[str] = frozenset()
    """Of all its words."""
    side: str = ""
    """Side that a word beside the main one says."""
    span: tuple[int, int] | None = None

    @property
    def about(self) -> bool:
        """Whether a tolerance loosens it."""
        return self.family in {"approx", "shift"} or "approx" in self.shades

    def relation(self, direction: str) -> str:
        """Side of its limit on which the figure is kept; blank if it cannot be told."""
        wished = {"more": ">=", "less": "<="}.get(direction, "")
        if self.family == "cum_cut":
            return self.side or ">="
        if self.family in DOWNWARDS:
            return ">=" if self.side == "<=" else "<="
        if self.side and self.family in UPWARDS | WISHED | {"band", "cmp"}:
            return self.side
        wanting = set(self.words) & BY_WISH or (self.about and self.family in UPWARDS)
        wants = wished if self.family in WISHED | SILENT or wanting else ""
        return wants if wants and self.family in TURNED else SIGNS.get(self.family, "")


def read(phrase: str, lexicon: Iterable[Line]) -> Sense:
    """Sense of a phrase by the rows of sheet ``lexicon``."""
    known = {_plain(line["word"]): line for line in lexicon}
    rest, words, gap, denied = _plain(phrase or ""), [], "", False
    while rest:
        word = max((word for word in known if rest.startswith(word)), key=len, default="")
        if word:
            words.append(word)
            denied, gap = denied or bool(NOT.search(gap)), ""
        else:
            gap += rest[0]
        rest = rest[len(word) or 1 :]
    said = [(word, str(known[word]["family"])) for word in words]
    spans = [re.findall(r"\d{4}", known[w]["constraint"] or "") for w, f in said if f == "span"]
    span = next(((int(s[0]), int(s[1])) for s in spans if len(s) == 2), None)
    family, side = _main([x for x in said if x[1] not in SHADES and not x[1].startswith("mod:")])
    shades = frozenset(f for _, f in said if f in SHADES or f.startswith("mod:"))
    family = family or ("approx" if "approx" in shades else "")
    families = frozenset(f for _, f in said)
    if denied or _clash(family, side, said):
        family = ""
    return Sense(family, shades, tuple(words), families, side, span)


def _main(said: list[tuple[str, str]]) -> tuple[str, str]:
    """Family of the words that matter, and the side that others beside it say."""
    if any(word != "前" for word, _ in said):
        said = [(word, f) for word, f in said if word != "前"]  # "by the end of", no peak
    shaped = [f for _, f in said if f not in PLAIN]
    sides = [f for word, f in said if f in PLAIN and word not in BY_WISH]
    if shaped:
        family = next((form for form in FORMS if form in shaped), shaped[0])
        return family, PLAIN[sides[-1]] if sides else ""
    if not sides:
        return (said[0][1] if said else ""), ""
    same = [f for f in sides if PLAIN[f] == PLAIN[sides[-1]]]
    return next((f for f in same if f in {"gt", "lt"}), same[-1]), ""


def _clash(family: str, side: str, said: list[tuple[str, str]]) -> bool:
    """Whether words contradict each other."""
    others = {f for word, f in said if word not in BY_WISH}
    if family == "ban":
        return bool(others & (UPWARDS | DOWNWARDS | PLAIN.keys()))
    turns = UPWARDS | DOWNWARDS | WISHED | TRENDS.keys() | {"band", "cmp", "peak", ""}
    return bool(side) and family not in turns and SIGNS.get(family, side) != side


def _plain(words: str) -> str:
    """Compatible forms of a character as one: an ellipsis is three dots."""
    return unicodedata.normalize("NFKC", words).strip()
