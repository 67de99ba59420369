"""The page of a contact request in a test: who takes requests, and hands that fill it in."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt

from neuvola_core import codec
from neuvola_core.contact import ClosedPeriod, Offers, Receiver
from neuvola_desk.config import Settings
from neuvola_desk.desk import Desk
from neuvola_desk.record_port import LAST_SYNC, OFFERS
from neuvola_desk.ui.contact.consent_view import ConsentView
from neuvola_desk.ui.contact.reading import groups
from neuvola_desk.ui.contact.screen import ContactScreen
from support.contact_desk import EMAIL, NAME, SEALING_KEYS, SENTENCE
from support.real_window import RealWindow, press, write
from support.small_desk import COUNTY, NGO, NOW, PARISH

SETTINGS = Settings(
    theme="light", controller="Kulman neuvonta ry", controller_contact="tietosuoja@kulma.example"
)
PHONE = "040 765 4321"
KNOWN = (PHONE, "0407654321", "407654321", EMAIL, NAME, SENTENCE, groups(EMAIL))
"""What must be in no widget afterwards, however it was written."""

TELL = Offers(
    (
        Receiver(NGO.id, {"fi": "Kulman Tuki ry"}, {"fi": "Soitamme arkisin."}, "017 555 1234", (), 2),
        Receiver(PARISH.id, {"fi": "Kuopion seurakunnat"}, {"fi": "Lähetämme viestin."}, "017 555 9999"),
        Receiver(
            COUNTY.id,
            {"fi": "Hyvinvointialue"},
            {"fi": "Soitamme."},
            "017 111 222",
            (ClosedPeriod(date(2026, 11, 10), date(2026, 11, 30)),),
        ),
    ),
    SEALING_KEYS,
)


def tell_offers(desk: Desk, offers: Offers, synced: datetime) -> None:
    """As a sync would have told them."""
    desk.record.settings.put_all(
        {OFFERS: codec.to_json(offers).decode(), LAST_SYNC: synced.isoformat()},
    )


def contact_page(real: RealWindow, *, hours: float = 1, picked: tuple[int, ...] = (0, 1, 2)) -> ContactScreen:
    """The page over a tray with services of three organisations, the last sync so many hours ago."""
    real.ask(partial(tell_offers, offers=TELL, synced=NOW - timedelta(hours=hours)))
    real.pick(*picked)
    page = real.go("contact")
    real.settle()
    assert isinstance(page, ContactScreen)
    return page


class Settling(Protocol):
    """Whoever drives a window."""

    def settle(self) -> None:
        """Waits until no work is under way."""


def answer_to_details(real: Settling, page: ContactScreen) -> None:
    """From the organisations to the fields."""
    page.who.boxes[0].click()
    page.who.go_button.click()
    real.settle()
    page.safety.buttons["soitto"].click()
    page.adult.buttons["kylla"].click()
    real.settle()


def fill(page: ContactScreen, *, by_email: bool = False) -> None:
    """Everything that can be typed is typed."""
    details = page.details
    if by_email:
        details.way.buttons["sahkoposti"].click()
        write(details.email, EMAIL)
    else:
        write(details.phone, PHONE)
    details.own.buttons["kylla"].click()
    write(details.name, NAME)
    write(details.sentence.field, SENTENCE)


def read_back(real: Settling, page: ContactScreen, *, by_email: bool = False) -> None:
    """Up to the large digits."""
    answer_to_details(real, page)
    fill(page, by_email=by_email)
    page.details.go_button.click()
    real.settle()


def consent(real: Settling, page: ContactScreen, *, by_email: bool = False) -> ConsentView:
    """Up to the view that is turned to the visitor."""
    read_back(real, page, by_email=by_email)
    page.read_back.right_button.click()
    real.settle()
    view = page.consenting.view
    assert view is not None
    return view


def send(real: Settling, page: ContactScreen, *, by_email: bool = False) -> None:
    """A whole request."""
    consent(real, page, by_email=by_email).yes_button.click()
    real.settle()


def enter(page: ContactScreen) -> None:
    """Enter where the keyboard is."""
    focus = page.window().focusWidget()
    assert focus is not None
    press(focus, Qt.Key.Key_Return)
