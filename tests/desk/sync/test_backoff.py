"""When the next automatic cycle is due: spread out, patient after faults, deaf to the computer's clock."""

import pytest

from neuvola_core.errors import (
    AccessRefusedError,
    NeuvolaError,
    NotEnrolledError,
    ServerBusyError,
    ServerUnreachableError,
)
from neuvola_desk.sync import backoff
from neuvola_desk.sync.backoff import Schedule, at_start, pause_after
from neuvola_desk.sync.result import SyncResult

OFFLINE = ServerUnreachableError(url="x", reason="offline")


def low(low: float, _high: float) -> float:
    return low


def high(_low: float, high: float) -> float:
    return high


def failed(fault: NeuvolaError) -> SyncResult:
    return SyncResult(state=fault.code, fault=fault)


def test_not_all_desks_come_at_once_in_the_morning() -> None:
    assert at_start(100.0, low).due == 100.0
    assert at_start(100.0, high).due == 130.0
    assert 100.0 <= at_start(100.0).due <= 130.0
    assert not at_start(100.0, high).is_due(129.9)
    assert at_start(100.0, high).is_due(130.0)


def test_a_good_cycle_waits_as_long_as_the_server_wishes() -> None:
    schedule = Schedule(0.0, failures=4).after(SyncResult(next_after=120), 1000.0, low)
    assert schedule == Schedule(1120.0, failures=0)
    assert Schedule(0.0).after(SyncResult(next_after=120), 1000.0, high).due == 1132.0
    assert Schedule(0.0).after(SyncResult(next_after=0), 1000.0, low).due == 1005.0


def test_pauses_grow_to_a_cap_and_are_drawn_after_it() -> None:
    schedule = Schedule(0.0)
    pauses = []
    for _ in range(12):
        schedule = schedule.after(failed(OFFLINE), 0.0, high)
        pauses.append(schedule.due)
    assert pauses[:4] == [15.0, 30.0, 60.0, 120.0]
    assert pauses[-1] == backoff.LONGEST_PAUSE
    assert schedule.after(failed(OFFLINE), 0.0, low).due == backoff.SHORTEST_PAUSE
    assert pause_after(OFFLINE, 10_000, high) == backoff.LONGEST_PAUSE


def test_a_busy_server_is_given_its_time_and_desks_do_not_come_back_together() -> None:
    busy = ServerBusyError(retry_after=300)
    assert pause_after(busy, 1, low) == 300.0
    assert pause_after(busy, 1, high) == 315.0


@pytest.mark.parametrize("fault", [AccessRefusedError(reason="revoked"), NotEnrolledError()])
def test_a_desk_that_is_not_let_in_asks_again_after_an_hour(fault: NeuvolaError) -> None:
    assert pause_after(fault, 1, low) == 3600.0
