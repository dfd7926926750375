"""Looking words up: by key, by the value of a column, in one language or the other."""

from __future__ import annotations

from pathway.labels.words import WORDS


def pick(zh: object, en: object, lang: str) -> str:
    """The name in the language, or in the other where it is blank."""
    first, second = (zh, en) if lang == "zh" else (en, zh)
    for name in (first, second):
        if isinstance(name, str) and name:
            return name
    return ""


def label(key: str, lang: str) -> str:
    """Word of the catalogue.

    Raises:
        KeyError: the catalogue has no such key.
    """
    return pick(*WORDS[key], lang)


def word_of(kind: str, value: str, lang: str) -> str:
    """Word for one of the values that a column may hold; the value itself where there is none."""
    found = WORDS.get(f"{kind}.{value}")
    return value if found is None else pick(*found, lang)
