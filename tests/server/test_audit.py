"""No line of the book can be cut out or changed without a trace."""

import threading

from sqlalchemy import Connection, delete, select, update

from neuvola_server.audit import acts, is_whole, record_act
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.houses import HandClock

AUDIT = schema.audit


def _act(house: House, what: str) -> None:
    house.database.write(
        lambda connection: record_act(connection, house.clock(), who="anna", what=what, of="Kallio")
    )


def test_acts_are_told_in_their_order(house: House, clock: HandClock) -> None:
    _act(house, "desk-revoked")
    clock.move(days=1)
    _act(house, "code-made")
    book = house.database.read(acts)
    assert [(act.n, act.what, act.who, act.of) for act in book] == [
        (1, "desk-revoked", "anna", "Kallio"),
        (2, "code-made", "anna", "Kallio"),
    ]
    assert book[1].at == "2026-11-17T09:00:00+00:00"
    assert house.database.read(is_whole)


def test_an_empty_book_is_whole(house: House) -> None:
    assert house.database.read(is_whole)


def _tampered(house: House, change: object) -> bool:
    for what in ("a", "b", "c"):
        _act(house, what)
    house.database.write(lambda connection: connection.execute(change))  # type: ignore[call-overload]
    return not house.database.read(is_whole)


def test_a_changed_line_shows(sqlite_house: House) -> None:
    assert _tampered(sqlite_house, update(AUDIT).where(AUDIT.c.n == 2).values(who="nobody"))


def test_a_line_cut_from_the_middle_shows(sqlite_house: House) -> None:
    assert _tampered(sqlite_house, delete(AUDIT).where(AUDIT.c.n == 2))


def test_a_line_cut_from_the_end_shows(sqlite_house: House) -> None:
    assert _tampered(sqlite_house, delete(AUDIT).where(AUDIT.c.n == 3))


def test_the_whole_book_taken_away_shows(sqlite_house: House) -> None:
    assert _tampered(sqlite_house, delete(AUDIT))


def test_lines_written_at_once_make_one_chain(house: House) -> None:
    threads = [threading.Thread(target=_act, args=(house, f"act {n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [act.n for act in house.database.read(acts)] == list(range(1, 9))
    assert house.database.read(is_whole)


def test_an_act_that_is_taken_back_leaves_no_line(house: House) -> None:
    class _Stop(Exception):  # noqa: N818 - no error
        pass

    def work(connection: Connection) -> None:
        record_act(connection, house.clock(), who="a", what="b", of="c")
        raise _Stop

    try:
        house.database.write(work)
    except _Stop:
        assert house.database.read(lambda connection: connection.execute(select(AUDIT)).all()) == []
    _act(house, "after")
    assert house.database.read(is_whole)
