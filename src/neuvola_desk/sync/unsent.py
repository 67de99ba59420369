"""What a person can do about a record that the server refused: send it again, or give it up with a reason."""

import logging
from enum import StrEnum
from typing import Protocol

from neuvola_core.roles import Act, Rights

_log = logging.getLogger(__name__)


class Reason(StrEnum):
    """Why a record was given up; a closed list, so that nothing of a visitor gets into the log."""

    TWICE = "kahteen_kertaan"
    MISTAKE = "vahinko"
    HOPELESS = "ei_korjattavissa"


class Refusals(Protocol):
    """The outbox, as far as refused records go."""

    def resend(self, item_id: str) -> None:
        """Lets a refused item wait again."""

    def discard(self, item_id: str) -> None:
        """Gives up a refused item."""


def resend(outbox: Refusals, record_id: str, rights: Rights) -> None:
    """Lets a refused record try again with the next exchange."""
    rights.require(Act.RESEND_REFUSED)
    outbox.resend(record_id)


def discard(outbox: Refusals, record_id: str, reason: Reason, rights: Rights) -> None:
    """Gives a refused record up; the reason is logged, what the record was is not."""
    rights.require(Act.DISCARD_REFUSED)
    _log.warning("a refused record was given up: %s", reason.value)
    outbox.discard(record_id)
