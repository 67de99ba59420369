"""Where nothing was found: only ways that lead somewhere are offered, each with how much it gives."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget

from neuvola_core.text import Text
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.results_pane import ResultsPane
from support.small_desk import service

from .conftest import Room


@pytest.fixture
def pane(room: Room) -> ResultsPane:
    """The small catalogue with one more service, whose name no other word resembles, in Iisalmi."""
    odd = service(700, "Qwertzuwx", "kulttuuri", municipalities=("140",), summary=Text(fi="Laulua"))
    catalogue = room.desk.catalogue
    catalogue.apply([odd], origin="odd", complete=True, fetched_on=room.desk.clock.now().date())
    return room.window.search.pane


def ask(room: Room, choices: Choices) -> None:
    room.window.search._choose(choices)
    room.window.search.field.setText(choices.text)
    room.settle()


def offers(inside: QWidget) -> list[str]:
    return [b.text() for b in inside.findChildren(QAbstractButton) if b.isVisible() and b.text()]


def press(room: Room, words: str) -> None:
    inside = room.window.search.pane.empty
    [button] = [b for b in inside.findChildren(QAbstractButton) if b.isVisible() and b.text() == words]
    button.click()
    room.settle()


def test_another_place_is_widened_to_the_whole_country(room: Room, pane: ResultsPane) -> None:
    ask(room, Choices("qwertzuwx", municipality=("297",)))
    assert pane.empty.isVisible()
    assert "Poista rajaukset (1)" not in offers(pane.empty)
    press(room, "Hae kaikilta paikkakunnilta (1)")
    assert room.window.search.choices.municipality == ()
    assert room.names() == ["Qwertzuwx"]


def test_filters_are_taken_away(room: Room, pane: ResultsPane) -> None:
    ask(room, Choices("qwertzuwx", need=("velat",), municipality=("140",)))
    assert pane.empty.isVisible()
    press(room, "Poista rajaukset (1)")
    assert room.window.search.choices == Choices("qwertzuwx", municipality=("140",))
    assert room.names() == ["Qwertzuwx"]


def test_both_are_taken_away_where_one_is_not_enough(room: Room, pane: ResultsPane) -> None:
    ask(room, Choices("qwertzuwx", need=("velat",), municipality=("297",)))
    assert pane.empty.isVisible()
    press(room, "Poista rajaukset ja hae koko maasta (1)")
    assert room.window.search.choices == Choices("qwertzuwx")
    assert room.names() == ["Qwertzuwx"]


def test_a_better_spelling_is_offered_with_its_count(room: Room, pane: ResultsPane) -> None:
    room.type_words("qwertzuvx ")
    suggestion = "Tarkoititko: qwertzuwx?"
    shown = [text for text in offers(pane) if text.startswith(suggestion)]
    assert shown
    [button] = [b for b in pane.findChildren(QAbstractButton) if b.isVisible() and b.text() == shown[0]]
    button.click()
    room.settle()
    assert room.names() == ["Qwertzuwx"]


def test_no_way_is_offered_that_would_give_nothing(room: Room, pane: ResultsPane) -> None:
    ask(room, Choices("zzzzqqqq", need=("velat",), municipality=("140",)))
    assert offers(pane.empty) == ["Valitse tarve listasta", "Merkitse: apua ei löytynyt"]
    press(room, "Valitse tarve listasta")
    assert pane.start.isVisible()
    assert room.window.search.field.text() == ""


def test_above_near_hits_the_needs_and_the_unmet_need_are_offered(room: Room, pane: ResultsPane) -> None:
    room.type_words("velkanouvonta")
    assert pane.is_listing
    assert pane.near.isVisible()
    shown = offers(pane.near.needs)
    assert "Merkitse: apua ei löytynyt" in shown
    needs = [text for text in shown if text.endswith(")")]
    assert 1 <= len(needs) <= 3
    assert needs[0].startswith("Velat ja maksamattomat laskut (")
    room.type_words("velka")
    assert not pane.near.isVisible()


def test_a_near_need_gives_as_many_services_as_it_says(room: Room, pane: ResultsPane) -> None:
    room.type_words("velkanouvonta")
    [button] = [b for b in pane.near.needs.findChildren(QAbstractButton) if b.text().startswith("Velat")]
    count = int(button.text().split("(")[1].rstrip(")"))
    button.click()
    room.settle()
    assert room.window.search.choices == Choices(need=("velat",))
    assert len(room.names()) == count


def test_near_hits_begin_with_their_heading(room: Room, pane: ResultsPane) -> None:
    room.window.resize(1024, 680)
    room.type_words("velkanouvonta")
    assert pane.view.verticalScrollBar().value() == 0
    assert pane.model.row_at(pane.view.indexAt(QPoint(30, 10))) is None


def test_a_reason_is_read_whole(room: Room, pane: ResultsPane) -> None:
    pane.ask_unmet()
    room.settle()
    shown = offers(pane.unmet)
    assert "Palvelua ei ole" in shown
    assert not [text for text in shown if text.endswith("…")]
