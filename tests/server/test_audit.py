"""No line of the book can be cut out or changed without a trace, and of requests it forgets which."""

import threading
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from neuvola_server.audit import acts, is_whole, record_act
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.storage.migrate import migrate, run_scripts
from support.contacts import link_to, register, request_to
from support.houses import HandClock, Server, house_at

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


def test_which_request_a_line_tells_of_goes_with_the_request(house: House, clock: HandClock) -> None:
    register(house, "o1")
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    opened, taken_back = request_to(house), request_to(house)
    desk.sync(opened.record)
    desk.sync(taken_back.record)
    house.handlings.confirm(link_to(house, opened.id))
    house.handlings.withdraw(taken_back.code)
    before = house.database.read(acts)
    named = [act for act in before if act.what.startswith("contact-")]
    assert [bool(act.of) for act in named] == [True, True]
    clock.move(days=90)
    house.retention.sweep()
    after = [act for act in house.database.read(acts) if act.n <= len(before)]
    assert [(act.n, act.at, act.who, act.what) for act in after] == [
        (act.n, act.at, act.who, act.what) for act in before
    ]
    assert [act.of for act in after] == ["" if act in named else act.of for act in before]
    assert house.database.read(is_whole)
    rows = house.database.read(lambda connection: connection.execute(select(AUDIT)).all())
    assert {row.salt for row in rows} == {""}, "eight signs are soon guessed at from a mark that has its salt"


def test_a_reference_put_in_anothers_place_shows(sqlite_house: House) -> None:
    house = sqlite_house

    def work(connection: Connection) -> None:
        for of in ("AB12-CD34", "EF56-GH78"):
            record_act(connection, house.clock(), who="o1", what="contact-opened", of=of, fades=True)

    house.database.write(work)
    assert house.database.read(is_whole)
    forged = update(AUDIT).where(AUDIT.c.n == 1).values(of="EF56-GH78")
    house.database.write(lambda connection: connection.execute(forged))
    assert not house.database.read(is_whole)


def test_a_book_from_before_is_chained_anew_and_a_broken_one_stays_broken(
    tmp_path: Path, clock: HandClock
) -> None:
    with house_at(tmp_path / "s", clock=clock) as house:
        for what in ("receiver-kept", "contact-opened", "contact-hoidettu"):
            _act(house, what)
        house.database.write(lambda connection: run_scripts(connection, "0004"))
        migrate(house.database)
        assert house.database.read(is_whole)
        marks = select(AUDIT.c.mark).order_by(AUDIT.c.n)
        told = house.database.read(lambda connection: connection.execute(marks).scalars().all())
        assert [bool(mark) for mark in told] == [False, True, True]
        house.database.write(lambda connection: run_scripts(connection, "0004"))
        cut = delete(AUDIT).where(AUDIT.c.n == 2)
        house.database.write(lambda connection: connection.execute(cut))
        migrate(house.database)
        assert not house.database.read(is_whole)
