"""The keys of the window, as one table: the help shows it, and a test holds the window to it."""

from dataclasses import dataclass

from neuvola_desk.i18n import _
from neuvola_desk.ui.shift.button import SHIFT_KEY
from neuvola_desk.ui.turned.key import TURN_KEY


@dataclass(frozen=True, slots=True)
class Key:
    """Keys as Qt writes them, and what they do."""

    keys: str
    does: str


def keys() -> tuple[tuple[str, tuple[Key, ...]], ...]:
    """Headings and their keys, in the language in use."""
    return (
        (
            _("Aina"),
            (
                Key("F12", _("Hätä: kriisinumerot")),
                Key("Ctrl+Enter", _("Seuraava vaihe: se, minkä alareunan nappi kertoo")),
                Key("Ctrl+Z", _("Peru viimeksi tehty: valinta, poisto, käynti tai kysymys")),
                Key("Ctrl+N", _("Seuraava kävijä: tyhjennä kaikki")),
                Key("F9", _("Peitä näyttö")),
                Key(SHIFT_KEY, _("Vaihda vuoro tai lukitse työasema")),
                Key("F1", _("Tämä ohje")),
                Key("Esc", _("Takaisin; haussa tyhjennä sanat, sitten valinnat")),
            ),
        ),
        (
            _("Haku"),
            (
                Key("Ctrl+F", _("Hakukenttään")),
                Key("Ctrl+1 / Ctrl+2 / Ctrl+3", _("Tarpeeseen, apuun tai paikkakuntaan")),
                Key("↓ ↑", _("Kohdasta toiseen; hakukentästä luetteloon")),
                Key("Enter", _("Avaa palvelun tiedot; tarpeessa valitse ja jatka")),
                Key(_("Välilyönti"), _("Lisää valittuihin tai poista valituista")),
                Key("Tab", _("Seuraavaan kohtaan")),
            ),
        ),
        (
            _("Sivupaneeli"),
            (
                Key("F2", _("Palvelun tiedot")),
                Key("F3", _("Valitut palvelut")),
                Key("F4", _("Merkitse käynti")),
                Key(TURN_KEY, _("Käännä näyttö kävijälle ja takaisin")),
                Key("Ctrl+P / F5", _("Palveluesite")),
                Key("Ctrl+S", _("Tallenna esite PDF:nä")),
                Key("F11", _("Yhteydenottopyyntö")),
                Key("F6", _("Tänään")),
                Key("F7", _("Tietojen lähetys ja haku")),
            ),
        ),
        (
            _("Käynti"),
            (
                Key("F8", _("Merkitse pikakäynti haun perusteella")),
                Key("Shift+F8", _("Laske pelkkä kysymys, josta ei merkitä käyntiä")),
            ),
        ),
    )
