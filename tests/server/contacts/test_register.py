"""Who takes contact requests: what is kept of them, and what desks are told."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from neuvola_core.contact import ClosedPeriod
from neuvola_core.errors import RefusedContentError
from neuvola_server import audit
from neuvola_server.contacts.values import ReceiverRefusedError, UnknownReceiverError
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.contacts import party, register
from support.houses import TODAY, HandClock

CHRISTMAS = ClosedPeriod(date(2026, 12, 21), date(2027, 1, 3))


def test_an_organisation_is_kept_as_it_was_told(house: House) -> None:
    told = party("o1", name={"fi": "Kulman tuki", "sv": "Hörnet"}, phone="09 123 456", closed=(CHRISTMAS,))
    house.receivers.put(told, who="leena")
    assert house.receivers.get("o1") == told
    assert house.receivers.public() == (told.receiver,)
    changed = replace(told, person="Pirkko", language="sv")
    house.receivers.put(changed, who="leena")
    assert house.receivers.all() == (changed,)
    acts = house.database.read(audit.acts)
    assert [(act.who, act.what, act.of) for act in acts] == [("leena", "receiver-kept", "o1")] * 2


def test_another_address_is_in_the_book_by_itself(house: House) -> None:
    house.receivers.put(party("o1"), who="leena")
    house.receivers.put(party("o1", phone="09 123 456"), who="leena")
    house.receivers.put(party("o1", deputy_email="leena@o2.example"), who="leena")
    acts = [act.what for act in house.database.read(audit.acts)]
    assert acts == ["receiver-kept"] * 2 + ["receiver-address-changed", "receiver-kept"]


def test_blanks_are_put_right(house: House) -> None:
    house.receivers.put(party("o1", name={"fi": " Kulman   tuki ", "sv": " "}, person=" Aku "), who="t")
    kept = house.receivers.get("o1")
    assert (kept.receiver.name, kept.person) == ({"fi": "Kulman tuki"}, "Aku")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person", ""),
        ("email", ""),
        ("email", "paula"),
        ("deputy", " "),
        ("deputy_email", ""),
        ("method", {"fi": " "}),
        ("name", {}),
        ("name", {"fi": "x" * 201}),
        ("phone", "soita Paulalle"),
        ("language", "et"),
    ],
)
def test_what_cannot_be_kept_so_is_refused(sqlite_house: House, field: str, value: Any) -> None:
    with pytest.raises(ReceiverRefusedError) as raised:
        sqlite_house.receivers.put(party("o1", **{field: value}), who="t")
    assert raised.value.facts["field"] == field
    assert sqlite_house.receivers.all() == ()


def test_the_id_names_nobody(sqlite_house: House) -> None:
    with pytest.raises(RefusedContentError):
        sqlite_house.receivers.put(party("paula@o1.example"), who="t")


def test_one_that_is_not_ready_is_kept_and_not_offered(house: House) -> None:
    unready = party("o1", deputy="", deputy_email="", active=False)
    house.receivers.put(unready, who="t")
    assert unready.missing == ("deputy", "deputy_email")
    assert house.receivers.all() == (unready,)
    assert house.receivers.public() == ()


def test_closed_periods_come_and_go(house: House, clock: HandClock) -> None:
    register(house, "o1")
    past = ClosedPeriod(TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    now = ClosedPeriod(TODAY, TODAY)
    for period in (CHRISTMAS, past, now, now):
        house.receivers.close("o1", period, who="t")
    assert house.receivers.get("o1").receiver.closed == (past, now, CHRISTMAS)
    [offered] = house.receivers.public()
    assert offered.closed == (now, CHRISTMAS)
    assert offered.is_closed(TODAY)
    house.receivers.reopen("o1", now, who="t")
    assert house.receivers.public()[0].closed == (CHRISTMAS,)
    house.receivers.reopen("o1", who="t")
    assert house.receivers.get("o1").receiver.closed == ()


def test_a_period_that_ends_before_it_begins_is_refused(sqlite_house: House) -> None:
    register(sqlite_house, "o1")
    with pytest.raises(ReceiverRefusedError):
        sqlite_house.receivers.close("o1", ClosedPeriod(TODAY, TODAY - timedelta(days=1)), who="t")


def test_one_that_is_not_there_is_said(sqlite_house: House) -> None:
    receivers = sqlite_house.receivers
    for call in (
        lambda: receivers.get("o9"),
        lambda: receivers.remove("o9", who="t"),
        lambda: receivers.close("o9", CHRISTMAS, who="t"),
        lambda: receivers.reopen("o9", who="t"),
    ):
        with pytest.raises(UnknownReceiverError):
            call()


def test_an_answer_time_is_told_from_five_answers_on(house: House) -> None:
    register(house, "o1", "o2")

    def answered(**counts: int) -> None:
        rows = [{"organisation": "o1", "days": int(days[1:]), "n": n} for days, n in counts.items()]
        house.database.write(lambda connection: connection.execute(insert(schema.answer_time), rows))

    answered(d0=1, d1=3)
    assert [one.answer_days for one in house.receivers.public()] == [None, None]
    answered(d4=1)
    assert [one.answer_days for one in house.receivers.public()] == [1, None]
    house.receivers.remove("o1", who="t")
    register(house, "o1")
    assert house.receivers.get("o1").receiver.answer_days is None
