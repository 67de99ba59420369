"""What a visitor tells afterwards: kept for the server alone, with the hash of a code and never the code."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from neuvola_core import codec, codes
from neuvola_core.errors import InvalidRecordError, RefusedContentError
from neuvola_core.experience import Experience, Helped
from neuvola_core.slip import new_slip, slip_hash
from neuvola_core.visit import IsoWeek, UnmetReason
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.feedback import Feedback
from neuvola_search.catalogue import open_catalogue
from support.small_desk import NOW, services

SERVICE = services()[0].id


class Outbox:
    """Remembers what waits."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str, bytes]] = []

    def put(
        self, item_id: str, kind: str, payload: bytes, replaces: str = "", closes: datetime | None = None
    ) -> None:
        self.items.append((item_id, kind, payload))


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def feedback(tmp_path: Path, outbox: Outbox) -> Iterator[Feedback]:
    catalogue = open_catalogue(tmp_path / "catalogue.db")
    catalogue.apply(services(), origin="test", complete=True, fetched_on=date(2026, 11, 18))
    yield Feedback(catalogue, outbox, FixedClock(NOW))
    catalogue.close()


def test_what_waits_carries_the_hash_of_the_code(feedback: Feedback, outbox: Outbox) -> None:
    code = new_slip()
    told = feedback.tell(
        SERVICE, Helped.NO, obstacle=UnmetReason.FULL, text="Jono oli pitkä.", code=codes.grouped(code)
    )
    [(item_id, kind, payload)] = outbox.items
    kept = codec.from_json(payload, Experience)
    assert (item_id, kind, kept) == (told.id, "experience", told)
    assert (kept.slip, kept.week) == (slip_hash(code), IsoWeek(2026, 47))
    assert code.encode() not in payload


def test_an_interview_needs_no_code(feedback: Feedback, outbox: Outbox) -> None:
    assert feedback.tell(SERVICE, Helped.YES).slip == ""
    assert b"slip" not in outbox.items[0][2]


def test_a_wrong_code_is_refused_and_nothing_kept(feedback: Feedback, outbox: Outbox) -> None:
    with pytest.raises(InvalidRecordError):
        feedback.tell(SERVICE, Helped.YES, code="3XK7")
    assert outbox.items == []


def test_a_name_is_asked_about_once(feedback: Feedback, outbox: Outbox) -> None:
    with pytest.raises(RefusedContentError) as asked:
        feedback.tell(SERVICE, Helped.YES, text="Matti Virtanen auttoi.")
    assert asked.value.facts["question"]
    assert outbox.items == []
    feedback.tell(SERVICE, Helped.YES, text="Matti Virtanen auttoi.", confirmed=True)
    assert len(outbox.items) == 1
