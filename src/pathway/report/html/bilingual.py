"""What the page says, in both languages at once.

Every part of the page is written for one language and asked for twice; what differs becomes a pair
``{"zh": …, "en": …}``, and numbers, which do not, stand there once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.report.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

ZH, EN = Words("zh"), Words("en")


def both(make: Callable[[Words], Any]) -> Any:
    """What a function makes, in both languages.

    Args:
        make: makes plain data (dictionaries, lists, texts, numbers) of the same shape in both.
    """
    return merged(make(ZH), make(EN))


def merged(zh: Any, en: Any) -> Any:
    """Two pieces of the same shape as one, with pairs where texts differ."""
    if isinstance(zh, dict) and isinstance(en, dict) and zh.keys() == en.keys():
        return {key: merged(zh[key], en[key]) for key in zh}
    if isinstance(zh, list) and isinstance(en, list) and len(zh) == len(en):
        return [merged(one, other) for one, other in zip(zh, en, strict=True)]
    return zh if zh == en else {"zh": zh, "en": en}
