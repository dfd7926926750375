"""Case files: reading them so that nothing in them goes unnoticed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Part = Mapping[Any, Any]

ABOUT = (
    "case", "kind", "source", "note", "units", "accounting", "rules", "expected", "alternatives",
)  # fmt: skip
"""Keys that every layout may have."""


class TruthError(ValueError):
    """A case file that does not fit its layout."""


@dataclass(frozen=True)
class CaseFile:
    """A case file as read; `alternative` names the variant of it that is to be solved."""

    path: Path
    content: Part
    alternative: str | None = None

    @property
    def name(self) -> str:
        """Name of the case."""
        return str(self.content.get("case") or self.path.stem)

    @property
    def money(self) -> str:
        """The file's word for money."""
        return str(self.content["units"]["money"])

    @property
    def rules(self) -> str:
        """The rules, as one text."""
        return " ".join(" ".join(str(rule).split()) for rule in self.content.get("rules", ()))

    def top(self, required: Sequence[str], **optional: Any) -> dict[str, Any]:
        """Keys of the layout, the optional ones filled."""
        about = dict.fromkeys(ABOUT)
        return fields(self.content, self.path.name, required, **{**about, **optional})

    def accounting(self, *required: str) -> dict[str, Any]:
        """Numbers of the accounting; its text says what the layout does with them."""
        part = self.content.get("accounting", {})
        return fields(part, f"{self.path.name}: accounting", required, text="")

    def check_units(self, **stated: str) -> None:
        """Refuse units other than those that the layout's names are written for."""
        for quantity, unit in stated.items():
            found = self.content["units"].get(quantity)
            if found != unit:
                raise TruthError(f"{self.path.name}: units.{quantity} is {found!r}, not {unit!r}")

    def ruled(self, pattern: str) -> tuple[float, ...]:
        """Numbers that a sentence of the rules states, `#` standing for each."""
        number = r"(\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)"
        match = re.search(re.sub("#", number, re.escape(pattern).replace(r"\#", "#")), self.rules)
        if match is None:
            raise TruthError(f"{self.path.name}: the rules do not say {pattern!r}")
        return tuple(float(group) for group in match.groups())

    def expected(self) -> dict[str, dict[str, float]]:
        """What the file expects: name → value and its tolerance."""
        source = self.content
        if self.alternative is not None:
            source = self.content["alternatives"][self.alternative]
        listed = source.get("expected") or {}
        return {
            name: want if isinstance(want, dict) else {"value": want}
            for name, want in listed.items()
        }


def read_case(path: Path, alternative: str | None = None) -> CaseFile:
    """Read a case file.

    Raises:
        TruthError: it is no mapping, or has no such alternative.
    """
    content = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(content, dict):
        raise TruthError(f"{path.name}: not a mapping")
    known = content.get("alternatives") or {}
    if alternative is not None and alternative not in known:
        raise TruthError(f"{path.name}: no alternative {alternative!r}, only {sorted(known)}")
    return CaseFile(path, content, alternative)


def fields(part: Part, where: str, required: Sequence[str] = (), **optional: Any) -> dict[str, Any]:
    """Keys of a part of a file, the optional ones filled with their defaults.

    Raises:
        TruthError: a key is unknown or missing.
    """
    if not isinstance(part, dict):
        raise TruthError(f"{where}: {part!r} is no mapping")
    unknown = [key for key in part if key not in required and key not in optional]
    missing = [key for key in required if key not in part]
    if unknown or missing:
        raise TruthError(f"{where}: unknown keys {unknown}, missing keys {missing}")
    return {**optional, **part}
