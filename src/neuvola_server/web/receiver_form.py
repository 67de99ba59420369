"""The form of a receiver: from a party to fields and back, without judging either."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from neuvola_core.contact import ClosedPeriod
from neuvola_server.contacts.values import LANGUAGES, Party

PEOPLE: Final = ("person", "email", "deputy", "deputy_email")
_YES: Final = "yes"


def fields_of(party: Party) -> Mapping[str, str]:
    """What the form shows of it."""
    receiver = party.receiver
    return {
        **{f"name_{language}": receiver.name.get(language, "") for language in LANGUAGES},
        **{f"method_{language}": receiver.method.get(language, "") for language in LANGUAGES},
        **{key: getattr(party, key) for key in PEOPLE},
        "phone": receiver.phone,
        "language": party.language,
        "active": _YES if party.active else "",
    }


def party_of(fields: Mapping[str, str], former: Party) -> Party:
    """What the form says, over what it does not ask: closed periods, and texts in other languages."""
    receiver = replace(
        former.receiver,
        name=_told(fields, "name", former.receiver.name),
        method=_told(fields, "method", former.receiver.method),
        phone=fields.get("phone", ""),
    )
    people = {key: fields.get(key, "") for key in PEOPLE}
    return Party(receiver, language=fields.get("language", ""), active=fields.get("active") == _YES, **people)


def period_of(fields: Mapping[str, str]) -> ClosedPeriod | None:
    """The period of a form; of one day where the last one is left out, None where there is no day."""
    try:
        first = date.fromisoformat(fields.get("first", ""))
        last = date.fromisoformat(fields.get("last") or fields.get("first", ""))
    except ValueError:
        return None
    return ClosedPeriod(first, last)


def _told(fields: Mapping[str, str], field: str, former: Mapping[str, str]) -> dict[str, str]:
    others = {language: text for language, text in former.items() if language not in LANGUAGES}
    told = {language: fields.get(f"{field}_{language}", "") for language in LANGUAGES}
    return others | {language: text for language, text in told.items() if text}
