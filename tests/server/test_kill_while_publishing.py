"""kill -9 at any moment of publishing and building: what is there is whole, and the next process goes on."""

import hashlib
import signal
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from neuvola_server.house import House
from support.publishing import Follower, StandingClock, make_house

TESTS = Path(__file__).resolve().parents[1]


def killed_worker(folder: Path, after: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "support.publishing_worker", folder], cwd=TESTS, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
        threading.Event().wait(after)
        worker.send_signal(signal.SIGKILL)


def check_served(house: House) -> None:
    """Everything that could be served now is what its manifest says."""
    Follower(house.publication).follow()
    newest = house.snapshots.newest()
    if newest is not None:
        data = house.snapshots.file(newest.manifest.name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == newest.manifest.sha256


@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.long)])
def test_what_is_served_after_a_kill_is_whole(tmp_path: Path, kills: int) -> None:
    random = Random(kills)
    for n in range(kills):
        killed_worker(tmp_path, random.uniform(0, 1.5))
        # The dead one's lease has run out.
        clock = StandingClock(datetime.now(UTC) + timedelta(hours=n + 1))
        with closing(make_house(tmp_path, clock=clock)) as house:
            check_served(house)
            if n % 2:
                head = house.publication.now()
                made = house.snapshots.refresh()
                assert (made.manifest.count if made else 0) == head.count
                check_served(house)
