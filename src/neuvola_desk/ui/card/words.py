"""What the card says in its own words. No widget, no rule."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from neuvola_core.correction import Part
from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.ui.words import date_words
from neuvola_desk.usecases.whereabouts import Direction, Whereabouts

_AT_HAND: Final = 150
"""Metres under which no direction is told: the place is in sight."""
_MONTH: Final = 31


def call_words(called_on: date, today: date) -> str:
    """When the point last called, as one says it."""
    days = max(0, (today - called_on).days)
    if days == 0:
        return _("Neuvontapiste soitti tänään")
    if days < _MONTH:
        told = ngettext(
            "Neuvontapiste soitti {n} päivä sitten", "Neuvontapiste soitti {n} päivää sitten", days
        )
        return told.format(n=days)
    return _("Neuvontapiste soitti {day}").format(day=date_words(called_on))


def part_words(part: Part) -> str:
    """What of a service is wrong."""
    words: Mapping[Part, str] = {
        Part.NAME: _("Nimi"),
        Part.DESCRIPTION: _("Kuvaus"),
        Part.CONTACT: _("Puhelin, sähköposti tai verkkosivu"),
        Part.ADDRESS: _("Osoite"),
        Part.HOURS: _("Aukiolo"),
        Part.COST: _("Hinta"),
        Part.CLOSED: _("Palvelua ei enää ole"),
        Part.OTHER: _("Jokin muu"),
    }
    return words[part]


def distance_words(metres: float) -> str:
    """A distance as one says it: "350 m", "1,2 km", "14 km"."""
    if metres < 975:
        return _("{n} m").format(n=max(50, round(metres / 50) * 50))
    if metres < 9_950:
        told = f"{metres / 1000:.1f}".removesuffix(".0")
        return _("{n} km").format(n=told if current_language() == "en" else told.replace(".", ","))
    return _("{n} km").format(n=round(metres / 1000))


def whereabouts_words(seen: Whereabouts) -> str:
    """How far and which way from the point, as the crow flies."""
    if seen.metres < _AT_HAND:
        return _("Alle 150 metriä neuvontapisteestä")
    told: Mapping[Direction, str] = {
        Direction.NORTH: _("Noin {far} neuvontapisteestä pohjoiseen"),
        Direction.NORTH_EAST: _("Noin {far} neuvontapisteestä koilliseen"),
        Direction.EAST: _("Noin {far} neuvontapisteestä itään"),
        Direction.SOUTH_EAST: _("Noin {far} neuvontapisteestä kaakkoon"),
        Direction.SOUTH: _("Noin {far} neuvontapisteestä etelään"),
        Direction.SOUTH_WEST: _("Noin {far} neuvontapisteestä lounaaseen"),
        Direction.WEST: _("Noin {far} neuvontapisteestä länteen"),
        Direction.NORTH_WEST: _("Noin {far} neuvontapisteestä luoteeseen"),
    }
    return told[seen.direction].format(far=distance_words(seen.metres))


def suggested_call_words(called_on: date) -> str:
    """A call that nobody of the staff has confirmed."""
    return _("Soitettu {day}").format(day=date_words(called_on))
