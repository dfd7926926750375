"""The files that pip installs from agree with the lock that they were made from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
USED, BENCH = ROOT / "requirements.lock", ROOT / "benchmarks" / "requirements.lock"
LINE = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?")


def pinned(*files: Path) -> set[tuple[str, str]]:
    """Every package and version of some files for pip."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    found = [LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    return {(match["name"], match["version"]) for match in found if match}


def test_every_line_is_one_exact_version():
    lines = [line for file in (USED, BENCH) for line in file.read_text("utf-8").splitlines()]
    odd = [x for x in lines if x and not x.startswith("#") and not LINE.fullmatch(x)]
    assert odd == []


def test_it_holds_the_versions_of_the_lock():
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    locked = {(p["name"], p["version"]) for p in lock["package"] if p["name"] != "pathway"}
    used = pinned(USED, BENCH)
    assert used <= locked, "refresh with: make lock"
    assert {name for name, _ in locked} - {name for name, _ in used} <= only_elsewhere(lock)


def only_elsewhere(lock: dict[str, list[dict[str, object]]]) -> set[str]:
    """Packages that are locked only for systems that pathway does not run on."""
    text = str(lock["package"])
    return {
        str(p["name"])
        for p in lock["package"]
        if f"'{p['name']}', 'marker': \"sys_platform == 'emscripten'" in text
    }


def test_everything_the_project_asks_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["cluster"],
        *project["project"]["optional-dependencies"]["weather"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[=<>~\[ ;]", text)[0].lower() for text in asked}
    assert names <= {name for name, _ in pinned(USED)}


def test_what_only_benchmarks_need_is_not_installed_with_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = {re.split(r"[=<>~\[ ;]", text)[0] for text in project["dependency-groups"]["bench"]}
    assert names <= {name for name, _ in pinned(BENCH)}
    assert not names & {name for name, _ in pinned(USED)}


def test_no_file_of_the_lock_names_a_private_place():
    for name in ("requirements.lock", "benchmarks/requirements.lock", "uv.lock", "pyproject.toml"):
        places = set(re.findall(r"(?:https?|file)://[^/\"\s]*", (ROOT / name).read_text("utf-8")))
        private = re.compile(r"file:|//(localhost|\d|[^.]*$|[^/]*\.(local|internal|lan)$)")
        assert not [place for place in places if private.search(place)], name
