"""Siblings of case files: the same layout with other names and numbers."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]

from .run import Found, solve_truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Content = dict[str, Any]

CASES = Path(__file__).parent / "cases"


def content(name: str) -> Content:
    """A case file, free to change."""
    loaded: Content = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))
    return copy.deepcopy(loaded)  # anchors share parts


def found(changed: Content, folder: Path, alternative: str | None = None) -> Found:
    """What the plan of a changed case comes to; nothing is expected of it."""
    file = folder / "sibling.yaml"
    file.write_text(yaml.safe_dump({**changed, "expected": {}}, sort_keys=False), "utf-8")
    return solve_truth(file, alternative)


def island(folder: Path, steps: int) -> Content:
    """The first steps of the island's year; their series is put into the folder."""
    changed = content("island_year_storage")
    lines = (CASES / changed["series"]).read_text("utf-8").splitlines()
    (folder / "short.csv").write_text("\n".join(lines[: steps + 1]) + "\n", "utf-8")
    return {**changed, "series": "short.csv"}


def renamed(changed: Content, words: Iterable[str], other: Callable[[str], str]) -> Content:
    """The same case with other names of its things; its rules are left as they are."""
    about = ("rules", "units", "case", "kind", "source")
    kept = {key: changed[key] for key in about if key in changed}
    text = yaml.safe_dump(changed, sort_keys=False)
    for word in words:
        text = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", other(word), text)
    again: Content = yaml.safe_load(text)
    return {**again, **kept}


def scaled(part: Any, names: Iterable[str], factor: float) -> Any:
    """A part of a case with every number under some keys multiplied."""
    wanted = set(names)

    def walk(value: Any, inside: bool) -> Any:
        if isinstance(value, dict):
            return {k: walk(v, inside or k in wanted) for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v, inside) for v in value]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return value * factor if inside and number else value

    return walk(part, False)
