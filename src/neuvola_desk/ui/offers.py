"""Pages that are made when they are first wanted: most days most of them are not."""

from collections.abc import Callable
from dataclasses import dataclass

from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.ui.screen import Screen

Make = Callable[[], Screen]
"""Loads the page's modules and makes it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What menu and keys must know of a page before it is there."""

    key: str
    icon_name: str
    title: Callable[[], str]
    make: Make
    shortcut: str = ""
    in_menu: bool = True
    act: Act = Act.SEARCH
    """What whoever is at the desk must be allowed to do to see it."""


def page_title(key: str) -> str:
    """The name of a page, for the menu and its heading."""
    return {
        "crisis": _("Hätä: kenelle soitetaan heti"),
        "leaflet": _("Palveluesite"),
        "contact": _("Yhteydenottopyyntö"),
        "requests": _("Pyynnön peruminen ja tila"),
        "experience": _("Kokemus palvelusta"),
        "today": _("Tänään"),
        "paper": _("Paperilomakkeet"),
        "sync": _("Tietojen lähetys ja haku"),
        "import": _("Tuo palveluluettelo"),
        "practice": _("Harjoittelu"),
        "profiles": _("Kävijäprofiilit"),
        "settings": _("Asetukset"),
        "recovery": _("Avain ja varmuuskopiot"),
        "introduction": _("Kymmenen minuutin perehdytys"),
        "help": _("Ohje ja näppäimet"),
        "about": _("Tietoja ohjelmasta"),
    }[key]
