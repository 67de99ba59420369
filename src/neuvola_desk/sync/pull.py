"""Bringing the catalogue to where the server's is: page by page, or as a ready-made file.

What is in search is whole at every moment. A desk that begins, is far behind, or is told that its cursor
leads nowhere, takes the ready-made catalogue; where there is none, or none that proves to be the server's, it
follows from the beginning in a file of its own and takes that.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from neuvola_core.errors import (
    CatalogueDamagedError,
    CursorRefusedError,
    NeuvolaError,
    ServerUnreachableError,
    SnapshotDamagedError,
    SnapshotGoneError,
)
from neuvola_core.files import discard
from neuvola_core.port import ServerPort
from neuvola_core.wire import LARGEST_PAGE, NOWHERE, ChangePage, Head, cursor_of, read_cursor
from neuvola_desk.sync import snapshot
from neuvola_desk.sync.credentials import Identity
from neuvola_desk.sync.pace import Pace
from neuvola_desk.sync.result import Watch
from neuvola_desk.sync.snapshot import Proved
from neuvola_search.adoption import ORIGIN
from neuvola_search.catalogue import Catalogue, Followed, open_catalogue

FAR_BEHIND: Final = 5 * LARGEST_PAGE
"""From so many changes on the ready-made file is the shorter way."""
LOST: Final = frozenset({"epoch", "diverged"})
"""Reasons for which a cursor is refused that tell of a loss on the server."""

_SNAPSHOT_TRIES: Final = 2
_NOT_BROUGHT: Final = frozenset({"fault", "not-ours", "portal"})
"""Answers in place of a ready-made catalogue with which pages may come all the same."""
_BESIDE: Final = "catalogue-next.db"

_log = logging.getLogger(__name__)


def place_of(cursor: str) -> tuple[str, int]:
    """Epoch and number of a cursor; neither for a catalogue that follows no server."""
    if cursor == NOWHERE:
        return "", 0
    epoch, seq, _chain = read_cursor(cursor)
    return epoch, seq


class Pull:
    """One round of fetching.

    ``lost`` is true once the server has shown that it lost something, ``kept`` where it has no catalogue and
    what is here was left as it is.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        port: ServerPort,
        identity: Identity,
        keep: Callable[[Proved], None],
        folder: Path,
        watch: Watch,
        pace: Pace,
    ) -> None:
        self._catalogue = catalogue
        self._port = port
        self._identity = identity
        self._keep = keep
        self._folder = folder
        self._watch = watch
        self._pace = pace
        self.done = Followed()
        self.lost = False
        self.kept = False
        self._unusable: NeuvolaError | None = None

    def run(self, head: Head) -> None:
        """Goes to ``head``, and past it if the server has moved on meanwhile."""
        cursor = self._catalogue.cursor()
        if cursor == cursor_of(head.epoch, head.seq, head.chain):
            self._catalogue.confirm(head.fresh)
            return
        epoch, seq = place_of(cursor)
        if epoch == head.epoch and seq + FAR_BEHIND >= head.seq and self._goes_on(head):
            return
        if not head.count and (epoch != head.epoch or self.lost):
            self._keep_here()
            return
        if self._has_begun_beside(head) or not self._takes_ready_made(head):
            self._follow_from_nowhere(head)

    def _keep_here(self) -> None:
        """A server that is new, or restored to before its import, does not take away what the desk has."""
        _log.info("the server has no catalogue; what is here is kept")
        self.kept = True
        if self.lost:  # a cursor that is on no chain would be taken for a loss again and again
            today = datetime.now(UTC).date()  # nothing is brought in, so the day is of nothing
            self._catalogue.apply([], origin=ORIGIN, complete=False, fetched_on=today, cursor=NOWHERE)

    def _goes_on(self, head: Head) -> bool:
        try:
            self._follow(self._catalogue, head)
        except CursorRefusedError as refusal:
            _log.info("the cursor leads nowhere: %s", refusal.facts.get("reason"))
            self.lost = self.lost or refusal.facts.get("reason") in LOST
            return False
        except SnapshotDamagedError as fault:
            _log.warning("the catalogue is not the server's: %s", fault.facts.get("reason"))
            return False
        except CatalogueDamagedError:
            _log.warning("the catalogue is damaged; the whole of it is fetched again")
            return False
        return True

    def _follow(self, catalogue: Catalogue, head: Head) -> Head:
        """Page by page to the end; gives the head that the last page told."""
        while True:
            cursor = catalogue.cursor()
            self._watch.look("pull", place_of(cursor)[1], head.seq)
            page = self._page(cursor)
            if page.more and page.cursor == cursor:
                raise SnapshotDamagedError(reason="hole")
            try:
                followed = catalogue.follow(page)
            except ValueError as fault:  # a day that is none
                raise SnapshotDamagedError(reason="service") from fault
            if catalogue is self._catalogue:
                self._count(followed)
            if not page.more:
                return page.head

    def _page(self, cursor: str) -> ChangePage:
        try:
            page = self._port.changes(cursor, self._pace.size)
        except ServerUnreachableError as fault:
            self._pace.broke(fault)
            raise
        self._pace.held(len(page.changes))
        return page

    def _count(self, followed: Followed) -> None:
        self.done = Followed(self.done.pulled + followed.pulled, self.done.withdrawn + followed.withdrawn)

    def _takes_ready_made(self, head: Head) -> bool:
        """Whether the ready-made catalogue has brought the desk to ``head``."""
        try:
            proved = self._adopted(head)
        except SnapshotDamagedError as fault:
            return self._is_done_without(fault)
        except ServerUnreachableError as fault:
            if fault.facts.get("reason") not in _NOT_BROUGHT:
                raise
            return self._is_done_without(fault)
        if proved is None:
            return False
        if proved.cursor == cursor_of(head.epoch, head.seq, head.chain):
            self._catalogue.confirm(head.fresh)
            return True
        return self._goes_on(head)

    def _is_done_without(self, fault: NeuvolaError) -> bool:
        """Pages come over the same trusted line; the file is tried again the next time."""
        _log.warning("the ready-made catalogue is of no use: %s", fault.facts.get("reason"))
        self._unusable = fault
        return False

    def _adopted(self, head: Head) -> Proved | None:
        for _ in range(_SNAPSHOT_TRIES):
            proved = self._offered(head)
            if proved is None:
                return None
            try:
                self._adopt(proved)
            except SnapshotGoneError:
                continue  # a newer one has taken its place
            return proved
        return None

    def _offered(self, head: Head) -> Proved | None:
        """The ready-made catalogue, if it is of use: of this epoch, and not behind what is here."""
        signed = self._port.manifest()
        if signed is None or signed.manifest.epoch != head.epoch:
            return None
        proved = snapshot.prove(signed, self._identity)
        epoch, seq = place_of(self._catalogue.cursor())
        if epoch == head.epoch and proved.manifest.seq < seq and not self.lost:
            return None
        return proved

    def _adopt(self, proved: Proved) -> None:
        packed = snapshot.packed_path(self._folder, proved.manifest)
        try:
            snapshot.fetch(self._port, proved.manifest, self._folder, self._watched)
            self._count(adopt_packed(self._catalogue, packed, proved, self._folder))
        except SnapshotDamagedError:
            discard(packed)  # it would be as damaged the next time
            raise
        discard(packed)
        self._keep(proved)
        self._identity = proved.identity

    def _watched(self, done: int, total: int) -> None:
        self._watch.look("download", done, total)

    def _has_begun_beside(self, head: Head) -> bool:
        """Whether an earlier try has left pages to go on from; a beginning of another epoch is thrown away.

        They come before the ready-made file: over a weak line it would be fetched in vain each time anew.
        """
        path = self._folder / _BESIDE
        if not path.exists():
            return False
        with closing(open_catalogue(path)) as beside:
            epoch, _seq = place_of(beside.cursor())
        if epoch != head.epoch:
            remove_catalogue(path)
        return epoch == head.epoch

    def _follow_from_nowhere(self, head: Head) -> None:
        path = self._folder / _BESIDE
        try:
            with closing(open_catalogue(path)) as beside:
                reached = self._follow(beside, head)
                cursor = beside.cursor()
        except (CursorRefusedError, SnapshotDamagedError) as fault:
            remove_catalogue(path)  # what is amiss in it must not come again
            if self._unusable is not None and fault.facts.get("reason") == "compacted":
                raise self._unusable from fault  # the log begins later: only the file leads in
            raise
        self._count(self._catalogue.adopt(path, cursor, reached.count))
        remove_catalogue(path)


def adopt_packed(catalogue: Catalogue, packed: Path, proved: Proved, folder: Path) -> Followed:
    """Unpacks, proves and takes a ready-made catalogue into use; the packed file stays."""
    raw = snapshot.unpack(packed, proved.manifest, folder)
    try:
        return catalogue.adopt(raw, proved.cursor, proved.manifest.count)
    finally:
        remove_catalogue(raw)


def remove_catalogue(path: Path) -> None:
    """Removes a catalogue that nobody has open, with its journal."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        discard(path.with_name(path.name + suffix))
