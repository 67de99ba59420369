"""A serving process: it says where it listens, answers over real HTTP and ends in order."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from neuvola_server.cli import listening
from neuvola_server.house import utc_now
from support.houses import house_at

from .conftest import Commands

PATIENCE = 60


@dataclass
class Serving:
    process: "subprocess.Popen[str]"
    address: str

    @contextmanager
    def connected(self) -> Iterator[http.client.HTTPConnection]:
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
        try:
            yield connection
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        with self.connected() as connection:
            connection.request("GET", path)
            with connection.getresponse() as answer:
                headers = {name.casefold(): value for name, value in answer.getheaders()}
                return answer.status, answer.read(), headers

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE), self.process.stderr.read() if self.process.stderr else ""


@contextmanager
def served(folder: Path, *arguments: str, **settings: str) -> Iterator[Serving]:
    given = {f"NEUVOLA_SERVER_{name}": value for name, value in settings.items()}
    environment = {**os.environ, "NEUVOLA_SERVER_DATABASE_URL": f"sqlite:///{folder / 'server.db'}", **given}
    process = subprocess.Popen(
        [sys.executable, "-m", "neuvola_server", "serve", "--port", "0", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://[^\s\"]+", line)
        assert found is not None, process.stderr.read() if process.stderr else ""
        yield Serving(process, found[0])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, number: int):
    with served(tmp_path) as server:
        assert server.address.startswith("http://127.0.0.1:")
        status, body, headers = server.get("/healthz")
        assert (status, json.loads(body)) == (200, {"status": "ok"})
        assert headers["date"].endswith("GMT")
        assert "server" not in headers
        assert server.get("/readyz")[0] == 200
        code, log = server.stop(number)
    assert code == 0
    assert all(json.loads(line) for line in log.splitlines())
    assert "127.0.0.1" not in log
    assert "Traceback" not in log


def test_a_request_under_way_is_finished(tmp_path: Path):
    body = b'{"nonce":"n","code":"0000000000","installation":"i"}'
    with served(tmp_path) as server, server.connected() as connection:
        connection.putrequest("POST", "/v1/enrol")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[:10])
        assert server.get("/healthz")[0] == 200  # so the first request has reached it too
        server.process.send_signal(signal.SIGTERM)
        while _listens(server):
            pass
        connection.send(body[10:])
        with connection.getresponse() as answer:
            assert (answer.status, json.loads(answer.read())["error"]) == (409, "enrolment-refused")
        assert server.process.wait(PATIENCE) == 0


def _listens(server: Serving) -> bool:
    place = urlsplit(server.address)
    try:
        socket.create_connection((place.hostname or "", place.port or 0), timeout=1).close()
    except OSError:
        return False
    return True


def test_several_processes_share_one_socket_and_one_set_of_figures(tmp_path: Path):
    with served(tmp_path, "--workers", "2") as server:
        for _ in range(10):
            assert server.get("/healthz")[0] == 200
        _status, figures, _headers = server.get("/metrics")
        assert re.search(rb'neuvola_requests_total\{[^}]*route="/healthz"[^}]*\} 10\.0', figures)
        code, log = server.stop()
    assert code == 0
    assert "Traceback" not in log


def test_a_port_in_use_is_told(tmp_path: Path, run: Commands):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = run("serve", "--port", str(taken.getsockname()[1]))
    assert (answer.code, answer.out) == (1, "")
    assert "ei voi kuunnella" in answer.err
    elsewhere = run("serve", "--host", "192.0.2.1", "--port", "0")
    assert (elsewhere.code, "ei voi kuunnella" in elsewhere.err) == (1, True)


@pytest.mark.parametrize(
    "wrong", [["--port", "x"], ["--port", "70000"], ["--workers", "0"], ["--workers", "x"]]
)
def test_a_wrong_number_is_a_mistake_of_use(run: Commands, wrong: list[str]):
    assert run("serve", *wrong).code == 2


def test_on_ipv6_in_json_with_a_plain_log(tmp_path: Path):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with served(tmp_path, "--host", "::1", "--json", LOG_JSON="false") as server:
        assert server.address.startswith("http://[::1]:")
        with server.connected() as connection:
            try:  # the head of a request is bounded
                connection.request("GET", "/healthz", headers={"X-Long": "x" * 200_000})
                with connection.getresponse() as answer:
                    assert answer.status in (400, 431)
            except (ConnectionError, http.client.HTTPException):
                pass  # it hung up while we were still talking
        assert server.get("/healthz")[0] == 200
        code, log = server.stop()
    assert code == 0
    assert not log.startswith("{")


def test_what_is_published_while_it_serves_is_made_ready(tmp_path: Path, run: Commands, catalogue: Path):
    """The keeper's thread runs: a catalogue that only the log knows becomes a ready-made one."""
    with house_at(run.folder, clock=utc_now) as house:
        house.catalogue.import_([catalogue])
    with served(run.folder) as server, house_at(run.folder, clock=utc_now) as house:
        while house.snapshots.newest() is None:
            assert server.get("/healthz")[0] == 200
        assert server.stop()[0] == 0


def test_in_this_process_too(run: Commands):
    """The same again where it can be watched: a thread asks once and then stops it, as an operator would."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = int(place.getsockname()[1])
    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    heard: list[int] = []

    def watch() -> None:
        for _ in range(600):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                connection.request("GET", "/healthz")
                with connection.getresponse() as answer:
                    heard.append(answer.status)
                os.kill(os.getpid(), signal.SIGTERM)
                return
            except OSError:
                threading.Event().wait(0.1)
            finally:
                connection.close()

    watching = threading.Thread(target=watch)
    watching.start()
    answer = run("serve", "--port", str(port), "--json")
    watching.join()
    assert (answer.code, answer.json, heard) == (0, {"address": f"http://127.0.0.1:{port}"}, [200])
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == handlers


def test_a_short_answer_does_not_wait_for_an_acknowledgement():
    with listening._listening("127.0.0.1", 0) as place, socket.create_connection(place.getsockname()):
        accepted, _address = place.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
