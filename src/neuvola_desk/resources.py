"""Finds the program's own files: in a checkout, in an installed wheel and in a frozen build."""

import sys
from importlib.resources import files
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """The path of a file under ``resources/``."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen, "resources", *parts)
    packed = Path(str(files("neuvola_desk"))) / "_resources"
    root = packed if packed.is_dir() else Path(__file__).resolve().parents[2] / "resources"
    return root.joinpath(*parts)
