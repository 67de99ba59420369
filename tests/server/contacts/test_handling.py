"""An organisation's part in a request: its link, the details, how far it is."""

from contextlib import closing
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from neuvola_core.contact import DeclineReason, Handling, reference_of
from neuvola_server import audit
from neuvola_server.contacts.values import LINKS_A_DAY, LinkRefusedError, MarkRefusedError
from neuvola_server.house import House
from neuvola_server.keys import KeysChangedError
from neuvola_server.storage import schema
from support.contacts import DETAILS, MadeRequest, link_to, register, request_to
from support.houses import HandClock, Server, TestDesk, stored_rows


@pytest.fixture
def desk(house: House, clock: HandClock) -> TestDesk:
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()


@pytest.fixture
def request_here(house: House, desk: TestDesk) -> MadeRequest:
    """A request to two organisations."""
    register(house, "o1", "o2")
    made = request_to(house, "o1", "o2")
    desk.sync(made.record)
    return made


def _refused(call: Any) -> str:
    with pytest.raises(LinkRefusedError) as raised:
        call()
    return str(raised.value.facts["reason"])


def _handling(house: House, request: str, organisation: str = "o1") -> Any:
    table = schema.handling
    this = (table.c.request == request) & (table.c.organisation == organisation)
    return house.database.read(lambda connection: connection.execute(select(table).where(this)).one())


def _acts(house: House) -> list[tuple[str, str]]:
    wanted = ("contact-",)
    return [(act.who, act.what) for act in house.database.read(audit.acts) if act.what.startswith(wanted)]


def test_a_look_tells_nothing_of_the_visitor_and_changes_nothing(
    house: House, request_here: MadeRequest
) -> None:
    token, before = link_to(house, request_here.id), _handling(house, request_here.id)
    case = house.handlings.look(token)
    assert (case.reference, case.organisation) == (reference_of(request_here.id), "o1")
    assert (case.state, case.bound, case.mine) == (Handling.NEW, False, False)
    assert (case.created, case.erased_by) == (date(2026, 11, 16), date(2026, 11, 30))
    assert DETAILS.phone not in repr(case)
    assert _handling(house, request_here.id) == before
    assert _acts(house) == []


def test_only_the_browser_that_confirmed_reads(house: House, request_here: MadeRequest) -> None:
    token = link_to(house, request_here.id)
    assert _refused(lambda: house.handlings.read(token, "")) == "unconfirmed"
    browser = house.handlings.confirm(token)
    opened = house.handlings.read(token, browser)
    assert (opened.details, opened.case.mine) == (DETAILS, True)
    assert _refused(lambda: house.handlings.read(token, "another")) == "elsewhere"
    assert _refused(lambda: house.handlings.confirm(token)) == "elsewhere"
    assert house.handlings.look(token).bound
    assert not house.handlings.look(token, "another").mine
    assert _acts(house) == [("o1", "contact-confirmed"), ("o1", "contact-opened")]


def test_a_second_click_of_the_same_browser_is_nothing(house: House, request_here: MadeRequest) -> None:
    token = link_to(house, request_here.id)
    browser = house.handlings.confirm(token)
    assert house.handlings.confirm(token, browser) == browser
    assert _acts(house) == [("o1", "contact-confirmed")]


def test_a_process_that_has_just_begun_opens(
    house: House, request_here: MadeRequest, clock: HandClock
) -> None:
    token = link_to(house, request_here.id)
    browser = house.handlings.confirm(token)
    with closing(House(house.settings, clock=clock)) as again:
        assert again.handlings.read(token, browser).details == DETAILS


def test_neither_token_nor_browser_is_in_the_database(house: House, request_here: MadeRequest) -> None:
    token = link_to(house, request_here.id)
    browser = house.handlings.confirm(token)
    told = repr(_handling(house, request_here.id))
    assert token not in told
    assert browser not in told


def test_a_new_link_ends_the_old_one_and_goes_by_mail(house: House, request_here: MadeRequest) -> None:
    first = link_to(house, request_here.id)
    browser = house.handlings.confirm(first)
    house.handlings.new_link(first)
    second = link_to(house, request_here.id)
    assert second != first
    assert _refused(lambda: house.handlings.look(first)) == "unknown"
    assert _refused(lambda: house.handlings.read(second, browser)) == "unconfirmed"
    kinds = [row.kind for row in _mails(house, "o1")]
    assert sorted(set(kinds)) == ["link", "new"]
    assert house.handlings.read(second, house.handlings.confirm(second)).details == DETAILS


def _mails(house: House, organisation: str) -> list[Any]:
    wanted = select(schema.mail).where(schema.mail.c.organisation == organisation)
    return list(house.database.read(lambda connection: connection.execute(wanted).all()))


def test_so_many_new_links_a_day_and_no_more(
    house: House, request_here: MadeRequest, clock: HandClock
) -> None:
    for _ in range(LINKS_A_DAY):
        house.handlings.new_link(link_to(house, request_here.id))
    token = link_to(house, request_here.id)
    assert _refused(lambda: house.handlings.new_link(token)) == "often"
    house.handlings.new_link(link_to(house, request_here.id, "o2"))
    clock.move(hours=14)
    house.retention.sweep()  # takes the minutes' tries away
    assert _refused(lambda: house.handlings.new_link(token)) == "often"
    clock.move(hours=2)
    house.handlings.new_link(token)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "Ä" * 43])
def test_a_link_that_is_none(house: House, request_here: MadeRequest, token: str) -> None:
    for call in (
        lambda: house.handlings.look(token),
        lambda: house.handlings.confirm(token),
        lambda: house.handlings.read(token, ""),
        lambda: house.handlings.mark(token, "", Handling.DONE),
        lambda: house.handlings.new_link(token),
    ):
        assert _refused(call) == "unknown"


def test_a_link_secret_that_was_lost_costs_no_request(
    house: House, request_here: MadeRequest, clock: HandClock
) -> None:
    mailed = link_to(house, request_here.id)
    (house.settings.key_dir / "links.key").unlink()
    assert house.handlings.look(mailed).state is Handling.NEW
    with pytest.raises(KeysChangedError):
        link_to(house, request_here.id)
    house.key_register.forget(clock(), who="test")
    house.keys.check()
    again = link_to(house, request_here.id)
    assert again != mailed
    assert house.handlings.look(again).state is Handling.NEW
    assert link_to(house, request_here.id) == again


def test_marks_go_on_until_the_end_and_the_last_end_erases(house: House, request_here: MadeRequest) -> None:
    for organisation in ("o1", "o2"):
        token = link_to(house, request_here.id, organisation)
        browser = house.handlings.confirm(token)
        house.handlings.mark(token, browser, Handling.RECEIVED)
        house.handlings.mark(token, browser, Handling.REACHED)
        assert stored_rows(house)[request_here.id].body is not None
        case = house.handlings.mark(token, browser, Handling.DONE)
        assert (case.state, case.bound) == (Handling.DONE, False)
        assert _refused(lambda: house.handlings.read(token, browser)) == "over"  # noqa: B023 - called here
        assert _refused(lambda: house.handlings.confirm(token)) == "over"  # noqa: B023
        assert link_to(house, request_here.id, organisation) == ""
        assert _mails(house, organisation) == []
    row = stored_rows(house)[request_here.id]
    assert (row.body, row.digest, row.state) == (None, "", "erased")
    states = house.handlings.states([request_here.id, "x"])
    assert [(one.organisation, one.state, one.day) for one in states[request_here.id]] == [
        ("o1", "hoidettu", "2026-11-16"),
        ("o2", "hoidettu", "2026-11-16"),
    ]
    assert states.keys() == {request_here.id}


def test_a_refusal_has_a_reason_and_nothing_else_has(house: House, request_here: MadeRequest) -> None:
    token = link_to(house, request_here.id)
    browser = house.handlings.confirm(token)
    for state, reason, field in (
        (Handling.DECLINED, DeclineReason.NONE, "reason"),
        (Handling.DONE, DeclineReason.FULL, "reason"),
        (Handling.WITHDRAWN, DeclineReason.NONE, "state"),
        (Handling.EXPIRED, DeclineReason.NONE, "state"),
        (Handling.NEW, DeclineReason.NONE, "state"),
    ):
        with pytest.raises(MarkRefusedError) as raised:
            house.handlings.mark(token, browser, state, reason)
        assert raised.value.facts["field"] == field
    house.handlings.mark(token, browser, Handling.DECLINED, DeclineReason.FULL)
    [first, _second] = house.handlings.states([request_here.id])[request_here.id]
    assert (first.state, first.reason) == (Handling.DECLINED, DeclineReason.FULL)


def test_a_mark_needs_the_browser(house: House, request_here: MadeRequest) -> None:
    token = link_to(house, request_here.id)
    assert _refused(lambda: house.handlings.mark(token, "", Handling.DONE)) == "unconfirmed"
    house.handlings.confirm(token)
    assert _refused(lambda: house.handlings.mark(token, "x", Handling.DONE)) == "elsewhere"
    assert _handling(house, request_here.id).state == Handling.NEW


def test_the_time_to_the_first_answer_is_counted_once_and_of_nobody(
    house: House, request_here: MadeRequest, clock: HandClock
) -> None:
    token = link_to(house, request_here.id)
    browser = house.handlings.confirm(token)
    clock.move(days=7)  # five working days
    for state in (Handling.RECEIVED, Handling.REACHED, Handling.DONE):
        house.handlings.mark(token, browser, state)
    token = link_to(house, request_here.id, "o2")
    house.handlings.mark(token, house.handlings.confirm(token), Handling.CANCELLED)
    wanted = select(schema.answer_time)
    rows = house.database.read(lambda connection: connection.execute(wanted).all())
    assert [tuple(row) for row in rows] == [("o1", 5, 1)]


def test_after_fourteen_days_a_link_opens_nothing_even_before_a_sweep(
    house: House, request_here: MadeRequest, clock: HandClock
) -> None:
    token = link_to(house, request_here.id)
    browser = house.handlings.confirm(token)
    clock.move(days=13)
    assert house.handlings.read(token, browser).details == DETAILS
    clock.move(days=1)
    assert _refused(lambda: house.handlings.read(token, browser)) == "over"
    assert house.handlings.look(token).state is Handling.EXPIRED
    assert link_to(house, request_here.id) == ""


def test_coordinators_see_what_hangs_and_nothing_of_the_visitor(
    house: House, request_here: MadeRequest, clock: HandClock
) -> None:
    house.handlings.confirm(link_to(house, request_here.id, "o2"))
    clock.move(days=3)
    first, second = house.handlings.hanging()
    assert (first.organisation, first.days, first.opened, first.escalated) == ("o1", 3, False, False)
    assert (second.organisation, second.opened) == ("o2", True)
    assert first.reference == reference_of(request_here.id)
    assert request_here.id not in repr(first)


def test_the_book_names_the_request_by_reference_alone(house: House, request_here: MadeRequest) -> None:
    token = link_to(house, request_here.id)
    browser = house.handlings.confirm(token)
    house.handlings.read(token, browser)
    house.handlings.mark(token, browser, Handling.DECLINED, DeclineReason.AREA)
    acts = [act for act in house.database.read(audit.acts) if act.what.startswith("contact-")]
    assert {act.of for act in acts} == {reference_of(request_here.id)}
    assert [act.what for act in acts][-1] == "contact-ei_oteta"
    said = repr(acts)
    assert not any(secret in said for secret in (request_here.id, DETAILS.phone, token, browser, "alue"))
    assert house.database.read(audit.is_whole)
