"""Figures for Prometheus: how the server does, never what was said by whom.

Records are counted by verdict only, by kind they would tell to the minute when a visitor came; contact
requests and withdrawals are so few that they are not counted at all.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Connection, func, select

from neuvola_server.storage import schema
from neuvola_server.storage.database import Database

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
MULTIPROCESS: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own variable: where the processes of one server put their figures together."""
_SECONDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one application."""

    def __init__(self, database: Database) -> None:
        own = CollectorRegistry()
        self._requests = Counter(
            "neuvola_requests", "Requests answered.", ("route", "method", "status"), registry=own
        )
        self._seconds = Histogram(
            "neuvola_request_seconds", "Time to an answer.", ("route",), buckets=_SECONDS, registry=own
        )
        self._under_way = Gauge(
            "neuvola_requests_under_way",
            "Requests at this moment.",
            registry=own,
            multiprocess_mode="livesum",
        )
        self._verdicts = Counter("neuvola_verdicts", "Records by verdict.", ("status",), registry=own)
        self._registry = own
        if os.environ.get(MULTIPROCESS):
            self._registry = CollectorRegistry()
            MultiProcessCollector(self._registry)  # type: ignore[no-untyped-call]
        self._registry.register(_Stored(database))

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Around a request."""
        with self._under_way.track_inprogress():
            yield

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Counts an answer."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_verdicts(self, statuses: Iterable[str]) -> None:
        """Counts what became of records."""
        for status in statuses:
            self._verdicts.labels(str(status)).inc()

    def text(self) -> bytes:
        """All figures in Prometheus's text form."""
        return generate_latest(self._registry)


class _Stored(Collector):
    """Figures that are in the database, read when they are asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> Iterable[Metric]:
        return []  # else they would be read at registration

    def collect(self) -> Iterable[Metric]:
        figures = self._database.read(_figures)
        for name, (help_text, value) in figures.items():
            yield GaugeMetricFamily(f"neuvola_{name}", help_text, value=value)


def _figures(connection: Connection) -> dict[str, tuple[str, float]]:
    desk, head = schema.desk, schema.head
    desks = connection.execute(
        select(
            func.count().label("all"),
            func.count().filter(desk.c.revoked).label("revoked"),
            func.count().filter(desk.c.copied).label("copied"),
        ).select_from(desk)
    ).one()
    stands = connection.execute(select(head.c.seq, head.c["count"]).where(head.c.name == "catalogue")).first()
    conflicts = connection.scalar(select(func.count()).select_from(schema.conflict))
    return {
        "desks": ("Desks that may sync.", desks.all - desks.revoked),
        "desks_revoked": ("Desks that may not sync any more.", desks.revoked),
        "desks_copied": ("Desks whose disk was seen in two places.", desks.copied),
        "catalogue_seq": ("The number of the newest change.", stands[0] if stands else 0),
        "catalogue_services": ("Services on offer.", stands[1] if stands else 0),
        "conflicts": ("Records whose id came with other content.", conflicts or 0),
    }
