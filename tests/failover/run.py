"""Kills the leader of a PostgreSQL cluster under load, again and again, and counts what desks lost.

    PYTHONPATH=tests python tests/failover/run.py [--mode synchronous|asynchronous] [--kills 3] [--desks 8]

Three nodes under Patroni, two server processes behind HAProxy, desks that push without pause. In synchronous
mode no acknowledged record may be missing afterwards; in asynchronous mode what the fail-over lost must be
noticed by the desks and healed when they offer it again. One server process is killed as well. Takes about
two minutes; needs root and Debian's patroni, etcd-server and haproxy.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, insert, text

from failover.cluster import Node, PatroniCluster, eventually, free_port, patroni_cluster
from failover.desks import Desk, run
from neuvola_server.storage import schema
from neuvola_server.tokens import new_token, token_hash

_HAPROXY = """
global
    maxconn 2000
defaults
    mode http
    timeout connect 2s
    timeout client 90s
    timeout server 90s
    option httpchk GET /healthz
    option redispatch
    retries 3
frontend desks
    bind 127.0.0.1:{port}
    default_backend servers
backend servers
    balance roundrobin
    server one 127.0.0.1:{one} check inter 500ms fall 1 rise 1
    server two 127.0.0.1:{two} check inter 500ms fall 1 rise 1
"""


class Servers:
    """Two server processes over one database, and a proxy before them."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self.ports = (free_port(), free_port())
        self.proxy = free_port()
        self.environment = os.environ | {
            "NEUVOLA_SERVER_DATABASE_URL": url,
            "NEUVOLA_SERVER_DATA_DIR": str(folder),
            "NEUVOLA_SERVER_REQUESTS_PER_MINUTE": "1000000",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def migrate(self) -> None:
        subprocess.run(_server("migrate"), env=self.environment, check=True, capture_output=True)

    def start(self, number: int) -> None:
        with (self._folder / f"server{number}.log").open("ab") as log:
            process = subprocess.Popen(
                _server("serve", "--port", str(self.ports[number])),
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.processes[number : number + 1] = [process]

    def start_proxy(self) -> subprocess.Popen[bytes]:
        configuration = self._folder / "haproxy.cfg"
        one, two = self.ports
        configuration.write_text(_HAPROXY.format(port=self.proxy, one=one, two=two))
        with (self._folder / "haproxy.log").open("ab") as log:
            return subprocess.Popen(["haproxy", "-f", configuration], stdout=log, stderr=log)


def _server(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "neuvola_server", *arguments]


def enrol(url: str, count: int, address: str) -> list[Desk]:
    """Desks straight into the table: enrolment is not what is tried here."""
    engine = create_engine(url)
    made = []
    with engine.begin() as connection:
        for number in range(count):
            token = new_token()
            desk = Desk(address, f"desk-{number}", token)
            row = {"id": desk.id, "name": desk.id, "point": "piste", "token_hash": token_hash(token)}
            connection.execute(insert(schema.desk).values(row))
            made.append(desk)
    engine.dispose()
    return made


def stored(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {str(row[0]) for row in connection.execute(text("SELECT id FROM record"))}
    engine.dispose()
    return found


@contextmanager
def everything(mode: str, desks: int) -> Iterator[tuple[PatroniCluster, Servers, list[Desk]]]:
    with (
        patroni_cluster(synchronous=mode == "synchronous") as cluster,
        tempfile.TemporaryDirectory() as folder,
    ):
        engine = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE neuvola"))
        engine.dispose()
        servers = Servers(Path(folder), cluster.url("neuvola"))
        servers.migrate()
        for number in range(2):
            servers.start(number)
        proxy = servers.start_proxy()
        made = enrol(cluster.url("neuvola"), desks, f"http://127.0.0.1:{servers.proxy}")
        try:
            eventually(lambda: made[0].ask("/v1/reoffer", _nothing(made[0])) is not None, 60, "no server")
            yield cluster, servers, made
        finally:
            for process in (*servers.processes, proxy):
                process.kill()
                process.wait()


def _nothing(desk: Desk) -> dict[str, object]:
    return {"nonce": "n", "desk": desk.id, "offered": {}}


def try_it(mode: str, kills: int, desks: int) -> dict[str, object]:
    """One run; the figures."""
    with everything(mode, desks) as (cluster, servers, made):
        stop = threading.Event()
        threads = run(made, stop)
        outages = []
        for kill in range(kills):
            stop.wait(8)
            killed = _kill(cluster, stop, loses=mode == "asynchronous")
            began, before = time.monotonic(), _acknowledged(made)
            eventually(lambda before=before: _acknowledged(made) > before + desks, 120, "no write")  # type: ignore[misc]
            outages.append(round(time.monotonic() - began, 1))
            if kill == 0:
                servers.processes[0].kill()  # one server process too: the proxy finds the other
                servers.processes[0].wait()
                stop.wait(3)
                servers.start(0)
            cluster.start(killed)
            eventually(cluster.is_whole, 180, "the cluster is not whole again")
        stop.wait(5)
        stop.set()
        for thread in threads:
            thread.join(60)
        for desk in made:
            eventually(lambda desk=desk: desk.push() and not desk.waiting, 60, "a queue is not empty")  # type: ignore[misc]
        acknowledged = {one for desk in made for one in desk.acknowledged}
        lost = acknowledged - stored(cluster.url("neuvola"))
        noticed = [desk for desk in made if "restored" in desk.notices]
        healed = sum(desk.heal() for desk in noticed)
        missing = {one for desk in made for one in desk.acknowledged} - stored(cluster.url("neuvola"))
        return {
            "mode": mode,
            "kills": kills,
            "outages_s": outages,
            "acknowledged": len(acknowledged),
            "lost_by_failover": len(lost),
            "desks_that_noticed": len(noticed),
            "healed": healed,
            "missing_at_the_end": len(missing),
            "retries": sum(desk.retries for desk in made),
            "longest_wait_of_a_desk_s": round(max(desk.longest_gap for desk in made), 1),
            "false_copied": sum("copied" in desk.notices for desk in made),
        }


def _kill(cluster: PatroniCluster, stop: threading.Event, *, loses: bool) -> Node:
    """Kills the leader; ``loses``: while its last second has not reached the others."""
    if loses:
        cluster.hold_up_replication()
        stop.wait(1)
    return cluster.kill_leader()


def _acknowledged(desks: list[Desk]) -> int:
    return sum(len(desk.acknowledged) for desk in desks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mode", choices=("synchronous", "asynchronous"), default="synchronous")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--desks", type=int, default=8)
    chosen = parser.parse_args()
    if shutil.which("haproxy") is None:
        parser.exit(1, "haproxy is not installed\n")
    result = try_it(chosen.mode, chosen.kills, chosen.desks)
    sys.stdout.write(json.dumps(result, indent=2) + "\n")
    sys.exit(bool(result["missing_at_the_end"]))


if __name__ == "__main__":
    main()
