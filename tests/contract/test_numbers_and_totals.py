"""The server names the numbers it has not seen, and keeps the newest of each counter."""

import json

import pytest
from sqlalchemy import select

from neuvola_core.errors import RequestRefusedError
from neuvola_core.wire import Total
from neuvola_server.storage import schema
from support.houses import Server, visit_record


def _totals(server: Server) -> dict[tuple[str, ...], int]:
    wanted = select(schema.total).where(schema.total.c.kind.not_like("#%"))
    rows = server.house.database.read(lambda connection: connection.execute(wanted).all())
    return {(row.kind, *json.loads(row.key)): row.n for row in rows}


def _given(n: int, service: str = "s") -> Total:
    return Total("given", ("kallio", "2026-W47", "muu", service), n)


def test_holes_are_named_until_they_are_filled_or_void(server: Server) -> None:
    desk = server.enrol()
    said = {"series": "a"}
    assert desk.sync(visit_record(1), visit_record(2), **said).gaps == {}
    assert desk.sync(visit_record(9), **said).gaps == {"visit": ((3, 8),)}
    assert desk.sync(visit_record(5), **said).gaps == {"visit": ((3, 4), (6, 8))}
    assert desk.sync(**said, void={"visit": (3, 4)}).gaps == {"visit": ((6, 8),)}
    assert desk.sync(visit_record(6), visit_record(7), visit_record(8), **said).gaps == {}


def test_a_refused_record_is_no_hole(server: Server) -> None:
    desk = server.enrol()
    assert desk.sync(visit_record(1, outcome="x"), visit_record(2), series="a").gaps == {}


def test_a_new_series_ends_the_former(server: Server) -> None:
    desk = server.enrol()
    desk.sync(visit_record(5), series="a")
    assert desk.sync(visit_record(1), series="b").gaps == {}
    kept = server.house.database.read(lambda c: c.execute(select(schema.numbering.c.series)).scalars().all())
    assert kept == ["b"]


def test_numbers_are_counted_desk_by_desk(server: Server) -> None:
    one, other = server.enrol("one"), server.enrol("other")
    one.sync(visit_record(3), series="a")
    assert other.sync(visit_record(1), series="a").gaps == {}
    assert one.sync(series="a").gaps == {"visit": ((1, 2),)}


def test_nothing_tells_which_record_had_which_number(server: Server) -> None:
    desk = server.enrol()
    record = visit_record(4)
    desk.sync(record, series="a")
    row = server.house.database.read(lambda c: c.execute(select(schema.record)).one())
    assert "number" not in row._fields
    assert "4" not in json.loads(row.body).get("number", "")


def test_a_total_overwrites_itself(server: Server) -> None:
    desk = server.enrol()
    assert desk.sync(totals=(_given(3), _given(1, "t")), counter_series="c").stored_totals
    desk.sync(totals=(_given(2),), counter_series="c")
    assert _totals(server) == {
        ("given", "kallio", "2026-W47", "muu", "s"): 2,
        ("given", "kallio", "2026-W47", "muu", "t"): 1,
    }


def test_a_request_that_was_overtaken_brings_no_older_total(server: Server) -> None:
    desk = server.enrol()
    late = desk.request(totals=(_given(5),), counter_series="c", serial=1)
    assert desk.sync(totals=(_given(7),), counter_series="c", serial=2).stored_totals
    assert not desk.port.sync(late).stored_totals
    assert list(_totals(server).values()) == [7]
    assert desk.sync(totals=(_given(7),), counter_series="c", serial=2).stored_totals  # the same once more
    assert desk.sync(totals=(_given(6),), counter_series="c", serial=3).stored_totals
    assert list(_totals(server).values()) == [6]


def test_two_desks_count_for_themselves(server: Server) -> None:
    one, other = server.enrol("one"), server.enrol("other")
    one.sync(totals=(_given(3),), counter_series="c1")
    other.sync(totals=(_given(4),), counter_series="c2")
    rows = server.house.database.read(lambda c: c.execute(select(schema.total.c.n)).scalars().all())
    assert sorted(rows) == [3, 4]


NOT_COUNTED: list[tuple[dict[str, object], str]] = [
    ({"totals": (Total("given", ("k",), -1),), "counter_series": "c"}, "total"),
    ({"totals": (Total("given", ("k",), 1 << 40),), "counter_series": "c"}, "total"),
    ({"totals": (Total("#serial", ("k",), 1),), "counter_series": "c"}, "total"),
    ({"totals": (Total("given", ("x" * 101,), 1),), "counter_series": "c"}, "total"),
    ({"totals": (Total("given", ("maija@example.fi",), 1),), "counter_series": "c"}, "total"),
    ({"totals": (Total("given", ("k",), 1),)}, "counter-series"),
    ({"series": "a", "void": {"visit": (0,)}}, "number"),
    ({"series": "a", "void": {"x" * 101: (1,)}}, "void"),
    ({"series": "\x00"}, "series"),
    ({"app": "x" * 101}, "app"),
    ({"protocol": -1}, "protocol"),
]


def test_what_no_desk_counts_is_refused_whole(server: Server) -> None:
    desk = server.enrol()
    for said, reason in NOT_COUNTED:
        with pytest.raises(RequestRefusedError) as raised:
            desk.sync(**said)
        assert raised.value.facts == {"status": 422, "reason": reason}
    assert _totals(server) == {}
