"""Bringing other people's catalogues onto this desk, and the demo catalogue of the first start.

One source is one transaction of the catalogue: it comes in whole or not at all, and may be repeated.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from neuvola_core.catalogue import Service
from neuvola_exchange import registry
from neuvola_exchange.report import Empty, Gone, Item, Noted, Reading, Rejected
from neuvola_search.catalogue import Catalogue

Progress = Callable[[int, int | None], None]
"""Called with how many records are done and how many there will be (None: not known)."""


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
class _Sorter:
    """Takes the services out of a reading for the catalogue and keeps account of everything else."""

    reading: Reading
    progress: Progress | None
    read: int = 0
    empty: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def services(self) -> Iterator[Service]:
        for item in self.reading.items:
            service = self._account(item)
            if self.progress and self.read % 25 == 0:
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


class CatalogueImport:
    """Reads sources into the catalogue of this desk."""

    def __init__(self, catalogue: Catalogue, today: Callable[[], date]) -> None:
        self._catalogue = catalogue
        self._today = today

    def run(
        self, sources: Iterable[str | Path], source_format: str = "auto", progress: Progress | None = None
    ) -> ImportReport:
        """Imports each source in turn; raises ``UnreadableSourceError`` if one cannot be read at all."""
        report = ImportReport()
        for source in sources:
            report = report.joined(self._run(registry.open_source(source, source_format), progress))
        return report

    def load_demo(self, path: Path) -> ImportReport:
        """Puts the demo catalogue into an empty catalogue; the first real import takes it out again."""
        if self._catalogue.info().services:
            return ImportReport(format="sheet")
        from neuvola_exchange import sheet  # loads slowly, and is needed on the first start only

        reading = replace(sheet.read(path, source="demo"), origin="demo")
        return self._run(reading, None, replaces_demo=False)

    def _run(self, reading: Reading, progress: Progress | None, replaces_demo: bool = True) -> ImportReport:
        sorter = _Sorter(reading, progress)
        applied = self._catalogue.apply(
            sorter.services(),
            origin=reading.origin,
            complete=reading.complete,
            gone=sorter.gone,  # filled while the services are read
            fetched_on=self._today(),
            replaces_demo=replaces_demo,
        )
        return ImportReport(
            format=reading.format,
            read=sorter.read,
            added=applied.added,
            updated=applied.updated,
            unchanged=applied.unchanged,
            withdrawn=applied.withdrawn,
            empty=sorter.empty,
            rejected=(*sorter.rejected, *(Rejected(refused, "not-a-record") for refused in applied.refused)),
            noted=tuple(sorter.noted),
        )
