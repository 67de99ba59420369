"""The exchange without a line: a file to the server, its answer, or the catalogue alone from a stick.

The same records under the same ids as over a line: what goes both ways is stored once. What was given out
on a stick goes on waiting until an answer, by whichever way, says that the server has it.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from neuvola_core import bundle, codec
from neuvola_core.bundle import BundleRefusedError, Outbox, Reply
from neuvola_core.errors import NeuvolaError, SnapshotDamagedError, UnreadableSourceError
from neuvola_core.files import discard, whole_file
from neuvola_core.wire import NOWHERE, REFUSED, ChangePage, SignedManifest, Status, offers_name
from neuvola_desk.record_port import SettingStore
from neuvola_desk.sync import outgoing, snapshot, state
from neuvola_desk.sync.contacts import keep_offers
from neuvola_desk.sync.credentials import Identity
from neuvola_desk.sync.cycle import keep_proved
from neuvola_desk.sync.exchange import Exchange
from neuvola_desk.sync.packing import Packing, Pushed, Situation
from neuvola_desk.sync.pull import adopt_packed, place_of, remove_catalogue
from neuvola_desk.sync.result import DONE, SyncResult
from neuvola_desk.sync.snapshot import Proved
from neuvola_desk.true_day import true_day
from neuvola_search.catalogue import Catalogue, Followed, open_catalogue

EXPORTS: Final = "exports"
MOST_EXPORTS: Final = 10
"""So many exports are remembered; an answer to an older one is not taken, its records wait."""
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """How many records are in the file."""

    records: int


class Bundles:
    """Files that a stick carries between this desk and its server."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._record = exchange.record
        self._folder = exchange.folder

    def export_outbox(self, path: Path) -> Exported:
        """Writes everything that waits into one file that only the server can open."""
        with self._exchange.lease():
            identity = self._exchange.enrolled()
            self._record.purge(self._exchange.now())
            requests = tuple(self._packing(identity, Pushed()).requests())
            today = true_day(self._exchange.now(), self._record.settings.get)
            outbox = Outbox(
                nonce=bundle.new_nonce(),
                desk=identity.desk,
                token=self._exchange.tokens(identity).candidates()[-1],
                reply_key=bundle.new_reply_key(),
                requests=requests,
                asked=self._record.contacts.asked_after(today),
            )
            # Remembered before the file is there: an answer that cannot be read would be worse.
            _remember(self._record.settings, outbox)
            with whole_file(path) as unfinished:
                bundle.write_outbox(unfinished, outbox, identity.sealing_keys)
        return Exported(sum(len(request.records) for request in requests))

    def import_bundle(self, path: Path) -> SyncResult:
        """Takes the server's answer, or a ready-made catalogue with its manifest beside it."""
        pushed, pulled, fault = Pushed(), Followed(), None
        try:
            with self._exchange.lease():
                identity = self._exchange.enrolled()
                if path.is_file() and bundle.is_answer(path):
                    pulled = self._take_answer(path, identity, pushed)
                else:
                    pulled = self._take_catalogue(path, identity)
        except NeuvolaError as known:
            fault = known
        except OSError as unread:
            fault = UnreadableSourceError(path=path, reason="unreadable")
            fault.__cause__ = unread
        return SyncResult(
            state=fault.code if fault else DONE,
            pushed=len(pushed.verdicts),
            accepted=pushed.count(Status.CREATED, Status.HELD),
            known=pushed.count(Status.DUPLICATE),
            refused=pushed.count(*REFUSED),
            pulled=pulled.pulled,
            withdrawn=pulled.withdrawn,
            waiting=self._record.outbox.count(),
            cursor=self._exchange.catalogue.cursor(),
            fault=fault,
        )

    def _packing(self, identity: Identity, pushed: Pushed) -> Packing:
        cursor = self._exchange.catalogue.cursor()
        situation = Situation(identity.desk, self._exchange.app, cursor, place_of(cursor)[1], automatic=False)
        return Packing(self._record, situation, self._exchange.now, pushed)

    def _take_answer(self, path: Path, identity: Identity, pushed: Pushed) -> Followed:
        packed = self._folder / "snapshot-stick.part"
        try:
            reply = bundle.read_reply(path, _remembered(self._record.settings), packed)
            if reply.desk != identity.desk:
                raise BundleRefusedError(path=path, reason="other-desk")
            packing = self._packing(identity, pushed)
            for settled in reply.answers:
                counts = [count for total in settled.totals if (count := outgoing.count_of(total))]
                packing.settle(settled.answer, counts, settled.void)
                state.note_answer(self._record, settled.answer, unexplained=0)
            if reply.offers is not None:
                said = max((one.answer.server_time for one in reply.answers), default="")
                keep_offers(self._record.settings, reply.offers, offers_name(reply.offers.offers), said)
            # What it does not name may have been asked too early: only what it tells is believed.
            self._record.contacts.settle_states(reply.states, reply.states)
            return self._take_changes(reply, packed, identity)
        finally:
            discard(packed)

    def _take_changes(self, reply: Reply, packed: Path, identity: Identity) -> Followed:
        if reply.manifest is not None:
            return self._adopt(snapshot.prove(reply.manifest, identity), packed)
        catalogue = self._exchange.catalogue
        if catalogue.cursor() != NOWHERE:
            return _followed(catalogue, reply.pages)
        if not reply.pages or not reply.pages[-1].head.count:
            return Followed()
        # A desk that begins takes the server's catalogue whole, in the place of what was imported.
        path = self._folder / "catalogue-stick.db"
        try:
            with closing(open_catalogue(path)) as beside:
                _followed(beside, reply.pages)
                cursor = beside.cursor()
            return catalogue.adopt(path, cursor, reply.pages[-1].head.count)
        finally:
            remove_catalogue(path)

    def _take_catalogue(self, path: Path, identity: Identity) -> Followed:
        manifest = _manifest_beside(path)
        try:
            signed = codec.from_json(manifest.read_bytes(), SignedManifest)
        except msgspec.DecodeError as damaged:
            raise BundleRefusedError(path=path, reason="damaged") from damaged
        proved = snapshot.prove(signed, identity)
        return self._adopt(proved, manifest.with_name(proved.manifest.name))

    def _adopt(self, proved: Proved, packed: Path) -> Followed:
        settings, manifest = self._record.settings, proved.manifest
        if not packed.is_file():
            raise BundleRefusedError(path=packed, reason="damaged")
        epoch, seq = place_of(self._exchange.catalogue.cursor())
        if epoch == manifest.epoch and seq == manifest.seq:
            return Followed()
        of_former_epoch = bool(epoch) and epoch != manifest.epoch
        made = settings.get(state.SNAPSHOT_MADE)
        if (epoch == manifest.epoch and manifest.seq < seq) or (of_former_epoch and manifest.created < made):
            raise SnapshotDamagedError(reason="older")
        snapshot.need_room(self._folder, manifest.raw_size)
        followed = adopt_packed(self._exchange.catalogue, packed, proved, self._folder)
        keep_proved(settings, proved)
        state.note_catalogue(settings, manifest.created)
        return followed


def _followed(catalogue: Catalogue, pages: Sequence[ChangePage]) -> Followed:
    pulled = withdrawn = 0
    for page in pages:
        if place_of(page.cursor)[1] <= place_of(catalogue.cursor())[1]:
            continue  # it came over the line meanwhile
        try:
            followed = catalogue.follow(page)
        except ValueError as damaged:
            raise SnapshotDamagedError(reason="service") from damaged
        pulled, withdrawn = pulled + followed.pulled, withdrawn + followed.withdrawn
    return Followed(pulled, withdrawn)


def _manifest_beside(path: Path) -> Path:
    """The manifest that goes with a file or folder of a stick; raises ``BundleRefusedError``."""
    if path.is_dir():
        found = path / MANIFEST
    elif path.suffix == ".json":
        found = path
    else:
        found = path.with_name(MANIFEST)
    if not found.is_file():
        raise BundleRefusedError(path=path, reason="damaged")
    return found


def _remember(settings: SettingStore, outbox: Outbox) -> None:
    known = {**_remembered(settings), outbox.nonce: outbox.reply_key}
    newest = dict(list(known.items())[-MOST_EXPORTS:])
    settings.put_all({EXPORTS: msgspec.json.encode(newest).decode()})


def _remembered(settings: SettingStore) -> dict[str, str]:
    return msgspec.json.decode(settings.get(EXPORTS) or "{}", type=dict[str, str])
