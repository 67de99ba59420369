"""Bringing into sight what is to be done next."""

from PySide6.QtWidgets import QScrollArea, QWidget


def bring(area: QScrollArea, shown: QWidget, focus: QWidget | None) -> None:
    """Where a card is higher than the page, its beginning, as far as the keyboard stays in sight."""
    room, inside = area.viewport().height(), area.widget()
    if shown.height() <= room or inside is None or focus is None or not shown.isAncestorOf(focus):
        area.ensureWidgetVisible(shown, 0, 24)
        return
    top = shown.mapTo(inside, shown.rect().topLeft()).y()
    last = focus.mapTo(inside, focus.rect().bottomLeft()).y() + 24
    area.verticalScrollBar().setValue(max(top, last - room))
