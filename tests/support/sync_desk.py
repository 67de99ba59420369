"""A desk for tests of the exchange: a record, a catalogue, a keyring and a clock of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from neuvola_desk import keys
from neuvola_desk.keys import SecretStore
from neuvola_desk.paths import DeskPaths
from neuvola_desk.storage.record import Record, open_record
from neuvola_desk.sync.exchange import Exchange, Line
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.visits import VisitLog
from neuvola_search.catalogue import Catalogue, open_catalogue
from support.model_server import ModelServer
from support.records import KEY, SUNDAY_MORNING, full_draft


@dataclass
class Keyring:
    """A keyring in memory."""

    kept: dict[str, str] = field(default_factory=dict)
    forgets: bool = False

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, secret: str) -> None:
        if not self.forgets:
            self.kept[name] = secret


class SyncDesk:
    """One desk; ``again`` is the same desk after a crash."""

    def __init__(
        self,
        folder: Path,
        line: Callable[[str, str], Line],
        clock: FixedClock | None = None,
        keyring: Keyring | None = None,
    ) -> None:
        self.paths = DeskPaths(folder).create()
        self.clock = clock or FixedClock(SUNDAY_MORNING)
        self.keyring = keyring or Keyring()
        self._line = line
        keys.installation_id(self.paths) if not self.paths.record.exists() else None
        self.record: Record = open_record(self.paths.record, KEY)
        self.catalogue: Catalogue = open_catalogue(self.paths.catalogue)
        self.exchange = Exchange(self.paths, self.record, lambda: self.catalogue, self.clock.now, line=line)

    def store(self) -> SecretStore:
        return self.keyring

    def log(self, n: int = 1, point: str = "kallio") -> list[str]:
        log = VisitLog(self.record, self.clock, point)
        return [log.log(full_draft()).id for _ in range(n)]

    def enrol(self, server: ModelServer, desk: str = "d1") -> None:
        self.exchange.enrol("http://localhost", server.new_code(desk))

    def again(self) -> "SyncDesk":
        self.close()
        return SyncDesk(self.paths.data, self._line, self.clock, self.keyring)

    def close(self) -> None:
        self.catalogue.close()
        self.record.close()
