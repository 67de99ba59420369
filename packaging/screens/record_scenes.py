"""The scenes about the record and about what comes from outside: requests, server, PINs, keys, imports."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from nacl.public import PrivateKey

from neuvola_core import codec
from neuvola_core.contact import Offers, Receiver
from neuvola_core.errors import CannotPrintError, CatalogueDamagedError, DiskFullError
from neuvola_core.roles import Role
from neuvola_core.visit import IsoWeek
from neuvola_desk.desk import Desk
from neuvola_desk.record_port import LAST_SYNC, OFFERS
from neuvola_desk.sync.credentials import IDENTITY, Identity, RecordPlace, Tokens, identity_json
from neuvola_desk.ui.contact.consent_view import ConsentView
from neuvola_desk.ui.contact.screen import ContactScreen
from neuvola_desk.ui.importing.screen import ImportScreen
from neuvola_desk.ui.passphrase.bridge import PassphraseBridge
from neuvola_desk.ui.passphrase.dialog import PassphraseDialog
from neuvola_desk.ui.recovery.screen import RecoveryScreen
from neuvola_desk.ui.sync.screen import SyncScreen
from neuvola_desk.usecases.visit_draft import VisitDraft
from screens.desk import NOW
from screens.scene import Scene
from screens.stage import Stage

_NO_SERVER: Final = "http://127.0.0.1:9"
"""Where nobody answers."""
_PINS: Final = {Role.COORDINATOR: "3333", Role.COUNSELLOR: "2222", Role.VOLUNTEER: "1111"}


def _tell_offers(desk: Desk, services: tuple[str, ...]) -> None:
    """As if the server had told that the organisations of these services take requests."""
    key = base64.b64encode(bytes(PrivateKey(b"pictured" * 4).public_key)).decode()
    receivers = []
    for one in services:
        organisation = desk.catalogue.service(one).organisation
        if organisation is not None:
            names = dict(organisation.name)
            method = {"fi": "Soitamme arkisin.", "sv": "Vi ringer på vardagar.", "en": "We call on weekdays."}
            receivers.append(Receiver(organisation.id, names, method, "000 123 4500", (), 2))
    offers = Offers(tuple({one.id: one for one in receivers}.values()), {"server-1": key})
    synced = (NOW - timedelta(hours=1)).isoformat()
    desk.record.settings.put_all({OFFERS: codec.to_json(offers).decode(), LAST_SYNC: synced})


def contact(stage: Stage) -> Iterator[str]:
    """A contact request from who is asked to the receipt."""
    page = stage.visit(ContactScreen)
    yield "contact-nothing-picked"
    stage.house.window.show_desk()
    stage.search("yksin")
    picked = stage.hits()[:3]
    stage.ask(partial(_tell_offers, services=tuple(one.id for one in picked)))
    stage.pick(*picked)
    stage.go("contact")
    yield "contact-who"
    page.who.boxes[0].click()
    page.who.go_button.click()
    stage.settle()
    yield "contact-safety"
    page.safety.buttons["soitto"].click()
    page.adult.buttons["kylla"].click()
    stage.settle()
    stage.type_into(page.details.phone, "040 765 4321")
    page.details.own.buttons["kylla"].click()
    stage.type_into(page.details.name, "Auneliisa")
    stage.settle()
    yield "contact-details"
    page.details.go_button.click()
    stage.settle()
    yield "contact-read-back"
    page.read_back.right_button.click()
    stage.settle()
    yield "contact-consent"
    stage.find(ConsentView).yes_button.click()
    stage.settle()
    yield "contact-receipt"


def _join(desk: Desk) -> None:
    """As if the desk had been joined to a server nobody answers at, three days ago."""
    identity = Identity(_NO_SERVER, "d1", "Kaivopihan pöytä 2", "kaivopiha", "Kaivopihan neuvontapiste", "")
    synced = (NOW - timedelta(days=3)).isoformat()
    desk.record.settings.put_all({IDENTITY: identity_json(identity), LAST_SYNC: synced})
    Tokens(RecordPlace(desk.record.settings), identity.desk).first("pictured")


def _log(desk: Desk) -> str:
    return desk.visits.log(VisitDraft(needs=("velat",))).id


def _refuse(desk: Desk, visit: str) -> None:
    desk.record.outbox.settle((), {visit: "unknown-need"}, IsoWeek.of(NOW.date()))


def server(stage: Stage) -> Iterator[str]:
    """A line that has been broken for three days: what waits, and what the server would not take."""
    stage.clock.move(timedelta(hours=-3))
    visits = [stage.ask(_log) for _one in range(4)]
    stage.clock.move(timedelta(hours=5, minutes=30))
    stage.ask(_join)
    page = stage.visit(SyncScreen)
    stage.exchanger.look()
    stage.settle()
    yield "sync-backlog"
    page.button.click()
    stage.settle()
    yield "sync-fault"
    stage.ask(partial(_refuse, visit=visits[0]))
    stage.exchanger.look()
    stage.settle()
    yield "sync-refused"


def _set_pins(desk: Desk) -> None:
    for role, pin in _PINS.items():
        desk.pins.add(role, pin, "Koordinaattori" if role is Role.COORDINATOR else "")


def pins(stage: Stage) -> Iterator[str]:
    """Who is at the desk."""
    stage.ask(_set_pins)
    stage.house.context.shift.look()
    stage.settle()
    guard = stage.house.window.guard
    guard.change_shift()
    stage.settle()
    yield "shift-cover"
    guard.cover.entry.field.setText("9999")
    guard.cover.entry.enter()
    stage.settle()
    yield "shift-wrong-pin"
    guard.cover.leave()
    stage.settle()
    stage.house.window.show_screen("today")
    stage.settle()
    yield "shift-pin-wanted"
    guard.cover.entry.field.setText(_PINS[Role.COORDINATOR])
    guard.cover.entry.enter()
    stage.settle()
    stage.go("settings")
    yield "settings-with-pins"


def imports(stage: Stage) -> Iterator[str]:
    """A file comes in."""
    page = stage.visit(ImportScreen)
    stage.hold()
    page.run([str(stage.own_file("long-names.csv"))])
    stage.settle()
    yield "import-running"
    stage.let_go()
    stage.settle()
    yield "import-done"
    broken = stage.paths.data / "rikki.csv"
    broken.write_bytes(b"\x00\x01\x02")
    page.run([str(broken)])
    stage.settle()
    yield "import-fault"


def faults(stage: Stage) -> Iterator[str]:
    """What goes wrong is said in the line at the bottom."""
    tell = stage.house.signals.fault.emit
    stage.search("velka")
    tell(CatalogueDamagedError())
    yield "fault-catalogue"
    tell(DiskFullError())
    yield "fault-disk"
    tell(CannotPrintError(reason="not-answering", printer="Aula"))
    yield "fault-printer"


def _decline(stage: Stage, bridge: PassphraseBridge) -> None:
    stage.until(lambda: bridge.dialog is not None)
    stage.find(PassphraseDialog).reject()
    stage.is_held = False
    stage.settle()


def first_start(stage: Stage) -> Iterator[str]:
    """A machine without a keyring, on the first day."""
    bridge = stage.find(PassphraseBridge)
    stage.until(lambda: bridge.dialog is not None)  # the record waits for the answer
    stage.settle()
    yield "first-start"
    _decline(stage, bridge)
    yield "record-closed"
    stage.is_held = True
    stage.house.window.show_screen("recovery")
    _decline(stage, bridge)
    yield "recovery-closed"


def recovery(stage: Stage) -> Iterator[str]:
    """The key's code is typed."""
    page = stage.visit(RecoveryScreen)
    page.code_button.click()
    stage.settle()
    yield "recovery-code"


RECORD_SCENES: Final = (
    Scene("contact", contact),
    Scene("server", server),
    Scene("pins", pins),
    Scene("imports", imports),
    Scene("faults", faults),
    Scene("first-start", first_start, new=True, asks=True),
    Scene("recovery", recovery),
)
