"""Each record is read strictly, and why it is not taken is said by keys, never by what stood in it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core import codec
from neuvola_core.ids import catalogue_id, new_record_id
from neuvola_core.visit import Visit
from neuvola_core.wire import Record, RecordKind
from neuvola_server.bodies import LARGEST_BODY, Reading, Refusal, is_record_id, read
from support.houses import contact_record, visit_record

IDENTITY_CODE = "131052-308T"


def _refusal(record: Record) -> Refusal:
    reading = read(record)
    assert reading.refusal is not None
    assert not reading.body
    return reading.refusal


def _of(kind: str, body: Mapping[str, Any]) -> Record:
    record_id = new_record_id()
    return Record(record_id, kind, {"id": record_id, **body})


def _experience(**body: Any) -> Record:
    usual = {"service": "s", "week": {"year": 2026, "week": 47}, "helped": "sai"}
    return _of(RecordKind.EXPERIENCE, usual | body)


def _correction(**body: Any) -> Record:
    return _of(RecordKind.CORRECTION, {"service": "s", "part": "yhteystiedot"} | body)


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def test_a_visit_is_kept_as_the_closed_list_says_it() -> None:
    record = visit_record(unmet=[{"need": "muu", "reason": "taynna", "more": 1}], more=1)
    kept = codec.from_json(read(record).body, Visit)
    assert (kept.id, kept.point, kept.needs) == (record.id, "kallio", ("muu",))
    assert "more" not in read(record).body


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"outcome": "parantui"}, "outcome"),
        ({"week": {"year": 2026, "week": 54}}, "week"),
        ({"week": "2026-W47"}, "week"),
        ({"needs": []}, "needs"),
        ({"needs": "muu"}, "needs"),
        ({"needs": ["muu", "new1", "new2", "new3"]}, "needs"),
        ({"needs": ["New Need: Maija, 040 1234567"]}, "needs"),
        (
            {"unmet": [{"need": "muu", "reason": reason} for reason in ("hinta", "digi", "kieli", "kyyti")]},
            "unmet",
        ),
        ({"needs": ["new"], "unmet": [{"need": "new", "reason": "hinta"}] * 4}, "unmet"),
        ({"needs": ["new"], "language": "xx"}, "language"),
        ({"point": "p" * 101}, "point"),
        ({"campaign": "a\nb"}, "campaign"),
        ({"campaign": "!!"}, "campaign"),
        ({"point": "k" * 41}, "point"),
        ({"point": 5}, "point"),
        ({"id": "another"}, "id"),
    ],
)
def test_a_visit_outside_the_closed_list_is_refused_by_its_field(fields: dict[str, Any], field: str) -> None:
    assert _refusal(visit_record(**fields)) == Refusal("invalid", field)


def test_a_visit_without_a_point_names_the_field() -> None:
    record = visit_record()
    body = {key: value for key, value in record.body.items() if key != "point"}
    assert _refusal(replace(record, body=body)) == Refusal("invalid", "point")


def test_unmet_needs_that_are_new_are_held_like_needs() -> None:
    record = visit_record(unmet=[{"need": "need_of_2031", "reason": "hinta", "note": "x"}])
    reading = read(record)
    assert reading.held
    assert json.loads(reading.body)["unmet"] == [{"need": "need_of_2031", "reason": "hinta"}]


@pytest.mark.parametrize(
    "record_id",
    [
        *("", "7", "not an id", catalogue_id("a", "b", "c")),
        *("5C96EA77-D7C1-4BAD-AAAA-9EBDB48A963D", "{241bbe83-ef16-4df8-8160-467ad4703cd9}"),
    ],
)
def test_an_id_is_random_and_written_in_one_way(record_id: str) -> None:
    assert not is_record_id(record_id)
    assert _refusal(replace(visit_record(), id=record_id)) == Refusal("invalid", "id")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "k" * 101}, "kind"),
        ({"kind": "a\x00b"}, "kind"),
        ({"schema": 0}, "schema"),
        ({"schema": 1 << 31}, "schema"),
        ({"replaces": "something"}, "replaces"),
    ],
)
def test_what_is_around_the_body_is_read_as_strictly(change: dict[str, Any], field: str) -> None:
    assert _refusal(replace(visit_record(), **change)) == Refusal("invalid", field)


@pytest.mark.parametrize(
    "odd",
    ["\ud800", "a\x00b", float("nan"), float("inf"), 1 << 60, _nested(5000)],
    ids=lambda odd: type(odd).__name__,
)
def test_what_no_database_could_keep_is_refused(odd: object) -> None:
    assert _refusal(_of("survey", {"answer": odd})) == Refusal("invalid", "body")


def test_a_record_has_a_bound() -> None:
    assert _refusal(_of("survey", {"text": "a" * LARGEST_BODY})) == Refusal("too-large", "body")


def test_what_is_held_holds_no_identity_code() -> None:
    assert _refusal(_of("survey", {"a": [{"b": f"hän on {IDENTITY_CODE}"}]})) == Refusal(
        "refused-content", "body"
    )


def test_an_experience_is_kept_and_its_text_is_guarded() -> None:
    reading = read(_experience(text="Sain apua  nopeasti.", rating=5))
    assert json.loads(reading.body)["text"] == "Sain apua nopeasti."
    assert "rating" not in reading.body
    assert _refusal(_experience(text="soita 040 123 4567")) == Refusal("refused-content", "experience")
    assert _refusal(_experience(text="a" * 201)) == Refusal("invalid", "text")
    assert _refusal(_experience(helped="ehkä")) == Refusal("invalid", "helped")
    assert _refusal(_experience(week={"year": 2026, "week": 60})) == Refusal("invalid", "week")
    assert _refusal(_experience(id=new_record_id())) == Refusal("invalid", "id")


def test_a_correction_may_name_an_organisations_phone_but_no_person() -> None:
    assert read(_correction(text="Numero on 09 123 4567.")).refusal is None
    assert _refusal(_correction(text=IDENTITY_CODE)) == Refusal("refused-content", "correction")
    assert _refusal(_correction(text="")) == Refusal("invalid", "text")


@pytest.mark.parametrize("field", ["point", "campaign"])
@pytest.mark.parametrize("text", ["maija@example.fi", "040 123 4567", IDENTITY_CODE])
def test_neither_point_nor_campaign_may_tell_of_a_visitor(field: str, text: str) -> None:
    assert _refusal(visit_record(**{field: text})) == Refusal("refused-content", field)


def test_a_contact_request_is_sealed() -> None:
    record = contact_record()
    assert read(record).refusal is None
    assert _refusal(replace(record, body={"organisations": ["o"]})) == Refusal("invalid", "sealed")
    for open_text in ("soita 040 123 4567", "Maija Meikäläinen", "m@a.fi"):
        key = "0" * 16
        for sealed in (
            {"text": open_text, "keys": {key: "a2V5"}},
            {"text": "c2VjcmV0", "keys": {key: open_text}},
            {"text": "c2VjcmV0", "keys": {open_text: "a2V5"}},
        ):
            words = replace(record, body={**record.body, "sealed": sealed})
            assert _refusal(words) == Refusal("invalid", "sealed")
        named = replace(record, body={**record.body, "organisations": [f"{open_text}!"]})
        refusal = _refusal(named)
        assert refusal is not None
        assert refusal.field == "organisations"
    for odd in ("o", [], [5], [["o"]], ["o"] * 6):
        assert _refusal(replace(record, body={**record.body, "organisations": odd})) == Refusal(
            "invalid", "organisations"
        )


def test_a_contact_request_is_a_closed_list() -> None:
    record = contact_record()
    more = replace(record, body={**record.body, "note": "Maija", "point": "kallio", "at": "12:01"})
    reading = read(more)
    assert json.loads(reading.body).keys() == {"sealed", "organisations"}
    assert (reading.contact.day, reading.contact.organisations) == (date(2026, 11, 16), ("o1",))
    assert reading.contact.withdrawal == record.body["withdrawal"]


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("withdrawal", ""),
        ("withdrawal", "A2"),
        ("withdrawal", 5),
        ("day", ""),
        ("day", "eilen"),
        ("day", None),
        ("sealed", "c2VjcmV0"),
        ("sealed", {"text": "c2VjcmV0", "keys": {}}),
        ("sealed", {"text": "A" * 9000, "keys": {"0" * 16: "a2V5"}}),
    ],
)
def test_a_contact_request_without_its_facts_is_refused(field: str, odd: Any) -> None:
    record = contact_record()
    assert _refusal(replace(record, body={**record.body, field: odd})) == Refusal("invalid", field)


def test_a_withdrawal_names_its_request_by_id_or_by_code() -> None:
    code, target = "0a" * 32, new_record_id()

    def withdrawal(**body: Any) -> Record:
        return Record(new_record_id(), RecordKind.WITHDRAWAL, body)

    by_code = read(withdrawal(withdraws="", code=code))
    assert (by_code.target, by_code.contact.withdrawal) == ("", code)
    both = read(withdrawal(withdraws=target, code=code))
    assert (both.target, both.contact.withdrawal) == (target, code)
    for odd in ("0A" * 32, "K7Q2", 5):
        assert _refusal(withdrawal(withdraws="", code=odd)) == Refusal("invalid", "code")
    assert _refusal(withdrawal(withdraws="", code="")) == Refusal("invalid", "withdraws")


@pytest.mark.parametrize(
    ("kind", "field"), [(RecordKind.UNDO, "undoes"), (RecordKind.WITHDRAWAL, "withdraws")]
)
def test_taking_back_names_one_record_and_nothing_else(kind: RecordKind, field: str) -> None:
    target = new_record_id()
    reading = read(Record(new_record_id(), kind, {field: target, "because": "of Maija"}))
    assert (reading.target, json.loads(reading.body)) == (target, {field: target})
    for body in ({}, {field: "x"}, {field: 5}, {field: None}):
        assert _refusal(Record(new_record_id(), kind, body)) == Refusal("invalid", field)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ["id", "point", "week", "needs", "unmet", "text", "service", "sealed", "undoes", "more"]


@given(
    kind=st.sampled_from([*RecordKind, "survey"]) | st.text(max_size=10),
    schema=st.integers(-1, 3),
    body=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6),
)
def test_whatever_is_sent_has_an_outcome(kind: str, schema: int, body: dict[str, Any]) -> None:
    reading = read(Record(new_record_id(), kind, body, schema))
    assert isinstance(reading, Reading)
    if reading.refusal is None:
        assert len(reading.digest) == 64
        json.loads(reading.body)
