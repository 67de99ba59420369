"""The page about the program: everything it carries is named, and its texts come and go with the page."""

from dataclasses import replace

from PySide6.QtWidgets import QLabel

from neuvola_core.versions import VERSION
from neuvola_desk.ui.about.screen import AboutScreen
from neuvola_desk.usecases import about

from .conftest import Room


def opened(room: Room) -> AboutScreen:
    room.context.signals.screen_wanted.emit("about")
    room.settle()
    (screen,) = room.window.findChildren(AboutScreen)
    return screen


def words(screen: AboutScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_version_licence_and_sources_are_told(room: Room):
    told = words(opened(room))
    assert f"versio {VERSION}" in told
    assert "GPL-3.0-or-later" in told
    assert "Voikko" in told
    assert "mentalhealth.fi" in told


def test_languages_that_nobody_has_read_are_named(room: Room):
    told = words(opened(room))
    assert "Käännökset, joita äidinkielinen ei ole lukenut" in told
    assert "arabia" in told


def test_each_part_shows_its_own_licence(room: Room):
    card = opened(room).licences
    assert card.part.count() == len(about.notices())
    assert "GNU GENERAL PUBLIC LICENSE" in card.text.toPlainText()
    number = next(n for n in range(card.part.count()) if card.part.itemText(n).startswith("SQLCipher"))
    card.part.setCurrentIndex(number)
    assert "ZETETIC" in card.text.toPlainText()
    assert card.text.isReadOnly()


def test_the_texts_are_let_go_with_the_visitor_and_read_again(room: Room):
    screen = opened(room)
    room.context.signals.next_visitor.emit()
    room.settle()
    assert screen.licences.text.toPlainText() == ""
    assert opened(room).licences.text.toPlainText() != ""


def test_another_language_makes_the_page_anew(room: Room):
    screen = opened(room)
    preferences = room.context.preferences
    preferences.change(replace(preferences.value, language="sv"))
    room.settle()
    assert "Programmets delar och deras licenser" in words(screen)
    assert screen.licences.part.count() > 1
