"""The program's own icons: drawn in one colour, so that they follow the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from neuvola_desk.resources import resource_path

_SHARPEST = 2
_OWN_SIZES = (16, 20, 24, 32, 48, 64, 128, 256)


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` in ``colour`` ("#rrggbb"), ``size`` pixels square."""
    svg = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def icon(name: str, colour: str, size: int, disabled: str = "", chosen: str = "", gap: int = 0) -> QIcon:
    """An icon, sharp on dense screens too; ``disabled`` and ``chosen`` are its colours while it is so.

    ``gap`` is the room between the icon and the words after it, which a style sheet cannot set; below 0 the
    words come before.
    """
    made = QIcon()
    for ratio in (1, _SHARPEST):
        made.addPixmap(_with_gap(pixmap(name, colour, size, ratio), gap))
        if disabled:
            made.addPixmap(_with_gap(pixmap(name, disabled, size, ratio), gap), QIcon.Mode.Disabled)
        if chosen:
            made.addPixmap(_with_gap(pixmap(name, chosen, size, ratio), gap), QIcon.Mode.Active)
    return made


def own_icon() -> QIcon:
    """The program's own icon, drawn anew for every size that desktops ask for."""
    made = QIcon()
    for size in _OWN_SIZES:
        made.addPixmap(pixmap("neuvola", "#ffffff", size))
    return made


def _with_gap(drawn: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return drawn
    ratio = drawn.devicePixelRatio()
    wider = QPixmap(drawn.width() + round(abs(gap) * ratio), drawn.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(max(0, -gap), 0, drawn)
    painter.end()
    return wider
