"""The pocket slip (pikkulappu): a number and its hours, to be cut out and hidden in a hand.

Whoever finds it learns nothing: no name of a service or an organisation, no title, no code, no point, no
date. It stands in the corner of a page that is otherwise white, one slip for each service with a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from neuvola_core.catalogue import Channel, ChannelKind, PhoneKind, Service
from neuvola_core.errors import NoPhoneError
from neuvola_core.hours import NOT_KNOWN, Hours
from neuvola_core.hours_words import lines
from neuvola_desk.usecases.leaflets.galley import line_ink
from neuvola_desk.usecases.leaflets.ink import Element, Ink, Page, RuleInk, Sheets, mirrored
from neuvola_desk.usecases.leaflets.lines import Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import A4, HAIR, MM, NORMAL
from neuvola_desk.usecases.leaflets.rows import all_phones
from neuvola_desk.usecases.leaflets.saying import TIGHT, Saying
from neuvola_desk.usecases.leaflets.texts import languages_of, texts
from neuvola_desk.usecases.leaflets.words import plain, unbroken

_WIDTH: Final = 85 * MM
_HEIGHT: Final = 40 * MM
"""A little less than a bank card."""
_PAD: Final = 6 * MM
_NUMBER: Final = 22.0
_HOURS: Final = 11.0
_MOST_HOURS: Final = 3
_LEADING: Final = 1.35
_CUT: Final = 4 * MM
MOST: Final = 6
"""Slips on a sheet."""


@dataclass(frozen=True, slots=True)
class PocketSlip:
    """What one slip says."""

    number: str
    hours: tuple[str, ...]


def slips(services: Iterable[Service], language: str, made_on: date) -> tuple[PocketSlip, ...]:
    """A slip for each number, at most six; raises ``NoPhoneError`` where no service has one."""
    found: dict[str, PocketSlip] = {}
    first, *others = languages_of(language)
    for service in services:
        saying = Saying(service, texts(first), TIGHT, made_on)
        voices = ((phone, channel) for phone, channel in all_phones(saying) if phone.kind is PhoneKind.VOICE)
        phone, channel = next(voices, (None, None))
        if phone is None:
            continue
        hours = _hours(service, channel)
        spoken = [texts(one).language for one in (first, *others)] if hours.is_stated else []
        told = [line for one in spoken for line in lines(hours, one, made_on)[:_MOST_HOURS]]
        said = dict.fromkeys(saying.without_secrets(plain(line)) for line in told)
        found.setdefault(phone.number, PocketSlip(unbroken(phone.number), tuple(filter(None, said))))
    if not found:
        raise NoPhoneError
    return tuple(found.values())[:MOST]


def _hours(service: Service, called: Channel | None) -> Hours:
    """When the number answers, or when the service is open where only one timetable is told."""
    if called and called.kind is ChannelKind.PHONE and called.hours.is_stated:
        return called.hours
    stated = {c.hours for c in service.channels if c.hours.is_stated}
    return stated.pop() if len(stated) == 1 else NOT_KNOWN


def lay_out(slips: Sequence[PocketSlip], language: str) -> Sheets:
    """The page with the slips under each other in its corner; marks show where to cut."""
    elements: list[Element] = []
    ink: list[Ink] = []
    fixed = texts(languages_of(language)[0])
    for row, slip in enumerate(slips):
        ink += _slip(slip, fixed.language, A4.top + row * _HEIGHT, elements)
    page = mirrored(ink, A4.width) if fixed.is_rtl else tuple(ink)
    return Sheets((Page(page, ()),), tuple(elements), fixed.language, "")


def _slip(slip: PocketSlip, language: str, top: float, elements: list[Element]) -> list[Ink]:
    left, room = A4.left + _PAD, _WIDTH - 2 * _PAD
    elements.append(Element("P", language))
    number = Stretch(slip.number, language, NORMAL.manner(_NUMBER, strong=True), is_heading=True)
    y, ink = top + _PAD, list[Ink]()
    for line in break_lines([number], lambda _: room):
        ink += line_ink(line, left, y, _NUMBER * _LEADING, len(elements) - 1)
        y += _NUMBER * _LEADING
    for hours in slip.hours:
        for line in break_lines([Stretch(hours, language, NORMAL.manner(_HOURS))], lambda _: room):
            if y + _HOURS * _LEADING > top + _HEIGHT - _PAD / 2:
                break
            ink += line_ink(line, left, y, _HOURS * _LEADING, len(elements) - 1)
            y += _HOURS * _LEADING
    edges = [
        RuleInk(x, edge, _CUT, 0.5, HAIR)
        for edge in (top, top + _HEIGHT)
        for x in (A4.left, A4.left + _WIDTH - _CUT)
    ]
    return [*ink, *edges]
