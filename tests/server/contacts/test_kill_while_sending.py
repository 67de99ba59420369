"""A process that is killed while it sends: nothing is lost, and at most the mail in its hand comes twice."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from neuvola_server.contacts import mails
from support.contact_house import add_request, mail_house, mail_rows
from support.houses import HandClock
from support.mail_relay import mail_relay

TESTS = Path(__file__).parents[2]


@pytest.mark.parametrize("taken", [True, False])
def test_a_killed_process_leaves_the_rest_to_the_next(tmp_path: Path, clock: HandClock, taken: bool):
    folder = tmp_path / "server"
    with mail_relay() as smtp, mail_house(folder, smtp.port, clock) as house:
        for _ in range(3):
            add_request(house)
        worker = subprocess.Popen(
            [sys.executable, "-m", "support.post_worker", str(folder), str(smtp.port)],
            env=os.environ | {"PYTHONPATH": str(TESTS)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

        def kill() -> None:
            if len(smtp.tries) == 3:
                worker.kill()

        if taken:
            smtp.on_taken = kill
        else:
            smtp.on_address = lambda _address: kill()
        assert worker.wait(60) != 0
        assert len(smtp.taken) == (3 if taken else 2)
        assert house.post.send_due() == {}, "the lease and the mail in hand are the dead process's"
        clock.now += mails.IN_HAND
        house.post.send_due()
        seen = Counter(one.id for one in smtp.taken)
        assert sorted(seen.values()) == [1, 1, 1, 1, 1, 2 if taken else 1]
        assert {row.state for row in mail_rows(house)} == {mails.SENT}
