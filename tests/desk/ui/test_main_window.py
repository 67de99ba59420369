"""The window as a whole: the next visitor, the keys, the languages, what a screen reader gets."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from neuvola_core.errors import BusyError
from neuvola_desk.config import Settings
from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.help.keys import keys
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.offers import Offer
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from support.small_desk import services

from .conftest import OpenRoom, Room

DEBT, SHELTER = services()[:2]
INTERACTIVE = (QAbstractButton, QLineEdit, QAbstractItemView, QComboBox, QTabBar)


def card(room: Room) -> CardScreen:
    found = room.window.findChild(CardScreen)
    assert isinstance(found, CardScreen)
    return found


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label))


def open_service(room: Room, service_id: str) -> None:
    room.context.signals.service_opened.emit(service_id)
    room.settle()


def shortcut(window: MainWindow, sequence: str) -> QShortcut:
    found = [s for s in window.findChildren(QShortcut) if s.key() == QKeySequence(sequence)]
    assert len(found) == 1, sequence
    return found[0]


def test_the_next_visitor_finds_nothing_of_the_one_before(room: Room) -> None:
    room.type_words("velka")
    open_service(room, DEBT.id)
    card(room).toggle_picked()
    room.window.search.facets.focus_order()[2].setText("kuo")  # type: ignore[attr-defined]
    QGuiApplication.clipboard().setText("017 123 4567")
    shortcut(room.window, "Ctrl+N").activated.emit()
    room.settle()
    assert room.window.search.field.text() == ""
    assert not room.window.search.field.isUndoAvailable()
    assert room.window.search.choices.is_empty
    assert room.window.search.pane.start.isVisible()
    assert room.window.search.facets.focus_order()[2].text() == ""  # type: ignore[attr-defined]
    assert not room.context.tray
    assert card(room).service is None
    assert "velka" not in texts(card(room)).lower()
    assert QGuiApplication.clipboard().text() == ""


def test_an_answer_on_its_way_is_not_shown_to_the_next_visitor(room: Room) -> None:
    room.window.search.field.setText("velka")
    room.window.next_visitor()
    room.settle()
    assert room.window.search.pane.start.isVisible()


def test_a_card_on_its_way_is_not_shown_to_the_next_visitor(room: Room) -> None:
    room.context.signals.service_opened.emit(DEBT.id)
    room.window.next_visitor()
    room.settle()
    assert card(room).service is None


def test_the_card_shows_the_service_and_picks_it(room: Room) -> None:
    open_service(room, DEBT.id)
    assert card(room).isVisible()
    assert "Talous- ja velkaneuvonta" in texts(card(room))
    card(room).toggle_picked()
    assert room.context.tray.ids == (DEBT.id,)
    card(room).toggle_picked()
    assert room.context.tray.ids == ()


def test_a_hidden_address_is_not_in_the_window(room: Room) -> None:
    open_service(room, SHELTER.id)
    assert "Salainen kuja" not in texts(room.window)


def test_a_service_that_is_gone_is_told_in_words(room: Room) -> None:
    open_service(room, "00000000-0000-0000-0000-000000000000")
    assert card(room).service is None
    assert any("ei ole" in label.text() for label in room.window.status.findChildren(QLabel))


def test_f12_shows_the_lines_with_an_empty_catalogue(open_room: OpenRoom) -> None:
    room = open_room(empty=True)
    shortcut(room.window, "F12").activated.emit()
    page = room.window.findChild(QWidget, "screen-crisis")
    assert page.isVisible()
    assert "112" in texts(page)
    assert "Kriisipuhelin" in texts(page)
    assert room.window.top.crisis_button.isVisible()


def test_escape_goes_back_then_clears_words_then_choices(room: Room) -> None:
    room.window.search.pane.start.need_chosen.emit("velat")
    room.type_words("velka")
    room.window.show_screen("help")
    escape = shortcut(room.window, "Escape")
    escape.activated.emit()
    assert room.window.search.isVisible()
    assert room.window.search.field.text() == "velka"
    escape.activated.emit()
    room.settle()
    assert room.window.search.field.text() == ""
    assert room.window.search.choices.need == ("velat",)
    escape.activated.emit()
    room.settle()
    assert room.window.search.choices.is_empty


def test_typing_leaves_a_page_for_the_results(room: Room) -> None:
    room.window.show_screen("help")
    QApplication.sendEvent(
        room.window.search.field,
        QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "ä"),
    )
    assert room.window.search.isVisible()


def test_the_tray_is_told_on_its_tab_and_ordered_by_buttons(room: Room) -> None:
    for service in services()[:2]:
        open_service(room, service.id)
        card(room).toggle_picked()
    room.window.show_screen("tray")
    tabs = room.window.findChild(QTabBar, "side-tabs")
    assert "Valitut (2)" in [tabs.tabText(n) for n in range(tabs.count())]
    buttons = {b.accessibleName(): b for b in room.window.findChildren(QAbstractButton)}
    buttons["Siirrä ylemmäs: Turvakoti"].click()
    assert room.context.tray.ids == (SHELTER.id, DEBT.id)


def test_a_known_fault_is_told_as_a_sentence(room: Room) -> None:
    room.context.signals.fault.emit(BusyError(path="x"))
    shown = [label.text() for label in room.window.status.findChildren(QLabel)]
    assert any("Yritä hetken kuluttua uudelleen" in words for words in shown)


def test_the_status_says_how_many_services_there_are(room: Room) -> None:
    shown = " ".join(
        label.text() for label in room.window.status.findChildren(QWidget) if hasattr(label, "text")
    )
    assert "16 palvelua luettelossa" in shown


def test_everything_one_can_act_on_has_a_name(room: Room) -> None:
    room.window.search.pane.start.need_chosen.emit("velat")
    room.settle()
    open_service(room, DEBT.id)
    card(room).toggle_picked()
    nameless = [
        f"{type(w).__name__} {w.objectName()} in {type(w.parent()).__name__}"
        for kind in INTERACTIVE
        for w in room.window.findChildren(kind)
        if not spoken_name(w) and not _is_of_qt(w)
    ]
    assert not nameless, nameless


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says, buddies and button texts included."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _is_of_qt(widget: QWidget) -> bool:
    """Parts that Qt makes and reaches by itself: of tab bars, combo boxes and tables."""
    parts = QTabBar | QLineEdit | QComboBox | QAbstractSpinBox | QTableView
    made_by_qt = type(widget) in (QToolButton, QListView, QLineEdit, QAbstractButton, QHeaderView)
    above, is_inside = widget.parent(), False
    while above is not None and not is_inside:
        is_inside = isinstance(above, parts)
        above = above.parent()
    return is_inside and (made_by_qt or widget.objectName().startswith("qt_"))


def test_the_language_changes_without_a_restart(room: Room) -> None:
    room.type_words("velka")
    open_service(room, DEBT.id)
    room.context.preferences.change(replace(room.context.preferences.value, language="pseudo"))
    room.settle()
    untranslated = [
        button.text()
        for button in room.window.findChildren(QAbstractButton)
        if button.text() and not button.text().startswith("⟦") and button.isVisible()
    ]
    names = {service.name.best("fi") for service in services()}
    assert [text for text in untranslated if text not in names] == []


def test_colours_and_text_size_change_without_a_restart(room: Room) -> None:
    height = room.window.top.height()
    room.context.preferences.change(Settings(theme="dark", text_scale=150))
    room.settle()
    room.qtbot.waitUntil(lambda: room.window.top.height() > height)
    assert room.context.theme.look.palette.window == "#171d1f"


def test_settings_are_kept(room: Room) -> None:
    room.context.signals.settings_changed.emit(Settings(theme="dark", text_scale=125))
    room.settle()
    kept = (room.house._paths.config).read_text(encoding="utf-8")
    assert '"text_scale": 125' in kept


@pytest.mark.parametrize("sequence", ["F1", "F2", "F3", "F9", "F12", "Ctrl+N", "Ctrl+F", "Escape"])
def test_the_keys_of_the_help_are_bound_once(room: Room, sequence: str) -> None:
    assert shortcut(room.window, sequence)


def test_the_help_names_the_keys() -> None:
    named = {key.keys for _heading, rows in keys() for key in rows}
    assert {"F12", "Ctrl+N", "F9", "F1", "Ctrl+F", "Ctrl+Enter"} <= named


def test_the_curtain_covers_everything_and_esc_lifts_it(room: Room) -> None:
    room.type_words("velka")
    shortcut(room.window, "F9").activated.emit()
    curtain = room.window.curtain
    assert curtain.isVisible()
    assert curtain.geometry() == room.window.rect()
    shortcut(room.window, "Escape").activated.emit()
    assert not curtain.isVisible()
    assert room.window.search.field.text() == "velka"


def test_the_crisis_lines_over_a_covered_desk_do_not_uncover_what_was_typed(room: Room) -> None:
    room.type_words("velka")
    room.window.curtain.draw()
    shortcut(room.window, "F12").activated.emit()
    assert room.window.findChild(QWidget, "screen-crisis").isVisible()
    assert room.window.search.field.displayText() == ""
    room.window.show_desk()
    assert room.window.search.field.displayText() == "velka"


def test_the_curtain_comes_by_itself_unless_told_not_to(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", idle_minutes=5))
    assert room.window.curtain.is_counting
    room.context.signals.settings_changed.emit(Settings(theme="light", idle_minutes=0))
    room.settle()
    room.window.curtain.restart()
    assert not room.window.curtain.is_counting


class Notes(Screen):
    """A screen as others add it."""

    key = "notes"
    cleared = 0

    def title(self) -> str:
        return "Muistiinpanot"

    def retranslate(self) -> None:
        self.setAccessibleName(self.title())

    def clear_visitor(self) -> None:
        self.cleared += 1


def test_a_screen_can_be_added_shown_and_cleared(room: Room) -> None:
    notes = Notes(room.context)
    room.window.add_page(Offer("notes", "list", lambda: "Muistiinpanot", lambda: notes, "Ctrl+9"))
    shortcut(room.window, "Ctrl+9").activated.emit()
    assert notes.isVisible()
    room.window.next_visitor()
    assert notes.cleared == 1
    assert not notes.isVisible()
    room.window.menu.fill()
    assert "Muistiinpanot" in [action.text() for action in room.window.top.menu.actions()]
