"""The server as it is run: its own processes, enrolled desks, requests as desks make them."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from driver import Call
from kinto_peer import free_port, wait_for_port
from sqlalchemy import insert

from neuvola_core.wire import NOWHERE
from neuvola_server.publication import Publication
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.tokens import new_token, token_hash

NEEDS = ("velat", "yksinaisyys", "ruoka_apu", "asumisen_kulut")


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and the desks that may ask it: (id, token)."""

    host: str
    port: int
    desks: Sequence[tuple[str, str]]
    environment: dict[str, str]
    process: int


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "neuvola_server", *arguments]


@contextmanager
def own_server(url: str, *, workers: int = 2, desks: int = 1000) -> Iterator[Server]:
    """A server over this database (a URL), migrated, with desks."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "NEUVOLA_SERVER_DATABASE_URL": url or f"sqlite:///{folder}/server.db",
            "NEUVOLA_SERVER_DATA_DIR": folder,
            "NEUVOLA_SERVER_REQUESTS_PER_MINUTE": "1000000",
        }
        subprocess.run(command("migrate"), check=True, env=environment, capture_output=True)
        tokens = _enrol(environment["NEUVOLA_SERVER_DATABASE_URL"], desks)
        port = free_port()
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                command("serve", "--port", str(port), "--workers", str(workers)),
                env=environment,
                stdout=log,
                stderr=log,
            )
            try:
                wait_for_port(port)
                _wait_for_workers(Path(folder) / "log", workers)
                yield Server("127.0.0.1", port, tokens, environment, process.pid)
            finally:
                process.terminate()
                process.wait(60)


def _wait_for_workers(log: Path, count: int, seconds: float = 60) -> None:
    """A connection made before the last one listens would go to another, and stay there."""
    until = time.monotonic() + seconds
    while log.read_text().count("Application startup complete") < count:
        if time.monotonic() > until:
            raise TimeoutError("not all workers have started")
        time.sleep(0.1)


def _enrol(url: str, count: int) -> list[tuple[str, str]]:
    """Desks straight into the table: enrolment is not what is measured."""
    made = [(str(uuid.uuid4()), new_token()) for _ in range(count)]
    database = Database(url)
    rows = [
        {"id": desk, "name": f"työasema {n}", "token_hash": token_hash(token), "point": f"piste {n // 3}"}
        for n, (desk, token) in enumerate(made)
    ]
    database.write(lambda connection: connection.execute(insert(schema.desk), rows))
    Publication(database, lambda: datetime.now(UTC)).now()  # the catalogue is empty, but there is one
    database.close()
    return made


def visit(number: int) -> dict[str, object]:
    """A visit as it travels."""
    record_id = str(uuid.uuid4())
    body = {
        "id": record_id,
        "point": "piste",
        "week": {"year": 2026, "week": 47},
        "needs": [NEEDS[number % len(NEEDS)]],
        "outcome": "neuvottu",
    }
    return {"id": record_id, "kind": "visit", "body": body, "schema": 1, "replaces": "", "number": number + 1}


def sync_call(
    server: Server, desk: int, records: Sequence[dict[str, object]] = (), cursor: str = NOWHERE
) -> Call:
    """One sync of a desk: what it sends, and where its catalogue stands."""
    identity, token = server.desks[desk % len(server.desks)]
    nonce = secrets.token_hex(8)
    said = {"nonce": nonce, "desk": identity, "records": list(records), "cursor": cursor, "series": "one"}
    body = json.dumps(said | {"protocol": 1, "app": "neuvola-desk/0.1.0"}).encode()
    headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))

    def is_good(status: int, answer: bytes) -> bool:
        if status != 200:
            return False
        told = json.loads(answer)
        return told["nonce"] == nonce and len(told["verdicts"]) == len(records)

    return Call("POST", "/v1/sync", headers, body, is_good)
