"""What the record keeps for exchanging data: numbers, what is void, what is durable, and starting over."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from neuvola_core import codec
from neuvola_core.visit import IsoWeek
from neuvola_desk.record_port import RECORD_ID, Count, HeldBack, Outgoing
from neuvola_desk.storage import migrate
from neuvola_desk.storage.copies import back_up
from neuvola_desk.storage.record import Record, open_record, restore_backup
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.visits import VisitLog
from support.records import KEY, POINT, SUNDAY_MORNING, full_draft, new_log, new_record, raw

WEEK = IsoWeek(2026, 47)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


@pytest.fixture
def log(record: Record, clock: FixedClock) -> VisitLog:
    return new_log(record, clock)


def put(record: Record, *names: str, kind: str = "experience") -> None:
    for name in names:
        record.outbox.put(name, kind, b"{}")


def numbers(items: tuple[Outgoing, ...]) -> dict[str, int]:
    return {item.id: item.number for item in items}


def test_numbers_are_given_at_the_first_offer_in_its_order_and_by_kind(record: Record) -> None:
    put(record, "a", "b", "c")
    put(record, "x", kind="correction")
    offered = record.outbox.offer({"c": b"{}", "a": b"{}", "x": b"{}"})
    assert numbers(offered) == {"c": 1, "a": 2, "x": 1}
    assert numbers(record.outbox.offer({"a": b"{}", "b": b"{}"})) == {"a": 2, "b": 3}
    assert [item.tries for item in record.outbox.waiting()] == [1, 1, 1, 2]


def test_what_was_undone_meanwhile_is_not_offered(record: Record) -> None:
    put(record, "a")
    assert [item.id for item in record.outbox.offer({"gone": b"{}", "a": b"{}"})] == ["a"]
    assert record.outbox.offer({"a": b"{}"})[0].number == 1


def test_the_number_of_what_is_given_up_is_void(record: Record, log: VisitLog) -> None:
    put(record, "a", "b")
    record.outbox.offer({"a": b"{}", "b": b"{}"})
    record.outbox.settle([], {"a": "x"}, WEEK)
    record.outbox.discard("a")
    logged = log.log(full_draft())
    record.outbox.offer({logged.id: b"{}"})
    log.undo(logged.id)
    log.undo(log.log(full_draft()).id)
    assert record.outbox.void() == {"experience": (1,), "visit": (1,)}
    record.outbox.forget_void({"experience": (1,)})
    assert record.outbox.void() == {"visit": (1,)}


def test_a_new_series_counts_anew_and_voids_nothing(record: Record) -> None:
    former = record.outbox.series()
    assert record.outbox.series() == former
    put(record, "a", "b")
    record.outbox.offer({"a": b"{}", "b": b"{}"})
    record.outbox.settle([], {"a": "x"}, WEEK)
    record.outbox.discard("a")
    record.start_over({"name": "value"})
    assert record.outbox.series() != former
    assert record.outbox.void() == {}
    assert record.settings.get("name") == "value"
    assert numbers(record.outbox.offer({"b": b"{}"})) == {"b": 1}


def test_starting_over_tells_every_total_again(record: Record, log: VisitLog) -> None:
    log.log(full_draft())
    told = record.counters.changed()
    record.counters.offer(told)
    record.counters.settle(told)
    assert record.counters.changed() == ()
    record.start_over({})
    assert set(record.counters.changed()) == set(told)


def of(counts: Iterable[Count]) -> dict[Count, int]:
    return {replace(count, n=0): count.n for count in counts}


def told(record: Record) -> dict[Count, int]:
    """Tells what is to be told, and has it confirmed."""
    counts = record.counters.changed()
    record.counters.offer(counts)
    record.counters.settle(counts)
    return of(counts)


def test_a_new_series_of_totals_tells_what_the_former_one_has_not(record: Record, log: VisitLog) -> None:
    log.log(full_draft())
    first = told(record)
    former = record.settings.get(RECORD_ID)
    log.log(full_draft())
    record.counters.offer(record.counters.changed())  # and it was passed over
    record.count_anew()
    assert record.settings.get(RECORD_ID) not in ("", former)
    second = told(record)
    sums = {count: n + second[count] for count, n in first.items()}
    assert sums == of(record.counters.totals())
    assert set(sums.values()) == {2}
    assert record.counters.changed() == ()
    record.start_over({})
    assert of(record.counters.changed()) == second


def test_another_server_is_told_all_of_every_series(record: Record, log: VisitLog) -> None:
    log.log(full_draft())
    told(record)
    record.count_anew()
    assert record.counters.changed() == ()
    record.start_over({}, elsewhere=True)
    assert of(record.counters.changed()) == of(record.counters.totals())


def test_what_a_former_series_has_told_is_not_taken_back_in_a_later_one(
    record: Record, log: VisitLog
) -> None:
    logged = log.log(full_draft())
    told(record)
    record.count_anew()
    log.undo(logged.id)
    assert record.counters.changed() == ()
    assert record.counters.totals() == ()
    log.log(full_draft())
    log.log(full_draft())
    assert set(of(record.counters.changed()).values()) == {1}


def test_an_answer_to_what_a_former_series_told_settles_nothing(record: Record, log: VisitLog) -> None:
    log.log(full_draft())
    late = record.counters.changed()
    record.counters.offer(late)
    record.count_anew()
    record.counters.settle(late)
    assert of(record.counters.changed()) == of(late)


def test_private_kinds_have_no_number(record: Record) -> None:
    put(record, "c", kind="contact_request")
    put(record, "w", kind="contact_withdrawal")
    put(record, "a")
    offered = record.outbox.offer({"c": b"{}", "w": b"{}", "a": b"{}"})
    assert numbers(offered) == {"c": 0, "w": 0, "a": 1}
    record.outbox.settle([], {"c": "x"}, WEEK)
    record.outbox.discard("c")
    assert record.outbox.void() == {}


def test_what_is_stored_is_not_durable_until_the_server_says_so(record: Record) -> None:
    put(record, "a", "b", "c")
    record.outbox.settle(["a", "b", "c"], {}, WEEK, ["a"])
    assert record.outbox.not_durable(9) == ("b", "c")
    assert record.outbox.not_durable(1) == ("b",)
    record.outbox.settle([], {}, WEEK, ["b", "c", "unknown"])
    assert record.outbox.not_durable(9) == ()


def test_what_the_server_lost_waits_again_and_is_known_to_have_left(record: Record, log: VisitLog) -> None:
    logged = log.log(full_draft())
    record.outbox.put("e", "experience", b"{}", replaces="d")
    record.outbox.offer({logged.id: b'{"coarse":1}', "e": b"{}"})
    record.outbox.settle([logged.id, "e"], {}, WEEK)
    record.outbox.take_back([logged.id, "e", "unknown"])
    assert record.outbox.sent() == ()
    back = {item.id: item for item in record.outbox.waiting()}
    assert (back[logged.id].tries, back[logged.id].payload) == (1, b'{"coarse":1}')
    assert back["e"].replaces == "d"
    log.undo(logged.id)
    assert "visit_undo" in {item.kind for item in record.outbox.waiting()}


def test_visits_that_may_still_be_undone_are_held_back(
    record: Record, log: VisitLog, clock: FixedClock
) -> None:
    assert record.outbox.held_back() == HeldBack()
    log.log(full_draft())
    refused = log.log(full_draft()).id
    record.outbox.settle([], {refused: "x"}, WEEK)
    until = clock.now().replace(hour=12, minute=0).astimezone(UTC)
    assert record.outbox.held_back() == HeldBack(1, until)
    clock.move(timedelta(hours=4))
    record.purge(clock.now())
    assert record.outbox.held_back() == HeldBack()


def test_a_copy_taken_into_use_counts_in_a_series_of_its_own(tmp_path: Path) -> None:
    record = new_record(tmp_path)
    put(record, "a", "b")
    record.outbox.offer({"a": b"{}"})
    former = (record.outbox.series(), record.settings.get(RECORD_ID))
    copy = back_up(record.path, KEY, SUNDAY_MORNING.date())
    record.close()
    (tmp_path / "desk.db").unlink()
    restored = restore_backup(tmp_path / "desk.db", KEY, copy)
    assert restored.outbox.series() != former[0]
    assert restored.settings.get(RECORD_ID) != former[1]
    assert numbers(restored.outbox.waiting()) == {"a": 0, "b": 0}
    restored.close()


def test_the_point_of_a_desk_alone_is_adopted_and_no_other(record: Record, log: VisitLog) -> None:
    log.log(full_draft())
    record.adopt_point("")
    record.adopt_point(POINT)
    assert len(log.unsent()) == 1
    assert sum(count.n for count in record.counters.totals()) == 4
    record.adopt_point("kallio")
    assert log.unsent() == ()
    assert {count.point for count in record.counters.totals()} == {"kallio"}


def test_settings_are_set_all_or_none(record: Record) -> None:
    record.settings.put_all({})
    record.settings.put_all({"a": "1", "b": "2"})
    record.settings.put_all({"a": "3"})
    assert [record.settings.get(name) for name in ("a", "b", "c")] == ["3", "2", ""]


def test_a_record_of_the_first_revision_keeps_what_waited_and_what_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    migrate.migrate(path, KEY, "0001")
    with closing(raw(path)) as connection:
        connection.execute("INSERT INTO outbox VALUES ('a', 'visit', '{}', 2, 'x')")
        connection.execute("INSERT INTO sent VALUES ('b', 'visit', '{}', '2026-W40')")
        connection.execute("INSERT INTO footfall VALUES ('kallio', '2026-11-22', 'aamu', 3, 2)")
    record = open_record(path, KEY)
    [refused] = record.outbox.refused()
    assert refused == Outgoing("a", "visit", b"{}", 2, "x", schema=1, replaces="", number=0)
    assert record.outbox.sent() == (Outgoing("b", "visit", b"{}"),)
    assert record.outbox.not_durable(9) == ("b",)
    assert [count.n for count in record.counters.changed()] == [3]
    record.count_anew()
    assert [count.n for count in record.counters.changed()] == [1]
    record.close()


def test_a_refused_visit_is_corrected_by_a_new_one_that_replaces_it(record: Record, log: VisitLog) -> None:
    refused = log.log(full_draft()).id
    record.outbox.offer({refused: b"{}"})
    record.outbox.settle([], {refused: "invalid/needs"}, WEEK)
    [visit] = log.unsent()
    mended = replace(visit, id="new", needs=("velat",))
    record.outbox.correct(refused, "new", codec.to_json(mended))
    [waiting] = record.outbox.waiting()
    assert (waiting.id, waiting.replaces, waiting.tries, waiting.number) == ("new", refused, 0, 0)
    assert log.unsent() == (mended,)
    assert record.outbox.void() == {"visit": (1,)}
    assert record.outbox.held_back() == HeldBack()


def test_only_what_was_refused_can_be_corrected(record: Record) -> None:
    put(record, "a")
    record.outbox.correct("a", "b", b"{}")
    assert [item.id for item in record.outbox.waiting()] == ["a"]
    record.outbox.settle([], {"a": "x"}, WEEK)
    record.outbox.correct("a", "b", b'{"y":1}')
    [waiting] = record.outbox.waiting()
    assert (waiting.id, waiting.payload, waiting.replaces) == ("b", b'{"y":1}', "a")
