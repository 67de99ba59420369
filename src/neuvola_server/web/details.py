"""What an organisation sees of a visitor, in words; nothing that the visitor's choice does not let it use."""

from dataclasses import dataclass
from urllib.parse import quote

import phonenumbers

from neuvola_core.contact import ContactDetails, PreferredTime, Reach
from neuvola_server.web.words import Words

_FINLAND = 358


@dataclass(frozen=True, slots=True)
class Shown:
    """The details; the two addresses are for links, empty where that way is not to be used."""

    title: str
    warning: str
    phone: str
    phone_address: str
    email: str
    email_address: str
    facts: tuple[tuple[str, str], ...]


def shown(details: ContactDetails, words: Words) -> Shown:
    """The details in a reader's language."""
    by_phone = details.phone and details.reach is not Reach.EMAIL
    scheme = "sms" if details.reach is Reach.MESSAGE else "tel"
    facts = {
        "time": words(f"time.{details.time}") if details.time is not PreferredTime.ANY else "",
        "language": _capital(words.language_name(details.language)),
        "sentence": details.sentence,
    }
    return Shown(
        title=words("open.named", name=details.first_name) if details.first_name else words("open"),
        warning=words("message-only") if details.reach is Reach.MESSAGE else "",
        phone=readable(details.phone) if by_phone else "",
        phone_address=f"{scheme}:{details.phone}" if by_phone else "",
        email=details.email,
        email_address=f"mailto:{quote(details.email, safe='@')}" if details.email else "",
        facts=tuple((words(f"detail.{name}"), fact) for name, fact in facts.items() if fact),
    )


def readable(phone: str) -> str:
    """A number in groups, as it is dialled in Finland."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, form.NATIONAL if number.country_code == _FINLAND else form.INTERNATIONAL
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
