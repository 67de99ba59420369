"""What time it is in Finland, as something that is passed in and can stand still in a test."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from neuvola_core.opening import ZONE
from neuvola_core.visit import PartOfDay

HELSINKI: Final = ZONE


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Aware time in Europe/Helsinki, whatever the computer's own time zone."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Aware time in Europe/Helsinki."""
        return datetime.now(HELSINKI)


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.replace(tzinfo=HELSINKI) if moment.tzinfo is None else moment

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._moment.astimezone(HELSINKI)

    def move(self, by: timedelta) -> None:
        """Puts the clock on, or back."""
        self._moment += by


_CLOSING_HOUR: Final = {PartOfDay.MORNING: 12, PartOfDay.AFTERNOON: 16, PartOfDay.LATE: 24}


def closing_time(moment: datetime) -> datetime:
    """When the part of day that ``moment`` lies in closes: 12, 16 or midnight in Helsinki."""
    local = moment.astimezone(HELSINKI)
    hour = _CLOSING_HOUR[PartOfDay.of(local.hour)]
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if hour == 24:
        return midnight + timedelta(days=1)
    return midnight.replace(hour=hour)
