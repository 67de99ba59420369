"""What can go wrong with a feed: changes skipped, repeated, out of order, or in two states at once."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, func, select, text

from neuvola_core.wire import FIRST_LINK, NOWHERE, ChangePage, next_link
from neuvola_desk.sync import pace, state
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_server.house import House
from neuvola_server.publication import Publication
from neuvola_server.service_rows import Changes
from neuvola_server.storage.schema import change, head, service
from support.broken_room import Room, services_of
from support.houses import house_at
from support.publishing import Follower, incoming, make_house, news

WRITERS, READERS = 8, 20
SHARED = 6


def publish_some(house: House, writer: int, rounds: int) -> None:
    """Own services and ones that all writers change, a third of it in slow transactions."""
    random = Random(writer)
    for turn in range(rounds):
        own = [incoming(f"Kirjoittajan {writer} palvelu {turn}-{n}") for n in range(random.randint(1, 4))]
        shared = [incoming(f"Yhteinen {n}", f"{writer}-{turn}") for n in random.sample(range(SHARED), 2)]
        leaving = [incoming(f"Yhteinen {random.randrange(SHARED)}").id] if turn % 4 == 3 else []
        changes = news(*own, *shared, origin=f"test/{writer}", gone=leaving)
        if turn % 3:
            house.publication.publish(changes)
        else:
            house.database.write(slowly(house, changes, before=turn % 2 == 0))


def slowly(house: House, changes: Changes, *, before: bool) -> Callable[[Connection], object]:
    """Waits in the open transaction, before its number is taken or with it."""

    def work(connection: Connection) -> None:
        if before:
            connection.execute(select(func.count()).select_from(service))
            threading.Event().wait(0.02)
        house.publication.put(connection, changes)
        threading.Event().wait(0.02)

    return work


def read_along(house: House, reader: int, written: threading.Event) -> Follower:
    follower = Follower(house.publication, limit=Random(reader).randint(1, 60))
    while not written.is_set():
        follower.follow()
    follower.follow()
    return follower


def check(house: House, followers: list[Follower]) -> int:
    """What is in the tables is whole, and every reader has it; returns how many changes there were."""
    with house.database.engine.connect() as connection:
        rows = connection.execute(select(change).order_by(change.c.seq)).all()
        stands = connection.execute(select(head)).one()._mapping
        living = connection.execute(select(service.c.id, service.c.digest).where(~service.c.gone)).all()
        newest = dict(tuple(row) for row in connection.execute(select(service.c.id, service.c.seq)))
    link = FIRST_LINK
    for seq, row in enumerate(rows, 1):
        link = next_link(link, seq, row.id, row.digest)
        assert (row.seq, row.chain) == (seq, link)
    assert (stands["seq"], stands["chain"], stands["count"]) == (len(rows), link, len(living))
    assert newest == {row.id: row.seq for row in rows}
    published = {row.id: row.digest for row in living}
    for follower in followers:
        assert follower.taken == len(rows)
        assert follower.services == published
    return len(rows)


def run(house: House, writers: list[Callable[[], object]], readers: int) -> int:
    """Lets them write while readers follow."""
    written = threading.Event()
    with ThreadPoolExecutor(len(writers) + readers) as pool:
        reading = [pool.submit(read_along, house, n, written) for n in range(readers)]
        writing = [pool.submit(writer) for writer in writers]
        try:
            for one in writing:
                one.result()
        finally:
            written.set()
        followers = [one.result() for one in reading]
    return check(house, followers)


def all_kinds(house: House, rounds: int) -> list[Callable[[], object]]:
    house.publication.publish(news(*(incoming(f"Yhteinen {n}") for n in range(SHARED))))
    return [lambda n=n: publish_some(house, n, rounds) for n in range(WRITERS)]


@pytest.mark.parametrize("rounds", [6, pytest.param(60, marks=pytest.mark.long)])
def test_a_change_that_is_committed_late_is_not_skipped(
    tmp_path: Path, postgres_url: str, rounds: int
) -> None:
    """4: eight writers, some of them slow, and twenty readers."""
    with closing(make_house(tmp_path, postgres_url)) as house:
        assert run(house, all_kinds(house, rounds), READERS) > WRITERS * rounds


def test_a_change_that_is_committed_late_is_not_skipped_on_sqlite(tmp_path: Path) -> None:
    """4: the same by the same means, and fewer readers."""
    with closing(make_house(tmp_path)) as house:
        assert run(house, all_kinds(house, 3), 6) > WRITERS * 3


def test_a_number_that_is_taken_holds_back_every_later_one(either_house: House) -> None:
    """4: where the first writer stands still with its number, nobody is shown a later one."""
    house, follower = either_house, Follower(either_house.publication)
    house.publication.publish(news(incoming("Vanha")))
    taken, let_go = threading.Event(), threading.Event()

    def first(connection: Connection) -> None:
        house.publication.put(connection, news(incoming("Ensimmäinen")))
        taken.set()
        assert let_go.wait(30)

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(house.database.write, first)
        assert taken.wait(30)
        quick = pool.submit(house.publication.publish, news(incoming("Toinen")))
        try:
            assert follower.follow().head.seq == 1
            assert not quick.done()
        finally:
            let_go.set()
        slow.result(30)
        quick.result(30)
    follower.follow()
    assert (follower.taken, check(house, [follower])) == (3, 3)


@pytest.mark.parametrize("times", [4, pytest.param(60, marks=pytest.mark.long)])
def test_a_reader_behind_overlapping_batch_and_single_writers_misses_nothing(
    tmp_path: Path, postgres_url: str, times: int
) -> None:
    """4: one brings a hundred at a time, two bring one by one, and one reads all the while."""
    with closing(make_house(tmp_path, postgres_url)) as house:

        def batches() -> None:
            for turn in range(times):
                house.publication.publish(news(*(incoming(f"Erä {turn}-{n}") for n in range(100))))

        def singles(writer: int) -> None:
            for turn in range(8 * times):
                house.publication.publish(news(incoming(f"Yksin {writer}-{turn}"), origin=f"yksin/{writer}"))

        brought = run(house, [batches, lambda: singles(0), lambda: singles(1)], 1)
        assert brought == times * (100 + 2 * 8)


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_changes_of_one_moment_are_neither_skipped_nor_repeated(house: House, limit: int) -> None:
    """5: the clock stands still over all of it; only numbers tell before from after."""
    for turn in range(3):
        house.publication.publish(news(*(incoming(f"{turn}-{n}") for n in range(40))))
    follower = Follower(house.publication, limit)
    follower.follow()
    assert (follower.taken, len(follower.services)) == (120, 120)
    follower.follow()
    assert follower.taken == 120


def test_what_changes_between_two_pages_is_neither_skipped_nor_doubled(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """6: rows come, change and go before and behind the place where the desk reads."""
    monkeypatch.setattr(pace, "LARGEST_PAGE", 7)
    desk = room.desk()
    room.publish(*(f"Palvelu {n}" for n in range(30)))
    real, meanwhile = room.house.publication.page, iter(range(5))

    def page(cursor: str, limit: int) -> ChangePage:
        answer = real(cursor, limit)
        for n in meanwhile:
            room.withdraw(f"Palvelu {n}")
            room.publish(f"Palvelu {29 - n}", said=f"muuttui {n}")
            room.publish(f"Uusi {n}")
            break
        return answer

    monkeypatch.setattr(room.house.publication, "page", page)
    assert desk.exchange.sync().state == "done"
    expected = {f"Palvelu {n}" for n in range(5, 30)} | {f"Uusi {n}" for n in range(5)}
    assert services_of(desk) == expected
    changed = [one.summary.best() for one in desk.catalogue.all_services() if one.summary.best()]
    assert sorted(changed) == [f"muuttui {n}" for n in range(5)]


@dataclass(frozen=True)
class Zone:
    name: str
    moment: datetime


ZONES = [
    Zone("Pacific/Kiritimati", datetime(2026, 11, 16, 9, 0, tzinfo=UTC)),
    Zone("Etc/GMT+12", datetime(2026, 11, 16, 9, 0, tzinfo=UTC)),
    Zone("Europe/Helsinki", datetime(2026, 10, 25, 0, 59, tzinfo=UTC)),  # 3.59, for the first time
    Zone("America/St_Johns", datetime(2027, 1, 1, 0, 0, tzinfo=UTC)),
]


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts this process into a time zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system does not let a process change its time zone")

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.name)
def test_no_time_zone_moves_a_cursor(room: Room, in_zone: Callable[[str], None], zone: Zone) -> None:
    """7: there is no time in a cursor, and times that are shown are read as what they are."""
    in_zone(zone.name)
    room.clock.now = zone.moment
    desk = room.desk()
    assert isinstance(desk.clock, FixedClock)
    for number in range(3):
        room.publish(f"Palvelu {number}")
        result = desk.exchange.sync()
        assert (result.state, result.pulled) == ("done", 1)
        known = state.remembered(desk.record.settings)
        assert known.clock_offset == 0
        assert known.last_sync == room.clock()
        assert desk.clock.now() == room.clock().astimezone(HELSINKI)
        room.pass_time(minutes=40)
    assert len(services_of(desk)) == 3


def test_what_comes_and_goes_at_once_is_one_of_the_two(tmp_path: Path, postgres_url: str) -> None:
    """36: some publish a service, some withdraw it; it is never both there and gone."""
    with house_at(tmp_path, postgres_url) as house:
        house.publication.publish(news(incoming("Häilyvä")))

        def publish() -> None:
            for turn in range(8):
                house.publication.publish(news(incoming("Häilyvä", f"{turn}"), origin="yksi"))

        def withdraw() -> None:
            for _ in range(8):
                house.publication.publish(news(origin="toinen", gone=[incoming("Häilyvä").id]))

        run(house, [publish, withdraw, publish, withdraw], 2)
        shown, tombs = Follower(house.publication), select(service.c.gone)
        shown.follow()
        [gone] = house.database.read(lambda connection: connection.execute(tombs).scalars().all())
        assert bool(shown.services) is not gone


def test_a_service_that_returns_while_it_is_being_forgotten_is_published(
    tmp_path: Path, postgres_url: str
) -> None:
    """36: its row goes between the look and the writing."""
    returning = incoming("Palaava")
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with closing(make_house(tmp_path, postgres_url)) as house, ThreadPoolExecutor(1) as pool:
        house.publication.publish(news(returning))
        house.publication.publish(news(gone=[returning.id]))
        with house.database.engine.begin() as forgetting:
            forgetting.execute(service.delete())
            published = pool.submit(house.publication.publish, news(returning))
            for _ in range(1000):
                if house.database.read(lambda c: c.execute(waiting).scalar()) or published.done():
                    break
                threading.Event().wait(0.01)
        assert published.result(10).added == 1
        assert check(house, []) == 3


def test_hosts_that_bring_the_same_new_services_at_once_publish_each_of_them_once(
    tmp_path: Path, postgres_url: str
) -> None:
    """36: created twice is created once."""
    services = [incoming(f"Palvelu {n}") for n in range(50)]
    start = threading.Barrier(4)

    def bring(house: House) -> int:
        start.wait(10)
        return house.publication.publish(news(*services)).added

    with ExitStack() as stack:
        houses = [stack.enter_context(closing(make_house(tmp_path, postgres_url))) for _ in range(4)]
        with ThreadPoolExecutor(len(houses)) as pool:
            added = list(pool.map(bring, houses))
        assert sum(added) == len(services)
        assert check(houses[0], []) == len(services)


def test_a_reader_of_an_empty_catalogue_is_answered_while_it_is_first_written(either_house: House) -> None:
    """8: nothing there is an answer, too."""
    house, start = either_house, threading.Barrier(7)

    def read(_reader: int) -> Publication:
        start.wait(10)
        for _ in range(5):
            page = house.publication.page(NOWHERE, 10)
            assert page.head.seq >= len(page.changes)
            house.snapshots.newest()
        return house.publication

    def write() -> None:
        start.wait(10)
        house.publication.publish(news(incoming("Ensimmäinen")))

    with ThreadPoolExecutor(7) as pool:
        reading = [pool.submit(read, n) for n in range(6)]
        pool.submit(write).result(30)
        for one in reading:
            one.result(30)
    assert check(house, []) == 1
