"""What a modeller chooses, read from ``models/*.toml``: which workbook, how fine, how solved."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pathway.errors import Finding, InputError, StorageError

Resolution = Literal["full", "days", "slices"]


class TimeSettings(BaseModel):
    """How the year is cut into steps."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    resolution: Resolution = "days"
    """All hours, representative days, or the weighted slices of the workbook."""
    days: int = Field(default=8, ge=1, le=364)
    """Representative days, extreme days not counted."""
    extremes: bool = True
    """Whether the days of highest load and scarcest supply are kept as days of their own."""


class RegionSettings(BaseModel):
    """Whether regions are planned part by part."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    detail: Literal["whole", "parts"] = "whole"
    """A region with parts as one bus, or each part as a bus of its own (sheet ``shares``)."""


class PeakSettings(BaseModel):
    """How the peak is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    year: int | Literal["auto", "deadline"] = "auto"
    """Peak year, the deadline, or the deadline with the cost of every earlier candidate."""
    reading: Literal["strong", "weak"] = "strong"
    """Strong: emissions never rise after it. Weak: never above its level afterwards."""
    guard: bool = True
    """Whether emissions up to the peak are held to those of the case without the peak rows."""


class ObjectiveSettings(BaseModel):
    """What is minimised."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    form: Literal["before-peaking", "whole-horizon"] = "before-peaking"
    tail_slack: float = Field(default=1e-6, ge=0, le=0.1)
    """Relative slack on the cost before peaking while the years after it are optimised."""


class SolverSettings(BaseModel):
    """How HiGHS is run."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    method: Literal["auto", "simplex", "ipm"] = "auto"
    threads: int = Field(default=2, ge=1, le=256)
    time_limit: float = Field(default=3600.0, gt=0)
    """Seconds for each solve."""
    random_seed: int = Field(default=0, ge=0)
    gap: float = Field(default=5e-4, ge=1e-6, le=0.1)
    """Relative gap between bound and plan that is good enough, where they are solved apart.

    The tolerances of the solver leave no less than 1e-6."""
    average_days: int = Field(default=1, ge=1, le=364)
    """Average days that the bound starts from, where plan and operation are solved apart."""
    decompose: Literal["auto"] | bool = "auto"
    """Whether plan and operation are solved apart; where all hours are planned, unless told."""
    presolve: bool = True


class Settings(BaseModel):
    """One model file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    workbook: str
    families: tuple[str, ...] = ()
    """Constraint families to build; empty for all of them."""
    scenario: str = "base"
    time: TimeSettings = TimeSettings()
    regions: RegionSettings = RegionSettings()
    peak: PeakSettings = PeakSettings()
    objective: ObjectiveSettings = ObjectiveSettings()
    solver: SolverSettings = SolverSettings()
    default: bool = False
    """Whether commands that name no model mean this one; needed where there are several."""
    name: str = ""
    folder: Path = Path()
    """Folder that relative paths in the file start from."""
    sha256: str = ""

    @property
    def workbook_path(self) -> Path:
        """Path of the workbook; relative ones start from the project that holds the model file."""
        path = Path(self.workbook)
        return path if path.is_absolute() else self.folder / path


def read_settings(path: Path) -> Settings:
    """Read a model file.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is not TOML, or a key or value in it is not known.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError([Finding(path.name, str(error), "a TOML file in UTF-8")]) from error
    known = {
        "name": path.stem,
        "folder": path.resolve().parent.parent,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    return _checked({**content, **known}, path.name)


def settings_for(workbook: Path) -> Settings:
    """Settings for a workbook that has no model file: all hours, the rest by default."""
    hours = TimeSettings(resolution="full")
    return Settings(workbook=str(workbook.resolve()), name=workbook.stem, time=hours)


def _checked(content: dict[str, object], where: str) -> Settings:
    if isinstance(content.get("families"), list):
        content = {**content, "families": tuple(content["families"])}  # type: ignore[arg-type]
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise InputError(
            [
                Finding(
                    f"{where}!{'.'.join(str(part) for part in problem['loc'])}",
                    f"{problem['input']!r}",
                    problem["msg"],
                    "See docs/reference/model-file.md.",
                )
                for problem in error.errors()
            ]
        ) from error
