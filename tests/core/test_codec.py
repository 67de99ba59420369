"""Canonical JSON: the same bytes for the same thing, and nothing but core values in or out."""

from pathlib import Path

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from neuvola_core.catalogue import Phone, Service, Source
from neuvola_core.codec import digest, from_json, to_json, without_empty
from neuvola_core.text import Text
from neuvola_core.wire import Backlog, ReofferRequest, Status, SyncAnswer, SyncRequest, Verdict

SERVICE = Service(id="a", source=Source("sheet", "service", "1"), name=Text(sv="Ö", fi="Ä"))


def test_keys_are_sorted_and_empty_fields_left_out() -> None:
    assert to_json(SERVICE).decode() == (
        '{"id":"a","name":{"fi":"Ä","sv":"Ö"},"source":{"kind":"service","name":"sheet","source_id":"1"}}'
    )


def test_what_was_written_is_read() -> None:
    assert from_json(to_json(SERVICE), Service) == SERVICE


def test_order_and_blanks_of_the_source_do_not_change_the_digest() -> None:
    one, other = Text({"fi": "a", "sv": "b"}), Text({"sv": " b ", "fi": "a", "en": ""})
    assert digest(to_json(Phone("1", label=one))) == digest(to_json(Phone("1", label=other)))
    assert digest(to_json(Phone("1"))) != digest(to_json(Phone("2")))


def test_a_field_of_a_newer_program_is_passed_over() -> None:
    written = to_json(SERVICE).replace(b'{"id"', b'{"future":[1,{}],"id"')
    assert from_json(written, Service) == SERVICE


@pytest.mark.parametrize(
    "data", ["{", "[]", '{"id":1}', '{"id":"a","name":[],"source":{}}', '{"id":"a","name":5,"source":{}}']
)
def test_anything_else_is_refused(data: str) -> None:
    with pytest.raises(msgspec.MsgspecError):
        from_json(data, Service)


@pytest.mark.parametrize("label", ['["fi","a"]', '"a"', '{"fi":5}', '{"fi":null}', '{"fi":{}}', "5"])
def test_a_text_in_the_wrong_shape_is_refused(label: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        from_json(f'{{"number":"1","label":{label}}}', Phone)


def test_a_kind_that_is_no_core_value_cannot_be_read() -> None:
    with pytest.raises(NotImplementedError):
        from_json("{}", Path)


def test_what_is_no_core_value_cannot_be_written() -> None:
    with pytest.raises(NotImplementedError):
        to_json(Phone("1", label=object()))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_half_a_character_cannot_be_written(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        to_json(Phone(text))


LEAF = st.integers() | st.floats() | st.text(st.characters(), min_size=1) | st.just(value=True)
KEY = st.text(st.characters(codec=None)) | st.text("ab")
BRANCH = st.lists(LEAF, min_size=1) | st.dictionaries(KEY, LEAF, min_size=1)
TREE = LEAF | BRANCH | st.lists(BRANCH, min_size=1) | st.dictionaries(KEY, BRANCH | LEAF, min_size=1)


@settings(deadline=None)
@given(TREE)
def test_it_is_canonical_by_the_book_or_refused(value: object) -> None:
    try:
        by_the_book = rfc8785.dumps(value)  # type: ignore[arg-type]
    except ValueError:
        with pytest.raises(ValueError, match=r".+"):
            to_json(value)
    else:
        assert to_json(value) == by_the_book


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"a": 0, "b": False, "c": "", "d": None, "e": [], "f": {"g": [""]}}, b'{"a":0,"f":{"g":[""]}}'),
        ({"\ue000": 1, "\U00010000": 2, "a": {"b": {}}}, '{"\U00010000":2,"\ue000":1}'.encode()),
        ([1.0, 1e-7, 60.17, 2**53 - 1], b"[1,1e-7,60.17,9007199254740991]"),
    ],
)
def test_zero_is_kept_and_emptiness_is_not(value: object, written: bytes) -> None:
    assert to_json(value) == written


def test_only_what_is_empty_and_may_be_is_left_out() -> None:
    assert without_empty(ReofferRequest("n", "", {})) == {"nonce": "n", "desk": "", "offered": {}}
    said = without_empty(SyncRequest("n", "d", backlog=Backlog(waiting=2)))
    # The protocol's number is told though it is the usual one: the reader's usual one may be another.
    assert said == {"nonce": "n", "desk": "d", "protocol": 1, "backlog": {"waiting": 2}}


@pytest.mark.parametrize("records", [(), ("a",)])
def test_what_is_left_out_is_read_as_it_was(records: tuple[str, ...]) -> None:
    request = SyncRequest("n", "d", await_durable=records, totals=(), serial=0, ticket="1.a")
    assert msgspec.json.decode(msgspec.json.encode(without_empty(request)), type=SyncRequest) == request


def test_what_is_no_dataclass_stays_as_it_is() -> None:
    for value in ({"a": ""}, [], "text", SyncAnswer, {"v": Verdict(Status.HELD)}):
        assert without_empty(value) is value
