"""Pages that are made when they are first wanted: most days most of them are not."""

from collections.abc import Callable
from dataclasses import dataclass

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


def page_title(key: str) -> str:
    """The name of a page, for the menu and its heading."""
    return {
        "crisis": _("Hätä: kenelle soitetaan heti"),
        "leaflet": _("Palveluesite"),
        "today": _("Tänään"),
        "paper": _("Paperilomakkeet"),
        "sync": _("Tietojen lähetys ja haku"),
        "import": _("Tuo palveluluettelo"),
        "settings": _("Asetukset"),
        "help": _("Ohje ja näppäimet"),
    }[key]
