"""What a visitor tells afterwards: did the service help? Coded answers and a short guarded text.

An experience belongs to a service, never to a visit: it has no point, no day and no person in it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from neuvola_core import privacy
from neuvola_core.errors import InvalidRecordError
from neuvola_core.visit import IsoWeek, UnmetReason

LONGEST_TEXT: Final = 200
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Helped(StrEnum):
    """Whether the visitor got help."""

    YES = "sai"
    PARTLY = "osittain"
    WAITING = "odottaa"
    NO = "ei"
    DID_NOT_GO = "ei_mennyt"


@dataclass(frozen=True, slots=True)
class Experience:
    """One answer about one service.

    ``obstacle`` is what stood in the way, one of the reasons of an unmet need or empty. ``slip`` is the hash
    of the leaflet's code (``slip.slip_hash``), or empty. Raises ``InvalidRecordError`` and
    ``RefusedContentError``.
    """

    id: str
    service: str
    week: IsoWeek
    helped: Helped
    obstacle: UnmetReason | None = None
    text: str = ""
    slip: str = ""

    def __post_init__(self) -> None:
        text = " ".join(self.text.split())
        object.__setattr__(self, "text", text)
        if not self.service:
            raise InvalidRecordError(field="service", value=self.service)
        if len(text) > LONGEST_TEXT:
            raise InvalidRecordError(field="text", value=len(text))
        if self.slip and not _HASH.fullmatch(self.slip):
            raise InvalidRecordError(field="slip", value=len(self.slip))
        privacy.check_free_text(text, "experience")
