"""Reading requests off the line, with a head that does not end among them."""

import http.client
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn

from neuvola_core.wire import LARGEST_REQUEST
from neuvola_server.api.app import create_app
from neuvola_server.api.protocol import LARGEST_HEAD, http_protocol
from neuvola_server.house import House


@pytest.fixture
def port(house: House) -> Iterator[int]:
    place = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_app(house), http=http_protocol(), log_config=None, ws="none", lifespan="on")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place]})
    thread.start()
    yield place.getsockname()[1]
    server.should_exit = True
    thread.join(20)
    place.close()


def test_requests_follow_each_other_on_one_line(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        for size in (10, LARGEST_HEAD * 3, 10):
            line.request("POST", "/v1/sync", b"x" * size, {"X-More": "y" * (LARGEST_HEAD // 4)})
            answer = line.getresponse()
            assert (answer.status, bool(answer.read())) == (401, True)


def test_a_body_that_is_too_large_is_the_applications_matter(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("POST", "/v1/enrol", b"x" * (LARGEST_REQUEST + 1))
        assert line.getresponse().status == 413


@pytest.mark.parametrize("head", [b"GET /healthz HTTP/1.1\r\nX-More: ", b"GET /healthz?"])
def test_a_head_that_does_not_end_is_refused(port: int, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(head + b"y" * (LARGEST_HEAD - len(head)))
        line.sendall(b"y" * 10)
        said = b""
        while piece := line.recv(4096):
            said += piece
        assert said.startswith(b"HTTP/1.1 400 ")


def test_many_short_headers_are_counted_together(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\n" + b"A: b\r\n" * (LARGEST_HEAD // 6 + 1))
        assert line.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_without_httptools_h11_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "neuvola_server.api.bounded_head", raising=False)
    monkeypatch.setitem(sys.modules, "httptools", None)
    monkeypatch.delitem(sys.modules, "uvicorn.protocols.http.httptools_impl", raising=False)
    assert http_protocol() == "h11"
