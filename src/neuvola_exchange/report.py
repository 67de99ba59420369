"""What an importer says while it reads: services, and what became of everything that is not one.

A reader is a generator of ``Item``s; it never raises for one bad record. ``where`` names file and record
("services.json#2773", "taulukko.csv, rivi 12"). ``code`` is a stable key that the faces turn into a sentence;
``detail`` is the offending value, shortened.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from neuvola_core.catalogue import Service


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not come in."""

    where: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something odd in a record that came in all the same (an unknown need, a bad coordinate)."""

    where: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """A record without a name in any language: counted, otherwise passed over."""

    where: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that the source says is no longer offered (archived, deleted, cancelled)."""

    where: str
    service_id: str


Item = Service | Rejected | Noted | Empty | Gone


@dataclass(frozen=True, slots=True)
class Reading:
    """One source being read.

    ``origin`` names the set of services that it replaces; when ``complete``, services of that origin which
    do not come again are withdrawn. ``total`` is the number of items to expect, for a progress bar, or None.
    """

    format: str
    origin: str
    complete: bool
    items: Iterator[Item]
    total: int | None = None
