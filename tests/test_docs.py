"""Pages that people read agree with the code that they are about."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer.main
from pydantic import BaseModel

from pathway import errors
from pathway.cli import app
from pathway.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs/reference/commands.md").read_text("utf-8")
MODEL_FILE = (ROOT / "docs/reference/model-file.md").read_text("utf-8")
READMES = ("README.md", "README.zh.md")
FROM_THE_PROGRAM = {"name", "folder", "sha256"}
"""Settings that a model file does not hold."""


def commands() -> dict[str, set[str]]:
    """Options of each command."""
    found = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    return {
        name: {word for option in command.params for word in option.opts if word.startswith("--")}
        for name, command in found.items()
    }


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_of_a_command_is_on_its_page(name):
    _, _, section = COMMANDS.partition(f"\n## pathway {name} ")
    told = set(re.findall(r"`(--[a-z-]+)", section.partition("\n## ")[0]))
    assert told == commands()[name] - {"--lang"}


def test_every_command_is_on_the_pages_and_no_other():
    assert set(re.findall(r"\n## pathway ([a-z]+)", COMMANDS)) == set(commands())
    for page in READMES:
        text = (ROOT / page).read_text("utf-8")
        assert set(re.findall(r"\| `pathway ([a-z]+)", text)) == set(commands()), page


def test_the_pages_list_the_exit_codes_that_errors_have():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {k.exit_code for k in kinds if issubclass(k, errors.PathwayError)} | {0, 130}
    for page in (*READMES, "docs/reference/commands.md"):
        text = (ROOT / page).read_text("utf-8")
        assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == codes, (
            page
        )
    told = dict(re.findall(r"^\| (\d+) \|.*\| (`.*`) \|$", COMMANDS, re.MULTILINE))
    for code, names in told.items():
        for name in re.findall(r"`(\w+)`", names):
            if "." not in names and hasattr(errors, name):
                assert getattr(errors, name).exit_code == int(code)


def settings(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Key and default of everything that a model file may hold."""
    for key, field in model.model_fields.items():
        if isinstance(field.default, BaseModel):
            yield from settings(type(field.default), f"{key}.")
        elif prefix or key not in FROM_THE_PROGRAM:
            yield prefix + key, None if field.is_required() else field.default


def test_the_page_of_the_model_file_lists_every_key_with_its_default():
    rows = re.findall(r"^\| `([\w.]+)` \| (?:`(.*?)`)? ?\|", MODEL_FILE, re.MULTILINE)
    wanted = {
        key: "" if default is None else json.dumps(list(default) if default == () else default)
        for key, default in settings(Settings)
    }
    assert dict(rows) == wanted


def test_the_page_of_the_model_file_lists_every_choice():
    schema = json.dumps(Settings.model_json_schema())
    for choices in re.findall(r'"enum": (\[.*?\])', schema):
        for choice in json.loads(choices):
            assert f'`"{choice}"`' in MODEL_FILE


@pytest.mark.parametrize("page", [*READMES, "CHANGELOG.md", *sorted(
    str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")
)])  # fmt: skip
def test_links_lead_somewhere(page):
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists() or target == "docs/images/overview.png", target


def test_the_readme_opens_with_the_two_commands():
    for page in READMES:
        lines = (ROOT / page).read_text("utf-8").splitlines()
        assert lines[3].startswith("make solve")
        assert lines[4].startswith("make test") or lines[3:5][1].startswith("make test")


def test_decisions_tell_why_and_what_would_change_them():
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert len(pages) > 10
    for page in pages:
        text = page.read_text("utf-8")
        if page.name != "README.md":
            assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
                "Decision", "Why", "What else there was", "What would change our mind",
            ], page.name  # fmt: skip
