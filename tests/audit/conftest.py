from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import runs
import tight

import tiny

if TYPE_CHECKING:
    from runs import Run

sys.path.append(str(Path(__file__).parents[1] / "results"))  # the town


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The case with everything, solved in two stages; not to be changed."""
    book = runs.book_of(tiny.everything)
    return runs.make_from(tmp_path_factory.mktemp("plan"), book, runs.TWO_STAGES)


@pytest.fixture(scope="session")
def tight_plan(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The case in which limits bind; not to be changed."""
    book = runs.book_of(tight.limits)
    return runs.make_from(tmp_path_factory.mktemp("tight"), book, runs.TWO_STAGES)


@pytest.fixture(scope="session")
def seasons(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A store over the year on representative days; not to be changed."""
    book = runs.book_of(tight.seasons)
    return runs.make_from(tmp_path_factory.mktemp("seasons"), book, tight.seasons()[2])
