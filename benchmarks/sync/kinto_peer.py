"""Kinto 26 on PostgreSQL, set up fairly, as the peer of the sync benchmarks.

It is no dependency of the project: it lives in an environment of its own, whose folder ``KINTO_ENV`` names
(``python -m venv DIR && DIR/bin/pip install 'kinto[postgresql]==26.5.0' gunicorn``).
"""

import base64
import json
import os
import socket
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CONFIGURATION = """
[app:main]
use = egg:kinto
kinto.userid_hmac_secret = b9d1
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {url}
kinto.storage_pool_size = 20
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {url}
kinto.permission_pool_size = 20
multiauth.policies = basicauth
multiauth.policy.basicauth.use = kinto.core.authentication.BasicAuthAuthenticationPolicy
kinto.bucket_create_principals = system.Authenticated
kinto.batch_max_requests = 100
kinto.paginate_by = 1000
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = ERROR
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(message)s
"""
AUTHORISATION = "Basic " + base64.b64encode(b"desk:desk").decode()


def environment() -> Path | None:
    """Where Kinto is installed; None where it is not."""
    place = os.environ.get("KINTO_ENV", "")
    return Path(place) if place and (Path(place) / "bin" / "kinto").exists() else None


@contextmanager
def kinto(url: str) -> Iterator[tuple[tuple[str, int], int]]:
    """Kinto over this PostgreSQL, two processes of eight threads, two collections: address and process."""
    home = environment()
    if home is None:
        raise FileNotFoundError("KINTO_ENV does not name an environment with Kinto in it")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        ini = Path(folder) / "kinto.ini"
        ini.write_text(_CONFIGURATION.format(url=url.replace("%", "%%")))
        subprocess.run([home / "bin" / "kinto", "migrate", "--ini", ini], check=True, capture_output=True)
        command = [
            home / "bin" / "gunicorn",
            "-w",
            "2",
            "--threads",
            "8",
            "-k",
            "gthread",
            "--keep-alive",
            "75",
        ]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--paste", ini, "-b", f"127.0.0.1:{port}"], stdout=log, stderr=log, cwd=folder
            )
            try:
                wait_for_port(port)
                for place in (
                    "/v1/buckets/desk",
                    *(f"/v1/buckets/desk/collections/{c}" for c in ("visits", "services")),
                ):
                    put(port, place)
                yield ("127.0.0.1", port), process.pid
            finally:
                process.terminate()
                process.wait(30)


def put(port: int, place: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{place}",
        data=json.dumps({"data": {}}).encode(),
        method="PUT",
        headers={"Authorization": AUTHORISATION, "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=30).close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for_port(port: int, seconds: float = 60) -> None:
    """Returns when somebody listens there."""
    import time

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nobody listens on {port}")
