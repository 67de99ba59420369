"""Facts of the catalogue in the words of the window. No widget, no rule."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from neuvola_core import areas
from neuvola_core.catalogue import Provider
from neuvola_core.opening import State
from neuvola_desk import language_names
from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.usecases.data_age import Age

Mark = tuple[str, str]
"""An icon and its colour."""

AGE_MARKS: Final[Mapping[Age, Mark]] = {
    Age.FRESH: ("check", "good"),
    Age.AGEING: ("calendar", "muted"),
    Age.OLD: ("warn", "warn"),
    Age.UNKNOWN: ("question", "muted"),
}
_OPEN_MARKS: Final = {State.OPEN: ("clock", "good"), State.CLOSED: ("closed", "muted")}


def open_mark(state: State | None) -> Mark:
    """The mark beside what is said of opening; None where nobody states hours."""
    return _OPEN_MARKS.get(state or State.NOT_KNOWN, ("question", "muted"))


def provider_words(provider: Provider) -> str:
    """What kind of provider it is; empty where nobody has told."""
    words: Mapping[Provider, str] = {
        Provider.COUNTY: _("hyvinvointialue"),
        Provider.MUNICIPALITY: _("kunta"),
        Provider.KELA: _("Kela"),
        Provider.STATE: _("valtio"),
        Provider.NGO: _("järjestö"),
        Provider.PARISH: _("seurakunta"),
        Provider.COMPANY: _("yritys"),
        Provider.PEERS: _("vertaiset"),
    }
    return words.get(provider, "")


def age_words(checked_on: date | None, today: date) -> str:
    """When the data was last checked, as one says it."""
    if checked_on is None:
        return _("Tarkistuspäivää ei tiedetä")
    days = max(0, (today - checked_on).days)
    if days == 0:
        return _("Tarkistettu tänään")
    if days < 31:
        told = ngettext("Tarkistettu {n} päivä sitten", "Tarkistettu {n} päivää sitten", days)
        return told.format(n=days)
    if days < 365:
        months = days // 30
        told = ngettext("Tarkistettu {n} kuukausi sitten", "Tarkistettu {n} kuukautta sitten", months)
        return told.format(n=months)
    years = days // 365
    told = ngettext("Tarkistettu yli {n} vuosi sitten", "Tarkistettu yli {n} vuotta sitten", years)
    return told.format(n=years)


def date_words(day: date) -> str:
    """A date in figures, as it is written in Finland in all three languages of the window."""
    return f"{day.day}.{day.month}.{day.year}"


def municipality_name(code: str) -> str:
    """The municipality's name, or its code where the table does not have it."""
    return areas.municipality_name(code).best(current_language())


def where_words(municipalities: tuple[str, ...], *, nationwide: bool, most: int = 3) -> str:
    """Where something is offered: a few names, or how many."""
    if nationwide:
        return _("koko Suomi")
    names = [municipality_name(code) for code in municipalities]
    if len(names) <= most:
        return ", ".join(names)
    return _("{first} ja {n} muuta paikkakuntaa").format(first=names[0], n=len(names) - 1)


def language_name(code: str) -> str:
    """The name of a language that services are given in, or its code."""
    return language_names.language_name(code, current_language()) or code
