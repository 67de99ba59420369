"""What a visitor tells is on no byte of the disk: encrypted files and their content, log and copies alike."""

import logging
from pathlib import Path

import msgspec
import pytest

from neuvola_core import codec, codes
from neuvola_core.roles import Standing
from neuvola_core.visit import IsoWeek
from neuvola_desk.record_port import OFFERS
from neuvola_desk.storage.record import Record, open_record
from neuvola_desk.usecases.consent import Agreed
from neuvola_desk.usecases.contact_requests import ContactRequests
from support.contact_desk import (
    CONTROLLER,
    SECRETS,
    contact_clock,
    decrypted,
    on_disk,
    request_call,
    traces,
    typed,
)
from support.contact_desk import OFFERS as TOLD
from support.raw_pages import database_bytes
from support.records import KEY, SUNDAY_MORNING

TODAY = SUNDAY_MORNING.date()
WEEK = IsoWeek(2026, 47)


class Spy:
    """Somebody with the disk, the key and the log."""

    def __init__(self, record: Record, log: pytest.LogCaptureFixture) -> None:
        self.record = record
        self.folder = record.path.parent
        self._log = log

    def finds(self) -> list[str]:
        """Which secrets are in anything at all."""
        return traces(on_disk(self.folder) + self.content() + self._log.text.encode())

    def content(self) -> bytes:
        """What the record and its copies say."""
        copies = (database_bytes(path, KEY) for path in self.folder.rglob("backups/*.db"))
        return decrypted(self.record) + b"".join(copies)

    def finds_sealed(self, sealed: str) -> bool:
        """Whether the sealed text is in it; a long one lies on several pages."""
        content = self.content()
        return any(sealed[start : start + 60].encode() in content for start in range(0, len(sealed), 60))


def test_nothing_is_found_before_sealing_nor_after_nor_once_it_has_gone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    record = open_record(tmp_path / "desk.db", KEY)
    record.settings.put(OFFERS, codec.to_json(TOLD).decode())
    requests = ContactRequests(record, contact_clock(), Standing(), CONTROLLER)
    spy, found = Spy(record, caplog), []

    told = requests.check(typed())
    found.append(spy.finds())
    proposal = requests.propose(["o1"], "fi")
    agreed = Agreed(
        proposal=proposal,
        reach=told.reach,
        is_adult=True,
        is_own=True,
        read_back=told.address,
        agrees=True,
    )
    found.append(spy.finds())
    receipt = requests.create(agreed, told)
    found.append(spy.finds())
    (item,) = record.outbox.waiting()
    sealed = msgspec.json.decode(item.payload)["sealed"]["text"]
    assert spy.finds_sealed(sealed), "the spy finds what is there"
    record.back_up(TODAY)
    found.append(spy.finds())

    record.outbox.offer({item.id: item.payload})
    record.outbox.settle([item.id], {}, WEEK)
    found.append(spy.finds())
    record.outbox.settle((), {}, WEEK, [item.id])
    assert not spy.finds_sealed(sealed), "what is durable is erased at once, and is in no copy"
    assert codes.plain(receipt.code).encode() not in spy.content(), "of the code only its hash is kept"
    found.append(spy.finds())
    requests.withdraw(receipt.code)
    found.append(spy.finds())
    record.close()
    assert found == [[]] * 7
    assert traces(on_disk(tmp_path)) == []


def test_a_withdrawal_before_it_left_leaves_no_trace_of_the_sealed_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = open_record(tmp_path / "desk.db", KEY)
    record.settings.put(OFFERS, codec.to_json(TOLD).decode())
    requests = ContactRequests(record, contact_clock(), Standing(), CONTROLLER)
    receipt = request_call(requests)
    sealed = msgspec.json.decode(record.outbox.waiting()[0].payload)["sealed"]["text"]
    requests.withdraw(receipt.code)
    assert not Spy(record, caplog).finds_sealed(sealed)
    record.close()


def test_the_search_would_find_what_leaked(tmp_path: Path) -> None:
    record = open_record(tmp_path / "desk.db", KEY)
    record.settings.put("leak", " ".join(SECRETS))
    assert traces(decrypted(record)) == list(SECRETS)
    record.close()
