"""What can go wrong with what a desk keeps: locked out, grown without bound, full, damaged, late or early."""

import sqlite3
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from neuvola_core.errors import CatalogueDamagedError, DiskFullError
from neuvola_core.wire import Record, SyncAnswer, SyncRequest, Verdict
from neuvola_desk.desk import Desk
from neuvola_desk.storage.record import restore_backup
from neuvola_desk.sync import pace
from neuvola_desk.sync.exchange import LEASE, Exchange
from neuvola_desk.sync.status import Weight, facts, words
from neuvola_search.catalogue import open_catalogue
from neuvola_search.query import Query
from neuvola_server.intake import Intake
from support.broken_line import Break, KilledError
from support.broken_room import Room, services_of
from support.disks import disk_of
from support.records import KEY
from support.sync_desk import Keyring, SyncDesk

PATIENCE = 60


def _lines(desk: SyncDesk, weight: Weight) -> list[str]:
    known = facts(desk.record)
    return [line.text for line in words(known, desk.clock.now()) if line.weight is weight]


def _warnings(desk: SyncDesk) -> list[str]:
    return _lines(desk, Weight.WARNING)


def test_months_without_a_line_neither_lock_out_nor_wipe(room: Room) -> None:
    """13: what is here is used without asking anybody, and what waits waits as long as it must."""
    desk = room.desk()
    room.publish("Velkaneuvonta")
    desk.exchange.sync()
    ids = desk.log(2)
    room.pass_time(days=200)
    desk = room.again(desk)
    room.line.plan = [Break.BEFORE]
    assert desk.exchange.sync(automatic=True).state == "server-unreachable"
    assert services_of(desk) == {"Velkaneuvonta"}
    ids += desk.log(1)
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.waiting) == ("done", 3, 0)
    assert room.stored == set(ids)


def test_a_token_that_is_gone_costs_a_new_enrolment_and_no_data(room: Room, keyring: Keyring) -> None:
    """13: nor does it keep anybody from working meanwhile."""
    desk = room.desk()
    ids = desk.log(2)
    keyring.kept.clear()
    ids += desk.log(1)
    assert (desk.exchange.sync().state, desk.exchange.sync().waiting) == ("not-enrolled", 3)
    room.house.desks.revoke("Kallio", who="test")
    room.enrol(desk, "Kallio")
    assert (desk.exchange.sync().state, room.stored) == ("done", set(ids))


def _swallowing(real: Callable[..., SyncAnswer], swallowed: list[Record]) -> Callable[..., SyncAnswer]:
    """A server that says it has stored a record and never did."""

    def sync(intake: Intake, token: str, request: SyncRequest) -> SyncAnswer:
        if swallowed or not request.records:
            return real(intake, token, request)
        lost, *others = sorted(request.records, key=lambda record: record.number)
        swallowed.append(lost)
        answer = real(intake, token, replace(request, records=tuple(others)))
        return replace(answer, verdicts={**answer.verdicts, lost.id: Verdict("created")}, gaps={})

    return sync


def test_a_record_that_vanished_without_a_word_is_missed_by_its_number(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """17: the log was clean, the record absent; the next answer names the hole and it is filled."""
    desk, swallowed = room.desk(), list[Record]()
    monkeypatch.setattr(Intake, "sync", _swallowing(Intake.sync, swallowed))
    ids = desk.log(4)
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.waiting) == ("done", 4, 0)
    assert room.stored == set(ids) - {swallowed[0].id}
    ids += desk.log(1)
    assert desk.exchange.sync().state == "done"
    assert room.stored == set(ids)


def test_a_desk_that_is_stuck_does_not_look_well(room: Room) -> None:
    """18: neither here nor to the coordinator."""
    desk = room.desk()
    desk.exchange.sync()
    assert (_warnings(desk), _lines(desk, Weight.PLAIN)[0]) == ([], "Kaikki on lähetetty.")
    desk.log(2)
    for _ in range(4):
        room.pass_time(days=1)
        room.line.plan = [Break.BEFORE]
        assert desk.exchange.sync(automatic=True).state == "server-unreachable"
    assert any("4 päivää" in text for text in _warnings(desk))
    assert _lines(desk, Weight.PLAIN)[0] == "2 käyntiä odottaa lähetystä."
    [seen] = room.house.desks.all()
    assert seen.last_contact is not None
    assert room.clock() - seen.last_contact == timedelta(days=4)
    desk.record.outbox.put("x", "experience", b"{")
    desk.exchange.sync()
    desk.exchange.sync()
    assert len(_warnings(desk)) == 1
    assert room.house.desks.all()[0].backlog.quarantined == 1


@pytest.mark.parametrize("rounds", [12, pytest.param(200, marks=pytest.mark.long)])
def test_exchanges_that_never_end_well_do_not_fill_the_disk(
    room: Room, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    """21: whatever they leave behind the next one uses or throws away."""
    monkeypatch.setattr(pace, "LARGEST_PAGE", 20)
    desk = room.desk()
    desk.log(20)
    room.publish(*(f"Palvelu {number}" for number in range(60)))

    def fail(step: int) -> None:
        room.line.plan = [*[Break.NONE] * (step % 3), *[Break.AFTER] * 9]
        assert desk.exchange.sync().state == "server-unreachable"
        if step % 3 == 0:
            room.publish(f"Palvelu {step % 7}", said=f"{step}")
            room.house.snapshots.refresh()

    for step in range(1, 10):
        fail(step)
    before = _sizes(desk)
    for step in range(10, 10 + rounds):
        fail(step)
    after = _sizes(desk)
    assert after.keys() <= before.keys() | {"snapshot-N.part", "catalogue-next.db"}
    assert sum(after.values()) < 1.5 * sum(before.values())


def _sizes(desk: SyncDesk) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for path in desk.paths.data.iterdir():
        if path.is_file() and not path.name.endswith(("-wal", "-shm")):
            name = "snapshot-N.part" if path.name.startswith("snapshot-") else path.name
            found[name] += path.stat().st_size
    return found


def _recorded(monkeypatch: pytest.MonkeyPatch) -> list[SyncRequest]:
    requests: list[SyncRequest] = []
    real = Intake.sync

    def sync(intake: Intake, token: str, request: SyncRequest) -> SyncAnswer:
        requests.append(request)
        return real(intake, token, request)

    monkeypatch.setattr(Intake, "sync", sync)
    return requests


def _numbered(requests: list[SyncRequest]) -> dict[tuple[str, int], set[str]]:
    """Which records came under a number of a series."""
    named: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for request in requests:
        for record in request.records:
            named[(request.series, record.number)].add(record.id)
    return named


def test_a_crash_gives_no_number_twice(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """25: a number is given before a record leaves, and stays its own."""
    requests = _recorded(monkeypatch)
    desk = room.desk()
    for broken in (Break.KILLED_BEFORE, Break.KILLED_AFTER, Break.KILLED_AFTER, Break.KILLED_BEFORE):
        desk.log(3)
        room.line.plan = [broken]
        with pytest.raises(KilledError):
            desk.exchange.sync()
        desk = room.again(desk)
    assert desk.exchange.sync().state == "done"
    numbered = _numbered(requests)
    assert sorted(number for _series, number in numbered) == list(range(1, 13))
    assert all(len(ids) == 1 for ids in numbered.values())


def test_a_desk_restored_from_a_copy_gives_no_number_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """25: it counts in a series of its own from then on, and is told of at both ends."""
    requests = _recorded(monkeypatch)
    desk = room.desk()
    desk.log(3)
    room.line.plan = [Break.BEFORE]
    desk.exchange.sync()
    copy = desk.record.back_up(desk.clock.now().date())
    desk.log(2)
    desk.exchange.sync()
    desk.exchange.sync()
    desk.exchange.sync()
    desk.record.close()
    desk.paths.record.unlink()
    restore_backup(desk.paths.record, KEY, copy).close()
    desk = room.again(desk)
    desk.log(4)
    assert desk.exchange.sync().state == "done"
    assert all(len(ids) == 1 for ids in _numbered(requests).values())
    assert len({series for series, _number in _numbered(requests)}) == 2
    assert len(room.stored) == 9
    assert any("varmuuskopiosta" in text for text in _warnings(desk))
    assert [one.copied for one in room.house.desks.all()] == [True]


@pytest.mark.parametrize("minutes", [-365 * 24 * 60, -6, -4, 4, 6, 365 * 24 * 60])
def test_a_clock_that_is_wrong_decides_nothing_and_is_told(room: Room, minutes: int) -> None:
    """26: nothing is refused, ordered or forgotten by it."""
    desk = room.desk()
    room.publish("Velkaneuvonta")
    desk.clock.move(timedelta(minutes=minutes))
    [visit] = desk.log()
    for _ in range(2):
        assert desk.exchange.sync().state == "done"
    assert room.stored == {visit}
    assert services_of(desk) == {"Velkaneuvonta"}
    told = [text for text in _warnings(desk) if "kello" in text]
    assert len(told) == (abs(minutes) > 5)
    [seen] = room.house.desks.all()
    assert seen.backlog.clock_offset == 60 * minutes
    assert seen.last_contact == room.clock()


def _fill_up(place: Path) -> Path:
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(1024))
            except OSError:
                return ballast


def test_a_full_disk_loses_no_journal_and_is_repaired_by_no_deletion(
    room: Room, tmp_path: Path, keyring: Keyring
) -> None:
    """34: it is said, and everything goes on when there is room."""
    with disk_of("6m", tmp_path / "disk") as place:
        desk = SyncDesk(place / "desk", room.line.line, keyring=keyring)
        room.enrol(desk, "Kallio")
        ids = desk.log(3)
        room.publish(*(f"Palvelu {number}" for number in range(40)))
        ballast = _fill_up(place)
        result = desk.exchange.sync()
        assert isinstance(result.fault, DiskFullError)
        assert {item.id for item in desk.record.outbox.waiting()} <= set(ids)
        assert desk.record.problems() == ()
        desk = desk.again()
        ballast.unlink()
        for _ in range(2):
            result = desk.exchange.sync()
        assert (result.state, result.waiting) == ("done", 0)
        assert room.stored == set(ids)
        assert len(services_of(desk)) == 40
        assert list(desk.paths.data.glob("*damaged*")) == []
        desk.close()


def _overwrite(path: Path, start: int, stop: int) -> None:
    content = bytearray(path.read_bytes())
    content[start:stop] = b"\xa5" * (min(stop, len(content)) - start)
    path.write_bytes(content)


def test_a_damaged_catalogue_is_set_aside_and_fetched_again(room: Room) -> None:
    """35: it is a cache; the record beside it is not touched."""
    names = {f"Palvelu {number}" for number in range(40)}
    room.publish(*names)
    desk = room.desk()
    desk.exchange.sync()
    ids = desk.log(2)
    desk.catalogue.close()
    for suffix in ("-wal", "-shm"):
        desk.paths.catalogue.with_name(f"catalogue.db{suffix}").unlink(missing_ok=True)
    _overwrite(desk.paths.catalogue, 100, 40_000)
    started = Desk(desk.paths, clock=desk.clock)
    catalogue = started.catalogue
    assert started.catalogue_fault is not None
    exchange = Exchange(desk.paths, desk.record, lambda: catalogue, desk.clock.now, line=room.line.line)
    result = exchange.sync()
    assert (result.state, result.waiting, result.pulled) == ("done", 0, 40)
    assert room.stored == set(ids)
    assert {service.name.best() for service in catalogue.all_services()} == names
    catalogue.close()


def test_a_catalogue_that_is_damaged_while_it_is_open_keeps_no_record_at_home(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """35: what people made goes first, and the fault is told by its name."""
    desk = room.desk()
    ids = desk.log(2)

    def damaged() -> str:
        raise CatalogueDamagedError(path=desk.paths.catalogue)

    monkeypatch.setattr(desk.catalogue, "cursor", damaged)
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.waiting) == ("catalogue-damaged", 2, 0)
    assert room.stored == set(ids)
    with desk.exchange.lease():
        assert desk.exchange.sync().state == "sync-under-way"


def test_a_catalogue_that_is_found_damaged_by_an_exchange_is_mended_by_it(room: Room) -> None:
    """35: where opening it showed nothing; otherwise every exchange would end there for ever."""
    desk = room.desk()
    names = {f"Palvelu {number}" for number in range(20)}
    room.publish(*names)
    desk.exchange.sync()
    desk.catalogue.close()
    with closing(sqlite3.connect(desk.paths.catalogue)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [page] = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'services'").fetchone()
        [size] = raw.execute("PRAGMA page_size").fetchone()
    _overwrite(desk.paths.catalogue, (page - 1) * size, page * size)
    desk = room.again(desk)
    with pytest.raises(CatalogueDamagedError):
        services_of(desk)
    room.publish("Uusi")
    assert desk.exchange.sync().state == "done"
    assert services_of(desk) == names | {"Uusi"}
    assert desk.catalogue.search(Query("uusi")).total == 1


def test_two_syncs_at_once_are_one(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """37: the timer and the button, or two programs: the second is told at once, and nothing is doubled."""
    desk = room.desk()
    ids = desk.log(3)
    begun, go_on = threading.Event(), threading.Event()
    real = room.line.call

    def slow(work: Callable[[], Any]) -> Any:
        begun.set()
        assert go_on.wait(PATIENCE)
        return real(work)

    monkeypatch.setattr(room.line, "call", slow)
    results: list[Any] = []
    first = threading.Thread(target=lambda: results.append(desk.exchange.sync()))
    first.start()
    try:
        assert begun.wait(PATIENCE)
        catalogue = open_catalogue(desk.paths.catalogue)
        other = Exchange(desk.paths, desk.record, lambda: catalogue, desk.clock.now, line=room.line.line)
        assert other.sync().state == "sync-under-way"
        assert catalogue.search(Query("velka")).total == 0
    finally:
        go_on.set()
        first.join(PATIENCE)
    assert results[0].state == "done"
    assert other.sync().state == "done"
    assert room.stored == set(ids)
    assert room.footfall() == 3
    catalogue.close()


def test_a_program_that_died_holds_no_sync_back(room: Room) -> None:
    """37: whoever held the lease lets go of it with its life, whatever the clock says."""
    desk = room.desk()
    held = (
        "import filelock, sys, threading; lock = filelock.FileLock(sys.argv[1]); lock.acquire();"
        " print('held', flush=True); threading.Event().wait()"
    )
    command = [sys.executable, "-c", held, str(desk.paths.data / LEASE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            assert desk.exchange.sync().state == "sync-under-way"
        finally:
            other.kill()
    assert desk.exchange.sync().state == "done"
