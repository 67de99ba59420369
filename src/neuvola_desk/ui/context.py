"""What every screen is given: the objects of the window, in one frozen value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from neuvola_desk.ui.background import Background
from neuvola_desk.ui.door import DeskDoor
from neuvola_desk.ui.preferences import Preferences
from neuvola_desk.ui.shift.keeper import ShiftKeeper
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.tray.tray import Tray


@dataclass(frozen=True, slots=True)
class WindowContext:
    """Passed by constructor; ``door`` is the way to the catalogue, the record and the use cases."""

    background: Background
    signals: DeskSignals
    theme: Theme
    preferences: Preferences
    door: DeskDoor
    tray: Tray
    shift: ShiftKeeper
    now: Callable[[], datetime]
    """The time in Europe/Helsinki, aware."""
