"""The starting view is whole from its first paint."""

from PySide6.QtWidgets import QWidget

from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.search.start_view import StartView

from .conftest import Room


def rows_of(start: StartView) -> list[QWidget]:
    rows = [row for row in start.findChildren(QWidget) if isinstance(row.layout(), FlowLayout)]
    assert rows
    return [row for row in rows if row.isVisibleTo(start)]


def test_every_row_has_its_place_as_soon_as_the_needs_change(room: Room) -> None:
    start = room.window.search.pane.start
    counts = {"velat": 3, "yksinaisyys": 2, "mielenterveys": 1, "uupumus": 1, "paihteet": 4, "suru": 1}
    start.show_counts(counts | {"huoli_laheisesta": 2, "rahapelit": 1, "asunnottomuus": 1, "tyo": 1})
    rows = rows_of(start)
    below = -1
    for row in rows:
        assert row.y() > below, "rows do not lie over each other"
        assert row.height() >= row.layout().heightForWidth(row.width()), "no row is clipped"
        below = row.y() + row.height() - 1
