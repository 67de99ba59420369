"""Power loss at any instruction: the process is killed at random moments, again and again, on one record."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Event

import pytest

from support.records import expected_totals, full_draft, new_log, new_record, totals

TESTS = Path(__file__).resolve().parents[2]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "support.crash_worker", str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=TESTS, stdin=pipe, stdout=pipe, bufsize=0) as worker:
        yield worker
        worker.stdin.close()  # type: ignore[union-attr]


def lines(worker: subprocess.Popen[bytes]) -> Iterator[str]:
    for line in worker.stdout:  # type: ignore[union-attr]
        yield line.decode().strip()


def one_round(worker: subprocess.Popen[bytes], random: Random) -> list[str]:
    """Starts a child, kills it somewhere in its work, and gives all that it acknowledged."""
    worker.stdin.write(b"\n")  # type: ignore[union-attr]
    told, child, acks = lines(worker), 0, 0
    wanted = random.randrange(8)
    acknowledged: list[str] = []
    while not child or acks < wanted:
        line = next(told)
        if line[0] in "+-":
            acknowledged.append(line)
            acks += 1
        else:
            child = int(line)
    Event().wait(random.random() * 0.02)
    os.kill(child, signal.SIGKILL)
    acknowledged += iter(lambda: next(told), "dead")
    return acknowledged


@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.long)])
def test_what_was_acknowledged_is_there_once_after_a_kill(
    worker: subprocess.Popen[bytes], tmp_path: Path, rounds: int
) -> None:
    random = Random(rounds)
    logged: set[str] = set()
    undone: set[str] = set()
    in_doubt: set[str] = set()
    for number in range(rounds):
        acknowledged = one_round(worker, random)
        logged |= {line[1:] for line in acknowledged if line[0] == "+"}
        undone |= {line[1:] for line in acknowledged if line[0] == "-"}
        if acknowledged and acknowledged[-1][0] == "+":
            in_doubt.add(acknowledged[-1][1:])  # its undo may have been under way

        record = new_record(tmp_path)
        there = [visit.id for visit in new_log(record).unsent()]
        waiting = [item.id for item in record.outbox.waiting()]
        assert record.problems() == ()
        assert sorted(there) == sorted(waiting)
        assert len(there) == len(set(there))
        assert logged - undone - in_doubt <= set(there)
        assert not undone & set(there)
        assert len(set(there) - logged) <= number + 1  # committed, killed before it could say so
        assert totals(record) == expected_totals([full_draft()] * len(there))
        record.close()
    assert logged
    assert undone
