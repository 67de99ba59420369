"""The search of the window: words, three clicks, filters, the list and its keys."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListView, QWidget

from neuvola_core.text import Text
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.search.facet_list import FacetList
from neuvola_desk.ui.search.model import WORDS, ResultModel
from neuvola_desk.ui.search.rows import RowWords
from support.small_desk import service

from .conftest import Room


def press(target: QWidget, key: Qt.Key, text: str = "", *, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, modifier, text))


def write(target: QWidget, words: str) -> None:
    """One key event a letter, whatever the keyboard: QTest's own typing aborts at ä."""
    for letter in words:
        press(target, Qt.Key(0), letter)


def facet(room: Room, kind: str) -> FacetList:
    lists = room.window.search.facets.focus_order()
    return {"need": lists[0], "activity": lists[1], "municipality": lists[3]}[kind]  # type: ignore[return-value]


def ids(offered: FacetList) -> list[str]:
    return [option.id for option in offered.options()]


def button(room: Room, words: str) -> Button:
    shown = [b for b in room.window.findChildren(Button) if b.isVisibleTo(room.window) and b.text() == words]
    assert shown, words
    return shown[0]


def test_the_start_offers_needs_in_groups_and_no_empty_ones(room: Room) -> None:
    start = room.window.search.pane.start
    assert start.isVisible()
    offered = {b.text() for b in start.findChildren(Button)}
    assert "Velat ja maksamattomat laskut" in offered
    assert "Hampaat" not in offered
    assert "Kaipaan seuraa" in offered


def test_words_are_searched_as_they_are_typed(room: Room) -> None:
    write(room.window.search.field, "velkä")
    room.settle()
    assert room.window.search.pane.is_listing
    assert "Talous- ja velkaneuvonta" in room.names()


def test_typing_on_never_shows_the_answer_to_fewer_letters(room: Room) -> None:
    write(room.window.search.field, "ruoka")
    write(room.window.search.field, "-apu")
    room.settle()
    assert room.window.search.choices.text == "ruoka-apu"
    assert room.names()[0] == "Ruoka-apu ja yhteinen ateria"


def test_three_clicks_lead_to_services_and_every_click_shows_the_count(room: Room) -> None:
    facet(room, "need").chosen.emit("yksinaisyys")
    room.settle()
    assert set(room.names()) == {"Ystävätoiminta", "Olohuone Männistö"}
    assert ids(facet(room, "activity")) == ["seura"]
    facet(room, "activity").chosen.emit("seura")
    room.settle()
    facet(room, "municipality").chosen.emit("297")
    room.settle()
    # What is offered in the whole country is offered in Kuopio too.
    assert set(room.names()) == {"Ystävätoiminta", "Olohuone Männistö"}
    counts = {option.id: option.count for option in facet(room, "municipality").options()}
    assert counts["297"] == 2


def test_no_option_would_give_nothing(room: Room) -> None:
    room.type_words("velka")
    for kind in ("need", "activity", "municipality"):
        assert all(option.count > 0 for option in facet(room, kind).options())


def test_choices_are_chips_that_can_be_taken_away(room: Room) -> None:
    facet(room, "need").chosen.emit("velat")
    room.settle()
    chips = room.window.search.pane.chips
    [chip] = chips.chips
    assert chip.isVisible()
    assert chip.accessibleName() == "Poista valinta: Velat ja maksamattomat laskut"
    chip.click()
    room.settle()
    assert room.window.search.choices.is_empty
    assert chips.chips == ()


def test_a_municipality_is_found_by_typing_its_beginning(room: Room) -> None:
    field = room.window.search.facets.focus_order()[2]
    write(field, "iis")
    assert ids(facet(room, "municipality")) == ["140"]
    press(field, Qt.Key.Key_Return)
    room.settle()
    assert room.window.search.choices.municipality == ("140",)


def test_filters_leave_what_is_not_known(room: Room) -> None:
    room.type_words("apu")
    button(room, "Auki nyt").click()
    room.settle()
    assert room.window.search.choices.open_now
    assert "Ruoka-apu ja yhteinen ateria" not in room.names()


def test_a_profile_is_a_starting_point(room: Room) -> None:
    button(room, "Asun kaukana palveluista").click()
    room.settle()
    assert room.window.search.choices.rides
    assert "Saattajapalvelu ikäihmisille" in room.names()


def test_enter_opens_the_first_and_arrows_move(room: Room) -> None:
    room.type_words("velka")
    field, view = room.window.search.field, room.window.search.pane.view
    press(field, Qt.Key.Key_Down)
    assert view.hasFocus() or view.currentIndex().isValid()
    first = room.current_id()
    press(view, Qt.Key.Key_Down)
    second = room.current_id()
    assert "" not in (first, second)
    assert first != second
    with room.qtbot.waitSignal(room.context.signals.service_opened) as opened:
        press(view, Qt.Key.Key_Return)
    assert opened.args == [second]


def test_space_and_control_enter_pick(room: Room) -> None:
    room.type_words("velka")
    field, view = room.window.search.field, room.window.search.pane.view
    press(field, Qt.Key.Key_Return, control=True)
    assert len(room.context.tray) == 1
    press(view, Qt.Key.Key_Space, " ")
    assert len(room.context.tray) == 0


def test_letters_typed_in_the_list_go_on_in_the_field(room: Room) -> None:
    room.type_words("vel")
    press(room.window.search.pane.view, Qt.Key(0), "k")
    room.settle()
    assert room.window.search.field.text() == "velk"


def test_up_from_the_first_row_goes_back_to_the_field(room: Room) -> None:
    room.type_words("velka")
    view = room.window.search.pane.view
    with room.qtbot.waitSignal(view.left_upwards):
        press(view, Qt.Key.Key_Up)


def test_the_heading_of_near_hits_cannot_be_chosen(room: Room) -> None:
    room.type_words("velkanouvonta")
    model = room.window.search.pane.model
    headings = [n for n in range(model.rowCount()) if model.row_at(model.index(n)) is None]
    assert len(headings) == 1
    assert not model.flags(model.index(headings[0])) & Qt.ItemFlag.ItemIsSelectable
    assert model.data(model.index(headings[0])) == "Lähes osuvat"


def test_words_of_danger_bring_the_crisis_lines_near(room: Room) -> None:
    room.type_words("haluan kuolla")
    button(room, "Hätä? Näytä kriisinumerot (F12)").click()
    assert room.window.findChild(QWidget, "screen-crisis").isVisible()


def test_a_need_of_danger_is_offered_even_without_services(room: Room) -> None:
    button(room, "Itsemurha-ajatukset").click()
    assert room.window.findChild(QWidget, "screen-crisis").isVisible()


def test_choosing_a_need_of_danger_keeps_the_crisis_lines_near(room: Room) -> None:
    facet(room, "need").chosen.emit("vakivalta")
    room.settle()
    assert button(room, "Hätä? Näytä kriisinumerot (F12)")


def test_a_service_without_a_summary_shows_how_its_description_begins(room: Room) -> None:
    bare = service(500, "Kuorolaulu", "kulttuuri", description=Text(fi="**Lauletaan** yhdessä."))
    catalogue = room.desk.catalogue
    catalogue.apply([bare], origin="bare", complete=True, fetched_on=room.desk.clock.now().date())
    room.type_words("kuorolaulu")
    model = room.window.search.pane.model
    words = model.data(model.index(0), WORDS)
    assert isinstance(words, RowWords)
    assert words.summary == "Lauletaan yhdessä."


def test_rows_speak_whole_sentences(room: Room) -> None:
    room.type_words("velkaneuvonta")
    model = room.window.search.pane.model
    rows = [model.index(n) for n in range(model.rowCount())]
    spoken = [str(model.data(row, Qt.ItemDataRole.AccessibleTextRole)) for row in rows]
    told = next(text for text in spoken if text.startswith("Talous-"))
    for fact in ("Kulman Tuki ry", "järjestö", "Auki klo 16 asti", "Tarkistettu 2 kuukautta sitten"):
        assert fact in told


def test_every_row_is_as_high_as_the_others(room: Room) -> None:
    room.type_words("apua")
    view = room.window.search.pane.view
    assert isinstance(view, QListView)
    assert view.uniformItemSizes()
    heights = {view.visualRect(view.model().index(n, 0)).height() for n in range(view.model().rowCount())}
    assert len(heights) == 1


def test_the_next_page_is_fetched_when_it_is_wanted(room: Room) -> None:
    many = [service(1000 + n, f"Laulukuoro {n}", "kulttuuri", summary=Text(fi="Laulua")) for n in range(95)]
    catalogue = room.desk.catalogue
    catalogue.apply(many, origin="many", complete=True, fetched_on=room.desk.clock.now().date())
    room.type_words("laulukuoro")
    model: ResultModel = room.window.search.pane.model
    seen = model.rowCount()
    assert seen < 95
    while model.canFetchMore(model.index(-1)):
        model.fetchMore(model.index(-1))
        room.settle()
    choirs = [name for name in room.names() if name.startswith("Laulukuoro")]
    assert len(set(choirs)) == 95
    assert len(choirs) == 95


def test_an_empty_catalogue_says_so_and_offers_the_import(open_room) -> None:  # type: ignore[no-untyped-def]
    room = open_room(empty=True)
    assert room.window.search.pane.empty.isVisible()
    with room.qtbot.waitSignal(room.context.signals.screen_wanted) as wanted:
        button(room, "Tuo palveluja").click()
    assert wanted.args == ["import"]
