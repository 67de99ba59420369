"""Three PostgreSQL nodes under Patroni with etcd, on loopback, out of Debian's packages; Linux only, as root.

apt-get install patroni etcd-server haproxy postgresql
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.postgres import programs

TTL = 20
_NODE = """
scope: neuvola
name: {name}
restapi: {{listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}"}}
etcd3: {{host: "127.0.0.1:{etcd}"}}
bootstrap:
  dcs:
    ttl: {ttl}
    loop_wait: 5
    retry_timeout: 5
    maximum_lag_on_failover: 1048576
    synchronous_mode: {synchronous}
    postgresql:
      use_pg_rewind: true
      parameters: {{max_connections: 100, wal_keep_size: 512MB, synchronous_commit: "on"}}
  initdb: [{{encoding: UTF8}}, {{locale: C}}]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: {folder}/{name}
  bin_dir: {bin}
  pgpass: {folder}/{name}.pgpass
  authentication:
    superuser: {{username: postgres, password: lahde}}
    replication: {{username: replicator, password: lahde}}
    rewind: {{username: rewinder, password: lahde}}
  pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
  parameters: {{unix_socket_directories: {folder}}}
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def eventually(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Returns when the condition holds; this script waits on real processes."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.2)


@dataclass(slots=True)
class Node:
    """One Patroni and the PostgreSQL that it looks after."""

    name: str
    port: int
    rest: int
    configuration: Path
    process: subprocess.Popen[bytes] | None = None

    def status(self) -> dict[str, object]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/patroni", timeout=2) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as fault:
            return dict(json.load(fault))
        except (OSError, ValueError):
            return {}

    def leads(self) -> bool:
        status = self.status()
        return status.get("state") == "running" and status.get("role") in ("master", "primary")


@dataclass(slots=True)
class PatroniCluster:
    """The nodes, and who leads."""

    folder: Path
    synchronous: bool
    etcd: subprocess.Popen[bytes] | None = None
    nodes: list[Node] = field(default_factory=list)

    def leader(self) -> Node | None:
        return next((node for node in self.nodes if node.leads()), None)

    def is_whole(self) -> bool:
        """One leads, the others stream, and in synchronous mode a standby is waited for."""
        leader = self.leader()
        if leader is None:
            return False
        replication = leader.status().get("replication")
        streaming = [one for one in replication or [] if one.get("state") == "streaming"]  # type: ignore[attr-defined]
        is_waited_for = any(one.get("sync_state") in ("sync", "quorum") for one in streaming)
        return len(streaming) == len(self.nodes) - 1 and (is_waited_for or not self.synchronous)

    def url(self, database: str = "postgres") -> str:
        """All nodes in one URL; the driver finds the one that takes writes."""
        hosts = "&".join(f"host=127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgresql+psycopg://postgres@/{database}?{hosts}&target_session_attrs=read-write&connect_timeout=3"

    def kill_leader(self) -> Node:
        """kill -9 of the leader's Patroni and of every process of its PostgreSQL at once."""
        leader = self.leader()
        assert leader is not None
        assert leader.process is not None
        postmaster = int((self.folder / leader.name / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in (leader.process.pid, postmaster, *map(int, children)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        leader.process.wait()
        leader.process = None
        return leader

    def hold_up_replication(self) -> None:
        """From now on what the leader commits does not reach the others, as over a line that stalls."""
        leader = self.leader()
        assert leader is not None
        postmaster = int((self.folder / leader.name / "postmaster.pid").read_text().split()[0])
        for pid in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
            if b"walsender" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(int(pid), signal.SIGSTOP)

    def start(self, node: Node) -> None:
        with (self.folder / f"{node.name}.log").open("ab") as log:
            node.process = _as_postgres(["patroni", str(node.configuration)], log, self.folder)


def _as_postgres(command: list[str], log: object, folder: Path) -> subprocess.Popen[bytes]:
    account = pwd.getpwnam("postgres")
    return subprocess.Popen(
        command, stdout=log, stderr=log, cwd=folder, user="postgres", group=account.pw_gid, extra_groups=[]
    )  # type: ignore[call-overload, no-any-return]


@contextmanager
def patroni_cluster(*, synchronous: bool) -> Iterator[PatroniCluster]:
    """Three nodes, whole, for as long as it lasts."""
    found = programs()
    missing = [name for name in ("patroni", "etcd") if shutil.which(name) is None]
    if found is None or missing or os.geteuid() != 0:
        raise FileNotFoundError(f"needs root, PostgreSQL and {', '.join(missing) or 'initdb'}")
    folder = Path(tempfile.mkdtemp(prefix="neuvola-patroni-"))
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    cluster = PatroniCluster(folder, synchronous)
    try:
        client, peer = free_port(), free_port()
        with (folder / "etcd.log").open("ab") as log:
            cluster.etcd = _as_postgres(
                [
                    *("etcd", "--data-dir", str(folder / "etcd"), "--name", "e"),
                    *("--listen-client-urls", f"http://127.0.0.1:{client}"),
                    *("--advertise-client-urls", f"http://127.0.0.1:{client}"),
                    *("--listen-peer-urls", f"http://127.0.0.1:{peer}"),
                    *("--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}"),
                    *("--initial-cluster", f"e=http://127.0.0.1:{peer}", "--unsafe-no-fsync"),
                ],
                log,
                folder,
            )
        for number in range(3):
            name = f"node{number}"
            node = Node(name, free_port(), free_port(), folder / f"{name}.yml")
            node.configuration.write_text(
                _NODE.format(
                    name=name,
                    rest=node.rest,
                    etcd=client,
                    ttl=TTL,
                    synchronous=str(synchronous).lower(),
                    port=node.port,
                    folder=folder,
                    bin=found,
                )
            )
            cluster.nodes.append(node)
            cluster.start(node)
            if number == 0:
                eventually(lambda: cluster.leader() is not None, 60, "no leader")
        eventually(cluster.is_whole, 120, "the standbys do not follow")
        yield cluster
    finally:
        for node in cluster.nodes:
            if node.process is not None:
                node.process.terminate()
                node.process.wait(60)
        if cluster.etcd is not None:
            cluster.etcd.kill()
            cluster.etcd.wait()
        shutil.rmtree(folder, ignore_errors=True)
