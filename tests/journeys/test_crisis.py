"""Somebody is in danger: the lines are one key away, whatever state the desk is in."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from neuvola_core.errors import RecordKeyError
from support.journeys import Hands


def shown_words(hands: Hands) -> str:
    return " ".join(label.text() for label in hands.window.findChildren(QLabel) if label.isVisible())


def test_one_key_shows_the_lines_and_logs_nothing(open_desk: Callable[..., Hands]) -> None:
    hands = open_desk()
    hands.press(Qt.Key.Key_F12)
    assert "112" in shown_words(hands)
    assert "09 2525 0111" in shown_words(hands).replace("\u00a0", " ")
    hands.press(Qt.Key.Key_Escape)
    assert hands.visits() == ()


def test_the_lines_need_neither_catalogue_nor_record(
    open_desk: Callable[..., Hands], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_arguments: object, **_more: object) -> bytes:
        raise RecordKeyError(reason="lost")

    monkeypatch.setattr("neuvola_desk.desk.record_key", lost)
    monkeypatch.setattr("neuvola_desk.desk.Desk.load_demo", lambda _desk: None)
    hands = open_desk()
    hands.click(hands.button("Hätä: kriisinumerot"))
    assert "112" in shown_words(hands)
