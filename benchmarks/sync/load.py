"""Many desks at once, and a thousand visits in a row: this server and Kinto 26, both on PostgreSQL.

    PYTHONPATH=tests KINTO_ENV=DIR python benchmarks/sync/load.py [--seconds 30]

One sync is the same work on both: a visit is stored, and the desk learns whether the catalogue has changed.
For Kinto that is a record put and an empty list since a time. Prints a Markdown table. Each server,
PostgreSQL and the load itself share the machine's cores.
"""

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from driver import Call, Seen, Sync, closed_loop, in_turn, open_loop
from kinto_peer import AUTHORISATION, environment, kinto
from own_server import own_server, sync_call, visit

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


def kinto_batch(size: int) -> Call:
    requests = []
    for number in range(size):
        record = str(uuid.uuid4())
        path = f"{COLLECTION}/visits/records/{record}"
        requests.append({"method": "PUT", "path": path, "body": {"data": {**_body(number), "id": record}}})

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


def measure(
    name: str, host: str, port: int, sync: Sync, batches: list[Call], seconds: float
) -> dict[str, object]:
    """One server through all of it."""
    asyncio.run(closed_loop(host, port, sync, 4, 2))  # it has answered something before it is measured
    lasted, faults = asyncio.run(in_turn(host, port, batches))
    full = asyncio.run(closed_loop(host, port, sync, CONNECTIONS, seconds))
    few = asyncio.run(open_loop(host, port, sync, 200, 5, seconds))
    many = asyncio.run(open_loop(host, port, sync, 1000, 5, seconds))
    return {"name": name, "push": lasted, "push_faults": len(faults), "full": full, "few": few, "many": many}


def row(result: dict[str, object]) -> str:
    full, few, many = (result[key] for key in ("full", "few", "many"))
    assert isinstance(full, Seen)
    assert isinstance(few, Seen)
    assert isinstance(many, Seen)
    errors = [len(full.errors), len(few.errors), len(many.errors), result["push_faults"]]
    return (
        f"| {result['name']} | {full.rate:.0f} | {few.at(0.5):.0f} / {few.at(0.95):.0f}"
        f" | {many.at(0.5):.0f} / {many.at(0.95):.0f} ({many.rate:.0f}/s) | {result['push']:.2f} s"
        f" | {errors} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    chosen = parser.parse_args()
    results = []
    with running_cluster(durable=True) as cluster:
        with database(cluster) as name, own_server(cluster.url(name)) as server:
            batches = [
                sync_call(server, 0, [visit(n) for n in range(100)]) for _batch in range(VISITS // 100)
            ]

            def own_sync(desk: int, number: int) -> list[Call]:
                return [sync_call(server, desk, [visit(number)])]

            results.append(
                measure("this server", server.host, server.port, own_sync, batches, chosen.seconds)
            )
        if environment() is None:
            print("KINTO_ENV names no Kinto: it is left out", file=sys.stderr)
        else:
            with database(cluster) as name:
                plain = f"postgresql://{cluster.user}@/{name}?host={cluster.folder}"
                with kinto(plain) as (host, port):
                    batches = [kinto_batch(100) for _batch in range(VISITS // 100)]
                    results.append(measure("Kinto 26.5", host, port, kinto_sync, batches, chosen.seconds))
    print(
        "| server | syncs a second, 32 connections | 200 desks / 5 s, p50 / p95 ms | 1,000 desks / 5 s |",
        end="",
    )
    print(f" {VISITS} visits in batches of 100 | errors |\n| --- | --: | --: | --: | --: | --- |")
    for result in results:
        print(row(result))


if __name__ == "__main__":
    main()
