"""What is said of a fault over HTTP: a status and an ``Error`` of keys, nothing of what was asked."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from neuvola_core.errors import (
    AccessRefusedError,
    BusyError,
    CursorRefusedError,
    DiskFullError,
    EnrolmentRefusedError,
    NeuvolaError,
    RecordNewerError,
    RequestRefusedError,
    ServerBusyError,
    SnapshotGoneError,
)
from neuvola_server.storage.database import is_transient

WAIT_SECONDS: Final = 30
"""What a desk is told to wait while the database does not answer."""


@dataclass(frozen=True, slots=True)
class Error:
    """Why nothing was done; ``error`` is the fault's code, ``reason`` a key that says more."""

    error: str
    reason: str = ""
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A status and what is said with it."""

    status: int
    error: Error


_UNAVAILABLE: Final = Told(503, Error("unavailable", "database", WAIT_SECONDS))
FAULT: Final = Told(500, Error("fault"))
"""What is said of a bug."""
_STATUS: Final[dict[type[NeuvolaError], int]] = {
    SnapshotGoneError: 404,
    EnrolmentRefusedError: 409,
    CursorRefusedError: 410,
}


def told(fault: Exception) -> Told | None:
    """What to say of a fault; None of one that nobody foresaw."""
    if isinstance(fault, NeuvolaError):
        return _told_known(fault)
    if isinstance(fault, RecursionError):
        return Told(400, Error("request-refused", "too-deep"))
    if isinstance(fault, DataError | OverflowError):
        # A value that the columns of this engine cannot hold, such as a number over 64 bits.
        return Told(422, Error("request-refused", "value"))
    if isinstance(fault, OperationalError | PoolTimeoutError):
        return _UNAVAILABLE
    if isinstance(fault, DBAPIError) and is_transient(fault):
        return _UNAVAILABLE
    return None


def _told_known(fault: NeuvolaError) -> Told | None:
    reason = str(fault.facts.get("reason", ""))
    if isinstance(fault, AccessRefusedError):
        return Told(403 if reason == "other-desk" else 401, Error(fault.code, reason))
    if isinstance(fault, RequestRefusedError):
        return Told(_number(fault, "status", 422), Error(fault.code, reason))
    if isinstance(fault, ServerBusyError):
        return Told(429, Error(fault.code, reason, max(1, _number(fault, "retry_after", WAIT_SECONDS))))
    if isinstance(fault, BusyError | DiskFullError | RecordNewerError):
        return Told(503, Error("unavailable", fault.code, WAIT_SECONDS))
    status = _STATUS.get(type(fault))
    return Told(status, Error(fault.code, reason)) if status else None


def _number(fault: NeuvolaError, name: str, usual: int) -> int:
    value = fault.facts.get(name)
    return value if isinstance(value, int) else usual
