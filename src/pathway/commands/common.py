"""What all commands share: options, and how they speak and fail."""

from __future__ import annotations

import functools
import json
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from pathway import show
from pathway.failures import Failure, describe
from pathway.messages import EN, ZH, text

if TYPE_CHECKING:
    from collections.abc import Callable

INPUTS, OUTPUTS = Path("inputs"), Path("outputs")
WIDTH_OF_FILES = 160
"""Columns that output takes where it does not go to a terminal."""


class Lang(StrEnum):
    """Languages of messages and reports."""

    ZH = ZH
    EN = EN


Model = Annotated[
    str | None,
    typer.Argument(
        metavar="MODEL",
        help="models/ 中的名称，或 .toml、.xlsx 文件；省略则取唯一或标明 default 的模型。"
        "A name in models/, a .toml or an .xlsx; left out: the only one or the default.",
        show_default=False,
    ),
]
LangOption = Annotated[Lang, typer.Option("--lang", help="语言。Language.")]
JsonOption = Annotated[bool, typer.Option("--json", help="供程序读取的 JSON。JSON for machines.")]
ScenarioOption = Annotated[
    str | None, typer.Option("--scenario", help="情景编号。Key of a scenario.", show_default=False)
]


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Turn every error of a command into its message and exit code."""

    @functools.wraps(command)
    def run(**asked: Any) -> None:
        try:
            command(**asked)
        except typer.Exit:
            raise
        except (Exception, KeyboardInterrupt) as error:
            failure = describe(error, asked["lang"], OUTPUTS)
            _tell(failure, asked["lang"], as_json=asked.get("as_json", False))
            raise typer.Exit(failure.code) from error

    return run


class Progress:
    """Tells each stage as it begins, on the error stream."""

    def __init__(self, lang: Lang) -> None:
        self.lang, self.start = lang, time.perf_counter()
        self.console = console(stderr=True)

    def __call__(self, message: str) -> None:
        """Tell a stage."""
        line = f"{time.perf_counter() - self.start:7.1f} s  {show.progress(message, self.lang)}"
        self.console.print(line, markup=False, highlight=False)


def console(*, stderr: bool = False) -> Console:
    """Where tables are printed; as wide as the terminal."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else WIDTH_OF_FILES)


def as_text(content: object) -> str:
    """Facts as JSON for programs."""
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)


def _tell(failure: Failure, lang: str, *, as_json: bool) -> None:
    """Say what went wrong: findings as a table, and one line."""
    if as_json:
        facts = [show.finding_facts(finding) for finding in failure.findings]
        told = {"code": failure.code, "error": failure.message, "findings": facts}
        if failure.clash is not None:
            from pathway.show_clash import clash_facts

            told |= {"clash": clash_facts(failure.clash), "file": failure.path}
        typer.echo(as_text(told))
    elif failure.clash is not None:
        _print_clash(failure, lang)
    elif failure.findings:
        console().print(show.findings_table(failure.findings, "", lang))
    typer.echo(failure.message, err=True)


def _print_clash(failure: Failure, lang: str) -> None:
    from pathway.show_clash import clash_tables

    assert failure.clash is not None
    screen = console()
    for table in clash_tables(failure.clash, lang):
        screen.print(table)
    typer.echo(text("wrote", lang, path=failure.path))
