"""Versions of the program: figures between dots, such as 0.12 or 1.2.3; what follows them decides nothing."""

import re
from typing import Final

_VERSION: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6}){1,3})(?:\.?[a-z+~-][a-z0-9.+~-]{0,20})?", re.ASCII)

VERSION = "0.1.0"
"""Of this program; its packages are built with it."""


def is_version(said: str) -> bool:
    """Whether it can be shown to people and compared."""
    return _VERSION.fullmatch(said) is not None


def is_newer(said: str, than: str) -> bool:
    """Whether one version is later than another; never where either is none."""
    first, second = _figures(said), _figures(than)
    return bool(first and second) and first > second


def _figures(said: str) -> tuple[int, ...]:
    found = _VERSION.fullmatch(said)
    figures = [int(part) for part in found[1].split(".")] if found else []
    while len(figures) > 1 and not figures[-1]:
        figures.pop()  # 1.2.0 is 1.2
    return tuple(figures)
