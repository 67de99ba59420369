"""Which way a language is written, as the files of its texts say it."""

from collections.abc import Mapping
from typing import Any, Final

_RIGHT_TO_LEFT: Final = "rtl"


def is_rtl(texts: Mapping[str, Any]) -> bool:
    """Whether these texts are written from right to left; a file that does not say is from left to right."""
    return bool(texts.get("direction") == _RIGHT_TO_LEFT)
