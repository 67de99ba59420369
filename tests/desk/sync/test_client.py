"""The line over HTTP: what counts as the server's answer, and what everything else is called."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import zstandard

from neuvola_core import codec
from neuvola_core.errors import (
    AccessRefusedError,
    CursorRefusedError,
    DiskFullError,
    EnrolmentRefusedError,
    NeuvolaError,
    RequestRefusedError,
    ServerBusyError,
    ServerUnreachableError,
    SnapshotDamagedError,
    SnapshotGoneError,
)
from neuvola_core.wire import (
    NONCE_HEADER,
    EnrolRequest,
    Head,
    Record,
    ReofferRequest,
    SyncAnswer,
    SyncRequest,
    Verdict,
)
from neuvola_desk.sync import transport
from neuvola_desk.sync.client import HttpEnrolment, HttpPort
from neuvola_desk.sync.transport import Transport, server_address
from support.canned_http import Asked, Canned, CannedServer, canned_server, certificate

HEAD = Head("e1", 0, "0" * 64, 0)
REQUEST = SyncRequest("n1", "d1", records=(Record("a", "visit", {}),))
ANSWER = SyncAnswer("n1", HEAD, "2026-11-22T10:00:00+00:00", "1.x", {"a": Verdict("created")})
JSON = {"Content-Type": "application/json"}


def said(value: Any, status: int = 200, **headers: str) -> Canned:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Canned(status, body, {**JSON, **{n.replace("_", "-"): v for n, v in headers.items()}})


def in_full(answer: Any) -> bytes:
    return codec.to_json(answer)


@pytest.fixture
def server() -> Iterator[CannedServer]:
    with canned_server(lambda _asked: said(in_full(ANSWER))) as server:
        yield server


@pytest.fixture
def port(server: CannedServer) -> Iterator[HttpPort]:
    line = Transport(server.url, stall_seconds=0.5)
    yield HttpPort(line, "secret")
    line.close()


def reason_of(ask: Callable[[], Any]) -> str:
    with pytest.raises(ServerUnreachableError) as told:
        ask()
    return str(told.value.facts["reason"])


def test_a_request_carries_the_token_and_the_nonce_and_the_answer_is_read(
    port: HttpPort, server: CannedServer
) -> None:
    assert port.sync(REQUEST).verdicts == {"a": Verdict("created")}
    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/sync")
    assert asked.headers["authorization"] == "Bearer secret"
    assert asked.headers[NONCE_HEADER.lower()] == "n1"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept-encoding"] == "zstd, gzip"
    assert codec.from_json(asked.body, SyncRequest).records == REQUEST.records


@pytest.mark.parametrize(
    ("name", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)]
)
def test_a_packed_answer_is_unpacked(
    port: HttpPort, server: CannedServer, name: str, pack: Callable[[bytes], bytes]
) -> None:
    server.say = lambda _asked: said(pack(in_full(ANSWER)), Content_Encoding=name)
    assert port.sync(REQUEST).nonce == "n1"


def test_an_answer_that_unpacks_without_end_is_not_kept(
    port: HttpPort, server: CannedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 1_000_000)
    bomb = gzip.compress(b" " * 2_000_000)
    server.say = lambda _asked: said(bomb, Content_Encoding="gzip")
    assert reason_of(lambda: port.sync(REQUEST)) == "not-ours"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Canned(200, b"<html>Welcome</html>", {"Content-Type": "text/html; charset=utf-8"}), "portal"),
        (Canned(200, b"OK", {"Content-Type": "text/plain"}), "not-ours"),
        (said({"ok": True}), "not-ours"),
        (said(b"{"), "not-ours"),
        (said(b"\xff"), "not-ours"),
        (said(in_full(replace(ANSWER, nonce="other"))), "not-ours"),
        (said(in_full(ANSWER), Neuvola_Nonce="other"), "not-ours"),
        (said(in_full(replace(ANSWER, verdicts={"b": Verdict("created")}))), "not-ours"),
        (said(in_full(ANSWER), Content_Encoding="gzip"), "not-ours"),
        (Canned(302, b"", {"Location": "http://login.example"}), "portal"),
        (Canned(511, b"<html>", {"Content-Type": "text/html"}), "portal"),
        (Canned(401, b"<html>log in", {"Content-Type": "text/html"}), "portal"),
        (Canned(404, b"Not here", {"Content-Type": "text/plain"}), "not-ours"),
        (Canned(400, b"Bad", {"Content-Type": "text/plain"}), "not-ours"),
        (said(b"[]", 422), "not-ours"),
        (Canned(500, b"", {}), "fault"),
        (said({"error": "fault"}, 502), "fault"),
        (said({"error": "x"}, 408), "timeout"),
        (said({"error": "x"}, 418), "not-ours"),
        (Canned(200, in_full(ANSWER), JSON, cut=20), "offline"),
    ],
)
def test_what_is_not_the_servers_answer_is_never_taken_for_it(
    port: HttpPort, server: CannedServer, answer: Canned, reason: str
) -> None:
    server.say = lambda _asked: answer
    assert reason_of(lambda: port.sync(REQUEST)) == reason


@pytest.mark.parametrize(
    ("answer", "kind", "facts"),
    [
        (
            said({"error": "access-refused", "reason": "revoked"}, 401),
            AccessRefusedError,
            {"reason": "revoked"},
        ),
        (said({"error": "x", "reason": "other-desk"}, 403), AccessRefusedError, {"reason": "other-desk"}),
        (
            said({"error": "request-refused", "reason": "mixed"}, 422),
            RequestRefusedError,
            {"status": 422, "reason": "mixed"},
        ),
        (said({"error": "bad"}, 400), RequestRefusedError, {"status": 400, "reason": "bad"}),
        (
            Canned(413, b"<html>", {"Content-Type": "text/html"}),
            RequestRefusedError,
            {"status": 413, "reason": "too-large"},
        ),
        (Canned(429, b"", {"Retry-After": "7"}), ServerBusyError, {"retry_after": 7}),
        (said({"error": "busy", "retry_after": 9}, 503), ServerBusyError, {"retry_after": 9}),
        (Canned(503, b"", {}), ServerBusyError, {"retry_after": 60}),
        (Canned(429, b"", {"Retry-After": "99999999"}), ServerBusyError, {"retry_after": 86400}),
        (said({"error": "x", "reason": "used"}, 409), EnrolmentRefusedError, {"reason": "used"}),
    ],
)
def test_a_refusal_of_the_server_has_its_name(
    port: HttpPort, server: CannedServer, answer: Canned, kind: type[NeuvolaError], facts: dict[str, object]
) -> None:
    server.say = lambda _asked: answer
    with pytest.raises(kind) as told:
        port.sync(REQUEST)
    assert told.value.facts == facts


@pytest.mark.parametrize("status", [400, 401, 403, 409, 410, 413, 422, 429, 503])
def test_a_refusal_of_another_request_is_not_ours(port: HttpPort, server: CannedServer, status: int) -> None:
    server.say = lambda _asked: said({"error": "x", "reason": "revoked"}, status, Neuvola_Nonce="other")
    assert reason_of(lambda: port.sync(REQUEST)) == "not-ours"
    assert reason_of(lambda: port.changes("", 1)) == "not-ours"


@pytest.mark.parametrize("status", [404, 410])
def test_what_another_request_did_not_find_may_be_there(
    port: HttpPort, server: CannedServer, tmp_path: Path, status: int
) -> None:
    server.say = lambda _asked: said({"error": "x"}, status, Neuvola_Nonce="other")
    assert reason_of(port.manifest) == "not-ours"
    assert reason_of(lambda: port.fetch_snapshot("x", 9, tmp_path / "x.part")) == "not-ours"


def test_a_refusal_that_brings_the_nonce_back_is_taken(port: HttpPort, server: CannedServer) -> None:
    server.say = lambda _asked: said({"error": "x", "reason": "revoked"}, 401, Neuvola_Nonce="n1")
    with pytest.raises(AccessRefusedError):
        port.sync(REQUEST)


def test_a_field_that_a_newer_server_adds_is_passed_over(port: HttpPort, server: CannedServer) -> None:
    server.say = lambda _asked: said({**json.loads(in_full(ANSWER)), "weather": "fair"})
    assert port.sync(REQUEST).ticket == "1.x"


def test_a_line_that_stands_still_is_given_up_and_one_that_moves_is_not(
    port: HttpPort, server: CannedServer
) -> None:
    over = threading.Event()
    server.say = lambda _asked: Canned(200, in_full(ANSWER), JSON, cut=20, stall=over)
    assert reason_of(lambda: port.sync(REQUEST)) == "timeout"
    over.set()


def test_nobody_there_is_offline() -> None:
    with canned_server(lambda _asked: Canned()) as server:
        url = server.url
    assert reason_of(lambda: HttpPort(Transport(url), "t").sync(REQUEST)) == "offline"
    assert reason_of(lambda: HttpPort(Transport("http://localhost:1"), "t").sync(REQUEST)) == "offline"


def test_the_changes_of_the_catalogue_are_asked_by_cursor(port: HttpPort, server: CannedServer) -> None:
    def page(asked: Asked, **more: Any) -> Canned:
        head = asdict(HEAD)
        nonce = asked.headers[NONCE_HEADER.lower()]
        return said({"nonce": nonce, "changes": [], "cursor": "", "more": False, "head": head, **more})

    server.say = page
    assert port.changes("e1.4.0123456789abcdef", 10).changes == ()
    assert server.asked[0].path == "/v1/catalogue/changes?cursor=e1.4.0123456789abcdef&limit=10"
    server.say = lambda asked: page(asked, cursor="nonsense")
    assert reason_of(lambda: port.changes("", 10)) == "not-ours"
    server.say = lambda _asked: said({"error": "cursor-refused", "reason": "compacted"}, 410)
    with pytest.raises(CursorRefusedError) as told:
        port.changes("", 10)
    assert told.value.facts == {"reason": "compacted"}


def test_a_server_without_a_ready_made_catalogue_says_so(port: HttpPort, server: CannedServer) -> None:
    server.say = lambda _asked: said({"error": "no-snapshot"}, 404)
    assert port.manifest() is None
    server.say = lambda _asked: Canned(404, b"<html>", {"Content-Type": "text/html"})
    assert reason_of(port.manifest) == "portal"


def test_only_what_was_offered_can_be_missing(port: HttpPort, server: CannedServer) -> None:
    server.say = lambda _asked: said({"nonce": "n", "missing": ["a"]})
    assert port.reoffer(ReofferRequest("n", "d", {"a": "x"})).missing == ("a",)
    assert reason_of(lambda: port.reoffer(ReofferRequest("n", "d", {"b": "x"}))) == "not-ours"


def test_a_token_and_an_enrolment_are_asked_for(port: HttpPort, server: CannedServer) -> None:
    server.say = lambda _asked: said({"nonce": "n", "token": "new"})
    assert port.rotate_token("n").token == "new"
    answer = {"nonce": "n", "desk": "d", "name": "D", "point": "p", "point_name": "P", "token": "t"}
    server.say = lambda _asked: said({**answer, "verify_key": "k"})
    line = Transport(server.url)
    assert HttpEnrolment(line).enrol(EnrolRequest("n", "CODE", "i")).desk == "d"
    line.close()
    assert "authorization" not in server.asked[-1].headers


# --- the ready-made catalogue ------------------------------------------------------------------------------

WHOLE = bytes(range(256)) * 1000
PACKED = {"Content-Type": "application/zstd"}
PLACE = f"bytes 2-{len(WHOLE) - 1}/{len(WHOLE)}"


def with_range(asked: Asked) -> Canned:
    wanted = asked.headers.get("range", "")
    if not wanted:
        return Canned(200, WHOLE, PACKED)
    begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
    place = f"bytes {begin}-{len(WHOLE) - 1}/{len(WHOLE)}"
    return Canned(206, WHOLE[begin:], {**PACKED, "Content-Range": place})


def test_a_download_that_broke_off_is_gone_on_with(
    port: HttpPort, server: CannedServer, tmp_path: Path
) -> None:
    part = tmp_path / "x.part"
    server.say = lambda asked: replace(with_range(asked), cut=100_000)
    assert reason_of(lambda: port.fetch_snapshot("x", len(WHOLE), part)) == "offline"
    held = part.stat().st_size
    assert 0 < held <= 100_000
    server.say = with_range
    seen: list[tuple[int, int]] = []
    port.fetch_snapshot("x", len(WHOLE), part, lambda *told: seen.append(told))
    assert part.read_bytes() == WHOLE
    assert server.asked[-1].headers["range"] == f"bytes={held}-"
    assert seen[-1] == (len(WHOLE), len(WHOLE))
    port.fetch_snapshot("x", len(WHOLE), part)
    assert len(server.asked) == 2


def test_a_server_that_knows_no_ranges_starts_again(
    port: HttpPort, server: CannedServer, tmp_path: Path
) -> None:
    part = tmp_path / "x.part"
    part.write_bytes(b"y" * 10)
    server.say = lambda _asked: Canned(200, WHOLE, PACKED)
    port.fetch_snapshot("x", len(WHOLE), part)
    assert part.read_bytes() == WHOLE


def test_a_part_that_is_too_long_is_thrown_away(port: HttpPort, server: CannedServer, tmp_path: Path) -> None:
    part = tmp_path / "x.part"
    part.write_bytes(WHOLE + b"more")
    server.say = with_range
    port.fetch_snapshot("x", len(WHOLE), part)
    assert part.read_bytes() == WHOLE


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Canned(200, b"<html>", {"Content-Type": "text/html"}), "portal"),
        (Canned(206, WHOLE, {**PACKED, "Content-Range": "bytes 5-9/10"}), "not-ours"),
        (Canned(206, WHOLE, PACKED), "not-ours"),
        (Canned(416, b"", {}), "not-ours"),
        (Canned(206, WHOLE[2:] + b"more", {**PACKED, "Content-Range": PLACE}), "not-ours"),
        (Canned(404, b"<html>", {"Content-Type": "text/html"}), "portal"),
        (Canned(206, WHOLE[2:-1], {**PACKED, "Content-Range": PLACE}), "offline"),
    ],
)
def test_a_download_that_is_not_the_file_is_not_kept(
    port: HttpPort, server: CannedServer, tmp_path: Path, answer: Canned, reason: str
) -> None:
    part = tmp_path / "x.part"
    part.write_bytes(b"ab")
    server.say = lambda _asked: answer
    assert reason_of(lambda: port.fetch_snapshot("x", len(WHOLE), part)) == reason
    server.say = with_range
    part.unlink(missing_ok=True)
    port.fetch_snapshot("x", len(WHOLE), part)
    assert part.read_bytes() == WHOLE


@pytest.mark.parametrize(
    "answer",
    [
        Canned(200, WHOLE[:-1], PACKED),
        Canned(200, WHOLE + b"more", PACKED),
        Canned(206, WHOLE[2:-1], {**PACKED, "Content-Range": f"bytes 2-{len(WHOLE) - 2}/{len(WHOLE) - 1}"}),
    ],
)
def test_a_file_of_another_length_than_its_manifest_says_is_no_broken_line(
    port: HttpPort, server: CannedServer, tmp_path: Path, answer: Canned
) -> None:
    part = tmp_path / "x.part"
    part.write_bytes(WHOLE[:2])
    server.say = lambda _asked: answer
    with pytest.raises(SnapshotDamagedError) as told:
        port.fetch_snapshot("x", len(WHOLE), part)
    assert told.value.facts["reason"] == "size"
    assert part.read_bytes() == WHOLE[:2]


def test_a_file_that_is_gone_and_a_disk_that_is_full_are_told(
    port: HttpPort, server: CannedServer, small_disk: Path
) -> None:
    server.say = lambda _asked: said({"error": "snapshot-gone"}, 404)
    with pytest.raises(SnapshotGoneError):
        port.fetch_snapshot("x", len(WHOLE), small_disk / "x.part")
    big = WHOLE * 4
    server.say = lambda _asked: Canned(200, big, PACKED)
    with pytest.raises(DiskFullError):
        port.fetch_snapshot("x", len(big), small_disk / "x.part")


# --- the address and its safety ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        (" palvelin.example.fi ", "https://palvelin.example.fi"),
        ("https://palvelin.example.fi/neuvola/", "https://palvelin.example.fi/neuvola"),
        ("http://127.0.0.1:8710", "http://127.0.0.1:8710"),
        ("http://[::1]:8710/", "http://[::1]:8710"),
        ("http://localhost:8710", "http://localhost:8710"),
    ],
)
def test_an_address_is_used_as_it_was_meant(typed: str, used: str) -> None:
    assert server_address(typed) == used


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("http://palvelin.example.fi", "insecure"),
        ("http://10.0.0.5:8710", "insecure"),
        ("http://localhost.example.fi", "insecure"),
        ("ftp://palvelin.example.fi", "not-ours"),
        ("https://user:secret@palvelin.example.fi", "not-ours"),
        ("https://palvelin.example.fi:port", "not-ours"),
        ("https://[::1", "not-ours"),
        ("", "not-ours"),
        ("https://palvelin.example.fi/?x=1", "not-ours"),
    ],
)
def test_an_address_that_is_unsafe_or_none_is_refused(typed: str, reason: str) -> None:
    assert reason_of(lambda: server_address(typed)) == reason


def test_a_certificate_nobody_vouches_for_is_refused_and_a_private_authority_can_be_trusted(
    tmp_path: Path,
) -> None:
    tls, pem = certificate(tmp_path)
    with canned_server(lambda _asked: said(in_full(ANSWER)), tls) as server:
        strange = Transport(server.url)
        assert reason_of(lambda: HttpPort(strange, "t").sync(REQUEST)) == "tls"
        strange.close()
        known = Transport(server.url, ca=pem)
        assert HttpPort(known, "t").sync(REQUEST).nonce == "n1"
        known.close()


@pytest.mark.parametrize(("begins", "ends"), [(-30, -1), (1, 30)])
def test_a_certificate_outside_its_time_says_that_the_date_is_wrong(
    tmp_path: Path, begins: int, ends: int
) -> None:
    tls, pem = certificate(tmp_path, begins, ends)
    with canned_server(lambda _asked: said(in_full(ANSWER)), tls) as server:
        line = Transport(server.url, ca=pem)
        assert reason_of(lambda: HttpPort(line, "t").sync(REQUEST)) == "tls-date"
        line.close()


def test_a_private_authority_that_is_no_certificate_is_told() -> None:
    assert reason_of(lambda: Transport("https://localhost", ca="nonsense")) == "tls"
