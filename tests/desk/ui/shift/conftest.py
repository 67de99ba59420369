"""The window over a real desk with a PIN for every role, as it starts in the morning."""

import pytest

from neuvola_desk.config import Settings
from neuvola_desk.desk import Desk
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.pin_desk import set_pins
from support.real_room import OpenReal, RealRoom, open_real, prepared, real

__all__ = ["open_real", "prepared", "real"]


def begin(desk: Desk) -> None:
    for _ in range(7):
        desk.visits.log(VisitDraft(needs=("velat",)))
    set_pins(desk)


@pytest.fixture
def locked(open_real: OpenReal) -> RealRoom:
    open_real(Settings(theme="light")).ask(begin)
    return open_real()
