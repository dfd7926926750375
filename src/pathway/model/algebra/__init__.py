"""Linear programmes written as ordinary Pyomo rules, expanded a family at a time with numpy.

A rule is called once with placeholders for its indices. What it returns is a template of all rows
of the family, and numpy turns it into a sparse matrix. So rules read as any Pyomo model does, and
building costs a few times what assembling the matrix by hand would.

What a rule may not do: decide on an index (``if``, ``in``, ``max``), loop over a Set outside
``sum(... for ... in ...)``, skip a row, multiply variables. Split the index set instead, or put the
result into a parameter.
"""

from pathway.model.algebra.arrays import ArrayParam, ArrayVar
from pathway.model.algebra.compiler import compile_programme
from pathway.model.algebra.crosscheck import crosscheck
from pathway.model.algebra.layout import ColumnBlock, RowBlock
from pathway.model.algebra.materialise import materialise
from pathway.model.algebra.programme import Programme
from pathway.model.algebra.rules import TemplateConstraint, TemplateExpression, linear, rows
from pathway.model.algebra.sets import SetFamily

__all__ = [
    "ArrayParam",
    "ArrayVar",
    "ColumnBlock",
    "Programme",
    "RowBlock",
    "SetFamily",
    "TemplateConstraint",
    "TemplateExpression",
    "compile_programme",
    "crosscheck",
    "linear",
    "materialise",
    "rows",
]
