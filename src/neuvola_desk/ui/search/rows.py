"""A row of the result list as a frozen value, and the sentence a screen reader says of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from neuvola_core.errors import UnknownServiceError
from neuvola_core.hours_words import short_status
from neuvola_core.opening import OpenStatus
from neuvola_core.text import EMPTY, Text
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.words import AGE_MARKS, Mark, age_words, open_mark, provider_words, where_words
from neuvola_desk.usecases.data_age import Age, age_of
from neuvola_desk.usecases.leaflets.words import plain
from neuvola_desk.usecases.opening import service_opening
from neuvola_desk.usecases.reasons import why_words
from neuvola_search.query import Hit, Query, Results

if TYPE_CHECKING:
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Row:
    """A hit with its state at the moment of the search; ``hit`` is None for the "Lähes osuvat" heading.

    ``summary`` is the source's own, or the beginning of the description where there is none; ``needs`` are
    the service's, the most fitting first.
    """

    hit: Hit | None
    status: OpenStatus | None = None
    summary: Text = EMPTY
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one question of the search screen."""

    results: Results
    rows: tuple[Row, ...]
    at: datetime
    is_catalogue_empty: bool = False


@dataclass(frozen=True, slots=True)
class RowWords:
    """Everything a row says, in the language in use."""

    name: str
    provider: str
    summary: str
    state: str
    state_mark: Mark
    age: str
    age_mark: Mark
    why: str
    is_demo: bool


def find(desk: "Desk", query: Query, at: datetime) -> Found:
    """Runs on a worker: the ranked hits, and for each whether it is open."""
    results = desk.catalogue.search(query)
    rows = [_row(desk, hit, at) for hit in results.hits]
    first_near = next((i for i, row in enumerate(rows) if row.hit and row.hit.near), None)
    if first_near is not None:
        rows.insert(first_near, Row(None))
    is_empty = not rows and desk.catalogue.info().services == 0
    return Found(results, tuple(rows), at, is_empty)


def _row(desk: "Desk", hit: Hit, at: datetime) -> Row:
    try:
        service = desk.catalogue.service(hit.id)
    except UnknownServiceError:
        return Row(hit, None, hit.summary)  # withdrawn by an import since the search
    status = service_opening(service, at).status
    return Row(hit, status, hit.summary or service.description, service.needs)


def row_words(row: Row, at: datetime) -> RowWords:
    """The texts of a row; of the heading, its title and its explanation."""
    if row.hit is None:
        return RowWords(
            name=_("Lähes osuvat"),
            provider="",
            summary=_("Näissä sana on hieman toisenlainen kuin haussa. Katso, onko joukossa sopiva."),
            state="",
            state_mark=open_mark(None),
            age="",
            age_mark=AGE_MARKS[Age.UNKNOWN],
            why="",
            is_demo=False,
        )
    language = current_language()
    hit, status = row.hit, row.status
    provider = [hit.organisation.best(language), provider_words(hit.provider)]
    where = where_words(hit.municipalities, nationwide=hit.nationwide)
    return RowWords(
        name=hit.name.best(language),
        provider=" · ".join(part for part in (*provider, where) if part),
        summary=plain(row.summary.best(language)),
        state=short_status(status, at, language),
        state_mark=open_mark(status.state if status else None),
        age=age_words(hit.checked_on, at.date()),
        age_mark=AGE_MARKS[age_of(hit.checked_on, at.date())],
        why=why_words(hit.why),
        is_demo=hit.source == "demo",
    )


def spoken(words: RowWords, *, in_tray: bool) -> str:
    """The row as one sentence for a screen reader."""
    parts = [
        words.name,
        _("esimerkki, ei oikea palvelu") if words.is_demo else "",
        words.provider,
        words.state,
        words.summary,
        words.age,
        words.why,
        _("valittu") if in_tray else "",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
