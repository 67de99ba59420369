"""A real server process, with every byte it leaves anywhere."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.postgres import Cluster, programs


@dataclass(frozen=True)
class ServerProcess:
    """Where it listens and what it leaves: ``stored`` gives every byte of database, files and logs."""

    url: str
    folder: Path
    settings: dict[str, str]
    stored: Callable[[], bytes]
    """The database as the engine would restore it, and every file beside it."""
    pid: int

    @property
    def logs(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("*.log")))


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


def environment(folder: Path, port: int, smtp: int, database: str) -> dict[str, str]:
    """The settings of a server with mail."""
    named = {
        "DATABASE_URL": database or f"sqlite:///{folder / 'data' / 'server.db'}",
        "DATA_DIR": str(folder / "data"),
        "KEY_DIR": str(folder / "keys"),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SMTP_URL": f"smtp://127.0.0.1:{smtp}",
        "MAIL_FROM": "Neuvonta <neuvonta@neuvola.example>",
        "BOUNCE_DOMAIN": "bounces.example",
    }
    return {f"NEUVOLA_SERVER_{name}": value for name, value in named.items()}


@contextmanager
def server_process(
    folder: Path, settings: dict[str, str], stored: Callable[[], bytes]
) -> Iterator[ServerProcess]:
    """A server while the block lasts; what it says and its temporary files stay in its folder."""
    for name in ("data", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    given = os.environ | settings | {"TMPDIR": str(folder / "tmp")}
    command = [sys.executable, "-m", "neuvola_server", "serve"]
    with (folder / "out.log").open("wb") as out, (folder / "err.log").open("wb") as err:
        process = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=err)
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            out.write(line)
            out.flush()
            assert b"kuuntelee" in line, (folder / "err.log").read_text("utf-8")
            yield ServerProcess(settings["NEUVOLA_SERVER_PUBLIC_URL"], folder, settings, stored, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            out.write(process.communicate(timeout=60)[0])


def files_of(folder: Path) -> bytes:
    """Every byte of every file below a folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            if path.is_file():
                found.append(path.read_bytes())
        except FileNotFoundError:
            continue  # a log of the engine that ended meanwhile
    return b"".join(found)


def dump_of(cluster: Cluster, url: str) -> bytes:
    """A PostgreSQL database as text."""
    place = programs()
    assert place is not None
    command = [shutil.which("pg_dump", path=str(place)) or "pg_dump", "-h", str(cluster.folder)]
    name = url.rpartition("/")[2].partition("?")[0]
    return subprocess.run([*command, "-U", cluster.user, name], check=True, capture_output=True).stdout
