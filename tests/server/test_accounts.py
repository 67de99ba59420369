"""People who may log in: passwords, log-ins that end, and tries that are counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from neuvola_server.accounts import (
    Account,
    Accounts,
    AccountTakenError,
    LogInRefusedError,
    Role,
    UnknownAccountError,
    WeakPasswordError,
)
from neuvola_server.house import House
from support.houses import HandClock, house_at

PASSWORD = "tyynen järven ranta"
LEENA = Account("leena", Role.COORDINATOR, "kallio")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[House]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with house_at(tmp_path / "server", url, clock) as made:
        yield made


@pytest.fixture
def accounts(house: House) -> Accounts:
    found = Accounts(house.database, house.clock)
    found.add(LEENA, PASSWORD)
    return found


def refusal(accounts: Accounts, name: str, password: str) -> str:
    with pytest.raises(LogInRefusedError) as raised:
        accounts.log_in(name, password)
    return str(raised.value.facts["reason"])


def test_a_log_in_tells_who_it_is(accounts: Accounts):
    token = accounts.log_in("leena", PASSWORD)
    assert accounts.who(token) == LEENA
    assert accounts.who(token + "x") is None
    accounts.log_out(token)
    assert accounts.who(token) is None


def test_neither_password_nor_token_is_stored(accounts: Accounts, house: House):
    token = accounts.log_in("leena", PASSWORD)
    stored = house.database.read(
        lambda c: [*c.execute(text("SELECT * FROM account")), *c.execute(text("SELECT * FROM lease"))]
    )
    assert PASSWORD not in str(stored)
    assert token not in str(stored)
    assert "argon2id" in str(stored)


def test_a_name_is_given_once(accounts: Accounts):
    with pytest.raises(AccountTakenError):
        accounts.add(LEENA, "toinen pitkä salasana")
    assert accounts.who(accounts.log_in("leena", PASSWORD)) == LEENA


def test_a_short_password_is_refused(accounts: Accounts):
    with pytest.raises(WeakPasswordError):
        accounts.add(Account("kalle", Role.OPERATOR), "lyhyt")
    assert [one.name for one in accounts.all()] == ["leena"]


def test_who_is_removed_is_out(accounts: Accounts):
    token = accounts.log_in("leena", PASSWORD)
    accounts.remove("leena")
    assert accounts.who(token) is None
    assert accounts.all() == ()
    assert refusal(accounts, "leena", PASSWORD) == "wrong"
    with pytest.raises(UnknownAccountError):
        accounts.remove("leena")


def test_a_new_person_of_an_old_name_has_no_old_log_in(accounts: Accounts):
    token = accounts.log_in("leena", PASSWORD)
    accounts.remove("leena")
    accounts.add(LEENA, "toinen pitkä salasana")
    assert accounts.who(token) is None


def test_wrong_passwords_are_counted_by_name(accounts: Accounts, clock: HandClock):
    assert [refusal(accounts, "leena", "x") for _ in range(6)] == ["wrong"] * 5 + ["tries"]
    assert refusal(accounts, "leena", PASSWORD) == "tries"
    assert refusal(accounts, "nobody", "x") == "wrong"
    clock.move(minutes=1)
    assert accounts.who(accounts.log_in("leena", PASSWORD)) == LEENA


def test_a_damaged_hash_lets_nobody_in(accounts: Accounts, house: House):
    house.database.write(lambda c: c.execute(text("UPDATE account SET password = 'x'")).rowcount)
    assert refusal(accounts, "leena", "x") == "wrong"


def test_log_ins_that_have_run_out_are_thrown_away(accounts: Accounts, house: House, clock: HandClock):
    old = accounts.log_in("leena", PASSWORD)
    clock.move(hours=11)
    assert accounts.who(old) is None
    accounts.log_in("leena", PASSWORD)
    left = house.database.read(lambda c: c.execute(text("SELECT count(*) FROM lease")).scalar())
    assert left == 1


def test_what_a_person_may_see():
    assert LEENA.may_see("kallio")
    assert not LEENA.may_see("ita")
    assert Account("a", Role.COORDINATOR).may_see("ita")
    assert Account("a", Role.OPERATOR, "kallio").may_see("ita")
