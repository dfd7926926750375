"""Processes that solve for another one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PARENT = """
import multiprocessing, os, sys, time
from pathlib import Path
from pathway.solve.workers import end_with_parent

def work(told):
    end_with_parent()
    Path(told).write_text(str(os.getpid()))
    time.sleep(60)

if __name__ == "__main__":
    multiprocessing.get_context("spawn").Process(target=work, args=(sys.argv[1],)).start()
    time.sleep(60)
"""


def alive(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be taken notice of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").split()[2] != "Z"
    except FileNotFoundError:
        return False


def waited(until: Callable[[], object], seconds: float = 30.0) -> bool:
    """Whether something comes true within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_worker_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script, told = tmp_path / "parent.py", tmp_path / "pid"
    script.write_text(PARENT, "utf-8")
    parent = subprocess.Popen([sys.executable, script, told])
    assert waited(lambda: told.exists() and told.read_text("ascii"))
    worker = int(told.read_text("ascii"))
    assert alive(worker)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert waited(lambda: not alive(worker))
