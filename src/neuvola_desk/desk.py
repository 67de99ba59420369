"""The objects of one desk without a window: built on first use, closed together.

The window and the command line both stand on this; neither opens a database by itself.
"""

from collections.abc import Callable
from functools import cached_property

from neuvola_desk.config import Settings, load_settings, save_settings
from neuvola_desk.keys import AskPassphrase, passphrase_from_environment, record_key
from neuvola_desk.paths import DeskPaths
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.clock import Clock, SystemClock
from neuvola_desk.usecases.imports import CatalogueImport, ImportReport
from neuvola_search.catalogue import Catalogue, open_catalogue


class Desk:
    """Everything a face of the program needs, lazily; the record is opened only by what touches it."""

    def __init__(
        self,
        paths: DeskPaths,
        *,
        clock: Clock | None = None,
        ask_passphrase: AskPassphrase = passphrase_from_environment,
    ) -> None:
        self.paths = paths
        self.clock = clock or SystemClock()
        self._ask_passphrase = ask_passphrase
        self._closers: list[Callable[[], None]] = []

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of this desk, made when there is none."""
        catalogue = open_catalogue(self.paths.catalogue)
        self._closers.append(catalogue.close)
        return catalogue

    @cached_property
    def imports(self) -> CatalogueImport:
        """Importing into this desk's catalogue."""
        return CatalogueImport(self.catalogue, lambda: self.clock.now().date())

    @property
    def settings(self) -> Settings:
        """The settings as they are on the disk."""
        return load_settings(self.paths.config)

    def save_settings(self, settings: Settings) -> None:
        """Writes the settings; raises ``CannotWriteError``."""
        save_settings(self.paths.config, settings)

    def load_demo(self) -> ImportReport:
        """Fills an empty catalogue with the demo catalogue (the window's first start)."""
        return self.imports.load_demo(resource_path("demo", "catalogue.csv"))

    def close(self) -> None:
        """Closes what was opened, the last first."""
        while self._closers:
            self._closers.pop()()
