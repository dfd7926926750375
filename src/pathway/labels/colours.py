"""Colours that are not a group's: lights, bars, series of charts, and the palette for the rest."""

from __future__ import annotations

LIGHTS = {
    "✔": ("#006100", "#E2F0D9"),
    "▲": ("#7F6000", "#FFF2CC"),
    "✘": ("#9C0006", "#FFC7CE"),
    "○": ("#595959", "#F2F2F2"),
    "…": ("#595959", "#EDEDED"),
    "？": ("#7F6000", "#FCE4D6"),
}
"""Icon that a light's text starts with → ink and paper; the icon tells it without any colour."""

BARS = {
    "build": ("#FFFFFF", "#0072B2"),
    "project": ("#FFFFFF", "#1F3864"),
    "retrofit": ("#FFFFFF", "#7F6000"),
    "retire": ("#FFFFFF", "#B23C00"),
    "expire": ("#FFFFFF", "#6E6E6E"),
    "standing": ("#404040", "#DDEBF7"),
}
"""Kind of bar in the timetable → ink and paper; each bar carries its amount as text."""

SERIES = {
    "plan": "#1F3864",
    "reference": "#7F7F7F",
    "boundary": "#C55A11",
    "peak": "#C00000",
    "load": "#000000",
    "room": "#9DC3E6",
}
"""Lines that several charts show: the plan, without the peak rows, other boundary, and so on."""

KINDS = {
    "combustion": "#9B3900",
    "process": "#ECA906",
    "imported": "#969DA6",
    "captured": "#78A285",
    "sink": "#1A5E35",
}
"""Kinds of emissions."""

PALETTE = (
    "#0C80C7", "#ECA906", "#006C3A", "#B26EA6", "#51B7F9", "#9B3900", "#D3C1F0", "#88756B",
    "#D2F092", "#3B3399", "#E0B6A1", "#5C6974",
)  # fmt: skip
"""For keys that the catalogue does not know; neighbours differ in lightness, too."""

LOAD_COLOUR = SERIES["load"]
