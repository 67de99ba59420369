"""What one asks of the catalogue and what one gets: the small interface shared by desk and server.

Values only; the engine behind them can change. A query never raises, whatever its text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from neuvola_core.catalogue import Provider
from neuvola_core.text import EMPTY, Text


@dataclass(frozen=True, slots=True)
class Query:
    """Text as typed, plus the clicks and filters; within one kind the values are alternatives.

    ``municipalities`` are codes; services of the whole country match any of them. ``open_at`` is an aware
    time: only services known to be open then. ``free``, ``rides`` and ``takes_new_people`` leave out those
    known not to be; what is not known stays, after what is. ``language`` is the language of the words typed,
    if known. No text at all is browsing: by name, local ones first.
    """

    text: str = ""
    needs: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rides: bool = False
    free: bool = False
    takes_new_people: bool = False
    open_at: datetime | None = None
    language: str = "fi"
    limit: int = 20
    offset: int = 0


class Matched(StrEnum):
    """Where a hit matched, best first."""

    NAME = "name"
    KEYWORD = "keyword"
    NEED = "need"
    SUMMARY = "summary"
    BODY = "body"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is there: where it matched, and by which word or need of the catalogue."""

    matched: Matched
    term: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A service as a result list shows it; ``near`` hits are the "Lähes osuvat" and not in ``total``."""

    id: str
    source: str
    kind: str
    source_id: str
    name: Text
    organisation: Text = EMPTY
    provider: Provider = Provider.UNKNOWN
    summary: Text = EMPTY
    municipalities: tuple[str, ...] = ()
    nationwide: bool = False
    url: str = ""
    checked_on: date | None = None
    why: tuple[Reason, ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """Ranked hits with the exact number of matches and facet counts.

    ``total`` counts the services that match every word, or as many of the words as any service does; each
    hit's ``why`` says which. ``facets``: "need", "activity", "municipality", "target", "language" → id → how
    many services there would be if that were chosen (the choices of the other kinds kept, those of its own
    kind replaced). Ids that would give nothing are left out. A municipality with local services counts those
    of the whole country too; "area" → "nationwide" is their number, which any other municipality would give.
    "option" → "free", "rides", "takes_new_people" counts those switches alike. ``suggestion`` is a better
    spelling of the query, or empty. ``needs`` are the needs that the words speak of, the plainest first,
    whether there are services for them or not. ``crisis`` is set when the words speak of acute danger,
    whatever was found.
    """

    query: Query
    total: int
    took_ms: float
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    suggestion: str = ""
    needs: tuple[str, ...] = ()
    crisis: bool = False
