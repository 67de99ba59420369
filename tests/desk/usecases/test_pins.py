"""Setting, changing and giving PINs: what is refused, what is never told, what is logged."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_core.errors import NotAllowedError, PinRefusedError, RefusedContentError
from neuvola_core.roles import Act, Role
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.pin_hash import digits_of, fits, hash_of
from neuvola_desk.usecases.pins import MOST_PINS, PinEntry
from support.pin_desk import PINS, dict_keyring, set_pins
from support.records import SUNDAY_MORNING

VOLUNTEER, COUNSELLOR, COORDINATOR = Role.VOLUNTEER, Role.COUNSELLOR, Role.COORDINATOR


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Iterator[Desk]:
    """A desk without PINs."""
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", dict_keyring())
    desk = Desk(DeskPaths(tmp_path / "desk").create(), clock=clock)
    yield desk
    desk.close()


@pytest.fixture
def desk(bare: Desk) -> Desk:
    set_pins(bare)
    return bare


def log_of(desk: Desk) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(desk.paths.logs.glob("desk-*.log")))


def refusal(desk: Desk, typed: str) -> PinRefusedError:
    with pytest.raises(PinRefusedError) as refused:
        desk.rights.enter(typed)
    return refused.value


@pytest.mark.parametrize("typed", ["", "123", "1234567", "12a4", "ABCD", "-1234", "12 34", "१२३४"])
def test_a_pin_is_four_to_six_digits(typed: str) -> None:
    with pytest.raises(PinRefusedError) as refused:
        digits_of(typed)
    assert refused.value.facts["reason"] == "form"


def test_digits_of_another_width_are_the_same_digits() -> None:
    assert digits_of("\uff11\uff12\uff13\uff14 ") == "1234"


def test_what_is_kept_of_a_pin_is_argon2id_with_a_salt_of_its_own() -> None:
    one, other = hash_of("1234"), hash_of("1234")
    assert one.startswith("$argon2id$")
    assert one != other
    assert fits("1234", one)
    assert not fits("1235", one)
    assert not fits("1234", "no hash")


def test_the_first_pin_is_the_coordinators_and_its_setter_stays_in(bare: Desk) -> None:
    with pytest.raises(PinRefusedError) as refused:
        bare.pins.add(VOLUNTEER, "1111")
    assert refused.value.facts["reason"] == "first"
    bare.pins.add(COORDINATOR, "3333")
    assert bare.rights.role is COORDINATOR
    bare.rights.lock()
    assert bare.rights.state.is_locked


def test_each_pin_opens_its_role(desk: Desk) -> None:
    for role, pin in PINS.items():
        assert desk.rights.enter(pin).state.role is role
        assert desk.rights.role is role


def test_it_is_told_whether_whoever_left_has_come_back(desk: Desk) -> None:
    desk.rights.enter("1111")
    desk.rights.lock()
    assert desk.rights.enter("1111").same
    desk.rights.lock()
    assert not desk.rights.enter("2222").same
    assert not desk.rights.enter("3333").same


def test_five_misses_are_a_minute_and_the_right_pin_waits_too(desk: Desk, clock: FixedClock) -> None:
    assert [refusal(desk, "9999").facts.get("left") for _ in range(4)] == [4, 3, 2, 1]
    assert refusal(desk, "9999").facts == {"reason": "wait", "seconds": 60}
    assert refusal(desk, "3333").facts == {"reason": "wait", "seconds": 60}
    clock.move(timedelta(seconds=30))
    assert refusal(desk, "3333").facts["seconds"] == 30
    clock.move(timedelta(seconds=30))
    assert desk.rights.enter("3333").state.role is COORDINATOR


def test_a_slip_of_the_hand_that_is_no_pin_costs_no_try(desk: Desk) -> None:
    for _ in range(9):
        assert refusal(desk, "12").facts["reason"] == "form"
    assert refusal(desk, "9999").facts["left"] == 4


def test_two_pins_alike_are_refused_and_too_many(desk: Desk) -> None:
    desk.rights.enter("3333")
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.add(VOLUNTEER, "2222")
    assert refused.value.facts["reason"] == "taken"
    for number in range(MOST_PINS - 3):
        desk.pins.add(VOLUNTEER, f"70{number:02}")
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.add(VOLUNTEER, "8888")
    assert refused.value.facts["reason"] == "full"


def test_the_list_tells_whose_they_are_and_numbers_are_filled_again(desk: Desk) -> None:
    desk.rights.enter("3333")
    desk.pins.add(VOLUNTEER, "4444")
    desk.pins.remove(VOLUNTEER, 1)
    assert desk.pins.all() == (
        PinEntry(COORDINATOR, 1, "Koordinaattori"),
        PinEntry(COUNSELLOR, 1),
        PinEntry(VOLUNTEER, 2),
    )
    assert desk.pins.add(VOLUNTEER, "1111").number == 1


@pytest.mark.parametrize(("role", "name"), [(VOLUNTEER, "Maija"), (COUNSELLOR, "x" * 25)])
def test_a_name_is_short_and_staffs_only(desk: Desk, role: Role, name: str) -> None:
    desk.rights.enter("3333")
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.add(role, "4444", name)
    assert refused.value.facts["reason"] == "name"


def test_a_name_is_nobodys_identity_code(desk: Desk) -> None:
    desk.rights.enter("3333")
    with pytest.raises(RefusedContentError):
        desk.pins.add(COUNSELLOR, "4444", "131052-308T")


def test_whoever_came_in_by_a_pin_that_is_taken_away_is_out(desk: Desk) -> None:
    desk.rights.enter("3333")
    desk.pins.add(COORDINATOR, "4444")
    desk.pins.remove(COORDINATOR, 1)
    assert desk.rights.state.is_locked
    with pytest.raises(NotAllowedError):
        desk.rights.require(Act.LOG_VISIT)


def test_the_last_coordinators_pin_stays(desk: Desk) -> None:
    desk.rights.enter("3333")
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.remove(COORDINATOR, 1)
    assert refused.value.facts["reason"] == "last"
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.remove(COUNSELLOR, 7)
    assert refused.value.facts["reason"] == "unknown"


def test_ones_own_pin_is_changed_with_the_old_one(desk: Desk) -> None:
    desk.rights.enter("2222")
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.change_own("1111", "5555")
    assert refused.value.facts["reason"] == "wrong"
    desk.pins.change_own("2222", "5555")
    assert desk.rights.role is COUNSELLOR, "who changed it stays in"
    desk.rights.lock()
    assert refusal(desk, "2222").facts["reason"] == "wrong"
    assert desk.rights.enter("5555").state.role is COUNSELLOR


def test_asking_for_others_pins_by_changing_ones_own_costs_a_try(desk: Desk) -> None:
    desk.rights.enter("2222")
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.change_own("2222", "3333")
    assert refused.value.facts["reason"] == "taken"
    assert refusal(desk, "9999").facts["left"] == 3


def test_a_forgotten_pin_is_changed_by_the_coordinator(desk: Desk) -> None:
    desk.rights.enter("3333")
    desk.pins.change(VOLUNTEER, 1, "6666")
    assert desk.rights.enter("6666").state.role is VOLUNTEER


def test_the_key_of_the_sheet_sets_a_new_coordinators_pin(desk: Desk) -> None:
    with pytest.raises(PinRefusedError) as refused:
        desk.pins.reset(b"x" * 32, "7777")
    assert refused.value.facts["reason"] == "recovery"
    for _ in range(5):
        refusal(desk, "9999")
    desk.pins.reset(desk.key, "7777")
    assert desk.rights.enter("7777").state.role is COORDINATOR
    assert refusal(desk, "3333").facts["reason"] == "wrong"
    assert desk.rights.enter("1111").state.role is VOLUNTEER, "the others stay"


def test_the_key_of_the_sheet_takes_every_pin_away(desk: Desk) -> None:
    desk.pins.reset(desk.key)
    assert desk.rights.role is COORDINATOR
    assert not desk.rights.state.has_pins


def test_the_log_tells_of_misses_and_changes_by_role_and_of_nothing_else(desk: Desk) -> None:
    refusal(desk, "9998")
    desk.rights.enter("3333")
    desk.pins.change(VOLUNTEER, 1, "6667")
    told = log_of(desk)
    assert "2026-11-22T" in told
    assert [line.split(" ", 1)[1] for line in told.splitlines()] == [
        "pin-added koordinaattori",
        "pin-added neuvoja",
        "pin-added vapaaehtoinen",
        "pin-missed",
        "pin-changed vapaaehtoinen",
    ]
    everything = b"".join(path.read_bytes() for path in desk.paths.data.rglob("*") if path.is_file())
    for pin in (b"9998", b"6667", b"Koordinaattori"):
        assert pin not in b"".join(path.read_bytes() for path in desk.paths.logs.iterdir())
    assert b"$argon2id$" not in everything, "the hashes are inside the encrypted record"
