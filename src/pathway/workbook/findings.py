"""Where everything that is found while reading is put down, so that all of it is told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pathway.errors import Finding, InputError, Severity

if TYPE_CHECKING:
    from pathway.schema.table import Column


@dataclass
class Findings:
    """A growing list of findings; nothing is raised before the whole workbook is read."""

    all: list[Finding] = field(default_factory=list)

    def error(self, where: str, found: str, expected: str, suggestion: str = "") -> None:
        """Put down something that cannot be planned with."""
        self.all.append(Finding(where, found, expected, suggestion))

    def warn(self, where: str, found: str, expected: str, suggestion: str = "") -> None:
        """Put down something that a planner should look at."""
        self.all.append(Finding(where, found, expected, suggestion, Severity.WARNING))

    def note(self, where: str, found: str, expected: str, read_as: str) -> None:
        """Put down a lossless normalisation, or something that is left out on purpose."""
        self.all.append(Finding(where, found, expected, read_as, Severity.NOTE))

    def raise_errors(self) -> None:
        """Raise every finding at once if any of them is an error.

        Raises:
            InputError: at least one finding is an error; it carries the warnings and notes too.
        """
        if any(finding.severity is Severity.ERROR for finding in self.all):
            raise InputError(self.all)


def named(column: Column) -> str:
    """A column as findings call it: ``column capex (单位投资)``."""
    return f"column {column.key} ({column.zh})"


def did_you_mean(words: list[str] | tuple[str, ...]) -> str:
    """Suggestion that lists likely words, or nothing."""
    return f"Did you mean {' or '.join(words)}?" if words else ""
