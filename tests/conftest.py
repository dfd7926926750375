"""Makes helpers that stand beside the tests importable: `tiny`."""

from __future__ import annotations
