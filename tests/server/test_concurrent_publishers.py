"""Many publish at once, some of them slowly, while many read: nothing is skipped, nothing out of order.

A counter of the engine's own, or a time, would show numbers in another order than they become visible in, and
readers behind it would lose what was committed late.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, func, select, text

from neuvola_core.wire import FIRST_LINK, next_link
from neuvola_server.house import House
from neuvola_server.service_rows import Changes
from neuvola_server.storage.schema import change, head, service
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


def run(house: House, rounds: int) -> int:
    house.publication.publish(news(*(incoming(f"Yhteinen {n}") for n in range(SHARED))))
    written = threading.Event()
    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        readers = [pool.submit(read_along, house, n, written) for n in range(READERS)]
        writers = [pool.submit(publish_some, house, n, rounds) for n in range(WRITERS)]
        try:
            for writer in writers:
                writer.result()
        finally:
            written.set()
        followers = [reader.result() for reader in readers]
    return check(house, followers)


@pytest.mark.parametrize("rounds", [6, pytest.param(60, marks=pytest.mark.long)])
def test_eight_publishers_and_twenty_readers_on_postgresql(
    tmp_path: Path, postgres_url: str, rounds: int
) -> None:
    with closing(make_house(tmp_path, postgres_url)) as house:
        assert run(house, rounds) > WRITERS * rounds


def test_publishers_and_readers_on_sqlite(tmp_path: Path) -> None:
    with closing(make_house(tmp_path)) as house:
        assert run(house, 3) > WRITERS * 3


def test_hosts_that_bring_the_same_new_services_at_once_publish_each_of_them_once(
    tmp_path: Path, postgres_url: str
) -> None:
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


def test_a_service_that_returns_while_it_is_being_forgotten_is_published(
    tmp_path: Path, postgres_url: str
) -> None:
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
