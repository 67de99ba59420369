"""Telephone numbers, e-mail and web addresses of HSDS records.

Of a contact person the desk keeps how to reach the work, never the name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from neuvola_core.catalogue import Charge, Link, Phone, PhoneKind
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean, hsds_extras, hsds_languages, sheet_contacts
from neuvola_exchange.json_files import Note, Record, as_str, identifier, records

NO_CHANNEL: Final = "0"
"""Stands for what belongs to a service or an organisation itself."""
_KINDS: Final = {"text": PhoneKind.SMS, "sms": PhoneKind.SMS, "fax": PhoneKind.FAX}
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})*")
_EXTENSION: Final = {"fi": "alanumero", "sv": "anknytning", "en": "extension"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the contacts of one service, noting what is odd in them."""

    note: Note
    written_in: str
    is_own: bool = False
    """Whether the desk or the server wrote it: then nothing is read out of it that it does not state."""

    def text(self, record: Record, field: str) -> Text:
        """A field in all its languages, a line each."""
        return hsds_extras.text(record, field, self.written_in, clean.one_line)

    def phones(self, rows: Iterable[Record]) -> Iterator[Phone]:
        """The numbers of phone records; one can hold several numbers, or none."""
        for row in rows:
            written = clean.one_line(row.get("number"))
            numbers = (written,) if self.is_own and written else clean.phone_numbers(written)
            if not numbers and (short := sheet_contacts.phone(written)):
                numbers = (short.number,)
            if written and not numbers:
                self.note("bad-phone", written)
            for number in numbers:
                yield self._phone(row, number, alone=len(numbers) == 1)

    def _phone(self, row: Record, number: str, *, alone: bool) -> Phone:
        label = self.text(row, "description")
        if alone and (extension := identifier(row.get("extension"))):
            label = _with_extension(label or Text({self.written_in: " "}), extension, self.written_in)
        return Phone(
            number,
            label,
            charge=hsds_extras.fact_as(row, "charge", Charge) or Charge.UNKNOWN,
            charge_note=hsds_extras.fact_as(row, "charge_note", Text) or EMPTY,
            kind=_KINDS.get(as_str(row.get("type")).casefold(), PhoneKind.VOICE),
            languages=self.languages(row),
        )

    def languages(self, record: Record) -> tuple[str, ...]:
        """The codes of the languages of a service, a place or a number."""
        found = []
        for row in records(record.get("languages")):
            told = as_str(row.get("code")) or as_str(row.get("name"))
            code = self._language(told) or hsds_languages.code(as_str(row.get("name")))
            if code:
                found.append(code)
            elif told:
                self.note("unknown-language", told)
        return tuple(dict.fromkeys(found))

    def _language(self, told: str) -> str:
        return told if self.is_own and _LANGUAGE.fullmatch(told) else hsds_languages.code(told)

    def contact_phones(self, rows: Iterable[Record]) -> Iterator[Phone]:
        """The numbers of contacts, named by the work and not by the person."""
        for row in rows:
            work = self.text(row, "department") or self.text(row, "title")
            for phone in self.phones(records(row.get("phones"))):
                yield phone if phone.label else Phone(phone.number, work, kind=phone.kind)

    def emails(self, *values: object) -> Iterator[str]:
        """The addresses in fields."""
        for value in values:
            found = clean.emails(value)
            yield from found
            if as_str(value) and not found:
                self.note("bad-email", as_str(value))

    def links(self, rows: Iterable[Record]) -> Iterator[Link]:
        """The addresses of url records."""
        for row in rows:
            for address in self.urls(row.get("url")):
                yield Link(address, self.text(row, "label"), hsds_extras.fact_as(row, "language", str) or "")

    def urls(self, *values: object) -> Iterator[str]:
        """The addresses in fields."""
        for value in values:
            if found := clean.url(value):
                yield found
            elif as_str(value):
                self.note("bad-url", as_str(value))


def _with_extension(label: Text, extension: str, written_in: str) -> Text:
    languages = tuple(label) or (written_in,)
    return Text(
        {
            code: " ".join((label.get(code, ""), _EXTENSION.get(code, _EXTENSION["en"]), extension)).strip()
            for code in languages
        }
    )


# --- writing ---


def put_phones(record: Record, phones: Iterable[Phone], channel: str = NO_CHANNEL) -> None:
    """Writes numbers into a record; ``channel`` is the number of the channel they belong to."""
    for phone in phones:
        rows: list[Record] = record.setdefault("phones", [])
        row: Record = {
            "id": hsds_extras.own_id(record["id"], "phone", channel, len(rows)),
            "number": phone.number,
        }
        row["type"] = {PhoneKind.SMS: "text", PhoneKind.FAX: "fax"}.get(phone.kind, "voice")
        hsds_extras.put_text(row, "description", phone.label)
        put_languages(row, phone.languages)
        hsds_extras.put_fact(row, "channel", channel)
        if phone.charge:
            hsds_extras.put_fact(row, "charge", phone.charge)
        if phone.charge_note:
            hsds_extras.put_fact(row, "charge_note", phone.charge_note)
        rows.append(row)


def put_languages(record: Record, codes: Iterable[str]) -> None:
    """Writes languages into a record."""
    rows: list[Record] = [
        {"id": hsds_extras.own_id(record["id"], "language", code), "code": code} for code in codes
    ]
    if rows:
        record["languages"] = rows


def put_emails(record: Record, emails: Iterable[str], channel: str = NO_CHANNEL) -> None:
    """Writes each address as a contact of a record."""
    for email in emails:
        rows: list[Record] = record.setdefault("contacts", [])
        row: Record = {"id": hsds_extras.own_id(record["id"], "contact", channel, email), "email": email}
        hsds_extras.put_fact(row, "channel", channel)
        rows.append(row)


def put_links(record: Record, field: str, links: Iterable[Link], channel: str = NO_CHANNEL) -> None:
    """Writes links into a list of urls."""
    for link in links:
        rows: list[Record] = record.setdefault(field, [])
        row: Record = {"id": hsds_extras.own_id(record["id"], field, channel, len(rows)), "url": link.url}
        hsds_extras.put_text(row, "label", link.label)
        hsds_extras.put_fact(row, "channel", channel)
        if link.language:
            hsds_extras.put_fact(row, "language", link.language)
        rows.append(row)
