"""Formulas of the pages as MathML: browsers draw it by themselves, no script is fetched."""

from __future__ import annotations

import re
from html import escape

LETTERS = {
    "alpha": "α", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ",
    "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "tau": "τ", "phi": "φ", "psi": "ψ",
    "sigma": "σ", "omega": "ω", "beta": "β",
}  # fmt: skip
SIGNS = {
    "sum": "∑", "int": "∫", "le": "≤", "ge": "≥", "in": "∈", "notin": "∉", "forall": "∀",
    "cdot": "·", "times": "×", "dots": "…", "to": "→", "gtreqless": "⋛", "ne": "≠", "approx": "≈",
    "Longrightarrow": "⟹", "top": "⊤", "infty": "∞", "pm": "±", "min": "min", "max": "max",
}  # fmt: skip
SPACES = {"quad": "1em", "qquad": "2em", ",": "0.17em", ";": "0.28em", ":": "0.22em", " ": "0.25em"}
ACCENTS = {"overline": "‾", "bar": "‾", "hat": "^", "underline": "_", "underbrace": "⏟"}
BELOW = {"underline", "underbrace"}
SIZES = {"left", "right", "Bigl", "Bigr", "bigl", "bigr"}
BIG = {"∑", "min", "max"}
WORDS = {"text", "mathrm", "operatorname"}
PLAIN = {
    **{name: f'<mspace width="{width}"></mspace>' for name, width in SPACES.items()},
    **{name: f"<mi>{letter}</mi>" for name, letter in LETTERS.items()},
    **{name: f"<mo>{sign}</mo>" for name, sign in SIGNS.items() if sign},
    **{sign: f"<mo>{sign}</mo>" for sign in "{}|%_"},
    "&": "<mo>&amp;</mo>",
    "\\": '<mspace linebreak="newline"></mspace>',
}
"""Commands without arguments, and what they stand for."""
_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|([0-9]+(?:\.[0-9]+)?)|(.)", re.DOTALL)


class FormulaError(ValueError):
    """A formula uses a command that is not known here."""


def mathml(tex: str, *, block: bool) -> str:
    """A formula in TeX as MathML.

    Raises:
        FormulaError: a command is unknown, or braces do not match.
    """
    body = _Parser(tex).all()
    display = ' display="block"' if block else ""
    return f"<math{display}><mrow>{body}</mrow></math>"


class _Parser:
    def __init__(self, tex: str) -> None:
        self.tokens = [match.groups() for match in _TOKEN.finditer(tex)]
        self.at = 0

    def all(self) -> str:
        made = []
        while self.at < len(self.tokens):
            made.append(self._scripted())
        return "".join(made)

    def _scripted(self) -> str:
        base = self._one()
        below = above = ""
        while (sign := self._peek()) in {"_", "^"}:
            self.at += 1
            self._blanks()
            if sign == "_":
                below = self._one()
            else:
                above = self._one()
        if not below and not above:
            return base
        big = any(f">{sign}<" in base for sign in BIG) or "⏟" in base
        under, over, both = (
            ("munder", "mover", "munderover") if big else ("msub", "msup", "msubsup")
        )
        if below and above:
            return f"<{both}>{base}{below}{above}</{both}>"
        tag = under if below else over
        return f"<{tag}>{base}{below or above}</{tag}>"

    def _one(self) -> str:
        if self.at >= len(self.tokens):
            raise FormulaError("a formula ends too soon")
        command, number, sign = self.tokens[self.at]
        self.at += 1
        if command is not None:
            return self._command(command)
        if number is not None:
            return f"<mn>{number}</mn>"
        if sign == "{":
            return self._group()
        if sign.isspace():
            return ""
        return f"<mi>{sign}</mi>" if sign.isalpha() else f"<mo>{escape(sign)}</mo>"

    def _group(self) -> str:
        made = []
        while self._peek() != "}":
            if self.at >= len(self.tokens):
                raise FormulaError("a brace is not closed")
            made.append(self._scripted())
        self.at += 1
        return f"<mrow>{''.join(made)}</mrow>"

    def _command(self, name: str) -> str:
        if name in PLAIN:
            return PLAIN[name]
        if name in SIZES:
            self._blanks()
            return self._one() if self._peek() != "." else self._nothing()
        if name in WORDS:
            return f"<mtext>{escape(self._text()).replace(' ', chr(160))}</mtext>"
        if name == "frac":
            return f"<mfrac>{self._argument()}{self._argument()}</mfrac>"
        if name in ACCENTS:
            tag = "munder" if name in BELOW else "mover"
            return f"<{tag}>{self._argument()}<mo>{ACCENTS[name]}</mo></{tag}>"
        raise FormulaError(f"\\{name} is not known")

    def _argument(self) -> str:
        self._blanks()
        return self._one()

    def _text(self) -> str:
        self._blanks()
        words, depth = [], 0
        while self.at < len(self.tokens):
            command, number, sign = self.tokens[self.at]
            self.at += 1
            depth += (sign == "{") - (sign == "}")
            if depth == 0:
                break
            if sign != "{" or depth > 1:
                words.append(command or number or sign or "")
        return "".join(words)

    def _nothing(self) -> str:
        self.at += 1
        return ""

    def _blanks(self) -> None:
        while (sign := self._peek()) is not None and sign.isspace():
            self.at += 1

    def _peek(self) -> str | None:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else None
