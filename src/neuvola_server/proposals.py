"""What desks propose to put right in the catalogue; a coordinator reads it and amends, or does not."""

from sqlalchemy import select

from neuvola_core import codec
from neuvola_core.correction import Correction
from neuvola_core.wire import RecordKind
from neuvola_server.records import STORED
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database

_RECORD = schema.record


class Proposals:
    """Corrections as they came."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Correction, ...]:
        """Every stored correction, by service."""
        wanted = select(_RECORD.c.body).where(
            _RECORD.c.kind == RecordKind.CORRECTION, _RECORD.c.state == STORED, _RECORD.c.body.is_not(None)
        )
        bodies = self._database.read(lambda connection: connection.execute(wanted).scalars().all())
        read = (codec.from_json(body, Correction) for body in bodies)
        return tuple(sorted(read, key=lambda one: (one.service, one.part, one.text, one.id)))
