"""Contact requests in a test: organisations that take them, requests that really are sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from neuvola_core.contact import (
    Consent,
    ContactDetails,
    ContactRequest,
    Reach,
    Receiver,
    body_of,
    new_withdrawal_code,
    seal_details,
    withdrawal_hash,
)
from neuvola_core.ids import new_record_id
from neuvola_core.wire import Record, RecordKind
from neuvola_server.contacts.values import Party
from neuvola_server.house import House
from support.houses import TODAY

PHONE = "+358401234567"
SENTENCE = "Soittakaa iltapäivällä, kiitos."
DETAILS = ContactDetails(
    reach=Reach.CALL,
    consent=Consent("1", "fi", TODAY),
    phone=PHONE,
    first_name="Aune",
    sentence=SENTENCE,
)


@dataclass(frozen=True)
class MadeRequest:
    """A request with what the visitor has of it."""

    record: Record
    code: str

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def withdrawal(self) -> Record:
        """What a desk sends when the visitor gives the code."""
        body = {"withdraws": "", "code": withdrawal_hash(self.code)}
        return Record(new_record_id(), RecordKind.WITHDRAWAL, body)


def party(organisation: str = "o1", **fields: Any) -> Party:
    """An organisation that takes requests."""
    of_receiver = {key: fields.pop(key) for key in ("name", "method", "phone", "closed") if key in fields}
    told: dict[str, Any] = {"name": {"fi": f"Järjestö {organisation}"}, "method": {"fi": "Soitamme."}}
    people = {
        "person": "Paula Päivystäjä",
        "email": f"paula@{organisation}.example",
        "deputy": "Ville Varalla",
        "deputy_email": f"ville@{organisation}.example",
    }
    return Party(Receiver(organisation, **told | of_receiver), **people | fields)


def register(house: House, *organisations: str) -> None:
    """Has organisations take requests."""
    for organisation in organisations:
        house.receivers.put(party(organisation), who="test")


def request_to(
    house: House,
    *organisations: str,
    day: date = TODAY,
    details: ContactDetails = DETAILS,
    code: str = "",
    keys: Mapping[str, str] | None = None,
) -> MadeRequest:
    """A request sealed to the keys of a house, or to those that a desk knows, as a desk sends it."""
    code, record_id = code or new_withdrawal_code(), new_record_id()
    sealed = seal_details(details, record_id, keys or house.keys.sealing_keys)
    named = organisations or ("o1",)
    request = ContactRequest(record_id, sealed, named, withdrawal_hash(code), day)
    return MadeRequest(Record(record_id, RecordKind.CONTACT, body_of(request)), code)


def link_to(house: House, request: str, organisation: str = "o1") -> str:
    """The token that the newest mail to an organisation carries."""
    return house.database.write(lambda connection: house.handlings.link_of(connection, request, organisation))
