"""The exchange with desks that have no line: their files are answered, the catalogue is put on a stick.

A file is nothing but the requests that would have come over a line, so every rule of ``port`` holds: what
comes both ways is stored once. What a request says of its desk is old by then, and is left aside.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from neuvola_core import bundle, codec
from neuvola_core.bundle import Outbox, Reply, Settled
from neuvola_core.errors import CursorRefusedError, RequestRefusedError, SnapshotGoneError
from neuvola_core.files import whole_file
from neuvola_core.wire import (
    LARGEST_PAGE,
    NOWHERE,
    ChangePage,
    StatesRequest,
    Status,
    SyncRequest,
    Verdict,
)
from neuvola_server.house import House
from neuvola_server.keys import NotSealedToUsError
from neuvola_server.port import DeskPort

MOST_PAGES: Final = 5
"""From so many pages on the ready-made catalogue is shorter."""
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a desk's file."""

    desk: str
    records: int
    refused: int
    whole_catalogue: bool


class Bundles:
    """Answers the files of desks."""

    def __init__(self, house: House) -> None:
        self._house = house

    def answer(self, asked: Path, answer: Path) -> Answered:
        """Stores what a desk gave and writes its answer; may be repeated.

        Raises ``BundleRefusedError``, ``AccessRefusedError``.
        """
        outbox = bundle.read_outbox(asked, self._unseal)
        port = self._house.port(outbox.token)
        port.authenticate()
        answers = tuple(settled for request in outbox.requests for settled in _settled(port, request))
        pages, snapshot = self._changes(port, outbox)
        manifest = port.manifest() if snapshot else None
        question = StatesRequest(outbox.nonce, outbox.desk, outbox.asked)
        states = port.contact_states(question).states if outbox.asked else {}
        reply = Reply(outbox.nonce, outbox.desk, answers, pages, manifest, port.offers(), states)
        with whole_file(answer) as unfinished:
            bundle.write_reply(unfinished, reply, outbox.reply_key, snapshot)
        verdicts = [verdict for settled in answers for verdict in settled.answer.verdicts.values()]
        return Answered(
            outbox.desk,
            len(verdicts),
            sum(verdict.status in (Status.REJECTED, Status.CONFLICT) for verdict in verdicts),
            snapshot is not None,
        )

    def put_catalogue(self, folder: Path) -> str:
        """Writes the ready-made catalogue and its manifest into a folder; the file's name.

        Raises ``SnapshotGoneError`` where there is nothing to publish.
        """
        signed = self._house.snapshots.refresh() or self._house.snapshots.newest()
        if signed is None:
            raise SnapshotGoneError(name="")
        name = signed.manifest.name
        with whole_file(folder / name) as unfinished:
            unfinished.write_bytes(self._house.snapshots.file(name).read_bytes())
        with whole_file(folder / MANIFEST) as unfinished:
            unfinished.write_bytes(codec.to_json(signed))
        return name

    def _unseal(self, sealed: bytes) -> bytes | None:
        try:
            return self._house.keys.unseal(sealed)
        except NotSealedToUsError:
            return None

    def _changes(self, port: DeskPort, outbox: Outbox) -> tuple[tuple[ChangePage, ...], Path | None]:
        """The changes since the desk's cursor, or the whole catalogue where that is shorter or needed."""
        cursor = outbox.requests[-1].cursor if outbox.requests else NOWHERE
        if cursor != NOWHERE:
            try:
                return _pages(port, cursor), None
            except (CursorRefusedError, _TooManyError):
                pass
        signed = self._house.snapshots.refresh() or self._house.snapshots.newest()
        return (), self._house.snapshots.file(signed.manifest.name) if signed else None


class _TooManyError(Exception):
    pass


def _pages(port: DeskPort, cursor: str) -> tuple[ChangePage, ...]:
    pages: list[ChangePage] = []
    while not pages or pages[-1].more:
        if len(pages) == MOST_PAGES:
            raise _TooManyError
        pages.append(port.changes(pages[-1].cursor if pages else cursor, LARGEST_PAGE))
    return tuple(pages)


def _settled(port: DeskPort, request: SyncRequest) -> list[Settled]:
    """The answer; where the request is refused as a whole, that of each record for itself."""
    try:
        return [Settled(port.take_carried(request), request.totals, request.void)]
    except RequestRefusedError:
        pass
    without = replace(request, records=(), totals=(), void={})
    answers = []
    for record in request.records:
        try:
            answers.append(Settled(port.take_carried(replace(without, records=(record,)))))
        except RequestRefusedError as refusal:
            verdict = Verdict(Status.REJECTED, str(refusal.facts.get("reason", "")) or "refused")
            answers.append(Settled(replace(port.take_carried(without), verdicts={record.id: verdict})))
    return answers
