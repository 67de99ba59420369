"""What a scene is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screens.stage import Stage

Play = Callable[[Stage], Iterator[str]]
"""Moves the window; yields the name of what is to be pictured."""


@dataclass(frozen=True, slots=True)
class Scene:
    """``bare``, ``new`` and ``asks``: as ``Stage.open`` takes them."""

    name: str
    play: Play
    bare: bool = False
    new: bool = False
    asks: bool = False
