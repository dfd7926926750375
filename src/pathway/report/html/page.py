"""Writing ``report.html``: sections as data, templates, scripts, and the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pathway.labels import LIGHTS, PALETTE, SERIES, label, pick
from pathway.labels.words.page import WORDS
from pathway.report.html.bilingual import both
from pathway.report.html.embed import as_json, policy
from pathway.report.html.sections.audit import audit
from pathway.report.html.sections.clauses import clauses
from pathway.report.html.sections.compare import scenarios
from pathway.report.html.sections.cover import cover
from pathway.report.html.sections.emissions import emissions
from pathway.report.html.sections.energy import energy, money
from pathway.report.html.sections.inputs import inputs
from pathway.report.html.sections.operation import operation
from pathway.report.html.sections.peak import peak
from pathway.report.html.sections.shift import shift
from pathway.report.html.sections.units import units
from pathway.report.sheets.scenarios import wanted
from pathway.results.store import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from pathway.case.case import Label
    from pathway.report.words import Words
    from pathway.results.results import Results
    from pathway.results.studies import PeakStudy

PACKAGE = "pathway.report.html"
SCRIPTS = ("core.js", "charts.js", "tables.js", "clauses.js", "units.js", "operation.js",
           "shift.js", "inputs.js", "compare.js", "start.js")  # fmt: skip
"""In the order in which they run."""
STYLES = ("page.css", "print.css")
FOR_SCRIPT = "page.js."
"""What keys of words begin with that scripts ask for."""


class Facts(NamedTuple):
    """What a run is called, for the head of its page."""

    scenario: Label
    run: str
    workbook: str


SECTIONS = {
    "emissions": ("ask.emissions", emissions),
    "peak": ("page.ask.peak", peak),
    "energy": ("page.ask.energy", energy),
    "money": ("page.ask.money", money),
    "clauses": ("ask.clauses", clauses),
    "units": ("page.ask.units", units),
    "shift": ("page.ask.shift", shift),
    "operation": ("ask.operation", operation),
    "scenarios": ("ask.compare", scenarios),
    "inputs": ("ask.inputs", inputs),
    "audit": ("ask.audit", audit),
}
"""Sections after the cover: key, word of the question that it answers, what makes its data."""
NEEDED = {"scenarios": wanted}
"""Sections that not every plan has: what says whether it does."""


def write_page(
    results: Results, path: Path, lang: str, facts: Facts, study: PeakStudy | None = None
) -> None:
    """Write the page; an older file of that name is replaced once the new one reads back.

    Args:
        results: the results of a solved plan.
        path: the file to write (.html), in a folder that exists.
        lang: language that it opens in, ``zh`` or ``en``; both are in it.
        facts: what the run is called.
        study: what ``pathway peak`` found of the run.

    Raises:
        StorageError: it cannot be written.
    """
    keys = [key for key in SECTIONS if key not in NEEDED or NEEDED[key](results)]
    content = {key: _section(key, results, study) for key in keys}
    first = both(lambda words: cover(words, results))
    made = both(lambda words: _made_of(words, facts))
    asks = {key: SECTIONS[key][0] for key in keys}
    text = render("report.html.j2", {"sections": content}, lang, cover=first, made_of=made,
                  asks=asks, title=first["title"])  # fmt: skip
    write_file(path, text.encode("utf-8"))


def _made_of(words: Words, facts: Facts) -> str:
    """Scenario, run and workbook."""
    scenario = pick(facts.scenario.zh, facts.scenario.en, words.lang)
    told = {"scenario": scenario, "run": facts.run, "workbook": facts.workbook}
    return words.say("page.made_of").format(**told)


def _section(key: str, results: Results, study: PeakStudy | None) -> Any:
    make: Any = SECTIONS[key][1]
    if key == "peak":
        return both(lambda words: make(words, results, study))
    return both(lambda words: make(words, results))


def render(template: str, content: Mapping[str, Any], lang: str, **more: Any) -> str:
    """A page with its data, scripts and looks inside.

    Args:
        template: name of the template.
        content: what scripts show.
        lang: language that it opens in.
        more: what the template shows itself.
    """
    scripts = [_plotly(), _joined(SCRIPTS)]
    words = {
        key.removeprefix(FOR_SCRIPT): _pair(key) for key in WORDS if key.startswith(FOR_SCRIPT)
    }
    look = {"lights": LIGHTS, "palette": PALETTE, "series": SERIES}
    return _environment().get_template(template).render(
        lang=lang, policy=policy(scripts), style=Markup(_joined(STYLES)),
        data=Markup(as_json({**content, "words": words, "look": look})),
        scripts=[Markup(script) for script in scripts], **more,
    )  # fmt: skip


def _pair(key: str) -> dict[str, str]:
    return {"zh": label(key, "zh"), "en": label(key, "en")}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Templates that escape everything and refuse names that they are not given."""
    found = Environment(
        loader=PackageLoader(PACKAGE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.globals["word"] = _pair
    found.tests["pair"] = _is_pair
    return found


def _is_pair(value: Any) -> bool:
    """Whether a value has a text for either language."""
    return isinstance(value, Mapping) and value.keys() == {"zh", "en"}


@lru_cache(maxsize=1)
def _plotly() -> str:
    """The script of plotly, as its package brings it."""
    return files("plotly").joinpath("package_data/plotly.min.js").read_text("utf-8")


def _joined(names: tuple[str, ...]) -> str:
    folder = files(PACKAGE).joinpath("assets")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)
