"""Every text of the window comes from the catalogues of its languages, and has room when it is longer."""

from PySide6.QtWidgets import QApplication

from neuvola_desk.config import Settings
from support.known_words import untranslated
from support.real_room import OpenReal
from support.texts_seen import clipped, texts
from support.walk import places


def test_every_text_of_every_page_is_translated(open_real: OpenReal) -> None:
    room = open_real(Settings(theme="light", language="pseudo"))
    left = {
        f"{name}: {type(widget).__name__}: {text!r}"
        for name, place in places(room)
        for widget, text in texts(place)
        if untranslated(text)
    }
    assert not left, "\n".join(sorted(left))


def test_no_text_is_clipped_when_it_is_a_third_longer(open_real: OpenReal) -> None:
    room = open_real(Settings(theme="light", language="pseudo"))
    room.window.resize(1280, 800)
    left = set()
    for name, place in places(room):
        for _round in range(3):  # a row whose height follows its width is laid out more than once
            QApplication.processEvents()
        left |= {f"{name}: {told}" for told in clipped(place)}
    assert not left, "\n".join(sorted(left))
