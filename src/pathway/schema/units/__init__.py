"""Units that a planner may write, and the only place where one is converted into another.

The table of words is closed (`words`): a word outside it is an error with suggestions, never a
guess. Words combine with ``/``, ``每`` or ``per`` into quotients and with ``·`` or ``*`` into
products; what follows one ``/`` up to the next stands below the line, so ``元/千瓦·年`` and
``元/千瓦/年`` say the same.

Conventions, fixed here for the whole package:

* a workbook has one currency, named in its settings: 元, CNY, EUR, USD and $ are all the same money
  at par, and no rate of exchange is ever applied;
* standard coal is energy: 1 tce = 29.3076 GJ (GB/T 2589); a year is 8,760 h; 1 亩 = 2000/3 m²;
* CO2 is mass (吨CO2 = 吨); tonnes of carbon are not in the table;
* energy per time is power, energy per power is time, power times time is energy. The one exception
  guards against a mistake: money per power and year (fixed cost) is never money per energy.
"""

from pathway.schema.units.dimension import Dimension, describe
from pathway.schema.units.held import HELD, display, held_unit, hourly_scale
from pathway.schema.units.parse import Unit, UnitError, convert_factor, parse_unit

__all__ = [
    "HELD",
    "Dimension",
    "Unit",
    "UnitError",
    "convert_factor",
    "describe",
    "display",
    "held_unit",
    "hourly_scale",
    "parse_unit",
]
