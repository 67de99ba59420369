"""Recovery keys: on paper, and proven to open before they are needed."""

import secrets
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.codes import ALPHABET
from neuvola_core.contact import open_details
from neuvola_core.sealing import Sealed
from neuvola_server import audit
from neuvola_server.contacts.values import LinkRefusedError
from neuvola_server.house import House
from neuvola_server.key_recovery import RecoveryKeyRefusedError, paper_of, secret_of
from neuvola_server.keys import SEALING
from support.contacts import DETAILS, link_to, register, request_to
from support.houses import HandClock, Server


def reason(typed: str) -> str:
    with pytest.raises(RecoveryKeyRefusedError) as raised:
        secret_of(typed)
    return str(raised.value.facts["reason"])


@given(st.binary(min_size=32, max_size=32))
def test_paper_gives_the_secret_back(secret: bytes) -> None:
    paper = paper_of(secret)
    assert [len(group) for group in paper.split("-")] == [4] * 14
    assert secret_of(paper) == secret
    assert secret_of("\n".join(paper.lower().split("-"))) == secret


@given(st.binary(min_size=32, max_size=32), st.integers(0, 55), st.integers(1, 31))
def test_one_wrong_sign_is_noticed(secret: bytes, place: int, other: int) -> None:
    signs = paper_of(secret).replace("-", "")
    wrong = ALPHABET[(ALPHABET.index(signs[place]) + other) % 32]
    typed = signs[:place] + wrong + signs[place + 1 :]
    try:
        assert secret_of(typed) != secret  # one in a million passes the check, and is still another key
    except RecoveryKeyRefusedError as refused:
        assert refused.facts["reason"] == "check"  # noqa: PT017 - either of the two may come


def test_what_is_no_key_is_told_from_what_is_mistyped() -> None:
    paper = paper_of(secrets.token_bytes(32))
    assert reason("") == "signs"
    assert reason(paper[:-1]) == "signs"
    assert reason(paper + "0") == "signs"
    assert reason(paper.replace(paper[0], "U")) == "signs"
    assert reason("Z" * 56) == "check"


def test_what_desks_seal_opens_with_the_paper(house: House) -> None:
    made = house.recovery.make(who="leena")
    assert made.id in house.keys.sealing_keys
    request = request_to(house)
    sealed = Sealed(**request.record.body["sealed"])
    assert open_details(sealed, request.id, made.id, secret_of(made.paper)) == DETAILS
    assert house.recovery.drill(made.paper, who="leena") == made.id
    acts = [(act.what, act.of) for act in house.database.read(audit.acts)]
    assert acts == [("recovery-key-made", made.id), ("recovery-key-drilled", made.id)]


def test_the_private_half_is_in_no_file(house: House) -> None:
    made = house.recovery.make(who="t")
    secret = secret_of(made.paper)
    for path in (*house.settings.key_dir.iterdir(), *house.settings.data_dir.glob("*.db*")):
        held = path.read_bytes()
        assert secret not in held
        assert made.paper.encode() not in held


def test_a_key_of_another_server_fails_the_drill(house: House) -> None:
    made = house.recovery.make(who="t")
    (house.settings.key_dir / f"recovery-{made.id}.pub").unlink()
    with pytest.raises(RecoveryKeyRefusedError) as raised:
        house.recovery.drill(made.paper, who="t")
    assert raised.value.facts["reason"] == "unknown"
    assert [act.what for act in house.database.read(audit.acts)] == ["recovery-key-made"]


def test_requests_are_opened_again_by_the_paper_when_the_keys_are_lost(
    house: House, clock: HandClock
) -> None:
    register(house, "o1")
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    paper = house.recovery.make(who="leena")
    made = request_to(house)
    desk.sync(made.record)
    desk.sync(replace(made.record, body={**made.record.body, "organisations": ["o2"]}))  # stands beside it
    (house.settings.key_dir / SEALING).unlink()
    house.key_register.forget(clock(), who="leena")
    token = link_to(house, made.id)
    browser = house.handlings.confirm(token)
    with pytest.raises(LinkRefusedError):
        house.handlings.read(token, browser)
    assert house.recovery.recover(paper.paper, who="leena") == 2
    assert house.handlings.read(token, browser).details == DETAILS
    acts = [(act.what, act.of) for act in house.database.read(audit.acts)]
    assert ("contacts-resealed", paper.id) in acts
    with pytest.raises(RecoveryKeyRefusedError) as raised:
        house.recovery.recover(paper_of(secrets.token_bytes(32)), who="leena")
    assert raised.value.facts["reason"] == "nothing"
