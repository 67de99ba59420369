"""What somebody at a desk knows better than the catalogue; the coordinator decides.

It speaks of a service, so an organisation's phone and address belong in it; an identity code never does.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from neuvola_core import privacy
from neuvola_core.errors import InvalidRecordError

LONGEST_TEXT: Final = 1000


class Part(StrEnum):
    """Which part of the service is wrong."""

    NAME = "nimi"
    DESCRIPTION = "kuvaus"
    CONTACT = "yhteystiedot"
    ADDRESS = "osoite"
    HOURS = "aukiolo"
    COST = "hinta"
    CLOSED = "lopetettu"
    OTHER = "muu"


@dataclass(frozen=True, slots=True)
class Correction:
    """One proposal. Raises ``InvalidRecordError`` and ``RefusedContentError``."""

    id: str
    service: str
    part: Part
    text: str = ""

    def __post_init__(self) -> None:
        text = self.text.strip()
        object.__setattr__(self, "text", text)
        if not self.service:
            raise InvalidRecordError(field="service", value=self.service)
        if len(text) > LONGEST_TEXT or (not text and self.part is not Part.CLOSED):
            raise InvalidRecordError(field="text", value=len(text))
        privacy.check_service_text(text, "correction")
