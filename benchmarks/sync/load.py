"""Many desks at once, and a thousand visits in a row: this server and Kinto 26, both on PostgreSQL.

    KINTO_ENV=DIR python benchmarks/sync/load.py [--seconds 30]

One sync is the same work on both: a visit is stored, and the desk learns whether the catalogue has changed.
Here that is one request, in which the desk's token is looked up, its number counted, its ticket changed and
its state of health kept as well. For Kinto it is a record put and an empty list since a time, either as two
requests or as one batch of both; its user costs it no look-up. Both have two processes, and PostgreSQL with
its files synchronised. Prints a Markdown table. Each server, PostgreSQL and the load itself share the
machine's cores; the processor time is of the server's processes and of PostgreSQL's, with all of them busy.
"""

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from driver import Call, Seen, Sync, closed_loop, in_turn, open_loop
from kinto_peer import AUTHORISATION, environment, kinto
from own_server import own_server, sync_call, visit
from processes import processor_seconds

from support.postgres import Cluster, running_cluster

VISITS = 1000
CONNECTIONS = 32
KINTO_HEADERS = (("Authorization", AUTHORISATION), ("Content-Type", "application/json"))
COLLECTION = "/v1/buckets/desk/collections"


def kinto_sync(_desk: int, number: int) -> list[Call]:
    """A visit put, and what is new in the catalogue asked for."""
    record = str(uuid.uuid4())
    body = json.dumps({"data": {**_body(number), "id": record}}).encode()
    return [
        Call(
            "PUT", f"{COLLECTION}/visits/records/{record}", KINTO_HEADERS, body, lambda s, _b: s in (200, 201)
        ),
        Call(
            "GET", f"{COLLECTION}/services/records?_since=%220%22", KINTO_HEADERS, b"", lambda s, _b: s == 200
        ),
    ]


def kinto_sync_in_one(desk: int, number: int) -> list[Call]:
    """The same as one batch."""
    put, new = kinto_sync(desk, number)
    requests = [
        {"method": "PUT", "path": put.path, "body": json.loads(put.body)},
        {"method": "GET", "path": new.path},
    ]
    return [_kinto_batch(requests)]


def kinto_batch(size: int) -> Call:
    requests = []
    for number in range(size):
        record = str(uuid.uuid4())
        path = f"{COLLECTION}/visits/records/{record}"
        requests.append({"method": "PUT", "path": path, "body": {"data": {**_body(number), "id": record}}})

    return _kinto_batch(requests)


def _kinto_batch(requests: Sequence[Mapping[str, object]]) -> Call:
    def is_good(status: int, answer: bytes) -> bool:
        return status == 200 and all(one["status"] in (200, 201) for one in json.loads(answer)["responses"])

    return Call("POST", "/v1/batch", KINTO_HEADERS, json.dumps({"requests": requests}).encode(), is_good)


def _body(number: int) -> dict[str, object]:
    return dict(visit(number)["body"])  # type: ignore[call-overload]


@contextmanager
def database(cluster: Cluster) -> Iterator[str]:
    name = cluster.create()
    try:
        yield name
    finally:
        cluster.drop(name)


def postmaster(cluster: Cluster) -> int:
    """PostgreSQL's first process, which starts all others."""
    return int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])


@dataclass(frozen=True)
class Result:
    """What one server did."""

    name: str
    push: float
    push_faults: int
    full: Seen
    spent: Sequence[float]
    few: Seen
    many: Seen

    def row(self) -> str:
        errors = [len(self.full.errors), len(self.few.errors), len(self.many.errors), self.push_faults]
        spent = " + ".join(f"{1000 * seconds / max(1, len(self.full.seconds)):.1f}" for seconds in self.spent)
        return (
            f"| {self.name} | {self.full.rate:.0f} | {spent} | {_latency(self.few)} | {_latency(self.many)}"
            f" ({self.many.rate:.0f}/s) | {self.push:.2f} s | {errors} |"
        )


def _latency(seen: Seen) -> str:
    return f"{seen.at(0.5):.0f} / {seen.at(0.95):.0f}"


def measure(
    name: str, place: tuple[str, int], sync: Sync, batches: list[Call], busy: Sequence[int], seconds: float
) -> Result:
    """One server through all of it; ``busy`` are its process and PostgreSQL's."""
    asyncio.run(closed_loop(*place, sync, 4, 4))  # it has answered something before it is measured
    lasted, faults = asyncio.run(in_turn(*place, batches))
    before = [processor_seconds(process) for process in busy]
    full = asyncio.run(closed_loop(*place, sync, CONNECTIONS, seconds))
    spent = [processor_seconds(process) - then for process, then in zip(busy, before, strict=True)]
    few = asyncio.run(open_loop(*place, sync, 200, 5, seconds))
    many = asyncio.run(open_loop(*place, sync, 1000, 5, seconds))
    return Result(name, lasted, len(faults), full, spent, few, many)


def measure_this(cluster: Cluster, seconds: float) -> Result:
    with database(cluster) as name, own_server(cluster.url(name)) as server:
        batches = [sync_call(server, 0, [visit(n) for n in range(100)]) for _batch in range(VISITS // 100)]

        def sync(desk: int, number: int) -> list[Call]:
            return [sync_call(server, desk, [visit(number)])]

        place, busy = (server.host, server.port), (server.process, postmaster(cluster))
        return measure("this server", place, sync, batches, busy, seconds)


def measure_kinto(cluster: Cluster, name: str, sync: Sync, seconds: float) -> Result:
    with database(cluster) as database_name:
        url = f"postgresql://{cluster.user}@/{database_name}?host={cluster.folder}"
        with kinto(url) as (place, process):
            batches = [kinto_batch(100) for _batch in range(VISITS // 100)]
            return measure(name, place, sync, batches, (process, postmaster(cluster)), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    seconds = parser.parse_args().seconds
    print(
        f"| server | syncs a second, {CONNECTIONS} connections | CPU ms a sync, server + PostgreSQL"
        f" | 200 desks / 5 s, p50 / p95 ms | 1,000 desks / 5 s | {VISITS} visits in batches of 100 | errors |"
        "\n| --- | --: | --: | --: | --: | --: | --- |"
    )
    with running_cluster(durable=True) as cluster:
        print(measure_this(cluster, seconds).row(), flush=True)
        if environment() is None:
            print("KINTO_ENV names no Kinto: it is left out", file=sys.stderr)
            return
        for name, sync in (("two requests", kinto_sync), ("one batch", kinto_sync_in_one)):
            print(measure_kinto(cluster, f"Kinto 26.5, {name}", sync, seconds).row(), flush=True)


if __name__ == "__main__":
    main()
