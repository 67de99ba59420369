"""Two servers on one PostgreSQL behind the proxy of ``packaging/server``: one may die at any moment."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from neuvola_core import codec
from neuvola_core.wire import EnrolRequest
from neuvola_server.house import utc_now
from support.houses import house_at, stored_rows, visit_record

CONFIG = Path(__file__).resolve().parents[2] / "packaging" / "server" / "haproxy.cfg"
HAPROXY = shutil.which("haproxy") or (("/usr/sbin/haproxy") if Path("/usr/sbin/haproxy").exists() else None)
DESKS, EACH = 6, 120

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(HAPROXY is None, reason="haproxy is not installed: apt-get install haproxy"),
]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


@contextmanager
def running(command: list[str], ready: str = "", **environment: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert not ready or ready in process.stdout.readline()
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def server(folder: Path, url: str, keys: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    settings = {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "KEY_DIR": str(keys),
        "REQUESTS_PER_MINUTE": "1000000",
    }
    given = {f"NEUVOLA_SERVER_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "neuvola_server", "serve", "--port", str(port)]
    with running(command, "kuuntelee", **given) as process:
        yield process


def config(folder: Path, port: int, servers: list[int]) -> Path:
    """The proxy's own file, but for its names, its certificates and its ports."""
    text = CONFIG.read_text("utf-8")
    text = re.sub(r"bind :80\n.*\n", f"bind 127.0.0.1:{port}\n", text)
    text = re.sub(r".*redirect scheme https.*\n", "", text)
    for name, place in zip("ab", servers, strict=True):
        text = text.replace(f"server-{name}:8710", f"127.0.0.1:{place}")
    text = text.replace(" resolvers docker init-addr libc,none", "").split("resolvers docker")[0]
    path = folder / "haproxy.cfg"
    path.write_text(text, "utf-8")
    return path


def test_no_desk_notices_more_than_a_retry(tmp_path: Path, postgres_url: str):
    assert HAPROXY is not None
    ports, front, keys = [free_port(), free_port()], free_port(), tmp_path / "house" / "keys"
    with house_at(tmp_path / "house", postgres_url, utc_now) as house, ExitStack() as stack:
        desks = [
            house.door("127.0.0.1").enrol(EnrolRequest("n", house.enrolment.new_code(f"d{n}"), f"c{n}"))
            for n in range(DESKS)
        ]
        one, _other = (
            stack.enter_context(server(tmp_path / str(port), postgres_url, keys, port)) for port in ports
        )
        stack.enter_context(running([HAPROXY, "-db", "-f", str(config(tmp_path, front, ports))]))
        seen: Counter[int] = Counter()
        sent: list[str] = []
        half = threading.Barrier(DESKS + 1)

        def use(token: str, desk: str) -> None:
            with httpx.Client(base_url=f"http://127.0.0.1:{front}", timeout=60) as client:
                for turn in range(EACH):
                    if turn == EACH // 3:
                        half.wait()
                    record = visit_record()
                    said = {
                        "nonce": "n",
                        "desk": desk,
                        "records": [codec.from_json(codec.to_json(record), dict)],
                    }
                    answer = client.post("/v1/sync", json=said, headers={"Authorization": f"Bearer {token}"})
                    seen[answer.status_code] += 1
                    if answer.status_code == 200:
                        sent.append(record.id)

        threads = [threading.Thread(target=use, args=(desk.token, desk.desk)) for desk in desks]
        _until(lambda: _status(front, "/desks/log-in") == 200)
        for thread in threads:
            thread.start()
        half.wait()
        one.send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()
        assert seen == {200: DESKS * EACH}
        assert set(stored_rows(house)) == set(sent)


def _status(port: int, path: str) -> int:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code
    except httpx.HTTPError:
        return 0


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    waiting, end = threading.Event(), time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to be"
        waiting.wait(0.1)


def test_what_is_for_the_inside_stays_inside(tmp_path: Path):
    assert HAPROXY is not None
    front = free_port()
    with running([HAPROXY, "-db", "-f", str(config(tmp_path, front, [free_port(), free_port()]))]):
        _until(lambda: _status(front, "/v1/openapi.json") == 503)  # there is no server behind it
        for path in ("/metrics", "/healthz", "/readyz", "/desksx", "/", "/v1"):
            assert (path, _status(front, path)) == (path, 404)
        outside = (
            "/desks",
            "/contacts",
            "/reports",
            "/experiences",
            "/requests/x",
            "/withdraw",
            "/pages/style.css",
        )
        for path in outside:
            assert (path, _status(front, path)) == (path, 503)
