"""Tasks on processes and on a cluster: the same answers, and nothing lost with a worker."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pathway.errors import UsageError
from pathway.executors import Place, finished

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEMS = [3, 1, 2]


def double(x: int) -> int:
    return 2 * x


def fail_at_one(x: int) -> int:
    if x == 1:
        raise ValueError("one")
    return x


def die_once(at: tuple[str, int]) -> int:
    """Kill the process that works on 1, the first time."""
    folder, x = at
    mark = Path(folder) / "died"
    if x == 1 and not mark.exists():
        mark.write_text("", "utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * x


def die_at_one(x: int) -> int:
    if x == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * x


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Address of a scheduler with two workers on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as local:
        yield local.scheduler_address


def places(cluster: str) -> list[Place]:
    return [Place(2), Place(cluster=cluster)]


def test_every_item_is_answered_wherever_it_runs(cluster):
    looks: list[int] = []
    for place in places(cluster):
        found = dict(finished(double, ITEMS, place, lambda: looks.append(1)))
        assert found == {3: 6, 1: 2, 2: 4}
    assert looks


def test_an_error_is_handed_over_and_the_others_go_on(cluster):
    for place in places(cluster):
        found = dict(finished(fail_at_one, ITEMS, place))
        assert (found[2], found[3]) == (2, 3)
        assert isinstance(found[1], ValueError)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_worker_loses_nothing(cluster, tmp_path):
    for number, place in enumerate(places(cluster)):
        folder = tmp_path / str(number)
        folder.mkdir()
        items = [(str(folder), x) for x in ITEMS]
        found = {item[1]: answer for item, answer in finished(die_once, items, place)}
        assert found == {3: 6, 1: 2, 2: 4}
        assert (folder / "died").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_task_that_always_kills_its_process_takes_no_other_with_it():
    found = dict(finished(die_at_one, ITEMS, Place(2)))
    assert (found[2], found[3]) == (4, 6)
    assert isinstance(found[1], Exception)


def test_a_cluster_that_is_not_there_is_a_wrong_usage(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("pathway.executors.ANSWER_WITHIN", 1)
    with pytest.raises(UsageError, match="no scheduler"):
        list(finished(double, ITEMS, Place(cluster="tcp://127.0.0.1:1")))


def test_leaving_early_ends_the_tasks():
    answers = finished(double, list(range(50)), Place(1))
    next(answers)
    answers.close()
