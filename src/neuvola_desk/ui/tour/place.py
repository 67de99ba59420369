"""Where a bubble goes beside what it points at. Sums only."""

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPoint, QRect, QSize

Edge = Literal["top", "bottom", "left", "right", ""]
"""The edge of the bubble that its tip is on; "" is a bubble that points nowhere."""

GAP: Final = 4
MARGIN: Final = 8


@dataclass(frozen=True, slots=True)
class Place:
    """The upper left corner of a bubble, and where along ``edge`` its tip is."""

    corner: QPoint
    edge: Edge = ""
    tip: int = 0


def place(target: QRect, bubble: QSize, room: QRect) -> Place:
    """Under, over, before or after the target, the first that fits; else in the lower corner."""
    inner = room.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    width, height = bubble.width(), bubble.height()
    centre = target.center()
    across = _held(centre.x() - width // 2, inner.left(), inner.right() + 1 - width)
    down = _held(centre.y() - height // 2, inner.top(), inner.bottom() + 1 - height)
    for corner, edge in (
        (QPoint(across, target.bottom() + 1 + GAP), "top"),
        (QPoint(across, target.top() - GAP - height), "bottom"),
        (QPoint(target.left() - GAP - width, down), "right"),
        (QPoint(target.right() + 1 + GAP, down), "left"),
    ):
        if inner.contains(QRect(corner, bubble)):
            along = centre.x() - corner.x() if edge in ("top", "bottom") else centre.y() - corner.y()
            return Place(corner, edge, along)  # type: ignore[arg-type]  # the four are spelt out above
    return docked(bubble, room)


def docked(bubble: QSize, room: QRect) -> Place:
    """In the lower corner, pointing at nothing."""
    inner = room.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    return Place(QPoint(inner.right() + 1 - bubble.width(), inner.bottom() + 1 - bubble.height()))


def _held(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))
