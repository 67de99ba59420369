"""Finds the program's own files: in a checkout, in an installed wheel and in a frozen build."""

import sys
from functools import cache
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """The path of a file under ``resources/``."""
    return _folder().joinpath(*parts)


@cache
def _folder() -> Path:
    """Looked for once: the window asks sixty times before its first paint."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen, "resources")
    packed = Path(__file__).resolve().with_name("_resources")
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / "resources"
