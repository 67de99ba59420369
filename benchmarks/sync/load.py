"""Many desks at once, and a thousand visits in a row: this server and Kinto 26, both on PostgreSQL.

    KINTO_ENV=DIR python benchmarks/sync/load.py [--seconds 30] [--rounds 5]

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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

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
class Entrant:
    """A server and one way of asking it; ``busy`` are its process and PostgreSQL's."""

    name: str
    place: tuple[str, int]
    sync: Sync
    batches: Callable[[], list[Call]]
    busy: Sequence[int]


@dataclass
class Result:
    """What one entrant did, round by round."""

    entrant: Entrant
    rounds: list[Seen] = field(default_factory=list)
    spent: list[tuple[float, ...]] = field(default_factory=list)
    pushes: list[float] = field(default_factory=list)
    push_faults: int = 0
    few: Seen = field(default_factory=Seen)
    many: Seen = field(default_factory=Seen)

    def full(self, seconds: float) -> None:
        """As many syncs as it answers."""
        before = [processor_seconds(process) for process in self.entrant.busy]
        seen = asyncio.run(closed_loop(*self.entrant.place, self.entrant.sync, CONNECTIONS, seconds))
        after = [processor_seconds(process) for process in self.entrant.busy]
        count = max(1, len(seen.seconds))
        self.rounds.append(seen)
        self.spent.append(tuple(1000 * (b - a) / count for a, b in zip(before, after, strict=True)))

    def push(self) -> None:
        """A thousand visits."""
        lasted, faults = asyncio.run(in_turn(*self.entrant.place, self.entrant.batches()))
        self.pushes.append(lasted)
        self.push_faults += len(faults)

    def desks(self, seconds: float) -> None:
        """Desks that each sync every five seconds."""
        self.few = asyncio.run(open_loop(*self.entrant.place, self.entrant.sync, 200, 5, seconds))
        self.many = asyncio.run(open_loop(*self.entrant.place, self.entrant.sync, 1000, 5, seconds))

    @property
    def rate(self) -> float:
        return median(seen.rate for seen in self.rounds)

    def row(self) -> str:
        rates = [seen.rate for seen in self.rounds]
        wrong = [sum(len(seen.errors) for seen in self.rounds), len(self.few.errors), len(self.many.errors)]
        spent = " + ".join(f"{median(each):.1f}" for each in zip(*self.spent, strict=True))
        return (
            f"| {self.entrant.name} | {self.rate:.0f} | {min(rates):.0f}–{max(rates):.0f} | {spent}"
            f" | {_latency(self.few)} | {_latency(self.many)} ({self.many.rate:.0f}/s)"
            f" | {median(self.pushes):.2f} s | {[*wrong, self.push_faults]} |"
        )


def _latency(seen: Seen) -> str:
    return f"{seen.at(0.5):.0f} / {seen.at(0.95):.0f}"


def measure(entrants: Sequence[Entrant], rounds: int, seconds: float) -> list[Result]:
    """All of them in turns: a shared machine is faster at one minute than at another."""
    results = [Result(entrant) for entrant in entrants]
    for result in results:
        entrant = result.entrant
        asyncio.run(closed_loop(*entrant.place, entrant.sync, 4, 4))  # it has answered before it is measured
    for _ in range(rounds):
        for result in results:
            result.full(seconds / rounds)
            result.push()
    for result in results:
        result.desks(seconds)
    return results


@contextmanager
def this_server(cluster: Cluster) -> Iterator[list[Entrant]]:
    with database(cluster) as name, own_server(cluster.url(name)) as server:

        def sync(desk: int, number: int) -> list[Call]:
            return [sync_call(server, desk, [visit(number)])]

        def batches() -> list[Call]:
            return [sync_call(server, 0, [visit(n) for n in range(100)]) for _batch in range(VISITS // 100)]

        place, busy = (server.host, server.port), (server.process, postmaster(cluster))
        yield [Entrant("this server", place, sync, batches, busy)]


@contextmanager
def peers(cluster: Cluster) -> Iterator[list[Entrant]]:
    """Kinto asked in two ways; nobody where it is not installed."""
    if environment() is None:
        print("KINTO_ENV names no Kinto: it is left out", file=sys.stderr)
        yield []
        return
    with database(cluster) as name:
        url = f"postgresql://{cluster.user}@/{name}?host={cluster.folder}"
        with kinto(url) as (place, process):
            busy = (process, postmaster(cluster))
            yield [
                Entrant(f"Kinto 26.5, {way}", place, sync, kinto_batches, busy)
                for way, sync in (("two requests", kinto_sync), ("one batch", kinto_sync_in_one))
            ]


def kinto_batches() -> list[Call]:
    return [kinto_batch(100) for _batch in range(VISITS // 100)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with (
        running_cluster(durable=True) as cluster,
        this_server(cluster) as ours,
        peers(cluster) as others,
    ):
        results = measure([*ours, *others], given.rounds, given.seconds)
    each = f"{given.seconds / given.rounds:.0f} s"
    print(
        f"{given.rounds} rounds in turns, {each} each, {CONNECTIONS} connections.\n\n"
        "| server | syncs a second, median | least–most | CPU ms a sync, server + PostgreSQL"
        f" | 200 desks / 5 s, p50 / p95 ms | 1,000 desks / 5 s | {VISITS} visits in batches of 100 | errors |"
        "\n| --- | --: | --: | --: | --: | --: | --: | --- |"
    )
    for result in results:
        print(result.row())
    for other in results[1:]:
        syncs = results[0].rate / other.rate
        pushed = median(other.pushes) / median(results[0].pushes)
        print(f"\nThis server against {other.entrant.name}: {syncs:.1f} × the syncs a second,", end=" ")
        print(f"a thousand visits pushed {pushed:.0f} × as fast.")


if __name__ == "__main__":
    main()
