"""Which settings a plan is solved with: the model file, a workbook alone, the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.models import choose_model, with_options
from pathway.settings import Settings, TimeSettings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_alone_is_planned_on_all_hours(tmp_path: Path):
    assert choose_model(str(tmp_path / "city.xlsx")).time.resolution == "full"


def test_who_names_days_wants_days():
    full = Settings(workbook="x.xlsx", time=TimeSettings(resolution="full"))
    time = with_options(full, days=3).time
    assert (time.resolution, time.days) == ("days", 3)
    assert with_options(full, days=3, resolution="full").time.resolution == "full"
    assert with_options(full).time.resolution == "full"
