"""A row of the result list as a frozen value, and the sentence a screen reader says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from neuvola_core import taxonomy
from neuvola_core.errors import UnknownServiceError
from neuvola_core.folding import fold
from neuvola_core.hours_words import short_status
from neuvola_core.opening import OpenStatus
from neuvola_core.profiles import Profile
from neuvola_core.text import EMPTY, Text
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.marks import Span, sought, spans
from neuvola_desk.ui.search.ways import NO_WAYS, Ways, ways_on
from neuvola_desk.ui.words import AGE_MARKS, Mark, age_words, open_mark, provider_words, where_words
from neuvola_desk.usecases.data_age import Age, age_of
from neuvola_desk.usecases.leaflets.words import plain
from neuvola_desk.usecases.opening import service_opening
from neuvola_desk.usecases.reasons import why_words
from neuvola_search.query import Hit, Matched, Query, Reason, Results

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
    """The answer to one question of the search screen; ``ways`` on, where there is no true hit.

    ``profiles`` are those that are offered, where nothing has been asked yet.
    """

    results: Results
    rows: tuple[Row, ...]
    at: datetime
    is_catalogue_empty: bool = False
    ways: Ways = NO_WAYS
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True)
class RowWords:
    """Everything a row says, in the language in use, and which letters the search found."""

    name: str
    provider: str
    summary: str
    state: str
    state_mark: Mark
    age: str
    age_mark: Mark
    why: str
    is_demo: bool
    name_marks: tuple[Span, ...] = ()
    summary_marks: tuple[Span, ...] = ()


def find(desk: "Desk", query: Query, at: datetime, choices: Choices) -> Found:
    """Runs on a worker: the ranked hits, for each whether it is open, and the ways on where there is none."""
    results = desk.catalogue.search(query)
    rows = [_row(desk, hit, at) for hit in results.hits]
    first_near = next((i for i, row in enumerate(rows) if row.hit and row.hit.near), None)
    if first_near is not None:
        rows.insert(first_near, Row(None))
    is_empty = not rows and desk.catalogue.info().services == 0
    if results.total or is_empty or query.offset:
        offered = desk.profiles.all() if choices.is_empty else ()
        return Found(results, tuple(rows), at, is_empty, profiles=tuple(one for one in offered if one.shown))
    ways = ways_on(desk.catalogue, choices, results.suggestion, at, query.language)
    return Found(results, tuple(rows), at, ways=ways)


def _row(desk: "Desk", hit: Hit, at: datetime) -> Row:
    try:
        service = desk.catalogue.service(hit.id)
    except UnknownServiceError:
        return Row(hit, None, hit.summary)  # withdrawn by an import since the search
    status = service_opening(service, at).status
    return Row(hit, status, hit.summary or service.description, service.needs)


def row_words(row: Row, at: datetime, typed: str = "") -> RowWords:
    """The texts of a row; of the heading, its title and its explanation."""
    if row.hit is None:
        return _heading_words()
    language = current_language()
    hit, status = row.hit, row.status
    provider = [hit.organisation.best(language), provider_words(hit.provider)]
    where = where_words(hit.municipalities, nationwide=hit.nationwide)
    name, summary = hit.name.best(language), plain(row.summary.best(language))
    wanted = sought(typed, terms_of(hit))
    name_marks, summary_marks = spans(name, wanted), spans(summary, wanted)
    shown = {Matched.NAME: _marked(name, name_marks), Matched.SUMMARY: _marked(summary, summary_marks)}
    return RowWords(
        name=name,
        provider=" · ".join(part for part in (*provider, where) if part),
        summary=summary,
        state=short_status(status, at, language),
        state_mark=open_mark(status.state if status else None),
        age=age_words(hit.checked_on, at.date()),
        age_mark=AGE_MARKS[age_of(hit.checked_on, at.date())],
        why=why_words(_as_shown(reason, shown) for reason in hit.why if _says_something(reason)),
        is_demo=hit.source == "demo",
        name_marks=name_marks,
        summary_marks=summary_marks,
    )


def _marked(text: str, marks: tuple[Span, ...]) -> str:
    return " ".join(text[start:end] for start, end in marks)


def _as_shown(reason: Reason, shown: Mapping[Matched, str]) -> Reason:
    """A compound that the text says in two words is told as the text says it."""
    said = shown.get(reason.matched, "")
    is_there = not said or fold(reason.term) in fold(said) or fold(said) in fold(reason.term)
    return reason if is_there else Reason(reason.matched, said)


def terms_of(hit: Hit) -> tuple[str, ...]:
    """The words of the catalogue that a hit was found by."""
    return tuple(reason.term for reason in hit.why if reason.matched is not Matched.NEED)


def _heading_words() -> RowWords:
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


def _says_something(reason: Reason) -> bool:
    """A need that this desk does not know has no name to show."""
    if reason.matched is Matched.NEED:
        return reason.term in taxonomy.needs()
    return bool(reason.term.strip())


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
