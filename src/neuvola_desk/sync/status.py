"""How the desk and the server stand to each other, in facts and in words.

Facts come from what waits, what was refused and where the catalogue stands, never from how the last attempt
went: a desk that has failed all day and has nothing to send is not worse off than one that has not tried.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from neuvola_core.errors import AccessRefusedError
from neuvola_core.opening import ZONE
from neuvola_core.versions import VERSION, is_newer
from neuvola_core.wire import RecordKind
from neuvola_desk.contact_words import lost_words
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.messages import sentence
from neuvola_desk.record_port import ExchangeRecord, HeldBack
from neuvola_desk.refusal_words import field_words
from neuvola_desk.sync import state
from neuvola_desk.sync.credentials import read_identity
from neuvola_desk.sync.state import Remembered

CLOCK_BANNER: Final = 5 * 60
"""Seconds that a clock may be wrong before somebody is told."""
LONG_AGO: Final = 3
"""Days without a sync after which the words say so first."""
RESEND: Final = "resend"
DISCARD: Final = "discard"


class Weight(StrEnum):
    """How much a line matters."""

    PLAIN = "plain"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say."""

    text: str
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that the server will not take as it is; ``reason`` is a key, ``remedies`` what can be done."""

    id: str
    kind: str
    reason: str
    remedies: tuple[str, ...] = (RESEND, DISCARD)


@dataclass(frozen=True, slots=True)
class SyncFacts:
    """All there is to say. ``visits`` may leave now, ``held`` may not yet; ``others`` are no visits.

    ``totals`` are counters that the server does not have as they stand.
    """

    server: str = ""
    desk: str = ""
    point: str = ""
    visits: int = 0
    others: int = 0
    held: HeldBack = field(default_factory=HeldBack)
    refused: tuple[Refused, ...] = ()
    remembered: Remembered = field(default_factory=Remembered)
    checking: bool = False
    totals: int = 0
    lost_requests: int = 0
    """Contact requests that never reached the server, and nobody has seen which."""
    version: str = ""
    """This program's own."""

    @property
    def is_enrolled(self) -> bool:
        """Whether there is a server at all."""
        return bool(self.server)

    @property
    def waiting(self) -> int:
        """Records that are not yet stored on the server, refused ones apart."""
        return self.visits + self.others + self.held.visits + self.held.others

    @property
    def newer_desk(self) -> str:
        """The version that the server has for desks; empty unless it is newer than this program."""
        newest = self.remembered.newest_desk
        return newest if is_newer(newest, self.version) else ""

    def days_since(self, now: datetime) -> int | None:
        """Whole days since everything was last sent and fetched; None if it never was."""
        last = self.remembered.last_sync
        return max(0, (now.astimezone(ZONE).date() - last.astimezone(ZONE).date()).days) if last else None


def facts(record: ExchangeRecord) -> SyncFacts:
    """The facts as they are."""
    identity = read_identity(record.settings)
    held = record.outbox.held_back()
    waiting = Counter(item.kind == RecordKind.VISIT for item in record.outbox.waiting(closed_only=True))
    return SyncFacts(
        server=identity.url if identity else "",
        desk=identity.name if identity else "",
        point=identity.point_name if identity else "",
        visits=waiting[True],
        others=waiting[False],
        held=held,
        refused=tuple(Refused(i.id, i.kind, i.last_refusal) for i in record.outbox.refused()),
        remembered=state.remembered(record.settings),
        checking=state.must_reoffer(record.settings),
        totals=len(record.counters.changed()),
        lost_requests=record.contacts.lost(),
        version=VERSION,
    )


def words(known: SyncFacts, now: datetime) -> tuple[Line, ...]:
    """What to tell a person, the weightiest first."""
    if not known.is_enrolled:
        return (Line(_("Palvelinta ei ole: työasema toimii itsenäisesti.")),)
    return (*_warnings(known, now), *_waiting(known, now), *_catalogue(known, now), *_update(known))


def _warnings(known: SyncFacts, now: datetime) -> Iterator[Line]:
    remembered = known.remembered
    days = known.days_since(now)
    if remembered.refused:
        yield Line(sentence(AccessRefusedError(reason=remembered.refused)), Weight.WARNING)
    if known.refused:
        n = len(known.refused)
        told = ngettext(
            "Palvelin ei ottanut vastaan {n} tietoa. Korjaa ja lähetä se uudelleen, tai hylkää se.",
            "Palvelin ei ottanut vastaan {n} tietoa. Korjaa ja lähetä ne uudelleen, tai hylkää ne.",
            n,
        )
        yield Line(told.format(n=n), Weight.WARNING)
    if known.lost_requests:
        yield Line(lost_words(known.lost_requests), Weight.WARNING)
    if abs(remembered.clock_offset) > CLOCK_BANNER:
        yield Line(clock_words(remembered.clock_offset), Weight.WARNING)
    if state.COPIED in remembered.notices:
        yield Line(
            _(
                "Tämän työaseman tietoja käyttää myös toinen kone, tai ne on palautettu varmuuskopiosta. "
                "Ota yhteyttä koordinaattoriin."
            ),
            Weight.WARNING,
        )
    if remembered.gaps:
        told = _("Palvelimelta puuttuu {n} tämän työaseman tietoa. Ota yhteyttä koordinaattoriin.")
        yield Line(told.format(n=remembered.gaps), Weight.WARNING)
    if state.UPDATE_NEEDED in remembered.notices:
        told = _("Ohjelma on vanhentunut. Käynnit lähtevät silti, mutta päivitä ohjelma.")
        yield Line(told, Weight.WARNING)
    if days is not None and days >= LONG_AGO:
        told = ngettext(
            "Viimeisestä lähetyksestä ja hausta on {n} päivä. Tarkista verkkoyhteys.",
            "Viimeisestä lähetyksestä ja hausta on {n} päivää. Tarkista verkkoyhteys.",
            days,
        )
        yield Line(told.format(n=days), Weight.WARNING)


def _waiting(known: SyncFacts, now: datetime) -> Iterator[Line]:
    if known.checking:
        yield Line(_("Lähetetyt tiedot tarkistetaan palvelimelta seuraavalla kerralla."))
    held = known.held
    is_held = held.until is not None and held.until > now
    n = known.visits + (0 if is_held else held.visits)
    others = known.others + (0 if is_held else held.others)
    if n:
        told = ngettext("{n} käynti odottaa lähetystä.", "{n} käyntiä odottaa lähetystä.", n)
        yield Line(told.format(n=n))
    if others:
        told = ngettext("{n} muu tieto odottaa lähetystä.", "{n} muuta tietoa odottaa lähetystä.", others)
        yield Line(told.format(n=others))
    if is_held and held.until is not None:
        yield from _held(held, moment_words(held.until, now))
    if known.waiting:
        return
    if known.totals:
        yield Line(_("Kävijämäärien muutoksia odottaa lähetystä."))
    elif not known.refused and known.remembered.last_sync is not None:
        yield Line(_("Kaikki on lähetetty."))


def _held(held: HeldBack, when: str) -> Iterator[Line]:
    if held.visits:
        told = ngettext(
            "{n} käynti odottaa, lähetetään {when} jälkeen.",
            "{n} käyntiä odottaa, lähetetään {when} jälkeen.",
            held.visits,
        )
        yield Line(told.format(n=held.visits, when=when))
    if held.others:
        told = ngettext(
            "{n} muu tieto odottaa, lähetetään {when} jälkeen.",
            "{n} muuta tietoa odottaa, lähetetään {when} jälkeen.",
            held.others,
        )
        yield Line(told.format(n=held.others, when=when))


def _catalogue(known: SyncFacts, now: datetime) -> Iterator[Line]:
    at = known.remembered.catalogue_at
    if known.remembered.no_catalogue:
        told = _("Palvelimella ei ole palveluluetteloa. Tämän koneen luettelo on ennallaan.")
        yield Line(told, Weight.PLAIN if at is None else Weight.WARNING)
    elif at is None:
        yield Line(_("Palvelimen palveluluetteloa ei ole vielä haettu."))
    else:
        yield Line(_("Palveluluettelo päivitetty {when}.").format(when=moment_words(at, now)))


def _update(known: SyncFacts) -> Iterator[Line]:
    if known.newer_desk:
        yield Line(update_words(known.newer_desk))


def update_words(newer: str) -> str:
    """What to say of a newer program: it is asked for, and never comes by itself."""
    told = _("Uusi versio {version} on saatavilla: pyydä se koordinaattorilta. Tällä versiolla voi jatkaa.")
    return told.format(version=newer)


def clock_words(offset: int) -> str:
    """What to say of a clock that is wrong by so many seconds."""
    minutes = abs(offset) // 60
    if offset > 0:
        told = _("Tämän koneen kello on {n} minuuttia edellä. Korjaa koneen aika.")
    else:
        told = _("Tämän koneen kello on {n} minuuttia jäljessä. Korjaa koneen aika.")
    return told.format(n=minutes)


def moment_words(moment: datetime, now: datetime) -> str:
    """A moment as people say it: the time alone today, the day with it otherwise."""
    local, today = moment.astimezone(ZONE), now.astimezone(ZONE).date()
    time = f"{local.hour}.{local.minute:02d}" if local.minute else str(local.hour)
    days = (today - local.date()).days
    if days == 0:
        return _("klo {time}").format(time=time)
    if days == -1:
        return _("huomenna klo {time}").format(time=time)
    if days == 1:
        return _("eilen klo {time}").format(time=time)
    return _("{day} klo {time}").format(day=f"{local.day}.{local.month}.{local.year}", time=time)


def refusal_words(reason: str) -> str:
    """Why the server did not take a record; the reason is a key of ``packing.refusal_reason``."""
    code, _slash, field_name = reason.partition("/")
    place = field_words(field_name).lower()
    known = {
        "conflict": _("Palvelimella on samalla tunnuksella toinen tieto."),
        "invalid": _("Kohta {place} ei kelpaa."),
        "refused-content": _("Tekstissä on henkilötieto."),
        "unknown-term": _("Palvelin ei tunne tarvetta."),
        "too-large": _("Tieto on liian suuri."),
        "unreadable": _("Tieto on vioittunut tällä koneella."),
        "expired": _("Yhteydenottopyyntö ehti vanhentua. Soita järjestöön."),
    }
    return known.get(code, _("Palvelin ei ottanut tietoa vastaan ({code}).")).format(code=code, place=place)
