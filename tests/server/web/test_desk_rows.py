"""A desk in words."""

from datetime import UTC, datetime, timedelta

import pytest

from neuvola_core.wire import Backlog
from neuvola_server.desks import Desk
from neuvola_server.web.codes import grouped
from neuvola_server.web.desk_rows import DeskRow, Gaps, desk_row, numbers
from neuvola_server.web.words import words

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def row(gaps: Gaps | None = None, head: int = 100, **facts: object) -> DeskRow:
    backlog = Backlog(**{name: facts.pop(name) for name in list(facts) if name in Backlog.__slots__})  # type: ignore[arg-type]
    known = {"last_contact": NOW - timedelta(hours=2), "backlog": backlog, **facts}
    desk = Desk(id="d", name="Kallio", point="k", point_name="Kallion piste", **known)  # type: ignore[arg-type]
    return desk_row(desk, gaps or {}, head, NOW, words("fi"))


def test_a_desk_that_does_well():
    found = row(catalogue_seq=100, app="neuvola-desk 0.2.0")
    assert found == DeskRow(
        name="Kallio",
        point="Kallion piste",
        contact="2 tuntia sitten",
        contact_at="22.11.2026 12.00",
        waiting="ei mitään",
        oldest="",
        catalogue="ajan tasalla",
        version="neuvola-desk 0.2.0",
        notices=(),
        copied=False,
        revoked=False,
    )


def test_a_desk_that_was_never_heard_of():
    found = row(last_contact=None)
    assert (found.contact, found.contact_at) == ("ei vielä kertaakaan", "")
    assert (found.waiting, found.catalogue, found.version) == ("ei tiedossa",) * 3
    assert found.notices == ()


@pytest.mark.parametrize(
    ("seq", "head", "told"),
    [
        (100, 100, "ajan tasalla"),
        (99, 100, "1 muutos hakematta"),
        (1, 100, "99 muutosta hakematta"),
        (0, 100, "ei vielä haettu"),
        (0, 0, "ajan tasalla"),
        (120, 100, "ajan tasalla"),
    ],
)
def test_how_far_its_catalogue_is(seq: int, head: int, told: str):
    assert row(head=head, catalogue_seq=seq).catalogue == told


def test_what_waits_and_since_when():
    assert (row(waiting=1).waiting, row(waiting=1).oldest) == ("1 merkintä", "")
    found = row(waiting=7, oldest_week="2026-W41")
    assert (found.waiting, found.oldest) == ("7 merkintää", "vanhin viikolta 2026-W41")


@pytest.mark.parametrize(
    ("offset", "told"),
    [
        (300, ()),
        (-300, ()),
        (301, ("Työaseman kello edistää 5 minuuttia.",)),
        (-7200, ("Työaseman kello jätättää 2 tuntia.",)),
    ],
)
def test_a_clock_that_goes_wrong(offset: int, told: tuple[str, ...]):
    assert row(clock_offset=offset).notices == told


def test_holes_in_the_numbers_by_kind():
    gaps = {"visit": [(441, 444), (450, 450)], "correction": [], "new_kind": [(1, 1)]}
    assert row(gaps).notices == ("Käynnit: puuttuu 441–444, 450", "new_kind: puuttuu 1")


def test_a_long_silence():
    assert row(last_contact=NOW - timedelta(days=6)).notices == ()
    assert row(last_contact=NOW - timedelta(days=21)).notices == ("Ei yhteyttä: 3 viikkoa.",)


def test_nothing_is_to_be_done_for_a_revoked_desk():
    found = row({"visit": [(1, 2)]}, revoked=True, copied=True, quarantined=3)
    assert (found.notices, found.revoked) == ((), True)


def test_a_time_to_come_is_now():
    assert row(last_contact=NOW + timedelta(minutes=5)).contact == "1 minuutti sitten"


def test_numbers_and_codes_as_people_read_them():
    assert numbers([(1, 1), (3, 5)]) == "1, 3–5"
    assert grouped("0123456789") == "01234-56789"
