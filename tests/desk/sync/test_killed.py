"""A desk that is killed at any instruction of a cycle: what it acknowledged is on the server, once."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from neuvola_desk.keys import Argon2, Installation, _write_installation
from neuvola_desk.paths import DeskPaths
from neuvola_desk.sync.exchange import http_line
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.fault_proxy import Harm, faulty_line
from support.houses import HandClock, house_at, stored_rows
from support.publishing import incoming, news
from support.serving import serving
from support.sync_desk import SyncDesk

TESTS = Path(__file__).parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    with house_at(tmp_path / "server", clock=HandClock()) as house:
        yield house


def with_a_passphrase(folder: Path) -> None:
    """The token lies in the record then, where every process of the test finds it."""
    _write_installation(DeskPaths(folder).create(), Installation("installation", Argon2(salt="")))


def killed_again_and_again(folder: Path, times: int) -> set[str]:
    """The visits that were acknowledged before each of the kills."""
    command = [sys.executable, "-m", "support.sync_worker", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    acknowledged = set()
    chance = random.Random(20261122)
    for _ in range(times):
        worker.stdin.write("go\n")
        worker.stdin.flush()
        child, lives = 0, 0.0
        for line in worker.stdout:
            said = line.strip()
            if said.startswith("+"):
                acknowledged.add(said[1:])
            elif said == "dead":
                break
            elif said.isdigit():
                child = int(said)
            if child and not lives and said.startswith("+"):
                lives = chance.uniform(0.0, 0.35)
                threading.Event().wait(lives)
                os.kill(child, signal.SIGKILL)
    worker.stdin.close()
    worker.wait(20)
    worker.stdout.close()
    return acknowledged


def test_a_desk_killed_at_any_point_loses_nothing_and_doubles_nothing(house: House, tmp_path: Path) -> None:
    house.publication.publish(news(*(incoming(f"s{n}") for n in range(40))))
    house.snapshots.refresh()
    folder = tmp_path / "desk"
    with_a_passphrase(folder)
    with serving(create_app(house)) as url:
        place = urlsplit(url)
        chance = random.Random(7)
        harms = (Harm.NONE, Harm.NONE, Harm.SWALLOW_ANSWER, Harm.CUT_ANSWER, Harm.TWICE, Harm.CUT_REQUEST)
        with faulty_line(str(place.hostname), int(place.port or 0), lambda _n: chance.choice(harms)) as line:
            desk = SyncDesk(folder, http_line)
            line.plan = lambda _number: Harm.NONE
            desk.exchange.enrol(line.url, house.enrolment.new_code("Kallio", point="kallio"))
            desk.close()
            line.plan = lambda _number: chance.choice(harms)
            acknowledged = killed_again_and_again(folder, 10)
            line.plan = lambda _number: Harm.NONE
            desk = SyncDesk(folder, http_line)
            for _ in range(3):
                result = desk.exchange.sync()
            assert (result.state, result.waiting, result.refused) == ("done", 0, 0)
            assert desk.record.problems() == ()
            assert desk.catalogue.info().services == 40
            counted = sum(count.n for count in desk.record.counters.totals() if hasattr(count, "day"))
            desk.close()
    stored = set(stored_rows(house))
    assert acknowledged
    assert acknowledged <= stored
    assert len(stored) == counted
