"""Which model a command means, and what the command line changes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pathway.errors import UsageError
from pathway.settings import Settings, read_settings, settings_for

MODELS = Path("models")


def choose_model(model: str | None) -> Settings:
    """The model of this name, ``.toml`` or ``.xlsx``; the only one of ``models/`` if left out.

    Raises:
        UsageError: there is no such model, or not exactly one to choose from.
        StorageError: the file that is named cannot be read.
        InputError: a key or value of the model file is wrong.
    """
    if model is None:
        found = sorted(MODELS.glob("*.toml"))
        if len(found) != 1:
            raise UsageError(f"say which model; {_what_there_is()}")
        return read_settings(found[0])
    path = Path(model)
    if path.suffix.lower() == ".xlsx":
        return settings_for(path)
    if path.suffix.lower() == ".toml":
        return read_settings(path)
    if not (file := MODELS / f"{model}.toml").is_file():
        raise UsageError(f"there is no model {model!r}; {_what_there_is()}")
    return read_settings(file)


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
    return f"models/ holds {names}" if names else "models/ holds none: pathway new NAME makes one"
