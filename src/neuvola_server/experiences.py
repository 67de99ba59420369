"""What a visitor answers on the page of their leaflet: an experience that is born here.

It is read as strictly as one that a desk sends, and stored like one: the week, no time, no address, no point.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from neuvola_core import codec, privacy
from neuvola_core.errors import RefusedContentError
from neuvola_core.experience import Experience, Helped
from neuvola_core.ids import new_record_id
from neuvola_core.visit import IsoWeek, UnmetReason
from neuvola_core.wire import Record, RecordKind
from neuvola_server.bodies import read
from neuvola_server.records import Records
from neuvola_server.storage.database import Database


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``slip`` is the code's hash. ``confirmed``: what looked like a name is nobody's secret."""

    slip: str
    service: str
    helped: Helped
    obstacle: UnmetReason | None = None
    text: str = ""
    confirmed: bool = False


class Experiences:
    """Takes answers from the page."""

    def __init__(self, database: Database, records: Records, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._records = records
        self._clock = clock

    def take(self, answer: Answer) -> None:
        """Stores an answer in the place of an earlier one of the same slip about the same service.

        Raises ``InvalidRecordError`` and ``RefusedContentError`` (with the fact ``question`` where
        ``confirmed`` would let it through).
        """
        week = IsoWeek.of(self._clock().date())
        told = Experience(
            new_record_id(), answer.service, week, answer.helped, answer.obstacle, answer.text, answer.slip
        )
        if not answer.confirmed:
            for finding in privacy.ask(told.text):
                raise RefusedContentError(field="experience", finding=finding.kind.value, question=True)
        body = msgspec.json.decode(codec.to_json(told))
        reading = read(Record(told.id, RecordKind.EXPERIENCE, body))
        self._database.write(lambda connection: self._records.store(connection, [reading]))
