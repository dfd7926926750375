"""The one catalogue of words, units and colours: key, Chinese, English.

Names of technologies, commodities, metrics and departments come from the workbook; here are the
words of the report itself (`words`, by subject), the groups that charts put technologies in and
their colours (`groups`), other colours (`colours`), the words of units (`units`), and the
sentences of explanations (`explain`).
"""

from pathway.labels.catalogue import label, pick, word_of
from pathway.labels.colours import BARS, LIGHTS, LOAD_COLOUR, PALETTE, SERIES
from pathway.labels.groups import (
    Group,
    colour_of,
    colours_for,
    group_of,
    group_order,
    group_word,
    role_of,
    term_group,
)
from pathway.labels.units import unit_word
from pathway.labels.words import WORDS

__all__ = [
    "BARS", "LIGHTS", "LOAD_COLOUR", "PALETTE", "SERIES", "WORDS", "Group", "colour_of",
    "colours_for", "group_of", "group_order", "group_word", "label", "pick", "role_of",
    "term_group", "unit_word", "word_of",
]  # fmt: skip
