"""Services → what the leaflet says: pure values with every string final, and nothing of the visitor."""

from neuvola_core import crisis
from neuvola_desk.usecases.data_age import Age, age_of
from neuvola_desk.usecases.leaflets.rows import brief_rows, rows
from neuvola_desk.usecases.leaflets.saying import Saying, limits_for
from neuvola_desk.usecases.leaflets.texts import Texts, texts
from neuvola_desk.usecases.leaflets.values import (
    Block,
    Leaflet,
    LeafletRequest,
    Line,
    PointCard,
    Span,
)
from neuvola_desk.usecases.leaflets.web import main_page
from neuvola_desk.usecases.leaflets.words import plain, unbroken, with_whole_postcodes

DEMO = "demo"
NAME = 200
SUMMARY = 400


def content(request: LeafletRequest) -> Leaflet:
    """Everything the leaflet says."""
    fixed = texts(request.language)
    limits = limits_for(len(request.services))
    return Leaflet(
        language=fixed.language,
        large=request.large,
        heading=fixed.heading,
        point=_point_lines(request.point),
        logo=request.point.logo,
        blocks=tuple(
            _block(number, Saying(service, fixed, limits, request.made_on), brief=request.brief)
            for number, service in enumerate(request.services, start=1)
        ),
        notes=fixed.label("notes"),
        crisis=_crisis(fixed),
        made_on=fixed.word("made_on", date=fixed.day(request.made_on)),
        page_words=fixed.pattern("page"),
        continued=fixed.word("continued"),
        direction=fixed.direction,
        small_sheet=request.small_sheet,
    )


def _point_lines(point: PointCard) -> tuple[str, ...]:
    address = with_whole_postcodes(plain(point.address))
    told = (plain(point.name), address, unbroken(point.phone), plain(point.hours))
    return tuple(line for line in told if line)


def _block(number: int, saying: Saying, *, brief: bool) -> Block:
    service, fixed = saying.service, saying.texts
    name = saying.words(service.name, NAME)
    finnish = plain(service.name.get("fi", ""))
    return Block(
        number=number,
        name=name,
        finnish_name=finnish[:NAME] if finnish != name.text else "",
        organiser=_organiser(saying),
        badge=fixed.both("example") if service.source.name == DEMO else None,
        lead=() if brief else _lead(saying),
        rows=brief_rows(saying) if brief else rows(saying),
        web=None if brief else main_page(saying),
        footnotes=_footnotes(saying),
    )


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


def _crisis(fixed: Texts) -> tuple[Line, ...]:
    """Help at once: 112, and the helpline in the leaflet's language, else the Finnish one."""
    danger = fixed.both("danger")
    emergency = [Span(danger.text.format(number=crisis.line(crisis.EMERGENCY).number), fixed.language, True)]
    if danger.finnish:
        emergency.append(Span(danger.finnish.format(number=crisis.line(crisis.EMERGENCY).number), "fi"))
    helpline = crisis.line_for_language(fixed.service_languages[0])
    name, name_language = fixed.choose(helpline.name)
    hours, hours_language = fixed.choose(helpline.hours)
    spans = [Span(name, name_language), Span(unbroken(helpline.number), fixed.language, strong=True)]
    if hours:
        spans.append(Span(f"({hours[0].lower()}{hours[1:]})", hours_language))
    if danger.finnish:
        return (Line(tuple(emergency)), Line(tuple(spans)))
    return (Line((*emergency, *spans)),)
