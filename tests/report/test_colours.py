"""Colours can be told by colour-blind eyes, and stacked ones in grey print."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pathway.labels import BARS, LIGHTS, PALETTE, SERIES, colour_of, colours_for
from pathway.labels.colours import KINDS
from pathway.labels.groups import ALIKE, CARRIERS, GROUPS, SECTORS, TERMS

APART = 11.0
"""Least distance of two colours in CIE Lab; 2.3 can just be told side by side."""
LIGHTER = 9.0
"""Least difference in lightness of colours that stand beside each other in a stack."""

TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deutan": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "tritan": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}
"""What eyes without one kind of cone see of linear RGB (Machado, Oliveira and Fernandes 2009)."""


def lab(colour: str, sight: str = "normal") -> np.ndarray:
    rgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(SIGHT[sight]) @ linear, 0, 1)
    x, y, z = np.cbrt(TO_XYZ @ seen / TO_XYZ.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def colours(groups) -> dict[str, str]:
    return {group.key: group.colour for group in groups}


SETS = {
    "technologies and sectors": colours((*GROUPS, *SECTORS)),
    "terms of costs": colours(TERMS),
    "carriers": colours(CARRIERS),
    "kinds of emissions": KINDS,
    "palette": dict(zip(PALETTE, PALETTE, strict=True)),
}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", SETS)
def test_any_two_colours_of_a_chart_can_be_told(name, sight):
    for (one, a), (other, b) in itertools.combinations(SETS[name].items(), 2):
        assert np.linalg.norm(lab(a, sight) - lab(b, sight)) >= APART, (one, other)


@pytest.mark.parametrize("name", ["GROUPS", "SECTORS", "TERMS", "palette"])
def test_neighbours_in_a_stack_differ_in_grey_print(name):
    stacks = {"GROUPS": GROUPS, "SECTORS": SECTORS, "TERMS": TERMS}
    stack = [g.colour for g in stacks[name]] if name in stacks else list(PALETTE)
    for above, below in itertools.pairwise(stack):
        assert abs(lab(above)[0] - lab(below)[0]) >= LIGHTER, (above, below)


@pytest.mark.parametrize("pair", [*LIGHTS.values(), *BARS.values()])
def test_text_on_lights_and_bars_can_be_read(pair):
    """Contrast of at least 4.5 : 1 (WCAG 2.1, AA)."""
    light, dark = sorted((float((lab(c)[0] + 16) / 116) ** 3 for c in pair), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_every_colour_is_written_alike():
    known = [g.colour for g in (*GROUPS, *SECTORS, *ALIKE, *CARRIERS, *TERMS)]
    for colour in (*known, *PALETTE, *SERIES.values(), *KINDS.values()):
        assert len(colour) == 7, colour
        assert colour == "#" + f"{int(colour[1:], 16):06X}"


def test_unknown_keys_get_colours_of_their_own_in_every_chart():
    found = colours_for(["wind", "渔业", "power", "矿业"])
    assert found["wind"] == colour_of("wind", 0)
    assert len(set(found.values())) == 4
    assert found == colours_for(["wind", "渔业", "power", "矿业"])


def test_more_keys_than_the_palette_has_colours_still_get_one():
    found = colours_for(str(n) for n in range(30))
    assert len(found) == 30
