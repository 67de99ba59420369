"""What a record says, read strictly: kept in full, held for a newer server, or refused with the reason.

Visits and contact requests are closed lists: whatever else stands in one is dropped. Reasons are keys and
name a field, never what stood in it.
"""

import base64
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec

from neuvola_core import codec, privacy, sealing
from neuvola_core.contact import MOST_ORGANISATIONS
from neuvola_core.correction import Correction
from neuvola_core.errors import (
    InvalidRecordError,
    InvalidVisitError,
    RefusedContentError,
    UnknownNeedError,
)
from neuvola_core.experience import Experience
from neuvola_core.point import check_id
from neuvola_core.taxonomy import OTHER_NEED, needs
from neuvola_core.visit import IsoWeek, Visit
from neuvola_core.wire import SCHEMA, Record, RecordKind, record_digest
from neuvola_server.upcasting import upcast

LARGEST_BODY: Final = 32 * 1024
_LONGEST_NAME: Final = 100
_KEY: Final = re.compile(r"[0-9a-f]{16}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST_SEALED: Final = 2 * sealing.LARGEST
_LONGEST_KEY: Final = 200
_MOST_KEYS: Final = 20
_NEED: Final = re.compile(r"[a-z0-9_-]{1,64}")
_FIELD: Final = re.compile(r"field `(\w+)`|`\$\.(\w+)")
SEALED: Final = "sealed"
"""The field of a contact request that only keys can read."""
ORGANISATIONS: Final = "organisations"
"""Whom it may be shown to; the rest of it is sealed, so there is no other field."""
WITHDRAWAL: Final = "withdrawal"
UNDOES: Final = "undoes"
WITHDRAWS: Final = "withdraws"
CODE: Final = "code"
SLIP: Final = "slip"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record is not taken."""

    code: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What of a contact request, or of its withdrawal, stands beside the body; ``withdrawal`` is a hash."""

    organisations: tuple[str, ...] = ()
    withdrawal: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as it is stored: ``body`` is canonical JSON, ``digest`` that of the record as it was sent."""

    record: Record
    digest: str = ""
    body: str = ""
    held: bool = False
    refusal: Refusal | None = None
    target: str = ""
    """The id of the record that this one takes back."""
    contact: ContactFacts = ContactFacts()
    slip: str = ""
    """The hash of a leaflet's code; neither body nor digest tell of it."""


class _HeldError(Exception):
    """The record is for a newer server; ``body`` is what is kept of it until then."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__()
        self.body = body


class _RefusedError(Exception):
    def __init__(self, code: str, field: str = "") -> None:
        super().__init__()
        self.refusal = Refusal(code, field)


def read(record: Record) -> Reading:
    """Reads one record; never raises for what a desk can send."""
    try:
        return _read(record)
    except _RefusedError as fault:
        return Reading(record, refusal=fault.refusal)
    except RefusedContentError as fault:
        return Reading(record, refusal=Refusal(fault.code, str(fault.facts["field"])))
    except (InvalidVisitError, InvalidRecordError) as fault:
        return Reading(record, refusal=Refusal("invalid", str(fault.facts["field"])))
    except msgspec.ValidationError as fault:
        found = _FIELD.search(str(fault))
        return Reading(record, refusal=Refusal("invalid", (found[1] or found[2]) if found else "body"))


def _read(record: Record) -> Reading:
    _check_envelope(record)
    digest = _digest(record)
    for text in _strings(record.body):
        if "\0" in text:
            raise _RefusedError("invalid", "body")
    try:
        return _known(upcast(record), record, digest)
    except _HeldError as held:
        for text in _strings(held.body):
            privacy.check_service_text(text, "body")
        return Reading(record, digest, _written(held.body), held=True)


def _known(newest: Record, record: Record, digest: str) -> Reading:
    reader = _READERS.get(newest.kind)
    if reader is None or newest.schema > SCHEMA:
        raise _HeldError(record.body)
    said = reader(newest)
    target = str(said[field]) if (field := _TARGETS.get(newest.kind)) else ""
    facts = _FACTS.get(newest.kind)
    beside = facts(newest.body) if facts else ContactFacts()
    if newest.kind == RecordKind.EXPERIENCE and (slip := said.get(SLIP)):
        # Whoever has the paper could try its code against the digest as well as against the hash itself.
        kept = {name: value for name, value in said.items() if name != SLIP}
        return Reading(record, "", _written(kept), slip=str(slip))
    return Reading(record, digest, _written(said), target=target, contact=beside)


def _check_envelope(record: Record) -> None:
    if not is_record_id(record.id):
        raise _RefusedError("invalid", "id")
    if not is_name(record.kind):
        raise _RefusedError("invalid", "kind")
    if not 1 <= record.schema < 1 << 31:
        raise _RefusedError("invalid", "schema")
    if record.replaces and not is_record_id(record.replaces):
        raise _RefusedError("invalid", "replaces")


def is_name(text: str) -> bool:
    """Whether it may be the id or name of something: short and printable."""
    return 0 < len(text) <= _LONGEST_NAME and text.isprintable()


def is_record_id(text: str) -> bool:
    """Whether it is a random UUID as it is always written; one that carries a time is none."""
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return str(found) == text and found.version == 4


def _digest(record: Record) -> str:
    try:
        return record_digest(record)
    except (ValueError, RecursionError):  # no canonical JSON: odd numbers or signs, or too deep
        raise _RefusedError("invalid", "body") from None


def _written(body: object) -> str:
    written = codec.to_json(body)
    if len(written) > LARGEST_BODY:
        raise _RefusedError("too-large", "body")
    return written.decode()


def _strings(value: object) -> Iterator[str]:
    """Every text in a value, the names of its fields too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


# --- kind by kind ------------------------------------------------------------------------------------------


def _visit(record: Record) -> Mapping[str, Any]:
    canonical = codec.to_json(record.body)
    try:
        visit = codec.from_json(canonical, Visit)
    except UnknownNeedError:
        raise _HeldError(_visit_of_later(canonical, record.id)) from None
    return _checked_visit(visit, record.id)


def _checked_visit(visit: Visit, record_id: str) -> Mapping[str, Any]:
    if visit.id != record_id:
        raise _RefusedError("invalid", "id")
    for field in ("point", "campaign"):
        if text := getattr(visit, field):
            check_id(field, text)
    IsoWeek.parse(str(visit.week))
    return dict(msgspec.to_builtins(visit))


def _visit_of_later(canonical: bytes, record_id: str) -> Mapping[str, Any]:
    """A visit with needs that only a newer server knows: all else is read as strictly as ever."""
    body = msgspec.json.decode(canonical)
    chosen, unmet = body["needs"], body.get("unmet", [])
    for field, values in (("needs", chosen), ("unmet", unmet)):
        if len(values) > 3:
            raise _RefusedError("invalid", field)
    read_as = {
        "needs": [_need_for_now(need) for need in chosen],
        "unmet": [{**pair, "need": _need_for_now(pair["need"])} for pair in unmet],
    }
    visit = codec.from_json(codec.to_json(body | read_as), Visit)
    pairs = [{"need": pair["need"], "reason": pair["reason"]} for pair in unmet]
    return {**_checked_visit(visit, record_id), "needs": chosen, "unmet": pairs}


def _need_for_now(need: str) -> str:
    if need in needs():
        return need
    if not _NEED.fullmatch(need):
        raise _RefusedError("invalid", "needs")
    return OTHER_NEED


def _of(kind: type[Experience] | type[Correction]) -> Callable[[Record], Mapping[str, Any]]:
    def reader(record: Record) -> Mapping[str, Any]:
        value: Experience | Correction = codec.from_json(codec.to_json(record.body), kind)
        if value.id != record.id:
            raise _RefusedError("invalid", "id")
        if isinstance(value, Experience):
            IsoWeek.parse(str(value.week))
        return dict(msgspec.to_builtins(value))

    return reader


def _contact(record: Record) -> Mapping[str, Any]:
    sealed, organisations = record.body.get(SEALED), record.body.get(ORGANISATIONS)
    if not isinstance(sealed, dict) or not _is_sealed(sealed.get("text"), sealed.get("keys")):
        raise _RefusedError("invalid", SEALED)
    if not isinstance(organisations, list) or not 0 < len(organisations) <= MOST_ORGANISATIONS:
        raise _RefusedError("invalid", ORGANISATIONS)
    for organisation in organisations:
        if not isinstance(organisation, str):
            raise _RefusedError("invalid", ORGANISATIONS)
        check_id(ORGANISATIONS, organisation)
    _contact_facts(record.body)
    return {SEALED: {"text": sealed["text"], "keys": sealed["keys"]}, ORGANISATIONS: organisations}


def _is_sealed(text: object, keys: object) -> bool:
    """Whether only keys can read it: no words, but base64 and the ids of keys."""
    return (
        isinstance(keys, dict)
        and _is_base64(text, _LONGEST_SEALED)
        and 0 < len(keys) <= _MOST_KEYS
        and all(_KEY.fullmatch(name) and _is_base64(key, _LONGEST_KEY) for name, key in keys.items())
    )


def _is_base64(text: object, longest: int) -> bool:
    if not isinstance(text, str) or not 0 < len(text) <= longest:
        return False
    try:
        return bool(base64.b64decode(text, validate=True))
    except ValueError:
        return False


def _contact_facts(body: Mapping[str, Any]) -> ContactFacts:
    withdrawal = body.get(WITHDRAWAL)
    if not isinstance(withdrawal, str) or not _HASH.fullmatch(withdrawal):
        raise _RefusedError("invalid", WITHDRAWAL)
    try:
        day = date.fromisoformat(body.get("day", ""))
    except (ValueError, TypeError):
        raise _RefusedError("invalid", "day") from None
    return ContactFacts(tuple(body[ORGANISATIONS]), withdrawal, day)


def _undo(record: Record) -> Mapping[str, Any]:
    target = record.body.get(UNDOES)
    if not isinstance(target, str) or not is_record_id(target):
        raise _RefusedError("invalid", UNDOES)
    return {UNDOES: target}


def _withdrawal(record: Record) -> Mapping[str, Any]:
    target, code = record.body.get(WITHDRAWS, ""), record.body.get(CODE, "")
    if not isinstance(target, str) or not (is_record_id(target) or (not target and code)):
        raise _RefusedError("invalid", WITHDRAWS)
    if not isinstance(code, str) or not (_HASH.fullmatch(code) or not code):
        raise _RefusedError("invalid", CODE)
    return {WITHDRAWS: target, CODE: code}


_READERS: Final[Mapping[str, Callable[[Record], Mapping[str, Any]]]] = {
    RecordKind.VISIT: _visit,
    RecordKind.UNDO: _undo,
    RecordKind.EXPERIENCE: _of(Experience),
    RecordKind.CORRECTION: _of(Correction),
    RecordKind.CONTACT: _contact,
    RecordKind.WITHDRAWAL: _withdrawal,
}
_TARGETS: Final[Mapping[str, str]] = {RecordKind.UNDO: UNDOES, RecordKind.WITHDRAWAL: WITHDRAWS}
_FACTS: Final[Mapping[str, Callable[[Mapping[str, Any]], ContactFacts]]] = {
    RecordKind.CONTACT: _contact_facts,
    RecordKind.WITHDRAWAL: lambda body: ContactFacts(withdrawal=str(body.get(CODE, ""))),
}
"""Read of bodies that their reader has found good."""
