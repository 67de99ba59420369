"""The server and desks as processes that can be killed at any moment, and what desks told their people."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parents[1]
_PATIENCE = 60.0
_PORTS = range(20_000, 32_000)
"""Below those that the system gives to whoever connects: the port stays free while the server is dead."""


def free_port(chance: random.Random) -> int:
    while True:
        port = chance.choice(_PORTS)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port


class ServerProcess:
    """``neuvola-server serve`` on one port, however often it dies."""

    def __init__(
        self,
        folder: Path,
        database_url: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.port = free_port(random.SystemRandom())
        self.url = database_url or f"sqlite:///{folder / 'server.db'}"
        self.kills = 0
        self._environment = {
            **os.environ,
            "NEUVOLA_SERVER_DATABASE_URL": self.url,
            "NEUVOLA_SERVER_DATA_DIR": str(folder),
            "NEUVOLA_SERVER_REQUESTS_PER_MINUTE": "1000000",
        }
        self.around = dict(environment or {})
        """What the next start has in its environment besides."""
        self._process: subprocess.Popen[str] | None = None
        self.log = folder.with_name(f"{folder.name}.log")

    def start(self, *, most: int = 1) -> None:
        """Returns when it listens; a start that fails is tried again, as the unit of systemd does it."""
        said = next(filter(None, (self._said() for _ in range(most))), "")
        assert said, f"the server did not start: {self.log.read_text()[-2000:]}"
        assert json.loads(said)["address"].endswith(f":{self.port}")

    def _said(self) -> str:
        """The first line of a new process; nothing if it ended without one."""
        command = [sys.executable, "-m", "neuvola_server", "--json", "serve", "--port", str(self.port)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**self._environment, **self.around},
                start_new_session=True,
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        if not said:
            self._process.wait(_PATIENCE)
            self._process.stdout.close()
            self._process = None
        return said

    @contextmanager
    def running(self, *, most: int = 1) -> Iterator[None]:
        """Serves for the block and is dead after it."""
        try:
            self.start(most=most)
            yield
        finally:
            self.kill()

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_PATIENCE)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None
            self.kills += 1


@dataclass
class Ledger:
    """What the people at one desk were told."""

    saved: set[str] = field(default_factory=set)
    perhaps_taken_back: set[str] = field(default_factory=set)
    taken_back: set[str] = field(default_factory=set)
    poison: set[str] = field(default_factory=set)
    cycles: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    ends: Counter[int] = field(default_factory=Counter)

    def hear(self, said: str) -> None:
        sign, rest = said[0], said[1:].strip()
        match sign:
            case "+":
                self.saved.add(rest)
            case "?":
                self.perhaps_taken_back.add(rest)
            case "-":
                self.taken_back.add(rest)
            case "!":
                self.poison.add(rest)
            case ".":
                self.cycles[rest] += 1
            case "x":
                self.faults[rest] += 1


class Ear:
    """Hears whatever a desk says, and waits until enough was said."""

    def __init__(self) -> None:
        self._said = threading.Condition()

    def tell(self) -> None:
        with self._said:
            self._said.notify_all()

    def until(self, enough: Callable[[], bool], seconds: float, what: str) -> None:
        """Returns when it is enough; raises ``TimeoutError``."""
        with self._said:
            if not self._said.wait_for(enough, seconds):
                raise TimeoutError(what)


class DeskProcess:
    """A desk that is started again whenever it has died, until it is stopped."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        *,
        most: int = 5,
        environment: Mapping[str, str] | None = None,
        ear: "Ear | None" = None,
    ) -> None:
        self.folder = folder
        self.ledger = Ledger()
        self.kills = 0
        self.log = folder.with_name(f"{folder.name}.log")
        self._ear = ear or Ear()
        self._child = 0
        self._has_worked = False
        self._stopping = False
        self._lock = threading.Lock()
        command = [sys.executable, "-m", "chaos.desk_process", str(folder), str(seed), str(most)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "PYTHONPATH": str(TESTS), **(environment or {})},
            )
        self._thread = threading.Thread(target=self._listen, name=f"desk {seed}")
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        self._go()
        for line in self._process.stdout:
            said = line.strip()
            if said.isdigit():
                with self._lock:
                    self._child, self._has_worked = int(said), False
                    if self._stopping:
                        os.kill(self._child, signal.SIGKILL)
            elif said.startswith("dead"):
                self.ledger.ends[int(said.split()[1])] += 1
                with self._lock:
                    self._child = 0
                    if self._stopping:
                        break
                self._go()
            elif said:
                self.ledger.hear(said)
                self._has_worked = True
            self._ear.tell()

    def _go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """Kills the desk in whatever it is doing, if it has done anything; it is started again."""
        with self._lock:
            if self._child and self._has_worked:
                with suppress(ProcessLookupError):  # it may have ended by itself this moment
                    os.kill(self._child, signal.SIGKILL)
                    self.kills += 1
                self._child = 0

    def stop(self) -> None:
        """Kills it for good."""
        with self._lock:
            self._stopping = True
            if self._child:
                with suppress(ProcessLookupError):
                    os.kill(self._child, signal.SIGKILL)
        self._thread.join(_PATIENCE)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE)
        self._process.stdout.close()
