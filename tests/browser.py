"""A browser without a window, where the machine has one: Debian's chromium, never downloaded."""

from __future__ import annotations

import atexit
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb")
READY = "document.documentElement.dataset.ready === 'yes'"


@dataclass
class Opened:
    """A page in a browser, with what it asked for and what went wrong."""

    page: Any
    asked: list[str] = field(default_factory=list)
    """Addresses other than the file itself."""
    errors: list[str] = field(default_factory=list)


def chromium() -> str:
    """Path of the browser; skips the test where there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no browser: install Debian's chromium to test pages")
    return found


@cache
def _running() -> Any:
    """The browser of this process: fixtures of several modules overlap, its driver runs once."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright to drive a browser")
    path = chromium()
    driver = sync_api.sync_playwright().start()
    atexit.register(driver.stop)
    try:
        return driver.chromium.launch(executable_path=path, args=list(FLAGS))
    except sync_api.Error as error:
        pytest.skip(f"the browser {path} does not start: {error}".splitlines()[0])


@contextmanager
def browser() -> Iterator[Any]:
    """A browser; skips the test where there is none, or it does not start."""
    yield _running()


def opened(started: Any, path: Path, width: int = 1200, **options: Any) -> Opened:
    """A page of a file, once its script has run."""
    page = started.new_page(viewport={"width": width, "height": 900}, **options)
    found = Opened(page)
    address = path.resolve().as_uri()
    page.on("request", lambda request: found.asked.append(request.url)
            if not request.url.startswith((address, "data:", "blob:")) else None)  # fmt: skip
    page.on("console", lambda message: found.errors.append(message.text)
            if message.type in {"error", "warning"} else None)  # fmt: skip
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.goto(address)
    page.wait_for_function(READY, timeout=60_000)
    return found
