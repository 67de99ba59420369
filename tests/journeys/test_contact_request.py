"""A visitor wants to be called: from the tray to the organisation and back, with a line and without one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_core.catalogue import Organisation
from neuvola_core.contact import Handling
from neuvola_core.text import Text
from neuvola_desk.contact_port import Stage, Withdrawn
from neuvola_desk.sync.bundle import Bundles
from neuvola_desk.sync.exchange import Line
from neuvola_desk.usecases.consent import Agreed
from neuvola_desk.usecases.contact_requests import ContactRequests, Receipt
from neuvola_server.bundles import Bundles as ServerBundles
from neuvola_server.house import House
from support.contact_desk import NAME, PHONE, SENTENCE, decrypted, on_disk, requests_of, traces, typed
from support.contacts import link_to, register
from support.houses import HandClock, house_at, stored_rows
from support.publishing import incoming, news
from support.records import SUNDAY_MORNING
from support.services import fill, make_service
from support.sync_desk import Keyring, SyncDesk


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    with house_at(tmp_path / "server", clock=HandClock(SUNDAY_MORNING)) as house:
        register(house, "o1", "o2")
        house.publication.publish(news(incoming("Velkaneuvonta")))
        yield house


@pytest.fixture
def desk(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SyncDesk]:
    keyring = Keyring()
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: keyring)

    def line(_url: str, _ca: str) -> Line:
        return Line(house.door("127.0.0.1"), house.port, lambda: None)

    desk = SyncDesk(tmp_path / "desk", line, keyring=keyring)
    desk.exchange.enrol("http://localhost", house.enrolment.new_code("Kallio", point="kallio"))
    yield desk
    desk.close()


def pass_time(house: House, desk: SyncDesk, **time: float) -> None:
    assert isinstance(house.clock, HandClock)
    house.clock.move(**time)
    desk.clock.move(timedelta(**time))


def ask_for_a_call(desk: SyncDesk, requests: ContactRequests) -> Receipt:
    """The tray has a service of an organisation that takes requests, and one of another."""
    fill(
        desk.catalogue,
        make_service("Ystävätoiminta", organisation=Organisation("o1", Text(fi="Ystävä ry"))),
        make_service("Uimahalli", organisation=Organisation("kunta", Text(fi="Kunta"))),
    )
    tray = tuple(desk.catalogue.all_services())
    (offered,) = requests.offered(tray, desk.clock.now().date())
    assert (offered.receiver.id, offered.opens) == ("o1", None)
    told = requests.check(typed())
    proposal = requests.propose([offered.receiver.id], "fi")
    assert "Järjestö o1" in proposal.text
    agreed = Agreed(
        proposal=proposal,
        reach=told.reach,
        is_adult=True,
        is_own=True,
        read_back=told.address,
        agrees=True,
    )
    return requests.create(agreed, told)


def only_request(house: House) -> str:
    (request,) = (row.id for row in stored_rows(house).values() if row.kind == "contact_request")
    return str(request)


def state_here(requests: ContactRequests) -> tuple[Stage, Handling]:
    (state,) = requests.states()
    return state.stage, state.organisations[0].state


def test_with_a_line_it_goes_at_once_and_what_becomes_of_it_comes_back(house: House, desk: SyncDesk) -> None:
    requests = requests_of(desk.record, desk.clock)
    assert requests.is_line_old(desk.clock.now()), "before the first whole sync nothing promises a line"
    assert desk.exchange.sync(automatic=True).state == "done"
    assert not requests.is_line_old(desk.clock.now())

    receipt = ask_for_a_call(desk, requests)
    (visit,) = desk.log()
    assert desk.exchange.sync(automatic=True).state == "done"
    assert visit not in stored_rows(house), "the visit of this part of day stays"
    request = only_request(house)
    assert state_here(requests) == (Stage.ARRIVED, Handling.NEW)

    token = link_to(house, request)
    browser = house.handlings.confirm(token)
    opened = house.handlings.read(token, browser)
    assert (opened.details.phone, opened.details.first_name, opened.details.sentence) == (
        PHONE,
        NAME,
        SENTENCE,
    )
    assert opened.case.reference == receipt.reference
    house.handlings.mark(token, browser, Handling.REACHED)
    pass_time(house, desk, minutes=16)
    assert desk.exchange.sync(automatic=True).state == "done"
    assert state_here(requests) == (Stage.ARRIVED, Handling.REACHED)

    assert requests.withdraw(receipt.code) is Withdrawn.SENDING
    assert desk.exchange.sync(automatic=True).state == "done"
    assert house.handlings.states([request])[request][0].state is Handling.WITHDRAWN
    assert traces(decrypted(desk.record) + on_disk(desk.paths.data)) == []


def test_what_the_server_has_of_it_names_no_point_and_no_desk(house: House, desk: SyncDesk) -> None:
    desk.exchange.sync(automatic=True)
    requests = requests_of(desk.record, desk.clock)
    ask_for_a_call(desk, requests)
    desk.exchange.sync(automatic=True)
    row = stored_rows(house)[only_request(house)]
    assert "kallio" not in str(row).lower()
    assert str(desk.exchange.enrolled().desk) not in str(row)
    assert traces(str(row).encode()) == []


def test_a_withdrawal_by_another_desk_of_the_point_reaches_the_same_request(
    house: House, desk: SyncDesk, tmp_path: Path
) -> None:
    desk.exchange.sync(automatic=True)
    receipt = ask_for_a_call(desk, requests_of(desk.record, desk.clock))
    other = SyncDesk(
        tmp_path / "other",
        lambda _url, _ca: Line(house.door("127.0.0.1"), house.port, lambda: None),
        keyring=desk.keyring,
    )
    other.exchange.enrol("http://localhost", house.enrolment.new_code("Toinen", point="kallio"))
    assert requests_of(other.record, other.clock).withdraw(receipt.code) is Withdrawn.SENDING
    assert other.exchange.sync(automatic=True).state == "done", "the withdrawal is there before the request"
    assert desk.exchange.sync(automatic=True).state == "done"
    request = only_request(house)
    assert house.handlings.states([request])[request][0].state is Handling.WITHDRAWN
    other.close()


def test_without_a_line_a_stick_carries_it_sealed_both_ways(
    house: House, desk: SyncDesk, tmp_path: Path
) -> None:
    desk.exchange.sync(automatic=True)
    pass_time(house, desk, hours=25)
    requests = requests_of(desk.record, desk.clock)
    assert requests.is_line_old(desk.clock.now()), "the visitor is told, and wants it all the same"
    receipt = ask_for_a_call(desk, requests)

    carried, answer = tmp_path / "out.bin", tmp_path / "answer.bin"
    Bundles(desk.exchange).export_outbox(carried)
    assert traces(carried.read_bytes()) == []
    assert requests.withdraw(receipt.code) is Withdrawn.SENDING, "what is on a stick has left"
    second = tmp_path / "second.bin"
    Bundles(desk.exchange).export_outbox(second)

    assert ServerBundles(house).answer(carried, answer).refused == 0
    request = only_request(house)
    assert house.handlings.states([request])[request][0].state is Handling.NEW
    assert Bundles(desk.exchange).import_bundle(answer).state == "done"
    assert [state.stage for state in requests.states()] == [Stage.WITHDRAWN]
    ServerBundles(house).answer(second, tmp_path / "second-answer.bin")
    assert house.handlings.states([request])[request][0].state is Handling.WITHDRAWN
    assert Bundles(desk.exchange).import_bundle(tmp_path / "second-answer.bin").state == "done"
    assert desk.record.outbox.waiting() == ()


def test_a_desk_that_never_has_a_line_learns_from_sticks_who_takes_requests_and_what_became_of_them(
    house: House, desk: SyncDesk, tmp_path: Path
) -> None:
    numbers = iter(range(100))

    def exchange_by_stick() -> None:
        out, back = tmp_path / f"out-{next(numbers)}", tmp_path / f"back-{next(numbers)}"
        Bundles(desk.exchange).export_outbox(out)
        ServerBundles(house).answer(out, back)
        assert Bundles(desk.exchange).import_bundle(back).state == "done"

    requests = requests_of(desk.record, desk.clock)
    assert requests.receivers() == ()
    exchange_by_stick()
    assert [receiver.id for receiver in requests.receivers()] == ["o1", "o2"]
    pass_time(house, desk, days=15)
    assert requests.obstacle() is not None, "what a stick told grows old as well"
    exchange_by_stick()
    assert requests.obstacle() is None
    ask_for_a_call(desk, requests)
    exchange_by_stick()
    token = link_to(house, only_request(house))
    house.handlings.mark(token, house.handlings.confirm(token), Handling.DONE)
    exchange_by_stick()
    assert state_here(requests) == (Stage.ARRIVED, Handling.DONE)


def test_without_any_line_it_is_destroyed_after_five_working_days(
    house: House, desk: SyncDesk, tmp_path: Path
) -> None:
    desk.exchange.sync(automatic=True)
    requests = requests_of(desk.record, desk.clock)
    ask_for_a_call(desk, requests)
    pass_time(house, desk, days=6)
    assert Bundles(desk.exchange).export_outbox(tmp_path / "out.bin").records == 0
    assert (requests.lost(), requests.states()[0].stage) == (1, Stage.LOST)
    assert desk.exchange.sync(automatic=False).state == "done"
    assert stored_rows(house) == {}
