"""Which model a command means, and what the command line changes of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pathway.errors import UsageError
from pathway.settings import Settings, read_settings, settings_for

MODELS = Path("models")


def choose_model(model: str | None) -> Settings:
    """The model of this name, ``.toml`` or ``.xlsx``; the one to take if left out.

    That is the only one of ``models/``, or the one that says ``default = true``.

    Raises:
        UsageError: there is no such model, or not exactly one to choose from.
        StorageError: the file that is named cannot be read.
        InputError: a key or value of the model file is wrong.
    """
    if model is None:
        return read_settings(_left_out())
    path = Path(model)
    if path.suffix.lower() == ".xlsx":
        return settings_for(path)
    if path.suffix.lower() == ".toml":
        return read_settings(path)
    if not (file := MODELS / f"{model}.toml").is_file():
        raise UsageError(f"there is no model {model!r}; {_what_there_is()}")
    return read_settings(file)


def _left_out() -> Path:
    """File of the model that is meant where none is named."""
    found = sorted(MODELS.glob("*.toml"))
    if len(found) > 1:
        found = [file for file in found if _says_default(file)]
    if len(found) != 1:
        raise UsageError(f"say which model; {_what_there_is()}")
    return found[0]


def _says_default(file: Path) -> bool:
    """Whether a model file says so; one that cannot be read says nothing."""
    try:
        return tomllib.loads(file.read_text("utf-8")).get("default") is True
    except (OSError, ValueError):
        return False


def with_options(
    settings: Settings,
    *,
    scenario: str | None = None,
    peak_year: str | None = None,
    resolution: str | None = None,
    days: int | None = None,
) -> Settings:
    """Settings with what the command line changes; None leaves a setting as it is.

    Who names a number of days wants representative days.

    Raises:
        UsageError: a value is not one that the setting may have.
    """
    content = settings.model_dump()
    year = int(peak_year) if peak_year and peak_year.isdecimal() else peak_year
    _put(content, scenario=scenario)
    _put(content["peak"], year=year)
    _put(content["time"], resolution=resolution or (days and "days"), days=days)
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"][:2])
        raise UsageError(f"{place} = {problem['input']!r}: {problem['msg']}") from error


def _put(content: dict[str, Any], **values: object) -> None:
    content.update({key: value for key, value in values.items() if value is not None})


def _what_there_is() -> str:
    names = ", ".join(file.stem for file in sorted(MODELS.glob("*.toml")))
    if not names:
        return "models/ holds none: pathway new NAME makes one"
    several = " (write default = true into one of them)" if "," in names else ""
    return f"models/ holds {names}{several}"
