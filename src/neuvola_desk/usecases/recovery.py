"""Mending: a key that is gone, a record that is damaged, a desk that has moved to another machine.

Nothing here erases. What a coordinator decides is asked of a coordinator as long as the record opens; of one
that does not open nobody can be asked, and mending it puts nothing at risk: all that was there is set aside.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from neuvola_core.errors import KeyCodeError, NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk import keys
from neuvola_desk.paths import DeskPaths
from neuvola_desk.recovery_port import Backup, Shelf
from neuvola_desk.usecases.clock import Clock
from neuvola_desk.usecases.key_code import key_of

SHORT_ID = 8
"""How much of the installation's id is printed: enough to tell a point's desks apart."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record and its key stand; ``fault`` is why the record does not open, if it does not."""

    fault: NeuvolaError | None
    has_keyring: bool


@dataclass(frozen=True, slots=True)
class RecordDoor:
    """The record as the desk holds it: ``look`` opens it or raises, ``release`` closes it if it is open.

    ``key`` is the record's key, asked for if need be, of a record that does not open too.
    """

    look: Callable[[], object]
    release: Callable[[], None]
    key: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Recovery:
    """What window and command line offer; every call may take seconds."""

    paths: DeskPaths
    shelf: Shelf
    clock: Clock
    record: RecordDoor
    require: Callable[[Act], None]

    def standing(self) -> Standing:
        """Tries the record."""
        return Standing(self._fault(), keys.os_keyring() is not None)

    def sheet(self, point: str) -> bytes:
        """The page with the key's code, for a coordinator to print and lock away; it is kept nowhere."""
        from neuvola_desk.usecases.key_sheet import SheetFacts, key_sheet  # the PDF engine loads slowly

        self.record.look()
        self.require(Act.MANAGE_DESK)
        facts = SheetFacts(point, keys.installation_id(self.paths)[:SHORT_ID], self._today())
        return key_sheet(self.record.key(), facts)

    def take_code(self, lines: Sequence[str], new_passphrase: str = "") -> None:
        """Makes the key of a sheet this desk's own; where there is no keyring, under a new passphrase.

        Raises ``KeyCodeError`` and ``RecordKeyError``; nothing is changed then.
        """
        key = key_of(lines)
        if not self.shelf.fits(key):
            raise KeyCodeError(reason="other")
        self.record.release()
        keys.adopt_key(self.paths, key, ask_passphrase=lambda: new_passphrase)
        # The folder may be a copy of one that is still in use on another machine.
        self.shelf.become_another(key)

    def backups(self) -> tuple[Backup, ...]:
        """The daily copies, newest first."""
        return self.shelf.backups(self.record.key())

    def restore(self, day: date) -> Path | None:
        """Takes the copy of a day into use; where the present record lies now."""
        self._check_right()
        key = self.record.key()
        self.record.release()
        return self.shelf.restore(key, day, self._today())

    def start_over(self) -> tuple[Path, ...]:
        """Sets everything aside that the lost key opened; the next visit makes a new record and a new key."""
        self._check_right()
        self.record.release()
        moved = self.shelf.set_all_aside(self._today())
        keys.forget_installation(self.paths, self._today())
        return moved

    def _check_right(self) -> None:
        if self._fault() is None:
            self.require(Act.MANAGE_DESK)

    def _fault(self) -> NeuvolaError | None:
        try:
            self.record.look()
        except NeuvolaError as fault:
            return fault
        return None

    def _today(self) -> date:
        return self.clock.now().date()
