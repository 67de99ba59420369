"""What day it is at a desk whose clock may be wrong, as far as the server's word goes.

A computer whose clock battery is dead starts years ago. What is promised to a visitor, and what is destroyed
for its age, goes by this day and not by the clock alone.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from neuvola_desk.record_port import CLOCK_OFFSET, SERVER_DAY

_LONGEST_SILENCE: Final = timedelta(days=14)
"""In which a clock that is behind may come to the server's day by itself; beyond it somebody has set it."""


def true_day(now: datetime, told: Callable[[str], str]) -> date:
    """The day at ``now`` (aware, Helsinki) by the clock less its known fault, never before the server's.

    ``told`` gives a setting of the record, empty where there is none.
    """
    server_day = told(SERVER_DAY)
    offset = timedelta(seconds=int(told(CLOCK_OFFSET) or 0))
    mended, shown = (now - offset).date(), now.date()
    if not server_day:
        return mended
    last = date.fromisoformat(server_day)
    put_back = mended < last
    put_on = offset < -_LONGEST_SILENCE and shown >= last
    # A clock that was set since the two last spoke no longer has the fault that it had then.
    return max(shown if put_back or put_on else mended, last)
