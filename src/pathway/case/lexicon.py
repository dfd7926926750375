"""Reads the sense word of a clause: which operator it is, and what modifies it.

The lexicon is data (sheet ``lexicon``). A phrase such as 下降…左右 is scanned from the left,
longest word first; one main operator and any number of modifiers may be found. A phrase with no
word of the lexicon is not understood, and stays a record.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MODIFIERS = {
    "mod:firm",
    "mod:stretch",
    "mod:principle",
    "approx",
    "from",
    "annual",
    "dist",
    "except",
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
    "cum",
    "cum_cut",
    "pp",
    "control",
)
"""Families that settle the form of a clause; 以上, 达到 or 完成 beside them only shade it."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a sense word says."""

    family: str
    """Main operator; empty where the word is not understood."""
    modifiers: frozenset[str]
    words: tuple[str, ...]

    @property
    def understood(self) -> bool:
        """Whether the lexicon knows it."""
        return bool(self.family)


def read_sense(phrase: str, lexicon: Mapping[str, str]) -> Sense:
    """Read a phrase with a lexicon (word → family)."""
    lexicon = {_normal(word): family for word, family in lexicon.items()}
    words = _scan(_normal(phrase), lexicon)
    families = [lexicon[word] for word in words]
    main = [family for family in families if family not in MODIFIERS]
    modifiers = frozenset(family for family in families if family in MODIFIERS)
    if not main:
        main = [family for family in families if not family.startswith("mod:")]
    strongest = next((family for family in STRONGER if family in main), main[0] if main else "")
    return Sense(strongest, modifiers, tuple(words))


def _normal(words: str) -> str:
    """One form of what is written in several, such as the three dots of 增加…个百分点."""
    return unicodedata.normalize("NFKC", words).strip()


def _scan(phrase: str, lexicon: Mapping[str, str]) -> list[str]:
    ordered = sorted(lexicon, key=len, reverse=True)
    found, at = [], 0
    while at < len(phrase):
        word = next((word for word in ordered if phrase.startswith(word, at)), None)
        if word:
            found.append(word)
        at += len(word) if word else 1
    return found
