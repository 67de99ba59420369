"""The starting view is whole from its first paint."""

from PySide6.QtWidgets import QWidget

from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.search.start_view import StartView

from .conftest import Room


def clipped(start: StartView) -> list[QWidget]:
    rows = [row for row in start.findChildren(QWidget) if isinstance(row.layout(), FlowLayout)]
    assert rows
    return [row for row in rows if row.height() < row.layout().heightForWidth(row.width())]


def test_no_row_is_clipped_when_the_needs_change(room: Room) -> None:
    start = room.window.search.pane.start
    counts = {"velat": 3, "yksinaisyys": 2, "mielenterveys": 1, "uupumus": 1, "paihteet": 4, "suru": 1}
    start.show_counts(counts | {"huoli_laheisesta": 2, "rahapelit": 1, "asunnottomuus": 1, "tyo": 1})
    assert clipped(start) == []
