"""What the handbook's build adds to the pages in ``docs``: formulas, and pages made from the code.

The page of the model's families is put together from the docstrings of the families themselves, in
the order in which the programme is built. Nothing is written into ``docs``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

from pathway.model.build import FAMILIES

sys.path.insert(0, str(Path(__file__).parent))
import tex

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

PAGE = "reference/families.md"
HEAD = """# 模型的约束族 · Families of the model

本页由源码中各约束族的文档字符串生成：公式、符号、影子价格的含义，以及一个手算得出的小例（它同时是
一条测试）。This page is made from the docstrings of the families: formula, symbols, what the duals
mean, and a worked example, which is a test too. In words: [the model](../explanation/model.md).
"""
_CODE = re.compile(r"(^```.*?^```$|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<![\\$\w])\$(?=\S)([^$\n]+?(?:\n[^$\n]+?)?)(?<=\S)\$(?![\w$])")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def families_page() -> str:
    """Every family: its name, where it stands, and its docstring."""
    parts = [HEAD]
    for name, module in FAMILIES.items():
        title, _, body = (module.__doc__ or "").strip().partition("\n")
        parts.append(f"## `{name}`\n\n**{title}**\n\n{body.strip()}\n")
    return "\n".join(parts)


def on_config(config: Any) -> Any:
    """Add pages that the navigation does not name, at the end of the section of their folder."""
    named = {page for section in config.nav for page in _pages(section)}
    docs = Path(config.docs_dir)
    for section in config.nav:
        for title, pages in section.items():
            folders = {Path(page).parent for page in _pages({title: pages})} - {Path()}
            found = sorted(path for folder in folders for path in (docs / folder).glob("*.md"))
            more = [path.relative_to(docs).as_posix() for path in found]
            if isinstance(pages, list):
                pages += [page for page in more if page not in named]
    return config


def _pages(entry: Any) -> list[str]:
    """Every page below an entry of the navigation."""
    if isinstance(entry, str):
        return [entry]
    inner = entry.values() if isinstance(entry, dict) else entry
    return [page for one in inner for page in _pages(one)]


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages."""
    files.append(File.generated(config, PAGE, content=families_page()))
    return files


def on_page_markdown(markdown: str, page: Page, config: Any, files: Files) -> str:
    """Draw formulas; name files outside the handbook instead of linking to them."""
    del config
    known = {file.src_uri for file in files}
    return _outside_code(markdown, lambda text: _formulas(_links(text, page.file.src_uri, known)))


def _outside_code(markdown: str, change: Callable[[str], str]) -> str:
    parts = _CODE.split(markdown)
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


def _formulas(text: str) -> str:
    text = _BLOCK.sub(lambda found: "\n\n" + tex.mathml(found[1], block=True) + "\n\n", text)
    return _INLINE.sub(lambda found: tex.mathml(found[1], block=False), text)


def _links(text: str, page: str, known: set[str]) -> str:
    def plain(found: re.Match[str]) -> str:
        picture, words, target = found.groups()
        path = target.partition("#")[0]
        if picture or not path or "://" in path:
            return found[0]
        inside = _resolved(page, path)
        if inside in known:
            return found[0]
        return (
            words
            if words.strip("`") in path
            else f"{words}（`{Path(path).as_posix().lstrip('./')}`）"
        )

    return _LINK.sub(plain, text)


def _resolved(page: str, target: str) -> str:
    """Where a link of a page leads, from the root of the handbook; outside begins with ``..``."""
    parts: list[str] = list(Path(page).parent.parts)
    for part in Path(target).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
