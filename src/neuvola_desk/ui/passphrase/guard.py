"""What the dialog must know of the record's passphrase. No Qt; called on workers, for the check is slow."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from neuvola_core.errors import RecordKeyError
from neuvola_desk.keys import passphrase_from_environment, read_installation, record_key
from neuvola_desk.paths import DeskPaths

LEAST_LETTERS: Final = 12


class Flaw(Enum):
    """Why a new passphrase is not taken."""

    SHORT = auto()
    DIFFERENT = auto()


def flaw_of(passphrase: str, repeated: str) -> Flaw | None:
    """What is wrong with a new passphrase, written twice."""
    if len(passphrase.strip()) < LEAST_LETTERS:
        return Flaw.SHORT
    return None if passphrase == repeated else Flaw.DIFFERENT


@dataclass(frozen=True, slots=True)
class PassphraseGuard:
    """The passphrase of the record in one data folder."""

    paths: DeskPaths

    def prepared(self) -> str | None:
        """A passphrase that was handed to the program when it was started; nobody needs to be asked then."""
        return passphrase_from_environment()

    def is_set(self) -> bool:
        """Whether the record has a passphrase already."""
        installation = read_installation(self.paths)
        return installation is not None and installation.passphrase is not None

    def opens(self, passphrase: str) -> bool:
        """Whether it is the record's; raises ``RecordKeyError`` where that cannot be told."""
        try:
            record_key(self.paths, ask_passphrase=lambda: passphrase)
        except RecordKeyError as refused:
            if refused.facts["reason"] in ("wrong", "no-passphrase"):
                return False
            raise
        return True
