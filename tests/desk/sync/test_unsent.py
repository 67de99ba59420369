"""A record that the server refused is mended, sent again, copied or given up; nothing is lost by the way."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from neuvola_core import codec
from neuvola_core.correction import Correction, Part
from neuvola_core.errors import (
    InvalidRecordError,
    InvalidVisitError,
    NeuvolaError,
    NotAllowedError,
    RefusedContentError,
    UnknownNeedError,
)
from neuvola_core.experience import Experience, Helped
from neuvola_core.ids import new_record_id
from neuvola_core.roles import UNGUARDED, Role, Standing
from neuvola_core.visit import IsoWeek, Language, Outcome, Unmet, UnmetReason, Visit
from neuvola_desk.record_port import Outgoing
from neuvola_desk.refusal_words import Reason
from neuvola_desk.storage.record import Record
from neuvola_desk.sync.unsent import RefusedRecord, correct, discard, export, look, resend
from neuvola_desk.usecases.visits import VisitLog
from support.records import FOOD, full_draft, new_log, new_record

WEEK = IsoWeek(2026, 47)
VOLUNTEER, COUNSELLOR = Standing(Role.VOLUNTEER), Standing(Role.COUNSELLOR)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


@pytest.fixture
def log(record: Record) -> VisitLog:
    return new_log(record)


def refuse(record: Record, item_id: str, reason: str) -> str:
    record.outbox.settle((), {item_id: reason}, WEEK)
    return item_id


def refused_correction(record: Record, text: str = "Numero on 017 1") -> str:
    made = Correction(new_record_id(), FOOD, Part.CONTACT, text)
    record.outbox.put(made.id, "correction", codec.to_json(made))
    return refuse(record, made.id, "invalid/text")


def refused_experience(record: Record) -> str:
    made = Experience(new_record_id(), FOOD, WEEK, Helped.PARTLY, UnmetReason.FULL, "Jonoa oli")
    record.outbox.put(made.id, "experience", codec.to_json(made))
    return refuse(record, made.id, "refused-content/text")


def only(record: Record) -> Outgoing:
    [item] = record.outbox.waiting()
    return item


def shown(record: Record) -> RefusedRecord:
    [one] = look(record.outbox, UNGUARDED)
    return one


def test_a_visit_is_shown_with_its_fields_and_the_one_that_was_refused(record: Record, log: VisitLog) -> None:
    draft = full_draft(outcome=Outcome.NOT_FOUND, unmet=(Unmet("velat", UnmetReason.FULL),))
    refuse(record, log.log(draft).id, "invalid/week")
    one = shown(record)
    assert (one.kind, one.fault, one.can_be_mended) == ("visit", "week", True)
    assert one.values["needs"] == "rahat_eivat_riita,velat"
    assert one.values["unmet"] == "velat:taynna"
    assert (one.values["week"], one.values["language"]) == ("2026-W47", "so")
    assert one.values["outcome"] == "ei_loytynyt"


def test_a_mended_visit_takes_the_place_of_the_refused_one(record: Record, log: VisitLog) -> None:
    former = refuse(record, log.log(full_draft()).id, "invalid/needs")
    changes = {"needs": "velat, uupumus", "week": "2026-W46", "unmet": "uupumus:taynna,velat:kieli"}
    new_id = correct(record.outbox, former, changes, COUNSELLOR)
    item = only(record)
    assert (item.id, item.replaces, item.tries, item.last_refusal) == (new_id, former, 0, "")
    visit = codec.from_json(item.payload, Visit)
    assert visit.needs == ("uupumus", "velat")
    assert visit.week == IsoWeek(2026, 46)
    assert visit.unmet == (Unmet("uupumus", UnmetReason.FULL), Unmet("velat", UnmetReason.LANGUAGE))
    assert visit.language is Language.SO, "what was not touched stays"
    assert [one.id for one in log.unsent()] == [new_id]
    assert look(record.outbox, UNGUARDED) == ()


def test_a_conflict_is_mended_by_another_id_alone(record: Record, log: VisitLog) -> None:
    log.log(full_draft())
    [former] = log.unsent()
    refuse(record, former.id, "conflict")
    new_id = correct(record.outbox, former.id, {}, COUNSELLOR)
    assert codec.from_json(only(record).payload, Visit) == replace(former, id=new_id)


def test_a_correction_and_an_experience_can_be_mended(record: Record) -> None:
    first, second = refused_correction(record), refused_experience(record)
    correct(record.outbox, first, {"part": "aukiolo", "text": "Avoinna ti"}, COUNSELLOR)
    correct(record.outbox, second, {"obstacle": "", "text": "Jonoa oli paljon"}, COUNSELLOR)
    told = {item.kind: item.payload for item in record.outbox.waiting()}
    assert codec.from_json(told["correction"], Correction).part is Part.HOURS
    experience = codec.from_json(told["experience"], Experience)
    assert (experience.obstacle, experience.text) == (None, "Jonoa oli paljon")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"week": "viime viikko"}, InvalidVisitError),
        ({"needs": ""}, InvalidRecordError),
        ({"needs": "velat,velat,tyo,uupumus,muu"}, InvalidVisitError),
        ({"needs": "olematon"}, UnknownNeedError),
        ({"unmet": "velat"}, InvalidRecordError),
        ({"language": "klingon"}, InvalidRecordError),
        ({"point": "Matti Virtanen"}, RefusedContentError),
        ({"point": "0401234567"}, NeuvolaError),
        ({"id": "toinen"}, InvalidRecordError),
        ({"nimi": "Matti"}, InvalidRecordError),
    ],
)
def test_what_is_not_right_changes_nothing(
    record: Record, log: VisitLog, changes: dict[str, str], fault: type[NeuvolaError]
) -> None:
    former = refuse(record, log.log(full_draft()).id, "invalid/needs")
    before = record.outbox.refused()
    with pytest.raises(fault):
        correct(record.outbox, former, changes, COUNSELLOR)
    assert record.outbox.refused() == before


def test_a_mended_text_is_guarded_as_a_new_one(record: Record) -> None:
    former = refused_experience(record)
    with pytest.raises(RefusedContentError):
        correct(record.outbox, former, {"text": "Soita 040 123 4567"}, COUNSELLOR, confirmed=True)
    with pytest.raises(RefusedContentError) as asked:
        correct(record.outbox, former, {"text": "Matti Virtanen auttoi"}, COUNSELLOR)
    assert asked.value.facts["question"]
    correct(record.outbox, former, {"text": "Matti Virtanen auttoi"}, COUNSELLOR, confirmed=True)
    assert look(record.outbox, UNGUARDED) == ()


def test_what_nobody_can_read_cannot_be_mended(record: Record) -> None:
    for number, payload in enumerate((b"{", b"[1]")):
        record.outbox.put(f"x{number}", "visit", payload)
        refuse(record, f"x{number}", "unreadable")
    assert not any(one.can_be_mended for one in look(record.outbox, UNGUARDED))
    with pytest.raises(InvalidRecordError):
        correct(record.outbox, "x0", {"week": "2026-W46"}, COUNSELLOR)


def test_what_is_sealed_cannot_be_mended(record: Record) -> None:
    record.outbox.put("c", "contact_request", b'{"sealed":"salaisuus"}')
    refuse(record, "c", "expired")
    assert not shown(record).can_be_mended
    with pytest.raises(InvalidRecordError):
        correct(record.outbox, "c", {}, COUNSELLOR)


def test_only_what_was_refused_can_be_settled(record: Record, log: VisitLog) -> None:
    waiting = log.log(full_draft()).id
    for settle in (
        lambda: resend(record.outbox, waiting, UNGUARDED),
        lambda: discard(record.outbox, waiting, Reason.TWICE, UNGUARDED),
        lambda: correct(record.outbox, waiting, {}, UNGUARDED),
    ):
        with pytest.raises(InvalidRecordError):
            settle()
    assert only(record).id == waiting


def test_a_volunteer_sees_that_there_is_something_and_nothing_in_it(record: Record) -> None:
    former = refused_correction(record)
    [seen] = look(record.outbox, VOLUNTEER)
    assert (seen.id, seen.reason, dict(seen.values)) == (former, "invalid/text", {})
    for settle in (
        lambda: correct(record.outbox, former, {}, VOLUNTEER),
        lambda: resend(record.outbox, former, VOLUNTEER),
        lambda: discard(record.outbox, former, Reason.HOPELESS, COUNSELLOR),
    ):
        with pytest.raises(NotAllowedError):
            settle()


def test_a_copy_says_everything_but_what_is_sealed(record: Record, tmp_path: Path) -> None:
    former = refused_correction(record)
    record.outbox.put("c", "contact_request", b'{"sealed":"salaisuus"}')
    refuse(record, "c", "expired")
    file = tmp_path / "hylatyt.json"
    with pytest.raises(NotAllowedError):
        export(record.outbox, file, COUNSELLOR)
    assert export(record.outbox, file, UNGUARDED) == 2
    assert file.stat().st_mode & 0o077 == 0
    told = {one["id"]: one for one in json.loads(file.read_text("utf-8"))["records"]}
    assert told[former]["body"]["text"] == "Numero on 017 1"
    assert told["c"] == {"id": "c", "kind": "contact_request", "reason": "expired", "replaces": ""}
    assert "salaisuus" not in file.read_text("utf-8")
