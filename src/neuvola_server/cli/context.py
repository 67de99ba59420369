"""What every command gets: the house of the server, and how to speak."""

from contextlib import ExitStack
from functools import cached_property
from types import TracebackType

from neuvola_core.cli.speaker import Speaker
from neuvola_core.errors import CannotWriteError, NeuvolaError
from neuvola_server.house import House
from neuvola_server.settings import ServerSettings
from neuvola_server.storage.migrate import is_current


class NotMigratedError(NeuvolaError):
    """A PostgreSQL that ``migrate`` has not brought up to date."""

    code = "not-migrated"


class CannotListenError(NeuvolaError):
    """The address is taken or not this machine's; facts: ``host``, ``port``."""

    code = "cannot-listen"


class Context(Speaker):
    """One run of a command."""

    def __init__(self, settings: ServerSettings, *, as_json: bool) -> None:
        super().__init__(as_json=as_json)
        self.settings = settings
        self._closing = ExitStack()

    def __enter__(self) -> "Context":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    @cached_property
    def unprepared_house(self) -> House:
        """The house over a database as it stands; raises ``CannotWriteError``."""
        try:
            house = House(self.settings)
        except OSError as fault:
            raise CannotWriteError(path=fault.filename, folder=True) from fault
        self._closing.callback(house.close)
        return house

    @cached_property
    def house(self) -> House:
        """The house over an up-to-date database; raises ``NotMigratedError``."""
        house = self.unprepared_house
        house.prepare()
        if not is_current(house.database):
            raise NotMigratedError
        return house
