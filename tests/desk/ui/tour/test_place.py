"""A bubble stands beside what it points at, never over it, and never outside the window."""

from PySide6.QtCore import QPoint, QRect, QSize

from neuvola_desk.ui.tour.place import docked, place

ROOM = QRect(0, 0, 1280, 800)
SIZE = QSize(360, 200)


def test_it_points_from_where_there_is_room() -> None:
    edges = {
        "top": QRect(140, 16, 680, 40),
        "bottom": QRect(400, 600, 300, 190),
        "right": QRect(880, 100, 400, 690),
        "left": QRect(0, 100, 300, 690),
    }
    for edge, target in edges.items():
        found = place(target, SIZE, ROOM)
        bubble = QRect(found.corner, SIZE)
        assert found.edge == edge
        assert not bubble.intersects(target)
        assert ROOM.contains(bubble)
        pointed = found.corner.x() if edge in ("top", "bottom") else found.corner.y()
        middle = target.center().x() if edge in ("top", "bottom") else target.center().y()
        assert pointed + found.tip == middle


def test_beside_a_corner_it_stays_in_the_window() -> None:
    found = place(QRect(1180, 16, 90, 40), SIZE, ROOM)
    assert found.edge == "top"
    assert ROOM.contains(QRect(found.corner, SIZE))
    assert 0 < found.tip < SIZE.width()


def test_where_the_target_is_everything_it_stands_in_the_corner() -> None:
    found = place(ROOM, SIZE, ROOM)
    assert found == docked(SIZE, ROOM)
    assert found.edge == ""
    assert found.corner + QPoint(SIZE.width(), SIZE.height()) == QPoint(1272, 792)
