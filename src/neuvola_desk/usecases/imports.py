"""Bringing other people's catalogues onto this desk, and the demo catalogue of the first start.

One source is one transaction of the catalogue: it comes in whole or not at all, and may be repeated.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from neuvola_exchange import registry
from neuvola_exchange.account import Account, ImportReport, Progress
from neuvola_exchange.report import Reading
from neuvola_search.catalogue import Catalogue

__all__ = ["CatalogueImport", "ImportReport", "Progress"]


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

    def load_demo(self, path: Path, progress: Progress | None = None) -> ImportReport:
        """Puts the demo catalogue into an empty catalogue; the first real import takes it out again."""
        if self._catalogue.info().services:
            return ImportReport(format="sheet")
        from neuvola_exchange import sheet  # loads slowly, and is needed on the first start only

        reading = replace(sheet.read(path, source="demo"), origin="demo")
        return self._run(reading, progress, replaces_demo=False)

    def _run(self, reading: Reading, progress: Progress | None, replaces_demo: bool = True) -> ImportReport:
        account = Account(reading, progress)
        applied = self._catalogue.apply(
            account.services(),
            origin=reading.origin,
            complete=reading.complete,
            gone=account.gone,  # filled while the services are read
            fetched_on=self._today(),
            replaces_demo=replaces_demo,
        )
        return account.report(
            added=applied.added,
            updated=applied.updated,
            unchanged=applied.unchanged,
            withdrawn=applied.withdrawn,
            refused=applied.refused,
        )
