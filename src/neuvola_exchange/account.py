"""What came of reading a source into a catalogue: an account of every record, kept while it is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from neuvola_core.catalogue import Service
from neuvola_exchange.report import Empty, Gone, Item, Noted, Reading, Rejected

Progress = Callable[[int, int | None], None]
"""Called with how many records are done and how many there will be (None: not known)."""

_PROGRESS_EVERY = 25


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import; ``added`` … ``withdrawn`` count services, ``read`` counts records."""

    format: str = ""
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    empty: int = 0
    rejected: tuple[Rejected, ...] = ()
    noted: tuple[Noted, ...] = ()

    def joined(self, other: "ImportReport") -> "ImportReport":
        """Both reports as one."""
        formats = [name for name in (self.format, other.format) if name]
        return ImportReport(
            format="+".join(dict.fromkeys(formats)),
            read=self.read + other.read,
            added=self.added + other.added,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            withdrawn=self.withdrawn + other.withdrawn,
            empty=self.empty + other.empty,
            rejected=self.rejected + other.rejected,
            noted=self.noted + other.noted,
        )


@dataclass(slots=True)
class Account:
    """Takes the services out of a reading and keeps account of everything else."""

    reading: Reading
    progress: Progress | None = None
    read: int = 0
    empty: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def services(self) -> Iterator[Service]:
        """The services in their order; everything else is counted on the way."""
        for item in self.reading.items:
            service = self._account(item)
            if self.progress and self.read % _PROGRESS_EVERY == 0:
                self.progress(self.read, self.reading.total)
            if service is not None:
                yield service
        if self.progress:
            self.progress(self.read, self.reading.total)

    def _account(self, item: Item) -> Service | None:
        if isinstance(item, Noted):
            self.noted.append(item)
            return None
        self.read += 1
        if isinstance(item, Service):
            return item
        if isinstance(item, Rejected):
            self.rejected.append(item)
        elif isinstance(item, Empty):
            self.empty += 1
        elif isinstance(item, Gone):
            self.gone.add(item.service_id)
        return None

    def report(
        self, *, added: int, updated: int, unchanged: int, withdrawn: int, refused: tuple[str, ...] = ()
    ) -> ImportReport:
        """The account, with what became of the services; ``refused`` are ids that could not be stored."""
        return ImportReport(
            format=self.reading.format,
            read=self.read,
            added=added,
            updated=updated,
            unchanged=unchanged,
            withdrawn=withdrawn,
            empty=self.empty,
            rejected=(*self.rejected, *(Rejected(service_id, "not-a-record") for service_id in refused)),
            noted=tuple(self.noted),
        )
