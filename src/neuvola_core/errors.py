"""Known faults: those that a person can do something about.

Each carries a stable ``code`` and the facts to fill into a sentence; the sentence itself, in the user's
language, is made at the faces (window and command line). Anything else that is raised is a bug.
"""

from collections.abc import Mapping


class NeuvolaError(Exception):
    """A known fault with a stable code and the facts its sentence needs."""

    code = "error"

    def __init__(self, **facts: object) -> None:
        super().__init__(f"{self.code} {facts}" if facts else self.code)
        self.facts: Mapping[str, object] = facts


class UnknownNeedError(NeuvolaError):
    """A need, activity or target group that the vocabulary does not have; facts: ``kind``, ``value``."""

    code = "unknown-term"


class UnknownMunicipalityError(NeuvolaError):
    """Neither a code nor a name of a municipality; facts: ``value``."""

    code = "unknown-municipality"


class UnreadableSourceError(NeuvolaError):
    """Nothing could be read from what was to be imported; facts: ``path``, ``reason`` (a key)."""

    code = "unreadable-source"


class RefusedContentError(NeuvolaError):
    """Text that may identify a visitor; facts: ``field``, ``finding`` (a key of ``privacy.Finding``)."""

    code = "refused-content"


class InvalidVisitError(NeuvolaError):
    """A visit outside the closed record; facts: ``field``, ``value``."""

    code = "invalid-visit"


class InvalidRecordError(NeuvolaError):
    """An experience or a correction outside its closed record; facts: ``field``, ``value``."""

    code = "invalid-record"


class UnknownServiceError(NeuvolaError):
    """No such service in the catalogue; facts: ``id``."""

    code = "unknown-service"


class CatalogueDamagedError(NeuvolaError):
    """catalogue.db cannot be read; facts: ``path``. It is a cache: it is made anew."""

    code = "catalogue-damaged"


class RecordDamagedError(NeuvolaError):
    """desk.db cannot be read; facts: ``path``. It is never overwritten."""

    code = "record-damaged"


class RecordKeyError(NeuvolaError):
    """The key does not open desk.db, or there is none to be had; facts: ``reason`` (an untranslated key)."""

    code = "record-key"


class KeyCodeError(NeuvolaError):
    """The code of the record's key is not right; facts: ``reason``, ``lines`` (numbers of the wrong ones).

    Reasons: "count" (how many lines there are: ``count``), "lines", "whole", "other" (another record's key).
    """

    code = "key-code"


class NoBackupError(NeuvolaError):
    """There is no copy of the record of that day, or it cannot be read; facts: ``day``."""

    code = "no-backup"


class RecordNewerError(NeuvolaError):
    """desk.db or catalogue.db was written by a newer version of the program; facts: ``path``."""

    code = "record-newer"


class BusyError(NeuvolaError):
    """Another process holds the database; facts: ``path``."""

    code = "busy"


class DiskFullError(NeuvolaError):
    """No room to write; facts: ``path``."""

    code = "disk-full"


class UndoTooLateError(NeuvolaError):
    """The part of day of that visit has closed, or it was undone before."""

    code = "undo-too-late"


class CannotWriteError(NeuvolaError):
    """A file or folder could not be written; facts: ``path``, ``folder`` (true for a folder)."""

    code = "cannot-write"


class CannotPrintError(NeuvolaError):
    """A printer refused a leaflet; facts: ``printer``, ``reason`` (a key of ``neuvola_desk.printing``)."""

    code = "cannot-print"


class ServerUnreachableError(NeuvolaError):
    """No answer that is the server's; facts: ``url``, ``reason``, one of these keys.

    "offline", "timeout", "tls", "tls-date", "portal" (a web page came instead), "not-ours", "fault" (5xx),
    "insecure" (plain http to another machine).
    """

    code = "server-unreachable"


class ServerBusyError(NeuvolaError):
    """The server wants to be asked later; facts: ``retry_after`` (seconds)."""

    code = "server-busy"


class NotEnrolledError(NeuvolaError):
    """This desk belongs to no server yet."""

    code = "not-enrolled"


class AccessRefusedError(NeuvolaError):
    """The server does not take the token; facts: ``reason`` (a key: "unknown", "revoked", "other-desk")."""

    code = "access-refused"


class EnrolmentRefusedError(NeuvolaError):
    """The one-time code did not do; facts: ``reason`` (a key: "unknown", "used", "expired", "tries")."""

    code = "enrolment-refused"


class RequestRefusedError(NeuvolaError):
    """The server cannot take a whole request; facts: ``status`` (400, 413 or 422), ``reason`` (a key)."""

    code = "request-refused"


class CursorRefusedError(NeuvolaError):
    """The catalogue's cursor leads nowhere; facts: ``reason`` ("epoch", "diverged", "compacted", "scope")."""

    code = "cursor-refused"


class SnapshotGoneError(NeuvolaError):
    """The ready-made catalogue is no longer served under this name; facts: ``name``."""

    code = "snapshot-gone"


class SnapshotDamagedError(NeuvolaError):
    """A ready-made catalogue that is not what its signed manifest says; facts: ``reason`` (a key)."""

    code = "snapshot-damaged"


class SyncUnderWayError(NeuvolaError):
    """Another process of this desk is exchanging data with the server at this moment."""

    code = "sync-under-way"


class NotAllowedError(NeuvolaError):
    """The role of whoever asks does not cover it; facts: ``act`` (of ``roles.Act``), ``role``."""

    code = "not-allowed"


class PinRefusedError(NeuvolaError):
    """A PIN did not do; facts: ``reason`` (a key), and what the reason needs.

    "wrong" (``left`` tries before a wait), "wait" (``seconds``), "form", "taken", "name", "first" (the first
    PIN must be a coordinator's), "last" (the coordinators' last), "unknown", "full", "recovery",
    "descriptor".
    """

    code = "pin-refused"


class ReportRefusedError(NeuvolaError):
    """A report that cannot be made as asked; facts: ``reason`` (a key), and what the reason needs.

    "reversed" (``first``, ``last``), "future" (``first``), "days", "long" (``most`` quarters),
    "campaign" (``campaign``), "point" (``point``).
    """

    code = "report-refused"


class NoPhoneError(NeuvolaError):
    """None of the services has a phone number, so there is nothing for a pocket slip."""

    code = "no-phone"


class PracticeError(NeuvolaError):
    """Something that only a desk at work may do, asked of one that is used for practice."""

    code = "practice"
