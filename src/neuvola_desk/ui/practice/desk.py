"""The desk that practice is done on: it reads what the real one reads, and writes into a record of its own.

Everything that stands on the record stands here on another file, made for this practice, encrypted with a key
that only memory knows, and thrown away at its end. So nothing practised can reach the record, the counters,
the outbox or the server, whatever is added to ``Desk`` later.
"""

import secrets
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from neuvola_core.errors import PracticeError
from neuvola_desk.config import Settings
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.resources import resource_path
from neuvola_desk.ui.practice.mark import marked
from neuvola_desk.usecases.health import Finding
from neuvola_desk.usecases.imports import CatalogueImport

if TYPE_CHECKING:  # for their names only
    from neuvola_desk.sync.exchange import Exchange
    from neuvola_desk.sync.status import SyncFacts
    from neuvola_desk.usecases.contact_requests import ContactRequests
    from neuvola_desk.usecases.pins import Pins
    from neuvola_desk.usecases.recovery import Recovery

_KEY_BYTES = 32


class PracticeDesk(Desk):
    """``demo`` brings the example catalogue where the desk has another; the desk's own stays as it is."""

    def __init__(self, real: Desk, *, demo: bool = False) -> None:
        self._real = real
        self._folder = TemporaryDirectory(prefix="neuvola-")
        super().__init__(DeskPaths(Path(self._folder.name)), clock=real.clock)
        self.rights = real.rights  # the same person sits here
        self.key = secrets.token_bytes(_KEY_BYTES)
        if demo and not real.catalogue.info().is_demo:
            examples = CatalogueImport(self.catalogue, lambda: self.clock.now().date())
            examples.load_demo(resource_path("demo", "catalogue.csv"))
        else:
            self.catalogue = real.catalogue

    @cached_property
    def imports(self) -> CatalogueImport:
        """The real catalogue is what others work with: it is not changed for practice."""
        raise PracticeError

    @cached_property
    def recovery(self) -> "Recovery":
        """There is nothing to mend in a record that is thrown away."""
        raise PracticeError

    @cached_property
    def pins(self) -> "Pins":
        """Those of the real desk hold, and are not changed for practice."""
        raise PracticeError

    @cached_property
    def exchange(self) -> "Exchange":
        """The real one: what real visitors left goes on its way, and nothing practised is in its reach."""
        return self._real.exchange

    @property
    def is_enrolled(self) -> bool:
        """Whether the real desk is."""
        return self._real.is_enrolled

    def sync_facts(self) -> "SyncFacts":
        """How the real desk and its server stand to each other."""
        return self._real.sync_facts()

    def tend(self) -> None:
        """The real record is tended whatever is practised beside it."""
        self._real.tend()

    def examine(self) -> tuple[Finding, ...]:
        """What works on this machine."""
        return self._real.examine()

    @property
    def settings(self) -> Settings:
        """The settings of the real desk."""
        return self._real.settings

    def keep_settings(self, settings: Settings) -> None:
        """Looks and language are nobody's secret: they are kept as always, by the same rights."""
        self._real.keep_settings(settings)

    def leaflet(self, *services: Any, **form: Any) -> bytes:
        """A leaflet that says on every page that it is practice."""
        return marked(super().leaflet(*services, **form))

    def pocket_slips(self, *services: Any, **form: Any) -> bytes:
        """Slips that say that they are practice."""
        return marked(super().pocket_slips(*services, **form))

    def as_printed(self, sheet: bytes) -> bytes:
        """A sheet that says that it is practice."""
        return marked(sheet)

    @cached_property
    def contact_requests(self) -> "ContactRequests":
        """Requests that end before anything is sealed."""
        from neuvola_desk.ui.practice.requests import PracticeRequests
        from neuvola_desk.usecases.consent import Controller

        controller = Controller(self.settings.controller, self.settings.controller_contact)
        return PracticeRequests(self.record, self.clock, self.rights, controller)

    def close(self) -> None:
        """Throws away what was practised."""
        super().close()
        self._folder.cleanup()
