"""Where things lie: one data folder, private to the user."""

import os
from dataclasses import dataclass
from pathlib import Path

from neuvola_core.errors import CannotWriteError


@dataclass(frozen=True, slots=True)
class DeskPaths:
    """The files of one desk, all under one folder."""

    data: Path

    @property
    def catalogue(self) -> Path:
        """The catalogue: a cache, may be thrown away."""
        return self.data / "catalogue.db"

    @property
    def record(self) -> Path:
        """The record: encrypted, never overwritten."""
        return self.data / "desk.db"

    @property
    def backups(self) -> Path:
        """Copies of the record, a day each: as encrypted as it is."""
        return self.data / "backups"

    @property
    def config(self) -> Path:
        """Settings of this desk; nothing of a visitor."""
        return self.data / "settings.json"

    @property
    def profiles(self) -> Path:
        """The profiles that somebody has edited at this desk; nothing of a visitor."""
        return self.data / "profiles.json"

    @property
    def logs(self) -> Path:
        """Events without contents."""
        return self.data / "logs"

    def create(self) -> "DeskPaths":
        """Makes the folder, readable by its owner only; raises ``CannotWriteError``."""
        try:
            self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as fault:
            raise CannotWriteError(path=self.data, folder=True) from fault
        if not os.access(self.data, os.R_OK | os.X_OK):  # another account's, most likely
            raise CannotWriteError(path=self.data, folder=True)
        return self


def desk_paths(data_dir: str | Path | None = None) -> DeskPaths:
    """The paths for ``data_dir``, else ``NEUVOLA_DATA_DIR``, else the platform's own place.

    Raises ``CannotWriteError`` for a name that no folder can have.
    """
    chosen = data_dir or os.environ.get("NEUVOLA_DATA_DIR") or _usual_place()
    try:
        return DeskPaths(Path(chosen).expanduser().resolve())
    except (OSError, RuntimeError, ValueError) as fault:  # too long a name, a loop of links, a home of nobody
        raise CannotWriteError(path=chosen, folder=True) from fault


def _usual_place() -> str:
    from platformdirs import user_data_dir  # only where nobody has said

    return user_data_dir("neuvola-desk", False)
