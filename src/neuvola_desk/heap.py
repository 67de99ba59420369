"""How the C library keeps the memory that the program has freed; only glibc keeps so much that it matters."""

import sys
from typing import Final

_MOST_HEAPS: Final = -8
"""``M_ARENA_MAX`` of glibc's malloc.h."""


def let_workers_share() -> None:
    """One heap for the window and one for all workers, not one each; to be called before they are."""
    _call("mallopt", _MOST_HEAPS, 2)


def give_back() -> None:
    """Gives to the system what is free."""
    _call("malloc_trim", 0)


def _call(name: str, *numbers: int) -> None:
    import ctypes  # not needed for the first paint

    function = getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
    if function is not None:
        function(*numbers)
