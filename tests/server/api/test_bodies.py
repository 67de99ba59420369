"""A body that is none is refused with 400, 413 or 422 before anything is stored, and is no fault."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from neuvola_core.wire import LARGEST_REQUEST
from neuvola_server.house import House

POSTS = ("/v1/enrol", "/v1/sync", "/v1/reoffer", "/v1/token")


def body_of(desk, record: str) -> bytes:
    return f'{{"nonce":"n","desk":"{desk.id}","records":[{record}]}}'.encode()


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"{",
        b'{"nonce":"n",}',
        b"\xff\xfe",
        b'{"nonce":"\xff","desk":"d"}',
        b'{"nonce":"\\ud800","desk":"d"}',
        b'{"nonce":NaN}',
        b"\x1f\x8b\x08 packed",
    ],
)
def test_what_is_no_json_is_400(desk, path, body):
    answer = desk.send(path, body)
    assert (answer.status_code, answer.json()["error"]) == (400, "request-refused")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"{}", b'{"nonce":5}', b"[" * 100_000])
def test_what_is_of_another_shape_is_422(desk, path, body):
    answer = desk.send(path, body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "shape")


def test_another_type_than_json_is_400(desk):
    answer = desk.send("/v1/sync", b"{}", Content_Type="text/plain")
    assert (answer.status_code, answer.json()["reason"]) == (400, "not-json")


@pytest.mark.parametrize("depth", [40, 900, 100_000])
def test_deep_json_is_no_fault(desk, depth):
    deep = '{"a":' * depth + "1" + "}" * depth
    answer = desk.send("/v1/sync", body_of(desk, f'{{"id":"{"a" * 36}","kind":"new","body":{deep}}}'))
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "record",
    [
        '{"id":"x","kind":"visit","body":{}}',
        '{"id":"","kind":"","body":{"a":null}}',
        '{"id":"\\u0000","kind":"visit","body":{"needs":["\\u0000"]}}',
        '{"id":"a","kind":"\\u0000","body":{"a":"\\u0000"}}',
        '{"id":"a","kind":"new","schema":99999999999999999999,"body":{}}',
        '{"id":"a","kind":"new","schema":-1,"body":{"n":1e308}}',
        '{"id":"a","kind":"new","body":{"n":18446744073709551616}}',
        '{"id":"a","kind":"new","number":9223372036854775808,"body":{}}',
        '{"id":"a","kind":"new","replaces":"\\u0000","body":{}}',
    ],
)
def test_strange_values_are_answered(desk, record):
    assert desk.send("/v1/sync", body_of(desk, record)).status_code in (200, 422)


def test_strange_totals_are_answered(desk):
    for total in (
        {"kind": "footfall", "key": [], "n": 2**70},
        {"kind": "\0", "key": ["\0"], "n": -1},
        {"kind": "given", "key": ["x"] * 5000, "n": 1},
    ):
        assert desk.sync(totals=[total]).status_code in (200, 422)


def test_fields_that_are_not_known_are_passed_over(desk):
    assert desk.sync(weather="rain", backlog={"mood": 5}).status_code == 200


def test_a_length_over_the_limit_is_refused_before_it_comes(desk, client: TestClient):
    headers = {"Authorization": f"Bearer {desk.token}", "Content-Type": "application/json"}
    refused = client.post("/v1/sync", content=b" " * (LARGEST_REQUEST + 1), headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (413, "too-large")


def test_a_stream_over_the_limit_is_cut(desk, client: TestClient):
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 3 * LARGEST_REQUEST:
            sent += 65536
            yield b" " * 65536

    headers = {"Authorization": f"Bearer {desk.token}", "Content-Type": "application/json"}
    refused = client.post("/v1/sync", content=endless(), headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (413, "too-large")


def test_a_body_of_the_largest_size_is_read(desk):
    said = json.dumps({"nonce": "n", "desk": desk.id}).encode()
    answer = desk.send("/v1/sync", said + b" " * (LARGEST_REQUEST - len(said)))
    assert answer.status_code == 200


def test_nothing_of_a_refused_request_is_stored(desk, house: House):
    desk.send("/v1/sync", body_of(desk, '{"id":"a","kind":"visit","body":{"secret":"x"}}, 5'))
    count = house.database.read(lambda c: c.execute(text("SELECT count(*) FROM record")).scalar())
    assert count == 0
