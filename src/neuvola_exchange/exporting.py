"""Services → a file of a format that can be written; a writer is imported when it is first needed."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from neuvola_core.catalogue import Service
from neuvola_core.files import whole_file

FORMATS: Final = ("sheet", "hsds")


class Writer(Protocol):
    """What a format's writing module offers."""

    def write(self, services: Iterable[Service], path: Path) -> int:
        """Writes them and says how many there were; raises ``CannotWriteError``."""


def export(services: Iterable[Service], path: Path, format: str) -> int:  # noqa: A002 - the option's name
    """Writes services into a file that appears whole or not at all; says how many there were.

    Raises ``CannotWriteError`` and ``DiskFullError``.
    """
    writer = cast(Writer, import_module(f"neuvola_exchange.{format}_write"))
    with whole_file(path) as unfinished:
        return writer.write(services, unfinished)
