"""Whether a service is open, over all its channels."""

from dataclasses import replace

from neuvola_core.hours import NOT_KNOWN, Hours, Opening, Regular
from neuvola_core.opening import State
from neuvola_desk.usecases.opening import service_opening
from support.small_desk import NOW, place, services

DEBT, SHELTER, FOOD, FRIEND = services()[:4]
EVENINGS = Hours((Regular((Opening(2, 1020, 1230),)),))


def test_a_service_is_open_when_any_of_its_channels_is() -> None:
    evening = place("Iltatie 1", "017 1", EVENINGS)
    found = service_opening(replace(DEBT, channels=(evening, *DEBT.channels)), NOW)
    assert found.status.state is State.OPEN
    assert found.hours == DEBT.channels[0].hours
    assert service_opening(SHELTER, NOW).status.until is None


def test_of_closed_channels_the_one_that_opens_first_tells() -> None:
    later = NOW.replace(hour=16, minute=30)
    evening = place("Iltatie 1", "017 1", EVENINGS)
    found = service_opening(replace(DEBT, channels=(*DEBT.channels, evening)), later)
    assert (found.status.state, found.hours) == (State.CLOSED, EVENINGS)
    assert found.status.opens_next == NOW.replace(hour=17, minute=0)
    opens = service_opening(FOOD, NOW).status.opens_next
    assert opens is not None
    assert (opens.day, opens.hour) == (19, 17)


def test_hours_that_nobody_states_are_not_closed() -> None:
    found = service_opening(FRIEND, NOW)
    assert (found.status.state, found.hours) == (State.NOT_KNOWN, NOT_KNOWN)
    asked = place("Kysytie 1", "017 1", NOT_KNOWN)
    assert service_opening(replace(DEBT, channels=(asked, *DEBT.channels)), NOW).status.state is State.OPEN
