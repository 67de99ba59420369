"""The facts of a service as the rows of a leaflet, in the order people ask them."""

from collections.abc import Iterator

from neuvola_core.areas import municipality_name
from neuvola_core.catalogue import (
    AgeLimits,
    Channel,
    ChannelKind,
    Charge,
    Cost,
    Known,
    Phone,
    PhoneKind,
)
from neuvola_core.hours import NOT_KNOWN, Hours
from neuvola_core.hours_words import coming_lines
from neuvola_core.text import FALLBACK, Text
from neuvola_desk.language_names import language_name
from neuvola_desk.usecases.leaflets.saying import Saying, address_words
from neuvola_desk.usecases.leaflets.texts import FINNISH, Texts
from neuvola_desk.usecases.leaflets.texts import texts as texts_of
from neuvola_desk.usecases.leaflets.times import times
from neuvola_desk.usecases.leaflets.values import Line, Row, Span
from neuvola_desk.usecases.leaflets.web import pages
from neuvola_desk.usecases.leaflets.words import plain, readable_address, unbroken

NAMED_AREAS = 4
LANGUAGES_SHOWN = 12
E_MAILS = 2
DAYS = 14
_PROPER = ("Suome", "Soome", "Suopmii", "Finns")
"""How names of target groups begin that have the country's or the people's name."""


def rows(saying: Saying) -> tuple[Row, ...]:
    """Every row that has something to say."""
    service = saying.service
    return (
        *saying.row("for_whom", tuple(_for_whom(saying))),
        *saying.row("conditions", saying.told(service.conditions)),
        *saying.row("cost", tuple(_cost(saying))),
        *saying.row("times", tuple(times(saying))),
        *saying.row("where", tuple(_where(saying))),
        *saying.row("access", tuple(_access(saying))),
        *saying.row("hours", tuple(_hours(saying))),
        *saying.row("phone", tuple(_phones(saying, PhoneKind.VOICE))),
        *saying.row("sms", tuple(_phones(saying, PhoneKind.SMS))),
        *saying.row("how", tuple(_how(saying))),
        *saying.row("bring", saying.told(service.bring)),
        *saying.row("email", tuple(_emails(saying))),
        *saying.row("web", tuple(_web(saying))),
        *saying.row("languages", tuple(_languages(saying))),
        *saying.row("reply", saying.told(service.contact_method)),
    )


def brief_rows(saying: Saying) -> tuple[Row, ...]:
    """What a list says of a service: where, when and the number, or the web address where there is none."""
    phones = saying.row("phone", tuple(_phones(saying, PhoneKind.VOICE)))
    return (
        *saying.row("times", tuple(times(saying))),
        *saying.row("where", tuple(_where(saying))),
        *saying.row("hours", tuple(_hours(saying))),
        *phones,
        *(() if phones else saying.row("web", tuple(_web(saying))[:1])),
    )


def panel_rows(saying: Saying) -> tuple[Row, ...]:
    """What a small panel has room for: the list's rows, the cost if it is known, and what to bring."""
    return (
        *brief_rows(saying),
        *(saying.row("cost", tuple(_cost(saying))) if _known_costs(saying) else ()),
        *saying.row("bring", saying.told(saying.service.bring)),
    )


def reach_rows(saying: Saying) -> tuple[Row, ...]:
    """Where, the number without hours, and the web address."""
    return (
        *saying.row("where", tuple(_where(saying))),
        *saying.row("phone", tuple(_phones(saying, PhoneKind.VOICE, with_hours=False))),
        *saying.row("web", tuple(_web(saying))[:1]),
    )


def _for_whom(saying: Saying) -> Iterator[Line]:
    texts, service = saying.texts, saying.service
    groups = [texts.group(group) for group in service.target_groups]
    told = list(dict.fromkeys([*(group.text for group in groups), *_ages(service.ages, texts)]))
    if told:
        finnish = _in_a_list([group.beside for group in groups if group.beside], texts_of(FINNISH))
        beside = (Span(f"({finnish})", FINNISH, quiet=True),) if finnish else ()
        yield Line((saying.fixed(_in_a_list(told, texts)), *beside))
    if service.residents_only is Known.YES:
        areas = [_municipality_name(code, texts) for code in service.municipalities]
        if 0 < len(areas) <= NAMED_AREAS:
            yield saying.sentence("residents_only", areas=saying.texts.listed(areas))
        else:
            yield saying.sentence("residents_only_unnamed")
    if service.takes_new_people is Known.NO:
        yield saying.sentence("full", strong=True)


def _in_a_list(told: list[str], texts: Texts) -> str:
    return texts.listed([*told[:1], *map(_uncapitalised, told[1:])])


def _uncapitalised(words: str) -> str:
    """The words as they are inside a sentence; an abbreviation and a proper name keep their capitals."""
    keeps = words[1:2].isupper() or words.startswith(_PROPER)
    return words if keeps else words[:1].lower() + words[1:]


def _ages(ages: AgeLimits, texts: Texts) -> Iterator[str]:
    if ages.lowest is not None and ages.highest is not None:
        yield texts.word("ages_between", lowest=ages.lowest, highest=ages.highest)
    elif ages.lowest is not None:
        yield texts.word("ages_from", lowest=ages.lowest)
    elif ages.highest is not None:
        yield texts.word("ages_to", highest=ages.highest)


def _municipality_name(code: str, texts: Texts) -> str:
    return texts.choose(municipality_name(code))[0]


def _cost(saying: Saying) -> Iterator[Line]:
    known = _known_costs(saying)
    if not known:
        yield saying.sentence("cost_unknown")
        return
    cost = known[0]
    word = {Charge.FREE: "free", Charge.CHARGED: "charged"}.get(cost.charge)
    note = saying.words(cost.note, saying.limits.text)
    fixed = saying.texts.word(word) if word else ""
    if note.text and note.text.rstrip(".").casefold() != fixed.casefold():
        head = (saying.fixed(fixed + "."),) if fixed else ()
        yield Line((*head, note))
    elif fixed:
        yield Line((saying.fixed(fixed),))
    else:
        yield saying.sentence("cost_unknown")


def _known_costs(saying: Saying) -> list[Cost]:
    return [c for c in (saying.service.cost, *(c.cost for c in saying.channels)) if c != Cost()]


def _visiting(saying: Saying) -> list[Channel]:
    """The channels whose place one may go to and may be told of, each place once."""
    found: dict[object, Channel] = {}
    for channel in saying.channels:
        if (
            channel.place
            and saying.can_show(channel)
            and channel.kind not in {ChannelKind.MAIL, ChannelKind.FORM}
        ):
            found.setdefault((channel.place.name, channel.place.address), channel)
    return list(found.values())


def _where(saying: Saying) -> Iterator[Line]:
    visiting = _visiting(saying)
    told = 0
    for channel in visiting[: saying.limits.places]:
        spans = tuple(_place_spans(channel, saying))
        if spans:
            told += 1
            yield Line(spans)
    left = len(visiting) - saying.limits.places
    if left > 0:
        yield saying.sentence("more_places_one" if left == 1 else "more_places", count=left, quiet=True)
    if not told and saying.is_hidden:
        yield saying.sentence("address_hidden")


def _place_spans(channel: Channel, saying: Saying) -> Iterator[Span]:
    place = channel.place
    if place is None:
        return
    code = place.address.municipality
    address = address_words(
        place.address, saying.texts, _municipality_name(code, saying.texts) if code else ""
    )
    name = _place_name(channel, saying)
    if name.text and name.text.casefold() not in address.text.casefold():
        yield Span(name.text + ("," if address.text else ""), name.language, strong=True)
    if address.text:
        yield address


def _place_name(channel: Channel, saying: Saying) -> Span:
    """The place's own name; empty where it is only the service's."""
    name = saying.words(channel.place.name if channel.place and channel.place.name else channel.name)
    return name if name.text not in saying.service.name.values() else Span("", name.language)


def _access(saying: Saying) -> Iterator[Line]:
    service = saying.service
    if saying.is_hidden:
        return
    places = [c.place for c in _visiting(saying) if c.place]
    access = [service.accessibility, *(place.accessibility for place in places)]
    step_free = next((a.step_free for a in access if a.step_free is not Known.UNKNOWN), Known.UNKNOWN)
    if step_free is not Known.UNKNOWN:
        yield saying.sentence("step_free" if step_free is Known.YES else "steps")
    sentences = next((a.sentences for a in access if a.sentences), ())
    for sentence in sentences[:2]:
        yield Line((saying.words(sentence, saying.limits.text),))
    if service.rides.note:
        yield from saying.told(service.rides.note)
    elif service.rides.offered is not Known.UNKNOWN:
        yield saying.sentence("ride_offered" if service.rides.offered is Known.YES else "ride_not_offered")


def all_phones(saying: Saying) -> Iterator[tuple[Phone, Channel | None]]:
    """Every number of the service and the channel that it belongs to, faxes left out."""
    told: set[str] = set()
    organisation = saying.service.organisation
    own: list[tuple[Phone, Channel | None]] = [(p, c) for c in saying.channels for p in c.phones]
    of_organisation = [(phone, None) for phone in organisation.phones[:1]] if organisation else []
    for phone, channel in own or of_organisation:
        digits = "".join(character for character in phone.number if character.isdigit())
        if digits and digits not in told and not phone.is_fax:
            told.add(digits)
            yield phone, channel


def phone_hours(phone: Phone, channel: Channel | None) -> Hours:
    """When a number answers, as far as that is told of the number and not of a place."""
    is_called = phone.kind is PhoneKind.VOICE and channel and channel.kind is ChannelKind.PHONE
    return channel.hours if channel and is_called else NOT_KNOWN


def _phones(saying: Saying, kind: PhoneKind, *, with_hours: bool = True) -> Iterator[Line]:
    found = [(phone, channel) for phone, channel in all_phones(saying) if phone.kind is kind]
    hours_told: set[Hours] = set()
    for phone, channel in found[: saying.limits.phones]:
        number = Span(unbroken(phone.number), saying.texts.language, strong=True)
        yield Line((number, *_phone_notes(phone, channel, saying, several=len(found) > 1)))
        hours = phone_hours(phone, channel)
        if with_hours and hours.is_stated and hours not in hours_told:
            hours_told.add(hours)
            yield from _hours_lines(hours, saying, can_call=True)


def _phone_notes(phone: Phone, channel: Channel | None, saying: Saying, *, several: bool) -> Iterator[Span]:
    """Whose number it is and what the call costs."""
    own_name = channel.name if channel and channel.kind is ChannelKind.PHONE and several else Text()
    name = saying.words(phone.label or own_name, saying.limits.text)
    if name.text and name.text not in saying.service.name.values():
        yield name
    note = saying.words(phone.charge_note, saying.limits.text)
    if note.text and phone.charge is not Charge.FREE:
        yield Span(f"({note.text.strip('() ')})", note.language, quiet=True)
    elif phone.charge is not Charge.UNKNOWN:
        key = "free_call" if phone.charge is Charge.FREE else "charged_call"
        yield saying.fixed(f"({saying.texts.word(key)})", quiet=True)


def stated_hours(saying: Saying) -> Iterator[tuple[Span, Hours]]:
    """The hours of going there, each with what tells them from the others, be it that they are not known."""
    can_call = any(True for _ in all_phones(saying))
    stated = [c for c in saying.channels if c.hours.is_stated]
    told_elsewhere = {ChannelKind.WEB, ChannelKind.ESERVICE, ChannelKind.FORM}
    others = [
        c for c in stated if c.kind not in told_elsewhere and not (c.kind is ChannelKind.PHONE and c.phones)
    ]
    if not others:
        if not saying.service.occurrences and (_visiting(saying) or (can_call and not stated)):
            yield Span("", ""), NOT_KNOWN
        return
    grouped: dict[Hours, list[Channel]] = {}
    for channel in others:
        grouped.setdefault(channel.hours, []).append(channel)
    for hours, channels in list(grouped.items())[: saying.limits.places]:
        name = _channels_name(channels, saying) if len(grouped) > 1 else Span("", "")
        yield Span(name.text, name.language, strong=True), hours


def _hours(saying: Saying) -> Iterator[Line]:
    can_call = any(True for _ in all_phones(saying))
    for name, hours in stated_hours(saying):
        if name.text:
            yield Line((name,))
        yield from _hours_lines(hours, saying, can_call=can_call)


def _hours_lines(hours: Hours, saying: Saying, *, can_call: bool) -> Iterator[Line]:
    """The coming days and the source's own words; where nothing is known, what to do about it."""
    texts = saying.texts
    coming = coming_lines(hours, saying.made_on, texts.language, DAYS)
    told = [line for line in (*coming, plain(texts.choose(hours.note)[0])) if line]
    if not told:
        yield not_known(saying, can_call=can_call)
    for words in dict.fromkeys(told):
        yield Line((saying.fixed(saying.without_secrets(words)),))


def not_known(saying: Saying, *, can_call: bool) -> Line:
    """That nobody has stated the hours, and what to do about it."""
    return saying.sentence("hours_call_first" if can_call else "hours_ask_first")


def _channels_name(channels: list[Channel], saying: Saying) -> Span:
    """What tells these hours from the others: the place, else the channel."""
    names = []
    for channel in channels:
        if channel.place and not saying.can_show(channel):
            continue
        own = _place_name(channel, saying) if channel.place else saying.words(channel.name)
        if own.text:
            names.append(own)
    told = ", ".join(dict.fromkeys(name.text for name in names))
    return Span(told, names[0].language) if names else Span("", "")


def _how(saying: Saying) -> Iterator[Line]:
    lines = saying.told(saying.service.instructions)
    yield from lines
    if not lines:
        described = [c for c in saying.channels if c.description and (saying.can_show(c) or not c.place)]
        for channel in described[:2]:
            yield Line((saying.words(channel.description, saying.limits.text),))
    if any(c.needs_identification is Known.YES for c in saying.channels):
        yield saying.sentence("identification")


def _emails(saying: Saying) -> Iterator[Line]:
    organisation = saying.service.organisation
    own = [email for channel in saying.channels for email in channel.emails]
    if not own and not any(True for _ in all_phones(saying)) and organisation:
        own = list(organisation.emails[:1])
    for email in list(dict.fromkeys(email.strip() for email in own))[:E_MAILS]:
        yield Line((saying.fixed(email),))


def _web(saying: Saying) -> Iterator[Line]:
    found = pages(saying)
    for page in found:
        name = (
            [Span(page.label.text + ":", page.label.language)] if page.label.text and len(found) > 1 else []
        )
        yield Line((*name, saying.fixed(readable_address(page.url))))


def _languages(saying: Saying) -> Iterator[Line]:
    own = saying.service.languages or tuple(code for c in saying.channels for code in c.languages)
    usual = [code for code in FALLBACK if code in own]
    names = [language_name(code, saying.texts.locale) for code in dict.fromkeys((*usual, *own))]
    told = saying.texts.listed(name for name in names[:LANGUAGES_SHOWN] if name)
    if told:
        yield Line((saying.fixed(told[0].upper() + told[1:]),))
