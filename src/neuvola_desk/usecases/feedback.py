"""What goes to the coordinator besides visits: experiences of services, corrections to the catalogue."""

from datetime import datetime
from typing import Protocol

from neuvola_core import codec, privacy
from neuvola_core.correction import Correction, Part
from neuvola_core.errors import RefusedContentError
from neuvola_core.experience import Experience, Helped
from neuvola_core.ids import new_record_id
from neuvola_core.roles import UNGUARDED, Act, Rights
from neuvola_core.slip import slip_hash
from neuvola_core.visit import IsoWeek, UnmetReason
from neuvola_core.wire import RecordKind
from neuvola_desk.usecases.clock import Clock, closing_time
from neuvola_search.catalogue import Catalogue


class Waiting(Protocol):
    """Where things wait for the server."""

    def put(
        self, item_id: str, kind: str, payload: bytes, replaces: str = "", closes: datetime | None = None
    ) -> None:
        """Adds something to send, after its part of day ``closes``; the same id twice is one item."""

    def withdraw(self, item_id: str) -> bool:
        """Takes away what has never left the desk; whether it was there."""


class Feedback:
    """Experiences and corrections of one desk; both wait in the outbox and nowhere else."""

    def __init__(
        self, catalogue: Catalogue, outbox: Waiting, clock: Clock, *, rights: Rights = UNGUARDED
    ) -> None:
        self._catalogue = catalogue
        self._outbox = outbox
        self._clock = clock
        self._rights = rights

    def tell(
        self,
        service: str,
        helped: Helped,
        *,
        obstacle: UnmetReason | None = None,
        text: str = "",
        code: str = "",
        confirmed: bool = False,
    ) -> Experience:
        """Keeps an experience; ``confirmed`` says that a person looked and the text names no visitor.

        ``code`` is the one on the visitor's leaflet, as it was typed; its hash is kept. Raises
        ``UnknownServiceError``, ``InvalidRecordError``, ``RefusedContentError`` (with the fact ``question``
        where ``confirmed`` would let it through).
        """
        self._rights.require(Act.RECORD_EXPERIENCE)
        now = self._clock.now()
        week = IsoWeek.of(now.date())
        known = self._catalogue.service(service).id
        slip = slip_hash(code) if code else ""
        experience = Experience(new_record_id(), known, week, helped, obstacle, text, slip)
        if not confirmed:
            for finding in privacy.ask(experience.text):
                raise RefusedContentError(field="experience", finding=finding.kind.value, question=True)
        kind, payload = RecordKind.EXPERIENCE, codec.to_json(experience)
        self._outbox.put(experience.id, kind, payload, closes=closing_time(now))
        return experience

    def correct(self, service: str, part: Part, text: str = "") -> Correction:
        """Keeps a proposal; raises as ``tell`` does, but asks no question."""
        self._rights.require(Act.CORRECT_SERVICE)
        known = self._catalogue.service(service).id
        correction = Correction(new_record_id(), known, part, text)
        self._outbox.put(correction.id, RecordKind.CORRECTION, codec.to_json(correction))
        return correction

    def take_back(self, correction_id: str) -> bool:
        """Undoes a proposal that has not left the desk; False for one that has."""
        self._rights.require(Act.CORRECT_SERVICE)
        return self._outbox.withdraw(correction_id)
