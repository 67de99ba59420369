"""Bringing the catalogue to where the server's is: page by page, or as a ready-made file.

What is in search is whole at every moment. A desk that begins, is far behind, or is told that its cursor
leads nowhere, takes the ready-made catalogue; where there is none it follows from the beginning in a file of
its own and takes that.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from neuvola_core.errors import (
    CatalogueDamagedError,
    CursorRefusedError,
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
from neuvola_search.catalogue import Catalogue, Followed, open_catalogue

FAR_BEHIND: Final = 5 * LARGEST_PAGE
"""From so many changes on the ready-made file is the shorter way."""
LOST: Final = frozenset({"epoch", "diverged"})
"""Reasons for which a cursor is refused that tell of a loss on the server."""

_SNAPSHOT_TRIES: Final = 2

_log = logging.getLogger(__name__)


def place_of(cursor: str) -> tuple[str, int]:
    """Epoch and number of a cursor; neither for a catalogue that follows no server."""
    if cursor == NOWHERE:
        return "", 0
    epoch, seq, _chain = read_cursor(cursor)
    return epoch, seq


class Pull:
    """One round of fetching. ``lost`` is true once the server has shown that it lost something."""

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

    def run(self, head: Head) -> None:
        """Goes to ``head``, and past it if the server has moved on meanwhile."""
        cursor = self._catalogue.cursor()
        if cursor == cursor_of(head.epoch, head.seq, head.chain):
            self._catalogue.confirm(head.fresh)
            return
        if cursor == NOWHERE and not head.count:
            return  # a server without a catalogue does not take away what the desk has
        epoch, seq = place_of(cursor)
        if epoch == head.epoch and seq + FAR_BEHIND >= head.seq and self._goes_on(head):
            return
        self._take_whole(head)

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

    def _take_whole(self, head: Head) -> None:
        for _ in range(_SNAPSHOT_TRIES):
            proved = self._offered(head)
            if proved is None:
                break
            try:
                self._adopt(proved)
            except SnapshotGoneError:
                continue  # a newer one has taken its place
            if proved.cursor == cursor_of(head.epoch, head.seq, head.chain):
                self._catalogue.confirm(head.fresh)
                return
            if self._goes_on(head):
                return
            break
        self._follow_from_nowhere(head)

    def _offered(self, head: Head) -> Proved | None:
        """The ready-made catalogue, if it is of use: of this epoch, and not behind what is here."""
        signed = self._port.manifest()
        if signed is None or signed.manifest.epoch != head.epoch:
            return None
        try:
            proved = snapshot.prove(signed, self._identity)
        except SnapshotDamagedError as fault:
            if fault.facts.get("reason") != "schema":
                raise
            return None  # of a newer program; its pages can be read
        epoch, seq = place_of(self._catalogue.cursor())
        if epoch == head.epoch and proved.manifest.seq < seq and not self.lost:
            return None
        return proved

    def _adopt(self, proved: Proved) -> None:
        packed = snapshot.fetch(self._port, proved.manifest, self._folder, self._watched)
        try:
            self._count(adopt_packed(self._catalogue, packed, proved, self._folder))
        except SnapshotDamagedError:
            discard(packed)  # it would be as damaged the next time
            raise
        discard(packed)
        self._keep(proved)
        self._identity = proved.identity

    def _watched(self, done: int, total: int) -> None:
        self._watch.look("download", done, total)

    def _follow_from_nowhere(self, head: Head) -> None:
        path = self._folder / "catalogue-next.db"
        with closing(open_catalogue(path)) as beside:
            stale = place_of(beside.cursor())[0] not in ("", head.epoch)
        if stale:
            remove_catalogue(path)
        try:
            with closing(open_catalogue(path)) as beside:
                reached = self._follow(beside, head)
                cursor = beside.cursor()
        except (CursorRefusedError, SnapshotDamagedError):
            remove_catalogue(path)  # what is amiss in it must not come again
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
