"""Contact requests over HTTP: offers are read whole, and no state of a request that was not asked after."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from neuvola_core.contact import DeclineReason, Handling, HandlingState
from neuvola_core.errors import AccessRefusedError, RequestRefusedError, ServerUnreachableError
from neuvola_core.wire import NONCE_HEADER, SignedOffers, StatesRequest
from neuvola_desk.sync.client import HttpPort
from neuvola_desk.sync.transport import Transport
from support.canned_http import Canned, CannedServer, canned_server
from support.contact_desk import OFFERS

QUESTION = StatesRequest("n1", "d1", ("r1", "r2"))
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def server() -> Iterator[CannedServer]:
    with canned_server(lambda _asked: Canned()) as server:
        yield server


@pytest.fixture
def port(server: CannedServer) -> Iterator[HttpPort]:
    line = Transport(server.url, stall_seconds=0.5)
    yield HttpPort(line, "secret")
    line.close()


def says(server: CannedServer, value: Any, status: int = 200, **headers: str) -> None:
    server.say = lambda _asked: Canned(status, msgspec.json.encode(value), {**JSON, **headers})


def test_offers_come_as_they_were_signed(port: HttpPort, server: CannedServer) -> None:
    signed = SignedOffers(OFFERS, "signature", "key")
    says(server, signed)
    assert port.offers() == signed
    [asked] = server.asked
    assert (asked.method, asked.path) == ("GET", "/v1/offers")
    assert asked.headers["authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    "body", [[], {"signature": "s", "key": "k"}, {"offers": [], "signature": "s", "key": "k"}]
)
def test_what_are_no_offers_is_not_the_servers(port: HttpPort, server: CannedServer, body: Any) -> None:
    says(server, body)
    with pytest.raises(ServerUnreachableError) as told:
        port.offers()
    assert told.value.facts["reason"] == "not-ours"


def test_an_answer_to_another_question_is_not_taken(port: HttpPort, server: CannedServer) -> None:
    says(server, SignedOffers(OFFERS, "s", "k"), **{NONCE_HEADER: "another"})
    with pytest.raises(ServerUnreachableError):
        port.offers()


def test_states_come_by_request(port: HttpPort, server: CannedServer) -> None:
    full = {"organisation": "o1", "state": "ei_oteta", "reason": "taynna", "day": "2026-11-23"}
    says(server, {"nonce": "n1", "states": {"r1": [full], "r2": []}})
    answer = port.contact_states(QUESTION)
    assert answer.states == {
        "r1": (HandlingState("o1", Handling.DECLINED, DeclineReason.FULL, "2026-11-23"),),
        "r2": (),
    }
    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/contacts")
    assert msgspec.json.decode(asked.body) == {"nonce": "n1", "desk": "d1", "ids": ["r1", "r2"]}


@pytest.mark.parametrize(
    "body",
    [
        {"nonce": "n1", "states": {"r3": []}},
        {"nonce": "n2", "states": {}},
        {"nonce": "n1", "states": {"r1": [{"organisation": "o1", "state": "of no list"}]}},
    ],
    ids=["not asked", "another question", "unknown state"],
)
def test_states_that_cannot_be_the_answer_are_not_taken(
    port: HttpPort, server: CannedServer, body: Any
) -> None:
    says(server, body)
    with pytest.raises(ServerUnreachableError) as told:
        port.contact_states(QUESTION)
    assert told.value.facts["reason"] == "not-ours"


@pytest.mark.parametrize(
    ("status", "fault"), [(403, AccessRefusedError), (413, RequestRefusedError), (422, RequestRefusedError)]
)
def test_a_refusal_is_told_as_everywhere(
    port: HttpPort, server: CannedServer, status: int, fault: type[Exception]
) -> None:
    says(server, {"error": "refused", "reason": "other-desk"}, status)
    with pytest.raises(fault):
        port.contact_states(QUESTION)
