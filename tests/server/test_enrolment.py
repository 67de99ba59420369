"""What the contract cannot show: tries at once, networks, the book of acts, names."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from neuvola_core.codes import ALPHABET
from neuvola_core.errors import EnrolmentRefusedError, InvalidVisitError
from neuvola_core.point import check_id
from neuvola_core.wire import Backlog, EnrolAnswer, EnrolRequest
from neuvola_server.audit import acts, is_whole
from neuvola_server.desks import DeskNameTakenError, UnknownDeskError
from neuvola_server.enrolment import network_of
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.tokens import token_hash
from support.houses import HandClock, Server


def _try(house: House, code: str, address: str = "127.0.0.1", computer: str = "i") -> EnrolAnswer | str:
    try:
        return house.door(address).enrol(EnrolRequest("n", code, computer))
    except EnrolmentRefusedError as refused:
        return str(refused.facts["reason"])


def _wrong(code: str, n: int) -> str:
    return code[:-1] + next(sign for sign in ALPHABET[n:] if sign != code[-1])


def test_a_code_has_fifty_random_bits(sqlite_house: House) -> None:
    codes = {sqlite_house.enrolment.new_code(f"desk {n}") for n in range(20)}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {10}
    assert set("".join(codes)) <= set(ALPHABET)
    assert len(ALPHABET) == 32


def test_guesses_made_at_once_are_all_counted(house: House) -> None:
    code = house.enrolment.new_code("Kallio")
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(
            pool.map(lambda n: _try(house, _wrong(code, n), f"192.0.2.{n}"), range(12), timeout=60)
        )
    assert sorted(outcomes) == ["tries"] * 7 + ["unknown"] * 5
    assert _try(house, code, "192.0.2.99") == "tries"


def test_a_code_redeemed_at_once_by_many_becomes_one_desk(house: House) -> None:
    code = house.enrolment.new_code("Kallio")
    with ThreadPoolExecutor(5) as pool:
        outcomes = list(pool.map(lambda n: _try(house, code, f"192.0.2.{n}", f"i{n}"), range(5), timeout=60))
    assert sum(isinstance(outcome, EnrolAnswer) for outcome in outcomes) == 1
    assert outcomes.count("used") == 4
    assert len(house.desks.all()) == 1


def test_the_database_holds_neither_code_nor_token(house: House) -> None:
    code = house.enrolment.new_code("Kallio")
    answer = _try(house, code)
    assert isinstance(answer, EnrolAnswer)
    for table in (schema.enrol_code, schema.desk):
        for row in house.database.read(
            lambda connection, table=table: connection.execute(select(table)).all()
        ):
            assert code not in str(row)
            assert answer.token not in str(row)
    (desk,) = house.database.read(lambda connection: connection.execute(select(schema.desk)).all())
    assert desk.token_hash == token_hash(answer.token)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_tries_are_counted_by_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_acts_on_desks_are_in_the_book(sqlite_house: House) -> None:
    house = sqlite_house
    answer = _try(house, house.enrolment.new_code("Kallio", who="anna"))
    assert isinstance(answer, EnrolAnswer)
    house.desks.revoke("Kallio", who="anna")
    said = [(act.who, act.what, act.of) for act in house.database.read(acts)]
    assert said == [
        ("anna", "code-made", "Kallio"),
        (answer.desk, "desk-enrolled", "Kallio"),
        ("anna", "desk-revoked", "Kallio"),
    ]
    assert house.database.read(is_whole)


def test_a_name_is_one_desks(sqlite_house: House) -> None:
    house = sqlite_house
    first, second = house.enrolment.new_code("Kallio"), house.enrolment.new_code("Toinen")
    assert isinstance(_try(house, first), EnrolAnswer)
    with pytest.raises(DeskNameTakenError):
        house.enrolment.new_code("Kallio")
    renamed = schema.enrol_code.update().where(schema.enrol_code.c.desk == "").values(desk_name="Kallio")
    house.database.write(lambda connection: connection.execute(renamed))
    assert _try(house, second, computer="j") == "used"


def test_a_desk_nobody_knows_cannot_be_revoked(sqlite_house: House) -> None:
    with pytest.raises(UnknownDeskError):
        sqlite_house.desks.revoke("Kallio", who="anna")


def test_what_a_desk_tells_of_itself_is_listed(house: House, clock: HandClock) -> None:
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol(
        "Kallio", point="k"
    )
    backlog = Backlog(waiting=3, quarantined=1, oldest_week="2026-W46", clock_offset=-400, catalogue_seq=7)
    desk.sync(backlog=backlog, app="0.2.0")
    (listed,) = house.desks.all()
    assert (listed.name, listed.point, listed.point_name, listed.app) == ("Kallio", "k", "k", "0.2.0")
    assert (listed.backlog, listed.last_contact, listed.protocol) == (backlog, clock(), 1)
    assert listed.token_day == clock().date()


def test_the_point_of_any_name_is_one_that_visits_may_carry(sqlite_house: House) -> None:
    long = "Kauppakeskuksen piste, pöytä 1 (Maijan vieressä, Mannerheimintie 14 B)"
    first = _try(sqlite_house, sqlite_house.enrolment.new_code("a", point_name=long), computer="one")
    second = _try(sqlite_house, sqlite_house.enrolment.new_code("b", point_name=long), computer="two")
    assert isinstance(first, EnrolAnswer)
    assert isinstance(second, EnrolAnswer)
    check_id("point", first.point)
    assert (first.point, first.point_name) == (second.point, long)


def test_a_point_that_no_visit_may_carry_is_refused(sqlite_house: House) -> None:
    with pytest.raises(InvalidVisitError):
        sqlite_house.enrolment.new_code("a", point="piste, pöytä 1")
