"""Everything a card says of a service, as frozen sections of plain lines. No Qt: the screen only draws."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from neuvola_core import hours_words, taxonomy
from neuvola_core.catalogue import (
    AgeLimits,
    Channel,
    ChannelKind,
    Charge,
    Cost,
    Known,
    Link,
    Occurrence,
    Phone,
    PhoneKind,
    Service,
)
from neuvola_core.hours import Hours
from neuvola_core.opening import ZONE
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.words import age_words, date_words, language_name, where_words
from neuvola_desk.usecases.leaflets.words import plain_lines, readable_address, unbroken

LineKind = Literal["text", "item", "strong", "muted", "phone", "mail", "link", "good", "warn"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``target`` is what is opened or copied, ``note`` says more in small type under it."""

    text: str
    kind: LineKind = "text"
    target: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with an icon, its lines, and under them the coming fourteen days if there are any."""

    key: str
    icon: str
    title: str
    lines: tuple[Line, ...] = ()
    days: tuple[hours_words.DayLine, ...] = ()


def sections(service: Service, at: datetime) -> Iterator[Section]:
    """The sections that have something to say, in the order a counsellor asks; each made when wanted."""
    for section in _every_section(service, at):
        if section.lines or section.days:
            yield section


def _every_section(service: Service, at: datetime) -> Iterator[Section]:
    yield _about(service)
    yield from _contacts(service, at)
    yield _who(service)
    yield _text("bring", "tray", _("Ota mukaan"), service.bring.best(current_language()))
    yield _cost(service)
    yield _getting_there(service)
    yield _languages(service)
    yield _joining(service)
    yield _events(service, at)
    yield _finding(service)
    yield _source(service, at)


def _paragraphs(text: str) -> tuple[Line, ...]:
    return tuple(Line(line, "item" if is_item else "text") for line, is_item in plain_lines(text))


def _text(key: str, icon: str, title: str, text: str) -> Section:
    return Section(key, icon, title, _paragraphs(text))


def _about(service: Service) -> Section:
    language = current_language()
    lines = _paragraphs(service.description.best(language))
    instructions = _paragraphs(service.instructions.best(language))
    return Section("about", "info", _("Mitä se on"), (*lines, *instructions))


def _who(service: Service) -> Section:
    language = current_language()
    names = [taxonomy.target_groups().name(group, language) for group in service.target_groups]
    lines = [Line(", ".join(names))] if names else []
    ages = age_words_of(service.ages)
    if ages:
        lines.append(Line(ages))
    if service.residents_only is Known.YES:
        lines.append(Line(_("Vain alueen asukkaille"), "warn"))
    lines.extend(_paragraphs(service.conditions.best(language)))
    return Section("who", "people", _("Kenelle ja millä ehdoilla"), tuple(lines))


def age_words_of(ages: AgeLimits) -> str:
    """The age limits; empty where none is known."""
    if ages.lowest is not None and ages.highest is not None:
        return _("{lowest}–{highest}-vuotiaille").format(lowest=ages.lowest, highest=ages.highest)
    if ages.lowest is not None:
        return _("{lowest} vuotta täyttäneille").format(lowest=ages.lowest)
    if ages.highest is not None:
        return _("Enintään {highest}-vuotiaille").format(highest=ages.highest)
    return ""


def _contacts(service: Service, at: datetime) -> Iterator[Section]:
    if service.hidden_address:
        warning = Line(_("Osoite on salainen. Sitä ei näytetä eikä tulosteta. Soita ensin."), "warn")
        yield Section("hidden", "place", _("Salainen osoite"), (warning,))
    language = current_language()
    shown: set[Hours] = set()
    for channel in service.channels:
        told = (*_place(service, channel), *_numbers(channel))
        hours = channel.hours
        days: tuple[hours_words.DayLine, ...] = ()
        if hours.is_stated and hours not in shown:
            days = _days(hours, at.date(), language, is_first=not shown)
            shown.add(hours)
            told = (*told, *_stated(hours, language, at.date()))
        icon, kind = _channel_words(channel.kind)
        name = channel.name.best(language) or _place_name(service, channel) or kind
        yield Section("contact", icon, name, told, days)
    if not any(channel.hours.is_stated for channel in service.channels):
        warning = Line(_("Aukioloa ei tiedetä. Soita ennen kuin lähdet."), "warn")
        yield Section("hours", "clock", _("Aukiolo"), (warning,))
    yield Section("links", "web", _("Verkossa"), tuple(_links(service)))


def _days(hours: Hours, today: date, language: str, *, is_first: bool) -> tuple[hours_words.DayLine, ...]:
    """The first hours day by day; any others, and days that are all alike, with several days in a line."""
    days = hours_words.coming(hours, today, language)
    if is_first and len({day.text for day in days}) > 1:
        return days
    return hours_words.coming_runs(hours, today, language)


def _stated(hours: Hours, language: str, on: date) -> Iterator[Line]:
    for line in hours_words.lines(hours, language, on):
        yield from _paragraphs(line)


def _channel_words(kind: ChannelKind) -> tuple[str, str]:
    words = {
        ChannelKind.PLACE: ("place", _("Paikan päällä")),
        ChannelKind.PHONE: ("phone", _("Puhelimessa")),
        ChannelKind.WEB: ("web", _("Verkossa")),
        ChannelKind.ESERVICE: ("web", _("Sähköinen asiointi")),
        ChannelKind.EMAIL: ("mail", _("Sähköpostilla")),
        ChannelKind.FORM: ("leaflet", _("Lomakkeella")),
        ChannelKind.CHAT: ("help", _("Chatissa")),
        ChannelKind.MAIL: ("mail", _("Postitse")),
    }
    return words[kind]


def _place_name(service: Service, channel: Channel) -> str:
    place = channel.place
    return place.name.best(current_language()) if place and service.may_tell(place) else ""


def _place(service: Service, channel: Channel) -> Iterator[Line]:
    place = channel.place
    if place is None or not service.may_tell(place):
        return
    language = current_language()
    address = place.address
    office = " ".join(part for part in (address.postal_code, address.post_office.best(language)) if part)
    whole = ", ".join(part for part in (address.street.best(language), office) if part)
    if whole:
        yield Line(whole, "strong", whole)
    if address.additional:
        yield Line(address.additional.best(language))
    yield from (Line(text.best(language), "muted") for text in place.accessibility.sentences)


def _numbers(channel: Channel) -> Iterator[Line]:
    language = current_language()
    for phone in channel.phones:
        if not phone.is_fax:
            yield Line(unbroken(phone.number), "phone", phone.number, _phone_notes(phone, language))
    for address in channel.emails:
        yield Line(address, "mail", address)
    for link in channel.links:
        yield _link(link)
    yield from _paragraphs(channel.description.best(language))
    yield from _cost_lines(channel.cost)
    if channel.needs_identification is Known.YES:
        yield Line(_("Vaatii tunnistautumisen pankkitunnuksilla tai muulla tavalla"), "warn")


def _phone_notes(phone: Phone, language: str) -> str:
    notes = [phone.label.best(language)]
    if phone.kind is PhoneKind.SMS:
        notes.append(_("tekstiviesti"))
    if phone.charge is Charge.FREE:
        notes.append(_("maksuton puhelu"))
    notes.append(phone.charge_note.best(language))
    notes.append(", ".join(language_name(code) for code in phone.languages))
    return " · ".join(note for note in notes if note)


def _links(service: Service) -> Iterator[Line]:
    links = [*service.links, *(service.organisation.links if service.organisation else ())]
    for link in dict.fromkeys(links):
        yield _link(link)


def _link(link: Link) -> Line:
    label = link.label.best(current_language())
    read_aloud = readable_address(link.url)
    return Line(label or read_aloud, "link", link.url, read_aloud if label else "")


def _cost(service: Service) -> Section:
    lines = tuple(_cost_lines(service.cost)) or (Line(_("Hintaa ei tiedetä"), "muted"),)
    return Section("cost", "money", _("Hinta"), lines)


def _cost_lines(cost: Cost) -> Iterator[Line]:
    if cost.charge is Charge.FREE:
        yield Line(_("Maksuton"), "good")
    elif cost.charge is Charge.CHARGED:
        yield Line(_("Maksullinen"), "strong")
    yield from _paragraphs(cost.note.best(current_language()))


def _getting_there(service: Service) -> Section:
    language = current_language()
    lines: list[Line] = []
    if service.rides.offered is Known.YES:
        lines.append(Line(_("Kyyti järjestyy"), "good"))
    elif service.rides.offered is Known.NO:
        lines.append(Line(_("Kyytiä ei järjestetä")))
    lines.extend(_paragraphs(service.rides.note.best(language)))
    step_free = {Known.YES: _("Esteetön"), Known.NO: _("Ei esteetön"), Known.UNKNOWN: ""}
    told = step_free[service.accessibility.step_free] or _("Esteettömyyttä ei tiedetä")
    lines.append(Line(told, "text" if step_free[service.accessibility.step_free] else "muted"))
    lines.extend(Line(text.best(language)) for text in service.accessibility.sentences)
    where = where_words(service.municipalities, nationwide=service.nationwide, most=8)
    if where:
        lines.insert(0, Line(where))
    return Section("there", "ride", _("Missä ja miten perille"), tuple(lines))


def _languages(service: Service) -> Section:
    spoken = service.languages or tuple(dict.fromkeys(c for ch in service.channels for c in ch.languages))
    names = ", ".join(language_name(code) for code in spoken)
    return Section("languages", "language", _("Palvelun kielet"), (Line(names),) if names else ())


def _joining(service: Service) -> Section:
    lines: list[Line] = []
    if service.takes_new_people is Known.YES:
        lines.append(Line(_("Ottaa uusia"), "good"))
    elif service.takes_new_people is Known.NO:
        lines.append(Line(_("Ei ota uusia juuri nyt"), "warn"))
    lines.extend(_paragraphs(service.contact_method.best(current_language())))
    return Section("joining", "plus", _("Mukaan pääsy"), tuple(lines))


def _events(service: Service, at: datetime) -> Section:
    today = at.astimezone(ZONE).date()
    coming = [o for o in service.occurrences if (o.ends or o.starts).astimezone(ZONE).date() >= today]
    first = sorted(coming, key=lambda o: o.starts)[:10]
    lines = tuple(Line(_event_words(occurrence)) for occurrence in first)
    return Section("events", "calendar", _("Seuraavat kerrat"), lines)


def _event_words(occurrence: Occurrence) -> str:
    starts = occurrence.starts.astimezone(ZONE)
    day = date_words(starts.date())
    return day if occurrence.whole_day else f"{day} {starts.hour}.{starts.minute:02d}"


def _finding(service: Service) -> Section:
    language = current_language()
    names = [taxonomy.needs().name(need, language) for need in service.needs]
    names += [taxonomy.activities().name(activity, language) for activity in service.activities]
    words = [word.text for word in service.keywords if word.language in ("", language)]
    lines = [Line(", ".join(names))] if names else []
    if words:
        lines.append(Line(", ".join(dict.fromkeys(words)), "muted"))
    return Section("finding", "need", _("Mihin tarpeisiin"), tuple(lines))


def _source(service: Service, at: datetime) -> Section:
    source = service.source
    lines = [Line(age_words(service.checked_on, at.date()))]
    if service.checked_on:
        lines[0] = Line(f"{lines[0].text} ({date_words(service.checked_on)})")
    if source.modified_on:
        lines.append(Line(_("Muutettu lähteessä {day}").format(day=date_words(source.modified_on))))
    if source.fetched_on:
        lines.append(Line(_("Haettu {day}").format(day=date_words(source.fetched_on))))
    lines.append(Line(_("Lähde: {name}").format(name=source_name(source.name))))
    if service.amended:
        parts = ", ".join(dict.fromkeys(amended_part(name) for name in service.amended))
        lines.append(Line(_("Koordinaattori on korjannut: {parts}").format(parts=parts)))
    if source.url:
        lines.append(_link(Link(source.url)))
    return Section("source", "source", _("Tietojen lähde"), tuple(lines))


def amended_part(name: str) -> str:
    """A part of a service as one says it."""
    names = {
        "name": _("nimi"),
        "summary": _("kuvaus"),
        "description": _("kuvaus"),
        "phone": _("puhelin"),
        "email": _("sähköposti"),
        "url": _("verkkosivu"),
        "hours": _("aukiolo"),
        "cost": _("hinta"),
    }
    return names.get(name, _("muita tietoja"))


def source_name(name: str) -> str:
    """The source as one knows it."""
    names = {
        "ptv": _("Suomi.fi-palvelutietovaranto"),
        "helsinki": _("Pääkaupunkiseudun palvelurekisteri"),
        "lipas": _("LIPAS, liikuntapaikat"),
        "linked-events": _("Linked Events, tapahtumat"),
        "hsds": _("HSDS-aineisto"),
        "sheet": _("Taulukko"),
        "demo": _("Esimerkkiluettelo, ei oikeita palveluja"),
    }
    return names.get(name, name)
