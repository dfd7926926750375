"""Reads the sense word of a clause: which operator it is, and what modifies it.

The lexicon is data (sheet ``lexicon``). A phrase such as 下降…左右 is scanned from the left,
longest word first. Words that give a clause its form (下降, 年均增长, 翻一番, 稳定在 …) settle it,
words that say a side (以上, 以内 …) turn it, and modifiers shade it. A phrase with no word of the
lexicon, with a word denied by what stands before it (不得低于, where only 低于 is known), or with
words that contradict each other is not understood, and stays a record.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pathway.case.clause import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BY_DIRECTION = {"more": Relation.AT_LEAST, "less": Relation.AT_MOST}
FIXED = {
    "ge": Relation.AT_LEAST,
    "gt": Relation.AT_LEAST,
    "raise_to": Relation.AT_LEAST,
    "double": Relation.AT_LEAST,
    "growth": Relation.AT_LEAST,
    "grow_rel": Relation.AT_LEAST,
    "cum": Relation.AT_LEAST,
    "cum_cut": Relation.AT_LEAST,
    "all": Relation.AT_LEAST,
    "le": Relation.AT_MOST,
    "lt": Relation.AT_MOST,
    "drop_to": Relation.AT_MOST,
    "drop_rel": Relation.AT_MOST,
    "decline": Relation.AT_MOST,
    "ban": Relation.AT_MOST,
    "eq": Relation.EQUAL,
    "pp": Relation.AT_LEAST,
    "cmp": Relation.AT_LEAST,
}
"""Side of a family where no other word turns it."""
SIDES = {"ge": Relation.AT_LEAST, "gt": Relation.AT_LEAST, "le": Relation.AT_MOST,
         "lt": Relation.AT_MOST}  # fmt: skip
"""Families that say a side and nothing else."""
RISES = {"growth", "grow_rel", "cum", "double", "pp"}
"""A rise by so much; with 以内 or 不超过 beside it, by so much at most."""
FALLS = {"drop_rel", "decline", "cum_cut"}
"""A fall by so much; with 以内 beside it, by so much at most."""
DIRECTED = {"approx", "ext", "control", "better", "bench", "hold", "rank", "shift"}
"""Families whose side follows from the wished direction of the metric."""
BANDS = {"band"}
"""Families that keep a figure within a tolerance on both sides."""
RECORDING = {"promote", "under_constr"}
"""Families that state no target of a year: such clauses are recorded."""
READ_BY_DIRECTION = {"达到", "实现", "完成", "年均增速"}
"""Words that mean ≥ for a wished-for figure and ≤ for an unwished one."""
TRENDS = {
    "trend_down": Relation.AT_MOST,
    "trend_up": Relation.AT_LEAST,
    "after_peak": Relation.AT_MOST,
}
DOUBLINGS = {"翻两番": 4.0, "翻三番": 8.0}
"""Words of family double that mean another factor than two."""
MODIFIERS = {
    "mod:firm",
    "mod:stretch",
    "mod:principle",
    "approx",
    "from",
    "annual",
    "dist",
    "except",
    "span",
}
"""Families that only shade another one, when one is there."""

STRONGER = (
    "drop_rel",
    "grow_rel",
    "growth",
    "decline",
    "double",
    "peak",
    "ext",
    "cum_cut",
    "cum",
    "pp",
    "control",
    "band",
    "ban",
)
"""Families that settle the form of a clause beside others, the first of these in order."""
DENIED = re.compile(r"[不未无勿非莫没禁][得能可应宜准再许予止]?$")
"""What turns the word behind it round; a denied word has to stand in the lexicon as a whole."""
PLAIN_TEXT = re.compile(r"[^\u4e00-\u9fff]|[年月到至在的比较以由从个点和及为将内期间全市分之百]")
"""What may stand between words and says nothing of its own."""
DEADLINE = "前"
"""By the end of a year: it makes a peak clause only where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a sense word says."""

    family: str
    """Main operator; empty where the word is not understood."""
    modifiers: frozenset[str]
    words: tuple[str, ...]
    side: Relation | None = None
    """Side that a word beside the main one says."""
    span: tuple[int, int] | None = None
    """First and last year of a named span, such as 十四五."""
    unread: str = ""
    """Why it is not understood, where it has known words: the part that is denied or clashes."""
    rest: str = ""
    """What stands in the phrase and was not read."""

    @property
    def understood(self) -> bool:
        """Whether the lexicon knows it."""
        return bool(self.family)

    @property
    def about(self) -> bool:
        """Whether it gives way by a tolerance."""
        return "approx" in self.modifiers or self.family in {"approx", "shift"}

    def relation(self, direction: str) -> Relation | None:
        """Side of its limit on which a figure of a wished direction is kept; None if open."""
        wished = BY_DIRECTION.get(direction)
        if self.family == "cum_cut":
            return self.side or FIXED[self.family]
        if self.family in FALLS:
            return Relation.AT_LEAST if self.side is Relation.AT_MOST else FIXED[self.family]
        if self.side and self.family in RISES | DIRECTED | BANDS | {"cmp"}:
            return self.side
        by_wish = set(self.words) & READ_BY_DIRECTION or (self.family in RISES and self.about)
        if self.family in FIXED and not (by_wish and wished):
            return FIXED[self.family]
        return wished if self.family in DIRECTED | FIXED.keys() else None


class Lexicon(NamedTuple):
    """Sheet ``lexicon``: what each word says."""

    families: Mapping[str, str]
    spans: Mapping[str, tuple[int, int]]
    """Words for spans of years, of family span."""

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> Lexicon:
        """From (word, family, meaning); the meaning of a span holds its two years."""
        families, spans = {}, {}
        for written, family, meaning in rows:
            word = normal(written)
            families[word] = family
            years = re.findall(r"\d{4}", meaning) if family == "span" else []
            if len(years) == 2:
                spans[word] = (int(years[0]), int(years[1]))
        return cls(families, spans)


def read_sense(phrase: str, lexicon: Lexicon) -> Sense:
    """Read a phrase with a lexicon."""
    words, denied, rest = _scan(normal(phrase), lexicon.families)
    families = [(word, lexicon.families[word]) for word in words]
    span = next((lexicon.spans[word] for word in words if word in lexicon.spans), None)
    modifiers = frozenset(family for _, family in families if family in MODIFIERS)
    family, side = _settled([pair for pair in families if pair[1] not in MODIFIERS])
    if not family and "approx" in modifiers:
        family = "approx"
    clash = "" if _agree(family, side, families) else "、".join(words)
    unread = denied or clash
    return Sense("" if unread else family, modifiers, tuple(words), side, span, unread, rest)


def normal(words: str) -> str:
    """One form of what is written in several, such as the three dots of 增加…个百分点."""
    return unicodedata.normalize("NFKC", words).strip()


def _settled(main: list[tuple[str, str]]) -> tuple[str, Relation | None]:
    """The family that settles a clause, and the side that another word says."""
    formed = [(w, f) for w, f in main if f not in SIDES]
    if any(word != DEADLINE for word, _ in main):
        formed = [(w, f) for w, f in formed if w != DEADLINE]
    sides = [(w, f) for w, f in main if f in SIDES]
    plain = [f for w, f in sides if w not in READ_BY_DIRECTION]
    found = [f for _, f in formed]
    strongest = next((f for f in STRONGER if f in found), found[0] if found else "")
    if strongest:
        return strongest, SIDES[plain[-1]] if plain else None
    if plain:
        return _strictest(plain), None
    return (sides[0][1] if sides else ""), None


def _strictest(sides: list[str]) -> str:
    """The last side said; 超过 and 低于 stay strict beside a word of the same side."""
    alike = [f for f in sides if SIDES[f] is SIDES[sides[-1]]]
    return next((f for f in alike if f in {"gt", "lt"}), alike[-1])


def _agree(family: str, side: Relation | None, families: list[tuple[str, str]]) -> bool:
    """Whether the words of a phrase can hold together."""
    said = {f for word, f in families if word not in READ_BY_DIRECTION}
    if family == "ban" and said & (RISES | FALLS | SIDES.keys()):
        return False
    turned = family in RISES | FALLS | DIRECTED | BANDS | {"cmp", "peak", ""} | TRENDS.keys()
    return turned or side is None or FIXED.get(family, side) is side


def _scan(phrase: str, lexicon: Mapping[str, str]) -> tuple[list[str], str, str]:
    """Words of a phrase, longest first; the first of them that is denied; what was not read."""
    ordered = sorted(lexicon, key=len, reverse=True)
    found: list[str] = []
    at, begun, denied, rest = 0, 0, "", ""
    while at < len(phrase):
        word = next((word for word in ordered if phrase.startswith(word, at)), None)
        if word:
            before = DENIED.search(phrase[begun:at])
            denied = denied or (before.group() + word if before else "")
            found.append(word)
            begun = at + len(word)
        else:
            rest += PLAIN_TEXT.sub("", phrase[at])
        at += len(word) if word else 1
    return found, denied, rest
