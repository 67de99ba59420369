"""Services → what the leaflet says: pure values with every string final, and nothing of the visitor."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from neuvola_core import crisis
from neuvola_desk.usecases.data_age import Age, age_of
from neuvola_desk.usecases.leaflets.pairing import paired
from neuvola_desk.usecases.leaflets.rows import brief_rows, panel_rows, rows
from neuvola_desk.usecases.leaflets.saying import IN_PANELS, TIGHT, Limits, Saying, limits_for
from neuvola_desk.usecases.leaflets.slip_content import slip_content
from neuvola_desk.usecases.leaflets.texts import FINNISH, Texts, languages_of, texts
from neuvola_desk.usecases.leaflets.values import (
    Block,
    Form,
    Leaflet,
    LeafletRequest,
    Line,
    PointCard,
    Row,
    Span,
    Tongues,
)
from neuvola_desk.usecases.leaflets.web import main_page
from neuvola_desk.usecases.leaflets.week import timetables, week_of, week_rows
from neuvola_desk.usecases.leaflets.words import plain, unbroken, with_whole_postcodes

DEMO = "demo"
NAME = 200
SUMMARY = 400
FEW_IN_PANELS = 2
"""More services than this have a panel each on a fold."""


def content(request: LeafletRequest) -> Leaflet:
    """Everything the leaflet says, in its language or in the two that it has."""
    first, *others = languages_of(request.language)
    told = _content(request, first, alone=not others)
    for other in others:
        told = paired(told, _content(request, other, alone=False))
    return told


def _content(request: LeafletRequest, language: str, *, alone: bool) -> Leaflet:
    """All of it in one language; ``alone`` it has the Finnish beside it where that matters most."""
    fixed = texts(language)
    manner = _MANNERS[request.form]
    if request.form == "fold" and len(request.services) > FEW_IN_PANELS:
        manner = _PANEL
    limits = manner.limits or limits_for(len(request.services))
    blocks = tuple(
        _block(number, Saying(service, fixed, limits, request.made_on), manner)
        for number, service in enumerate(request.services, start=1)
    )
    return Leaflet(
        tongues=Tongues(fixed.language),
        form=request.form,
        large=request.large,
        heading=fixed.heading,
        point=_point_lines(request.point),
        logo=request.point.logo,
        blocks=blocks if manner.explains_codes else tuple(_explained_once(blocks)),
        week=week_of(fixed, request.made_on) if request.form == "week" else None,
        notes=fixed.label("notes"),
        fold_how=fixed.word("fold_how"),
        crisis=_crisis(fixed, alone=alone),
        made_on=fixed.word("made_on", date=fixed.day(request.made_on)),
        page_words=fixed.pattern("page"),
        continued=fixed.word("continued"),
        is_rtl=fixed.is_rtl,
        small_sheet=request.small_sheet,
        slip=slip_content(request.slip, (service.id for service in request.services), fixed),
    )


def _point_lines(point: PointCard) -> tuple[str, ...]:
    address = with_whole_postcodes(plain(point.address))
    told = (plain(point.name), address, unbroken(point.phone), plain(point.hours))
    return tuple(line for line in told if line)


def _block(number: int, saying: Saying, manner: "_Manner") -> Block:
    service, fixed = saying.service, saying.texts
    name = saying.words(service.name, NAME)
    finnish = Span(plain(service.name.get("fi", ""))[:NAME], FINNISH)
    return Block(
        number=number,
        name=name,
        name_beside=finnish if finnish.text != name.text else Span("", FINNISH),
        organiser=_organiser(saying) if manner.names_organiser else None,
        badge=fixed.both("example") if service.source.name == DEMO else None,
        lead=manner.lead(saying),
        rows=manner.rows(saying),
        web=main_page(saying) if manner.has_code else None,
        footnotes=_footnotes(saying),
        timetables=timetables(saying) if manner.in_week else (),
    )


def _explained_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same, where there are many codes: only the first is told what it is for."""
    is_told = False
    for block in blocks:
        yield replace(block, web=replace(block.web, caption="")) if block.web and is_told else block
        is_told = is_told or block.web is not None


def _organiser(saying: Saying) -> Line | None:
    organisation = saying.service.organisation
    name = saying.words(organisation.name, NAME) if organisation else Span("", "")
    return saying.sentence("organiser", name=name.text, quiet=True) if name.text else None


def _lead(saying: Saying) -> tuple[Line, ...]:
    """What the service is: its summary, then its description as far as there is room."""
    service, limit = saying.service, saying.limits.lead
    summary = saying.words(service.summary, SUMMARY)
    lines, was_cut = saying.paragraphs(service.description, limit)
    described = " ".join(line.text for line in lines)
    repeats = described.casefold().startswith(summary.text.rstrip(".… ").casefold()[:80])
    if summary.text and not (lines and repeats):
        lines, was_cut = saying.paragraphs(service.description, max(0, limit - len(summary.text)))
        lines = (Line((summary,)), *(line for line in lines if line.text not in summary.text))
    if was_cut:
        key = "read_more" if main_page(saying) else "ask_more"
        lines = (*lines, saying.sentence(key, quiet=True))
    return lines


def _short_lead(saying: Saying) -> tuple[Line, ...]:
    """What the service is in a sentence or two."""
    limit = saying.limits.lead
    told = saying.words(saying.service.summary, limit)
    told = told if told.text else saying.words(saying.service.description, limit)
    return (Line((told,)),) if told.text else ()


def _no_lead(_saying: Saying) -> tuple[Line, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class _Manner:
    """How much a form tells of each service; no ``limits``: by how many services there are.

    A form that does not explain its codes does so at the first one.
    """

    rows: Callable[[Saying], tuple[Row, ...]]
    lead: Callable[[Saying], tuple[Line, ...]] = _no_lead
    has_code: bool = False
    explains_codes: bool = True
    in_week: bool = False
    names_organiser: bool = True
    limits: Limits | None = None


_MANNERS: Final[Mapping[Form, _Manner]] = {
    "sheet": _Manner(rows, _lead, has_code=True),
    "list": _Manner(brief_rows, has_code=True, explains_codes=False),
    "week": _Manner(week_rows, has_code=True, in_week=True, explains_codes=False),
    "fold": _Manner(rows, _lead, has_code=True, limits=TIGHT),
}
_PANEL: Final = _Manner(panel_rows, _short_lead, has_code=True, names_organiser=False, limits=IN_PANELS)


def _footnotes(saying: Saying) -> tuple[Line, ...]:
    """Where this was read and how old it is."""
    service, fixed = saying.service, saying.texts
    source, name = service.source, fixed.source(service.source.name)
    spans = []
    if source.fetched_on:
        told = fixed.word("source_fetched", source=name, date=fixed.day(source.fetched_on))
    else:
        told = fixed.word("source", source=name)
    spans.append(saying.fixed(told, quiet=True))
    confirmed = max((day for day in (service.checked_on, source.modified_on) if day), default=None)
    if confirmed is None:
        spans.append(saying.fixed(fixed.word("unchecked"), quiet=True))
    else:
        key = "checked" if confirmed == service.checked_on else "modified"
        spans.append(saying.fixed(fixed.word(key, date=fixed.day(confirmed)), quiet=True))
    age = confirmed or source.fetched_on
    stale = [saying.sentence("stale", strong=True)] if age_of(age, saying.made_on) is Age.OLD else []
    return (*stale, Line(tuple(spans)))


def _crisis(fixed: Texts, *, alone: bool) -> tuple[Line, ...]:
    """Help at once: 112, and the helpline in the leaflet's language, else the Finnish one."""
    danger = fixed.both("danger")
    emergency = [Span(danger.text.format(number=crisis.line(crisis.EMERGENCY).number), fixed.language, True)]
    has_beside = alone and danger.beside
    if has_beside:
        beside = danger.beside.format(number=crisis.line(crisis.EMERGENCY).number)
        emergency.append(Span(unbroken(beside), "fi"))  # a sentence that is seen at a glance
    helpline = crisis.line_for_language(fixed.service_languages[0])
    name, name_language = fixed.choose(helpline.name)
    hours, hours_language = fixed.choose(helpline.hours)
    spans = [Span(name, name_language), Span(unbroken(helpline.number), fixed.language, strong=True)]
    if hours:
        spans.append(Span(unbroken(f"({hours[0].lower()}{hours[1:]})"), hours_language))
    if has_beside:
        return (Line(tuple(emergency)), Line(tuple(spans)))
    return (Line((*emergency, *spans)),)
