"""Contact requests: who may be asked, sealing before anything is written, withdrawal, and rights."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from neuvola_core import codec, contact
from neuvola_core.catalogue import Organisation, Service
from neuvola_core.contact import (
    ClosedPeriod,
    Handling,
    HandlingState,
    Offers,
    PreferredTime,
    Reach,
    Receiver,
    open_details,
)
from neuvola_core.errors import InvalidRecordError, NotAllowedError, RefusedContentError
from neuvola_core.roles import Act, Rights, Role, Standing
from neuvola_core.sealing import Sealed
from neuvola_core.text import EMPTY
from neuvola_desk.contact_port import Stage, Withdrawn
from neuvola_desk.messages import sentence
from neuvola_desk.record_port import CLOCK_OFFSET, LAST_SYNC, OFFERS, OFFERS_DAY, SERVER_DAY
from neuvola_desk.storage.record import Record, open_record
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.consent import Agreed, Controller, NotAgreedError
from neuvola_desk.usecases.contact_requests import ContactRequests, NoOfferError, opens_again
from support.contact_desk import (
    CONTROLLER,
    DEBT,
    EMAIL,
    FRIEND,
    NAME,
    PHONE,
    PRIVATE,
    SEALING_KEYS,
    SENTENCE,
    request_call,
    traces,
    typed,
)
from support.contact_desk import OFFERS as TOLD
from support.records import KEY, SUNDAY_MORNING
from support.services import make_service

TODAY = SUNDAY_MORNING.date()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = open_record(tmp_path / "desk.db", KEY)
    tell(record, TOLD)
    yield record
    record.close()


@pytest.fixture
def new(record: Record, clock: FixedClock) -> Callable[..., ContactRequests]:
    def make(rights: Rights | None = None, controller: Controller = CONTROLLER) -> ContactRequests:
        return ContactRequests(record, clock, rights or Standing(), controller)

    return make


@pytest.fixture
def requests(new: Callable[..., ContactRequests]) -> ContactRequests:
    return new()


def service(name: str, organisation: str) -> Service:
    """A service of an organisation, or of none."""
    return make_service(name, organisation=Organisation(organisation, EMPTY) if organisation else None)


def tell(record: Record, offers: Offers) -> None:
    record.settings.put(OFFERS, codec.to_json(offers).decode())


# --- before consent -----------------------------------------------------------------------------------------


def test_those_who_take_requests_are_offered_in_the_order_of_the_tray(requests: ContactRequests) -> None:
    services = [service("a", "o2"), service("b", "other"), service("c", "o1"), service("d", "o2")]
    offered = requests.offered(services, TODAY)
    assert [(one.receiver, one.opens) for one in offered] == [(DEBT, None), (FRIEND, None)]
    assert requests.offered([service("b", "other"), service("x", "")], TODAY) == ()


def test_one_that_is_closed_is_offered_with_the_day_it_opens(
    requests: ContactRequests, record: Record
) -> None:
    closed = replace(FRIEND, closed=(ClosedPeriod(TODAY, TODAY + timedelta(days=3)),))
    tell(record, Offers((closed,), SEALING_KEYS))
    offered = requests.offered([service("a", "o1")], TODAY)
    assert offered[0].opens == date(2026, 11, 26)
    with pytest.raises(NoOfferError) as refused:
        requests.propose(["o1"], "fi")
    assert refused.value.facts["reason"] == "closed"


def test_closed_periods_that_follow_each_other_are_one() -> None:
    periods = (
        ClosedPeriod(date(2026, 12, 1), date(2026, 12, 5)),
        ClosedPeriod(date(2026, 12, 4), date(2026, 12, 10)),
        ClosedPeriod(date(2026, 12, 11), date(2026, 12, 11)),
    )
    receiver = Receiver("o", {}, {}, closed=periods)
    assert opens_again(receiver, date(2026, 12, 2)) == date(2026, 12, 12)
    assert opens_again(receiver, date(2026, 11, 30)) is None


@pytest.mark.parametrize("controller", [Controller(), Controller("Kulman neuvonta ry")])
def test_without_a_controller_nothing_is_offered_and_it_is_told(
    new: Callable[..., ContactRequests], controller: Controller
) -> None:
    requests = new(controller=controller)
    obstacle = requests.obstacle()
    assert obstacle is not None
    assert obstacle.facts == {"reason": "no-controller"}
    assert requests.offered([service("a", "o1")], TODAY) == ()
    with pytest.raises(NoOfferError):
        requests.propose(["o1"], "fi")


@pytest.mark.parametrize("offers", [Offers(), Offers((FRIEND,), {}), Offers((), SEALING_KEYS)])
def test_without_receivers_or_keys_nothing_is_offered(
    requests: ContactRequests, record: Record, offers: Offers
) -> None:
    tell(record, offers)
    obstacle = requests.obstacle()
    assert obstacle is not None
    assert obstacle.facts == {"reason": "no-offers"}


@pytest.mark.parametrize("name", [OFFERS_DAY, SERVER_DAY])
def test_what_the_server_told_more_than_a_fortnight_ago_is_not_sealed_to(
    requests: ContactRequests, record: Record, clock: FixedClock, name: str
) -> None:
    record.settings.put(name, TODAY.isoformat())
    told = requests.check(typed())
    clock.move(timedelta(days=14))
    agreed = agree(proposal=requests.propose(["o1"], "fi"))
    clock.move(timedelta(days=1))
    obstacle = requests.obstacle()
    assert obstacle is not None
    assert obstacle.facts == {"reason": "old-offers"}
    assert "yli kaksi viikkoa vanhat" in sentence(obstacle)
    for forbidden in (lambda: requests.propose(["o1"], "fi"), lambda: requests.create(agreed, told)):
        with pytest.raises(NoOfferError):
            forbidden()
    assert record.outbox.waiting() == ()


@pytest.mark.parametrize("wrong", [-2000, -5, 5])
def test_consent_and_receipt_have_the_true_day_whatever_the_clock_shows(
    requests: ContactRequests, record: Record, clock: FixedClock, wrong: int
) -> None:
    record.settings.put_all({SERVER_DAY: TODAY.isoformat(), CLOCK_OFFSET: str(wrong * 24 * 60 * 60)})
    clock.move(timedelta(days=wrong))
    receipt = request_call(requests)
    assert (receipt.answer_by, receipt.erased_by) == (date(2026, 11, 27), date(2026, 12, 6))
    (item,), (kept,) = record.outbox.waiting(), record.contacts.all()
    assert (msgspec.json.decode(item.payload)["day"], kept.day) == (TODAY.isoformat(), TODAY)


@pytest.mark.parametrize("organisations", [[], ["o1", "o2", "o3", "o4", "o5", "o6"]])
def test_a_request_goes_to_one_to_five(requests: ContactRequests, organisations: list[str]) -> None:
    with pytest.raises(InvalidRecordError):
        requests.propose(organisations, "fi")


def test_an_organisation_that_takes_none_is_refused(requests: ContactRequests) -> None:
    with pytest.raises(NoOfferError) as refused:
        requests.propose(["o1", "stranger"], "fi")
    assert refused.value.facts == {"reason": "unknown", "id": "stranger"}


def test_the_age_of_the_line_is_by_the_servers_time(
    requests: ContactRequests, record: Record, clock: FixedClock
) -> None:
    assert requests.line_age(clock.now()) is None
    assert requests.is_line_old(clock.now())
    record.settings.put_all({LAST_SYNC: "2026-11-21T07:30:00+00:00", CLOCK_OFFSET: "3600"})
    assert requests.line_age(clock.now()) == timedelta(hours=23)
    assert not requests.is_line_old(clock.now())
    clock.move(timedelta(hours=1, minutes=1))
    assert requests.is_line_old(clock.now())


def test_what_was_typed_is_read_and_only_one_way_to_be_reached_is_kept(requests: ContactRequests) -> None:
    told = requests.check(typed(email=EMAIL, sentence="  Kaipaan   juttuseuraa. "))
    assert (told.phone, told.email, told.sentence) == (PHONE, "", "Kaipaan juttuseuraa.")
    told = requests.check(typed(reach=Reach.EMAIL, email=f" {EMAIL} "))
    assert (told.phone, told.email, told.address) == ("", EMAIL, EMAIL)
    assert requests.check(told) == told


def test_a_name_or_an_address_in_the_sentence_is_asked_about(requests: ContactRequests) -> None:
    said = typed(sentence="Terveisin Virtanen Matti, asun Mannerheimintie 5")
    with pytest.raises(RefusedContentError) as asked:
        requests.check(said)
    assert asked.value.facts["question"] is True
    assert requests.check(said, confirmed=True).sentence.startswith("Terveisin")
    with pytest.raises(RefusedContentError) as stopped:
        requests.check(typed(sentence="Soita 050 111 2222"), confirmed=True)
    assert "question" not in stopped.value.facts


def test_what_was_typed_is_shown_by_nothing_that_prints_values() -> None:
    assert traces(f"{typed()!r} {typed(email=EMAIL)}".encode()) == []


# --- with consent -------------------------------------------------------------------------------------------


def test_a_request_is_sealed_waits_and_gives_a_receipt(requests: ContactRequests, record: Record) -> None:
    receipt = request_call(
        requests, "o1", "o2", language="so", said=typed(time=PreferredTime.MORNING, language="so")
    )
    (item,) = record.outbox.waiting()
    (kept,) = record.contacts.all()
    body = msgspec.json.decode(item.payload)
    sealed = Sealed(body["sealed"]["text"], body["sealed"]["keys"])
    details = open_details(sealed, item.id, "server-1", bytes(PRIVATE))
    assert (details.phone, details.first_name, details.sentence) == (PHONE, NAME, SENTENCE)
    assert (details.time, details.language, details.email) == (PreferredTime.MORNING, "so", "")
    assert details.consent == kept.consent
    assert (kept.consent.version, kept.consent.language, kept.consent.day) == ("1", "so", TODAY)
    assert body["withdrawal"] == contact.withdrawal_hash(receipt.code)
    assert receipt.reference == contact.reference_of(item.id)
    assert receipt.receivers == (FRIEND, DEBT)
    assert (receipt.answer_by, receipt.erased_by) == (date(2026, 11, 27), date(2026, 12, 6))


def test_it_is_sealed_to_the_newest_keys(requests: ContactRequests, record: Record) -> None:
    told = requests.check(typed())
    proposal = requests.propose(["o1"], "fi")
    newer = {"server-2": SEALING_KEYS["server-1"], "recovery-1": SEALING_KEYS["server-1"]}
    tell(record, Offers((FRIEND,), newer))
    requests.create(agree(proposal=proposal), told)
    body = msgspec.json.decode(record.outbox.waiting()[0].payload)
    assert set(body["sealed"]["keys"]) == {"server-2", "recovery-1"}


def agree(**answers: object) -> Agreed:
    usual: dict[str, object] = {
        "reach": Reach.CALL,
        "is_adult": True,
        "is_own": True,
        "read_back": PHONE,
        "agrees": True,
    }
    return Agreed(**(usual | answers))  # type: ignore[arg-type]


@pytest.mark.parametrize("read_back", ["+358401111111", EMAIL])
def test_only_what_was_read_back_is_sealed(requests: ContactRequests, record: Record, read_back: str) -> None:
    told = requests.check(typed())
    agreed = agree(proposal=requests.propose(["o1"], "fi"), read_back=read_back)
    with pytest.raises(NotAgreedError):
        requests.create(agreed, told)
    with pytest.raises(NotAgreedError):
        requests.create(replace(agreed, read_back=PHONE, reach=Reach.MESSAGE), told)
    assert (record.outbox.waiting(), record.contacts.all()) == ((), ())


def test_an_organisation_that_left_meanwhile_gets_nothing(requests: ContactRequests, record: Record) -> None:
    agreed = agree(proposal=requests.propose(["o1"], "fi"))
    tell(record, Offers((DEBT,), SEALING_KEYS))
    with pytest.raises(NoOfferError):
        requests.create(agreed, requests.check(typed()))
    assert record.outbox.waiting() == ()


# --- withdrawal ---------------------------------------------------------------------------------------------


def test_the_code_on_the_receipt_takes_the_request_back(requests: ContactRequests, record: Record) -> None:
    receipt = request_call(requests)
    assert requests.withdraw(f" {receipt.code.lower()} ") is Withdrawn.DESTROYED
    assert record.outbox.waiting() == ()
    assert requests.withdraw(receipt.code) is Withdrawn.ALREADY


def test_a_code_of_another_desk_is_taken_too(requests: ContactRequests, record: Record) -> None:
    assert requests.withdraw(contact.new_withdrawal_code()) is Withdrawn.SENDING
    assert len(record.outbox.waiting()) == 1


@pytest.mark.parametrize(
    "code", ["", "ABCD", "3XK7-M9P2-QW8", "!!!!-!!!!-!!!!", "UUUU-UUUU-UUUU", "0" * 11 + "1"]
)
def test_what_cannot_be_a_code_is_refused(requests: ContactRequests, record: Record, code: str) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        requests.withdraw(code)
    assert refused.value.facts["field"] == "code"
    assert record.outbox.waiting() == ()


# --- after --------------------------------------------------------------------------------------------------


def test_states_name_the_organisations_and_nothing_of_the_visitor(
    requests: ContactRequests, record: Record
) -> None:
    receipt = request_call(requests, "o1", "o2")
    (item,) = record.outbox.waiting()
    told = HandlingState("o1", Handling.RECEIVED, day="2026-11-23")
    record.contacts.settle_states([item.id], {item.id: (told,)})
    (state,) = requests.states()
    assert (state.reference, state.stage, state.day) == (receipt.reference, Stage.ARRIVED, TODAY)
    assert [(at.organisation, at.name.get("fi"), at.state) for at in state.organisations] == [
        ("o1", "Ystävä ry", Handling.RECEIVED),
        ("o2", "Talousapu", Handling.NEW),
    ]
    assert requests.by_reference(receipt.reference.lower().replace("-", " ")) == (state,)
    assert requests.by_reference("0000-0000") == ()


def test_of_a_withdrawn_request_no_organisation_has_a_state(
    requests: ContactRequests, record: Record
) -> None:
    requests.withdraw(request_call(requests, "o1", "o2").code)
    (state,) = requests.states()
    assert (state.stage, state.organisations) == (Stage.WITHDRAWN, ())


def test_an_organisation_that_left_has_no_name_any_more(requests: ContactRequests, record: Record) -> None:
    request_call(requests)
    tell(record, Offers((DEBT,), SEALING_KEYS))
    assert requests.states()[0].organisations[0].name == {}


def test_one_that_never_arrived_is_told_until_somebody_has_seen_which(
    requests: ContactRequests, record: Record, clock: FixedClock
) -> None:
    request_call(requests)
    record.settings.put(SERVER_DAY, TODAY.isoformat())
    clock.move(timedelta(days=7))
    record.purge(clock.now())
    assert requests.lost() == 1
    assert requests.states()[0].stage is Stage.LOST
    requests.note_lost_seen()
    assert requests.lost() == 0


# --- rights -------------------------------------------------------------------------------------------------


def test_a_volunteer_creates_and_cancels_but_sees_no_states(
    new: Callable[..., ContactRequests], record: Record
) -> None:
    requests = new(Standing(Role.VOLUNTEER))
    receipt = request_call(requests)
    assert requests.withdraw(receipt.code) is Withdrawn.DESTROYED
    for forbidden in (requests.states, requests.note_lost_seen, lambda: requests.by_reference("A")):
        with pytest.raises(NotAllowedError) as refused:
            forbidden()
        assert refused.value.facts["act"] == Act.REQUEST_STATES
    assert requests.lost() == 0


@pytest.mark.parametrize("role", [Role.ORGANISATION, Role.OPERATOR])
def test_nobody_from_elsewhere_makes_requests_here(
    new: Callable[..., ContactRequests], record: Record, role: Role
) -> None:
    agreed = agree(proposal=new().propose(["o1"], "fi"))
    requests = new(Standing(role))
    told = requests.check(typed())
    for forbidden in (
        lambda: requests.propose(["o1"], "fi"),
        lambda: requests.create(agreed, told),
        lambda: requests.withdraw(contact.new_withdrawal_code()),
    ):
        with pytest.raises(NotAllowedError):
            forbidden()
    assert record.outbox.waiting() == ()
