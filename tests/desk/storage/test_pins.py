"""PINs in the record: kept as hashes, tries counted over restarts, a wait and never a lock-out."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuvola_core.roles import Role
from neuvola_desk.pin_port import TRIES, WAIT_SECONDS, StoredPin
from neuvola_desk.storage.record import Record, open_record
from support.records import KEY, SUNDAY_MORNING

NOW = SUNDAY_MORNING
FIRST = StoredPin(Role.COORDINATOR, 1, "hash-1", "Koordinaattori")
SECOND = StoredPin(Role.VOLUNTEER, 1, "hash-2")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = open_record(tmp_path / "desk.db", KEY)
    yield record
    record.close()


def test_pins_come_back_by_role_and_number(record: Record) -> None:
    third = StoredPin(Role.VOLUNTEER, 2, "hash-3")
    record.pins.replace((), (third, FIRST, SECOND))
    assert record.pins.all() == (FIRST, SECOND, third)


def test_one_takes_the_place_of_another_in_one_go(record: Record) -> None:
    record.pins.replace((), (FIRST, SECOND))
    changed = StoredPin(Role.COORDINATOR, 1, "hash-9", "Koordinaattori")
    record.pins.replace((FIRST,), (changed,))
    assert record.pins.all() == (changed, SECOND)
    record.pins.replace((changed, SECOND))
    assert record.pins.all() == ()


def test_the_hash_is_in_no_printed_form() -> None:
    assert "hash-1" not in repr(FIRST)


def test_five_tries_then_a_minute_then_five_again(record: Record) -> None:
    assert [record.pins.claim(NOW).left for _ in range(TRIES)] == [4, 3, 2, 1, 0]
    assert record.pins.claim(NOW).seconds == WAIT_SECONDS
    assert record.pins.claim(NOW + timedelta(seconds=59)).seconds == 1
    after = record.pins.claim(NOW + timedelta(seconds=60))
    assert (after.seconds, after.left) == (0, 4)


def test_starting_anew_forgives_nothing(record: Record, tmp_path: Path) -> None:
    for _ in range(3):
        record.pins.claim(NOW)
    record.close()
    again = open_record(tmp_path / "desk.db", KEY)
    assert [again.pins.claim(NOW).left for _ in range(2)] == [1, 0]
    again.close()
    third = open_record(tmp_path / "desk.db", KEY)
    assert third.pins.claim(NOW).seconds == WAIT_SECONDS
    third.close()


def test_the_right_one_ends_the_counting(record: Record) -> None:
    for _ in range(TRIES):
        record.pins.claim(NOW)
    record.pins.forgive()
    assert record.pins.claim(NOW).left == TRIES - 1


@settings(max_examples=30)
@given(back=st.integers(1, 10**8))
def test_a_clock_put_back_makes_no_wait_longer(back: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    record = open_record(tmp_path_factory.mktemp("r") / "desk.db", KEY)
    for _ in range(TRIES):
        record.pins.claim(NOW)
    earlier = NOW - timedelta(seconds=back)
    assert record.pins.claim(earlier).seconds == WAIT_SECONDS
    assert record.pins.claim(earlier + timedelta(seconds=WAIT_SECONDS)).seconds == 0
    record.close()


def test_the_record_knows_its_own_key(record: Record) -> None:
    assert record.is_key(KEY)
    assert not record.is_key(b"x" * 32)
