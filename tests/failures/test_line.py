"""What can go wrong between them: a stranger answers, all come at once, a line closes at the wrong time."""

import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, repeat

import pytest

from neuvola_core.errors import (
    AccessRefusedError,
    NeuvolaError,
    ServerBusyError,
    ServerUnreachableError,
)
from neuvola_desk.sync.backoff import LONGEST_PAUSE, REFUSED_PAUSE, Schedule, at_start
from neuvola_desk.sync.client import HttpEnrolment, HttpPort
from neuvola_desk.sync.exchange import Line, http_line
from neuvola_desk.sync.result import SyncResult
from neuvola_desk.sync.transport import Transport
from neuvola_server.cli.listening import KEEP_ALIVE_SECONDS
from support.broken_line import Break
from support.broken_room import Room, place_of
from support.canned_http import Asked, Canned, canned_server
from support.counting_line import counting_line
from support.fault_proxy import Harm, faulty_line

HARMS = [harm for harm in Harm if harm not in (Harm.NONE, Harm.BLACK_HOLE)]


@pytest.mark.parametrize("harm", HARMS)
def test_a_harm_of_the_line_costs_no_more_than_another_try(room: Room, url: str, harm: Harm) -> None:
    """1: over real HTTP, and twice in a row."""
    plan = chain([harm, harm], repeat(Harm.NONE))
    with faulty_line(*place_of(url), lambda _number: Harm.NONE) as line:
        desk = room.desk(line=http_line, url=line.url)
        room.publish("Velkaneuvonta")
        line.plan = lambda _number: next(plan)
        ids = desk.log(5)
        for _ in range(4):
            result = desk.exchange.sync()
        assert (result.state, result.waiting) == ("done", 0)
        assert room.stored == set(ids)
        assert room.footfall() == 5
        assert desk.catalogue.info().services == 1


FAULTS = [Break.BEFORE, Break.AFTER, Break.BUSY, Break.SHUT_OUT, Break.PORTAL, Break.HALF_WAY]


@pytest.mark.parametrize("broken", FAULTS)
def test_a_queue_goes_on_by_itself_when_the_fault_has_gone(room: Room, broken: Break) -> None:
    """15: however often it failed, the next try is planned, and nobody has to press anything."""
    desk, now = room.desk(), 0.0
    ids = desk.log(2)
    room.pass_time(hours=5)
    schedule = at_start(now)
    for _ in range(4):
        now = schedule.due
        room.line.plan = [broken, broken]
        result = desk.exchange.sync(automatic=True)
        room.line.plan = []
        assert result.fault is not None
        schedule = schedule.after(result, now)
        assert now < schedule.due <= now + 1.1 * REFUSED_PAUSE
        assert (schedule.is_due(now), schedule.is_due(schedule.due)) == (False, True)
    result = desk.exchange.sync(automatic=True)
    assert (result.state, room.stored) == ("done", set(ids))
    schedule = schedule.after(result, now)
    assert (schedule.failures, schedule.due <= now + 1.1 * result.next_after) == (0, True)


def _html(status: int = 200, **headers: str) -> Canned:
    body = b"<html><body>Please accept the terms of the shopping centre.</body></html>"
    return Canned(status, body, {"Content-Type": "text/html; charset=utf-8", **headers})


STRANGERS: dict[str, tuple[Callable[[], Canned], str]] = {
    "sign-in page": (_html, "portal"),
    "way to a sign-in page": (lambda: _html(302, Location="http://localhost/sign-in"), "portal"),
    "network asks for sign-in": (lambda: _html(511), "portal"),
    "other program's answer": (lambda: Canned(200, b'{"ok":true}'), "not-ours"),
    "half an answer": (lambda: Canned(200, b'{"nonce":"', cut=5), "offline"),
    "nothing at all": (lambda: Canned(200, b""), "not-ours"),
    "other program's refusal": (lambda: Canned(401, b'{"login":"required"}'), "not-ours"),
    "gateway without a server": (lambda: _html(502), "fault"),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_answers_in_the_servers_place_is_not_believed(room: Room, url: str, stranger: str) -> None:
    """32: nothing counts as sent or refused, and the real server gets it all."""
    say, reason = STRANGERS[stranger]
    reached = [url]

    def line(_url: str, ca: str) -> Line:
        return http_line(reached[0], ca)

    desk = room.desk(line=line, url=url)
    ids = desk.log(3)
    with canned_server(lambda _asked: say()) as other:
        reached[0] = other.url
        result = desk.exchange.sync()
    assert (result.state, result.accepted, result.refused, result.waiting) == ("server-unreachable", 0, 0, 3)
    assert result.fault is not None
    assert result.fault.facts["reason"] == reason
    reached[0] = url
    assert (desk.exchange.sync().state, room.stored) == ("done", set(ids))


def test_an_old_answer_that_was_kept_on_the_way_is_not_believed(room: Room, url: str) -> None:
    """32: it does not bring back what this request said."""
    kept: list[bytes] = []
    reached = [url]
    desk = room.desk(line=lambda _url, ca: http_line(reached[0], ca), url=url)
    desk.log(1)

    def replay(asked: Asked) -> Canned:
        if not kept:
            with _straight(url) as transport:
                headers = {"authorization": asked.headers["authorization"]}
                kept.append(transport.ask(asked.method, asked.path, headers, asked.body).body)
        return Canned(200, kept[0])

    with canned_server(replay) as cache:
        reached[0] = cache.url
        desk.exchange.sync()
        ids = desk.log(2)
        result = desk.exchange.sync()
    assert (result.state, result.waiting) == ("server-unreachable", 2)
    reached[0] = url
    assert (desk.exchange.sync().state, room.stored >= set(ids)) == ("done", True)


@contextmanager
def _straight(url: str) -> Iterator[Transport]:
    transport = Transport(url)
    try:
        yield transport
    finally:
        transport.close()


def test_a_line_on_which_nothing_comes_is_given_up(room: Room, url: str) -> None:
    """32: a sync does not hang; what was asked for is asked for again."""

    def impatient(address: str, _ca: str) -> Line:
        transport = Transport(address, stall_seconds=0.5)
        return Line(HttpEnrolment(transport), lambda token: HttpPort(transport, token), transport.close)

    with faulty_line(*place_of(url), lambda _number: Harm.BLACK_HOLE) as line:
        desk = room.desk(line=impatient, enrolled=False)
        line.plan = lambda _number: Harm.NONE
        room.enrol(desk, "Kallio", line.url)
        ids = desk.log(1)
        line.plan = lambda _number: Harm.BLACK_HOLE
        result = desk.exchange.sync()
        assert result.fault is not None
        assert result.fault.facts["reason"] == "timeout"
        line.plan = lambda _number: Harm.NONE
        for _ in range(3):
            result = desk.exchange.sync()
        assert (result.state, room.stored) == ("done", set(ids))


def _failed(fault: NeuvolaError) -> SyncResult:
    return SyncResult(state=fault.code, fault=fault)


@pytest.mark.parametrize("desks", [2000])
@pytest.mark.parametrize(
    "fault", [ServerUnreachableError(url="x", reason="offline"), AccessRefusedError(reason="unknown")]
)
def test_desks_that_failed_together_do_not_come_back_together(desks: int, fault: NeuvolaError) -> None:
    """33: an hour's outage, met by all in the same second; jitter is drawn after the cap."""
    chance = random.Random(20261122)
    schedules = [Schedule(0.0) for _ in range(desks)]
    outage = 2 * 3600.0
    arrivals: Counter[int] = Counter()
    for schedule in schedules:
        now, one = 0.0, schedule
        while one.due < outage:
            now = one.due
            one = one.after(_failed(fault), now, chance.uniform)
        arrivals[int(one.due)] += 1
    assert max(one for one in arrivals) <= outage + 1.1 * REFUSED_PAUSE
    spread = LONGEST_PAUSE if isinstance(fault, ServerUnreachableError) else 0.1 * REFUSED_PAUSE
    assert max(arrivals.values()) < 6 * desks / spread + 6


def test_desks_that_a_busy_server_sent_away_do_not_come_back_together() -> None:
    """33: nobody before the time, and not all of them at it."""
    chance = random.Random(20261122)
    told = _failed(ServerBusyError(retry_after=30))
    due = sorted(Schedule(0.0, failures=4).after(told, 0.0, chance.uniform).due for _ in range(500))
    assert due[0] >= 30
    assert due[-1] - due[0] > 120
    assert max(Counter(map(int, due)).values()) < 15


def test_a_server_keeps_a_line_open_longer_than_a_desk_is_silent() -> None:
    """38: it is never the server that closes a line on which the next request may be under way."""
    assert KEEP_ALIVE_SECONDS > 60


def test_a_desk_leaves_no_line_open_between_two_exchanges(room: Room, url: str) -> None:
    """38: nor is there one that could close meanwhile; within an exchange there is one."""
    room.publish("Velkaneuvonta")
    with counting_line(*place_of(url)) as line:
        desk = room.desk(line=http_line, url=line.url)
        line.clear()
        desk.log(120)
        for turn in range(1, 4):
            assert desk.exchange.sync().state == "done"
            assert len(line.exchanges) == turn
        assert line.exchanges[0][0] > 20_000


def test_a_line_that_closes_between_two_requests_is_opened_again(room: Room, url: str) -> None:
    """38: where something on the way closes lines early after all, at most another try is needed."""
    with _closing_after_each_answer(*place_of(url)) as address:
        desk = room.desk(line=http_line, url=address)
        ids = desk.log(120)
        for _ in range(4):
            result = desk.exchange.sync()
        assert (result.state, room.stored, room.footfall()) == ("done", set(ids), 120)


@contextmanager
def _closing_after_each_answer(host: str, port: int) -> Iterator[str]:
    """A way to the server that closes after an answer, without having said so."""
    listening = socket.create_server(("127.0.0.1", 0))

    def carry(client: socket.socket) -> None:
        with client, socket.create_connection((host, port), timeout=30) as server, suppress(OSError):
            client.settimeout(30)
            server.sendall(_message(client))
            client.sendall(_message(server))

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _address = listening.accept()
                threading.Thread(target=carry, args=(client,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def _message(source: socket.socket) -> bytes:
    """One whole message with a length in its head."""

    def more() -> bytes:
        if not (piece := source.recv(65536)):
            raise ConnectionResetError
        return piece

    got = more()
    while b"\r\n\r\n" not in got:
        got += more()
    head, _, body = got.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", b"0")):
        body += more()
    return head + b"\r\n\r\n" + body
