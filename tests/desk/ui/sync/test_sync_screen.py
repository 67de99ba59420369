"""Sending and fetching as a counsellor sees it, with a real server over HTTP and with none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from neuvola_core.errors import BusyError
from neuvola_core.visit import IsoWeek
from neuvola_desk.ui.sync.exchanger import Exchanger
from neuvola_desk.ui.sync.refused_list import RefusedList
from neuvola_desk.ui.sync.screen import SyncScreen
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.houses import HandClock, house_at, stored_rows
from support.publishing import incoming, news
from support.real_room import OpenReal, RealRoom
from support.serving import serving


@dataclass
class Server:
    """A server over HTTP that can be switched off."""

    house: House
    url: str
    close: Callable[[], None]

    def code(self, name: str = "Kallion piste, pöytä 2") -> str:
        return self.house.enrolment.new_code(name)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    with house_at(folder, clock=HandClock()) as house:
        house.publication.publish(news(incoming("Velkaneuvonta"), incoming("Ruoka-apu")))
        line = serving(create_app(house))
        url = line.__enter__()
        open_lines = [line]

        def close() -> None:
            while open_lines:
                open_lines.pop().__exit__(None, None, None)

        yield Server(house, url, close)
        close()


@pytest.fixture
def room(open_real: OpenReal) -> RealRoom:
    opened = open_real()
    opened.press(Qt.Key.Key_F7)
    return opened


def screen(room: RealRoom) -> SyncScreen:
    return room.screen(SyncScreen)


def settle(room: RealRoom) -> None:
    exchanger = room.window.findChild(Exchanger)
    assert isinstance(exchanger, Exchanger)
    room.qtbot.waitUntil(lambda: not exchanger.is_running and not room.house.background.busy, timeout=30_000)
    room.settle()


def join(room: RealRoom, server: Server) -> None:
    form = screen(room).form
    form.address.setText(server.url)
    form.code.setText(server.code())
    form.button.click()
    settle(room)


def log_visit(room: RealRoom) -> str:
    logged = room.ask(lambda desk: desk.visits.log(VisitDraft(needs=("velat",))))
    room.house.signals.visit_logged.emit()
    settle(room)
    return logged.id


def test_a_desk_alone_says_so_and_offers_to_join(room: RealRoom) -> None:
    assert "toimii itsenäisesti" in room.words(screen(room))
    assert screen(room).form.isVisible()
    assert not screen(room).button.isVisible()
    assert not screen(room).stick.isVisible()


def test_joining_brings_the_servers_catalogue(room: RealRoom, server: Server) -> None:
    join(room, server)
    assert "2 palvelua haettu" in screen(room).outcome.text()
    assert "Kaikki on lähetetty" in room.words(screen(room))
    assert not screen(room).form.isVisible()
    assert "Kallion piste, pöytä 2" in room.words(screen(room))
    assert room.ask(lambda desk: desk.catalogue.info().services) == 2


def test_after_joining_a_visit_can_be_logged_and_goes(room: RealRoom, server: Server) -> None:
    join(room, server)
    visit = log_visit(room)
    assert "1 käynti odottaa, lähetetään klo 12 jälkeen" in room.words(screen(room))
    screen(room).button.click()
    settle(room)
    assert visit in stored_rows(server.house)
    assert "1 tieto lähetetty" in screen(room).outcome.text()
    assert "Kaikki on lähetetty" in room.words(screen(room))


def test_without_a_line_nothing_is_lost_and_the_words_say_what_waits(room: RealRoom, server: Server) -> None:
    join(room, server)
    visit = log_visit(room)
    server.close()
    screen(room).button.click()
    settle(room)
    assert "ei saada yhteyttä" in screen(room).fault.text()
    assert "1 käynti odottaa" in room.words(screen(room))
    assert [one.id for one in room.visits()] == [visit]
    assert screen(room).button.isEnabled()


def test_a_wrong_code_is_said_beside_the_code(room: RealRoom, server: Server) -> None:
    form = screen(room).form
    form.address.setText(server.url)
    form.code.setText("0000000000")
    form.button.click()
    settle(room)
    assert "Koodi ei käy" in form.fault.text()
    assert form.fault.isVisible()
    assert not screen(room).fault.isVisible()


def test_an_empty_form_says_what_is_missing(room: RealRoom) -> None:
    screen(room).form.button.click()
    assert "Kirjoita palvelimen osoite" in room.words(screen(room))
    assert "Kirjoita koordinaattorin antama koodi" in room.words(screen(room))


def test_a_refused_record_can_be_sent_again_or_given_up(room: RealRoom, server: Server) -> None:
    join(room, server)
    visit = log_visit(room)
    refuse = lambda desk: desk.record.outbox.settle((), {visit: "invalid/needs"}, IsoWeek(2026, 47))  # noqa: E731
    room.ask(refuse)
    screen(room).arrive()
    settle(room)
    listed = room.screen(RefusedList)
    assert "Käynti" in room.words(listed)
    assert "1 tietoa" in room.words(screen(room))
    room.click("Lähetä uudelleen")
    settle(room)
    assert not listed.isVisible()
    room.ask(refuse)
    screen(room).arrive()
    settle(room)
    menu = room.button("Hylkää").menu()  # type: ignore[attr-defined]
    menu.actions()[0].trigger()
    settle(room)
    assert not listed.isVisible()
    assert room.visits() == ()


def test_what_waits_goes_on_a_stick_and_stays_until_the_answer(
    room: RealRoom, server: Server, tmp_path: Path
) -> None:
    join(room, server)
    log_visit(room)
    file = tmp_path / "lahetys.neuvola"
    screen(room).stick.export(file)
    settle(room)
    assert "1 tieto kirjoitettiin" in screen(room).stick.told.text()
    assert file.stat().st_size > 0
    assert b"velat" not in file.read_bytes()
    assert len(room.visits()) == 1


def test_rubbish_from_a_stick_is_said_and_changes_nothing(
    room: RealRoom, server: Server, tmp_path: Path
) -> None:
    join(room, server)
    file = tmp_path / "roskaa.bin"
    file.write_bytes(b"roskaa" * 100)
    screen(room).stick.take(file)
    settle(room)
    assert screen(room).stick.fault.isVisible()
    assert room.ask(lambda desk: desk.catalogue.info().services) == 2


def test_the_status_line_leads_to_the_page(open_real: OpenReal) -> None:
    room = open_real()
    room.click("Ei palvelinta: toimii itsenäisesti")
    assert screen(room).isVisible()


def test_the_automatic_cycle_leaves_open_visits_at_home(room: RealRoom, server: Server) -> None:
    join(room, server)
    visit = log_visit(room)
    exchanger = room.window.findChild(Exchanger)
    assert isinstance(exchanger, Exchanger)
    exchanger.sync(automatic=True)
    settle(room)
    assert visit not in stored_rows(server.house)
    room.later(hours=3)
    exchanger.sync(automatic=True)
    settle(room)
    assert visit in stored_rows(server.house)


def test_a_desk_that_was_joined_is_still_joined_the_next_day(
    open_real: OpenReal, server: Server, room: RealRoom
) -> None:
    join(room, server)
    again = open_real()
    again.press(Qt.Key.Key_F7)
    settle(again)
    assert not screen(again).form.isVisible()
    assert server.url in again.words(screen(again))


def test_whatever_ends_a_cycle_the_next_one_comes(
    room: RealRoom, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(room, server)
    exchanger = room.window.findChild(Exchanger)
    assert isinstance(exchanger, Exchanger)
    assert exchanger.is_planned

    def busy(*_given: object, **_named: object) -> None:
        raise BusyError(path="desk.db")

    monkeypatch.setattr("neuvola_desk.sync.exchange.Exchange.sync", busy)
    exchanger.sync(automatic=True)
    assert not exchanger.is_planned
    settle(room)
    assert exchanger.is_planned


def test_a_code_that_fails_does_not_stop_the_cycles(room: RealRoom, server: Server) -> None:
    join(room, server)
    exchanger = room.window.findChild(Exchanger)
    assert isinstance(exchanger, Exchanger)
    exchanger.enrol(server.url, "0000000000")
    settle(room)
    assert exchanger.is_planned
