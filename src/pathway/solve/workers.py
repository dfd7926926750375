"""What every process that solves for another one does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


def end_with_parent() -> None:
    """End this process when the one that started it is gone, however it went, and only then.

    Workers wait for work that nobody would hand them any more, and keep their memory. Ctrl-C in a
    terminal reaches them too; what it means is for the process that started them to say.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent,), daemon=True).start()


def _wait_for(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
