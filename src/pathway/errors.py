"""What can go wrong, as one tree, with the exit code of each branch.

PathwayError            70  (a bug of ours, when nothing more exact is raised)
├── UsageError           2  the command line asks for something that is not there
├── InputError           3  the workbook or the model file is wrong (carries findings)
│   └── UnitError        3  a unit word that is unknown, or of the wrong dimension
├── ModelError          70  a rule that cannot be turned into rows
├── SolveError           5  no usable optimum (carries the solver's verdict)
│   ├── InfeasibleError  4  no schedule keeps every clause
│   │   └── PlanClashError  4  the same, with what clashes and what would make a plan
│   └── TimeLimitError   6  the solver ran out of time
├── ProofError           5  a result that does not survive its own checks
│   └── AuditError       5  a result that the second implementation does not find again
└── StorageError         7  a file or a disk that cannot be read or written
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about the inputs: where it is, what it is, and what to do about it."""

    where: str
    """File, sheet and cell, such as ``city.xlsx!processes!F12``."""
    found: str
    expected: str
    suggestion: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        text = f"{self.where}: {self.found}; expected {self.expected}."
        return f"{text} {self.suggestion}" if self.suggestion else text


class PathwayError(Exception):
    """Base of everything this package raises on purpose."""

    exit_code = 70


class UsageError(PathwayError):
    """The command line asks for something that is not there."""

    exit_code = 2


class InputError(PathwayError):
    """The inputs cannot be planned with; every problem is listed, not the first one only."""

    exit_code = 3

    def __init__(self, findings: list[Finding] | tuple[Finding, ...] | str) -> None:
        if isinstance(findings, str):
            findings = (Finding("", findings, "see the message"),)
        self.findings = tuple(findings)
        errors = [f for f in self.findings if f.severity is Severity.ERROR]
        lines = "\n".join(f"  - {finding}" for finding in errors)
        super().__init__(f"{len(errors)} problem(s) in the inputs:\n{lines}")


class ModelError(PathwayError):
    """A rule of the linear programme that cannot be turned into rows."""


class SolveError(PathwayError):
    """No usable optimum; the message says what the solver said and what to do next."""

    exit_code = 5


class InfeasibleError(SolveError):
    """No schedule keeps every clause and the physics."""

    exit_code = 4


class PlanClashError(InfeasibleError):
    """No schedule keeps every clause: what clashes, and the smallest changes that leave a plan.

    Args:
        message: what happened, in a line.
        clash: a `pathway.solve.clash.answer.Clash`.
    """

    def __init__(self, message: str, clash: Any = None) -> None:
        super().__init__(message)
        self.clash = clash
        self.table: Any = None
        """Table ``clash`` of the run, once it is written."""
        self.path: Path | None = None
        """Where it is written."""


class TimeLimitError(SolveError):
    """The solver ran out of time before it proved an optimum."""

    exit_code = 6


class ProofError(PathwayError):
    """A result that does not survive its own checks: it is not shown."""

    exit_code = 5


class AuditError(ProofError):
    """A result that the second implementation does not find again: it is not shown."""


class StorageError(PathwayError):
    """A file or folder that cannot be read or written."""

    exit_code = 7
