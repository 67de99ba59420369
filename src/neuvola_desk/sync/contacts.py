"""What the desk follows of contact requests: who takes them, what became of its own, what is stored for good.

Each is asked by itself: nothing in these calls stands beside a visit. A server that fails at them neither
holds back the catalogue nor the other records.
"""

from base64 import b64decode
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from neuvola_core import codec
from neuvola_core.contact import Offers
from neuvola_core.errors import NeuvolaError, SnapshotDamagedError
from neuvola_core.port import ServerPort
from neuvola_core.wire import SignedOffers, StatesRequest, SyncAnswer
from neuvola_desk.record_port import OFFERS, OFFERS_DAY, ExchangeRecord, SettingStore
from neuvola_desk.sync import snapshot, state
from neuvola_desk.sync.client import new_nonce
from neuvola_desk.sync.credentials import IDENTITY, Identity, enrolled_identity, identity_json
from neuvola_desk.sync.packing import Packing

OFFERS_NAME: Final = "offers-name"
ASKED: Final = "contacts-asked"
"""When it was last asked what became of requests, as the server told."""
NO_OFFERS: Final = {OFFERS: "", OFFERS_NAME: "", OFFERS_DAY: "", ASKED: ""}
"""Nothing is known of the server's offers."""
PAUSE: Final = timedelta(minutes=15)
"""Between two such questions of the automatic cycle: organisations answer within days."""
_KEY_BYTES: Final = 32


class OffersRefusedError(NeuvolaError):
    """Offers that are not provably this server's; facts: ``reason`` ("key", "signature", "sealing-key")."""

    code = "offers-refused"


class Following:
    """One round of questions, after an answer of the server."""

    def __init__(self, record: ExchangeRecord, port: ServerPort, packing: Packing) -> None:
        self._record = record
        self._port = port
        self._packing = packing

    def run(self, answer: SyncAnswer, today: date, *, automatic: bool) -> None:
        """Asks what there is to ask; raises ``OffersRefusedError`` and what the port raises."""
        self._follow_offers(answer)
        if not automatic or self._is_due(answer.server_time):
            self._ask(answer.server_time, today)

    def _follow_offers(self, answer: SyncAnswer) -> None:
        settings, name = self._record.settings, answer.offers
        if not name:
            return
        if name == settings.get(OFFERS_NAME):
            _note_present(settings, answer.server_time)
            return
        signed = self._port.offers()
        if not _is_known(signed.key, enrolled_identity(settings)):
            self._learn_next_key()
        # By the name that was told: offers that change again meanwhile are asked for again.
        keep_offers(settings, signed, name, answer.server_time)

    def _learn_next_key(self) -> None:
        """A signed manifest names the key that follows the known one before it is used."""
        signed, settings = self._port.manifest(), self._record.settings
        if signed is not None:
            with suppress(SnapshotDamagedError):
                newer = snapshot.prove(signed, enrolled_identity(settings)).identity
                settings.put_all({IDENTITY: identity_json(newer)})

    def _is_due(self, now: str) -> bool:
        told, asked = state.server_time(now), state.server_time(self._record.settings.get(ASKED))
        return told is None or asked is None or not timedelta() <= told - asked < PAUSE

    def _ask(self, now: str, today: date) -> None:
        record = self._record
        durability = self._packing.private_durability()
        asked = record.contacts.asked_after(today)
        if durability is not None:
            answer = self._port.sync(durability)
            self._packing.settle(answer, (), {})
            gaps = state.remembered(record.settings).gaps
            state.note_answer(record, answer, unexplained=gaps)
        if asked:
            desk = enrolled_identity(record.settings).desk
            said = self._port.contact_states(StatesRequest(new_nonce(), desk, asked))
            # Of what it has lost the sealed text may still be here: that is sent again, the rest is lost.
            record.outbox.take_back(one for one in asked if one not in said.states)
            record.contacts.settle_states(asked, said.states)
        if durability is not None or asked:
            record.settings.put_all({ASKED: now})


def _is_known(key: str, identity: Identity) -> bool:
    return key in {identity.verify_key, identity.next_key} - {""}


def prove_offers(signed: SignedOffers, identity: Identity) -> Offers:
    """Takes offers for the server's; raises ``OffersRefusedError``."""
    if not _is_known(signed.key, identity):
        raise OffersRefusedError(reason="key")
    if not snapshot.signature_holds(signed.key, codec.to_json(signed.offers), signed.signature):
        raise OffersRefusedError(reason="signature")
    if not all(map(_is_public_key, signed.offers.sealing_keys.values())):
        raise OffersRefusedError(reason="sealing-key")
    return signed.offers


def _is_public_key(said: str) -> bool:
    try:
        return len(b64decode(said, validate=True)) == _KEY_BYTES
    except ValueError:
        return False


def _note_present(settings: SettingStore, said: str) -> None:
    day = state.day_of(said)
    if day > settings.get(OFFERS_DAY):
        settings.put_all({OFFERS_DAY: day})


def keep_offers(settings: SettingStore, signed: SignedOffers, name: str, said: str) -> None:
    """Keeps offers that are the server's, and the key that they announce, under the name that it told.

    ``said`` is the moment of the answer that they came with, as the server told it.

    Raises ``OffersRefusedError``.
    """
    identity = enrolled_identity(settings)
    offers = prove_offers(signed, identity)
    if offers.next_key:
        identity = replace(identity, verify_key=signed.key, next_key=offers.next_key)
    told = {OFFERS: codec.to_json(offers).decode(), OFFERS_NAME: name, OFFERS_DAY: state.day_of(said)}
    settings.put_all({**told, IDENTITY: identity_json(identity)})
