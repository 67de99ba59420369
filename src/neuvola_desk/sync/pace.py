"""How much goes over the line at a time: less after it has broken in the midst, more again while it holds.

A line that breaks every twenty kilobytes lets nothing larger through, however often it is tried.
"""

from typing import Final

from neuvola_core.errors import ServerUnreachableError
from neuvola_core.wire import LARGEST_PAGE, MOST_RECORDS
from neuvola_desk.record_port import SettingStore

_SLOWER: Final = 2
_FASTER: Final = 4
"""Most lines break for other reasons than size; such a line must not come down to one record at a time."""


class Pace:
    """The size of requests or answers, remembered from one cycle to the next."""

    def __init__(self, settings: SettingStore, name: str, most: int) -> None:
        self._settings = settings
        self._name = name
        self._most = most
        self.size = min(most, int(settings.get(name) or most))
        self._first = self.size
        self._passed = 0

    def held(self, n: int) -> None:
        """So much went through at once."""
        self._passed = max(self._passed, n)
        if n >= self.size < self._most:
            self._keep(min(self._most, self.size * _FASTER))

    def broke(self, fault: ServerUnreachableError) -> None:
        """The line broke; where there was none at all nothing follows from it."""
        if not fault.facts.get("cut"):
            return
        proved = self._passed >= self._first  # the size that this cycle began with is not to blame
        self._keep(self._first if proved else max(1, self.size // _SLOWER))

    def _keep(self, size: int) -> None:
        if size != self.size:
            self.size = size
            self._settings.put_all({self._name: str(size)})


def of_requests(settings: SettingStore) -> Pace:
    """Records in a request."""
    return Pace(settings, "records-at-once", MOST_RECORDS)


def of_pages(settings: SettingStore) -> Pace:
    """Changes in a page of the catalogue."""
    return Pace(settings, "changes-at-once", LARGEST_PAGE)
