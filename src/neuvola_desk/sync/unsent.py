"""What a person can do about a record that the server refused: mend it, send it again, copy it, give it up.

The fields of a record go to and from a person as plain words ("2026-W47", "velat,asunto"), the same in a form
and on the command line; what is mended is read as strictly as what is new.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from neuvola_core import codec, privacy
from neuvola_core.correction import Correction
from neuvola_core.errors import InvalidRecordError, RefusedContentError
from neuvola_core.experience import Experience
from neuvola_core.files import whole_file
from neuvola_core.ids import new_record_id
from neuvola_core.point import check_id
from neuvola_core.roles import Act, Rights, may
from neuvola_core.visit import IsoWeek, Visit
from neuvola_core.wire import PRIVATE_KINDS, RecordKind
from neuvola_desk.record_port import Outgoing
from neuvola_desk.refusal_words import Reason

_log = logging.getLogger(__name__)

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    RecordKind.VISIT: (
        *("week", "point", "campaign", "needs", "unmet", "channel"),
        *("target", "language", "interpreter", "outcome", "length"),
    ),
    RecordKind.EXPERIENCE: ("service", "week", "helped", "obstacle", "text"),
    RecordKind.CORRECTION: ("service", "part", "text"),
}
"""What can be mended of each kind, in the order of a form; nothing of any other kind."""
_KINDS: Final[Mapping[str, type[Visit | Experience | Correction]]] = {
    RecordKind.VISIT: Visit,
    RecordKind.EXPERIENCE: Experience,
    RecordKind.CORRECTION: Correction,
}
_FORMAT: Final = "neuvola-refused/1"


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A refused record; ``values`` are its fields in words, empty where it may not be mended or cannot be.

    ``fault`` names the field that was refused; empty where it is the whole record.
    """

    id: str
    kind: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """The field that the server named."""
        return self.reason.partition("/")[2]

    @property
    def can_be_mended(self) -> bool:
        """Whether a form for it makes sense."""
        return bool(self.values)


class Refusals(Protocol):
    """The outbox, as far as refused records go."""

    def refused(self) -> tuple[Outgoing, ...]:
        """Items that the server will not take as they are."""

    def resend(self, item_id: str) -> None:
        """Lets a refused item wait again."""

    def correct(self, item_id: str, new_id: str, payload: bytes) -> None:
        """Puts a corrected item in the place of a refused one."""

    def discard(self, item_id: str) -> None:
        """Gives up a refused item."""


def look(outbox: Refusals, rights: Rights) -> tuple[RefusedRecord, ...]:
    """Every refused record; what is in it only for whoever may mend it."""
    rights.require(Act.SEE_REFUSED)
    mends = may(rights.role, Act.RESEND_REFUSED)
    return tuple(
        RefusedRecord(item.id, item.kind, item.last_refusal, _values(item) if mends else {})
        for item in outbox.refused()
    )


def resend(outbox: Refusals, record_id: str, rights: Rights) -> None:
    """Lets a refused record try again with the next exchange; raises ``InvalidRecordError`` for another."""
    rights.require(Act.RESEND_REFUSED)
    outbox.resend(_item(outbox, record_id).id)


def correct(
    outbox: Refusals, record_id: str, changes: Mapping[str, str], rights: Rights, *, confirmed: bool = False
) -> str:
    """Sends a mended record in the place of a refused one, under a new id, which is given back.

    ``confirmed`` says that a person looked and the text names no visitor. Raises ``InvalidRecordError``,
    ``InvalidVisitError``, ``UnknownNeedError`` and ``RefusedContentError``; then nothing is changed.
    """
    rights.require(Act.RESEND_REFUSED)
    item = _item(outbox, record_id)
    body = _body(item)
    if body is None or item.kind not in FIELDS:
        raise InvalidRecordError(field="refused", value=record_id)
    new_id = new_record_id()
    mended = {**body, "id": new_id}
    for name, words in changes.items():
        if name not in FIELDS[item.kind]:
            raise InvalidRecordError(field=name, value=words)
        mended[name] = _said(name, words.strip())
    payload = codec.to_json(_checked(item.kind, mended, confirmed=confirmed))
    outbox.correct(record_id, new_id, payload)
    return new_id


def discard(outbox: Refusals, record_id: str, reason: Reason, rights: Rights) -> None:
    """Gives a refused record up; the reason is logged, what the record was is not.

    Raises ``InvalidRecordError`` for one that is not among the refused.
    """
    rights.require(Act.DISCARD_REFUSED)
    outbox.discard(_item(outbox, record_id).id)
    _log.warning("a refused record was given up: %s", reason.value)


def export(outbox: Refusals, path: Path, rights: Rights) -> int:
    """Writes refused records into a file that is not encrypted, for whoever looks into it; how many they are.

    What is sealed stays behind: only its kind and the reason are written. Raises ``CannotWriteError``.
    """
    rights.require(Act.DISCARD_REFUSED)
    items = outbox.refused()
    told = {"format": _FORMAT, "records": [_exported(item) for item in items]}
    with whole_file(path) as unfinished:
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return len(items)


def _item(outbox: Refusals, record_id: str) -> Outgoing:
    found = next((item for item in outbox.refused() if item.id == record_id), None)
    if found is None:
        raise InvalidRecordError(field="refused", value=record_id)
    return found


def _body(item: Outgoing) -> dict[str, Any] | None:
    """The record as an object; None where it is damaged."""
    try:
        body = msgspec.json.decode(item.payload)
    except msgspec.DecodeError:
        return None
    return body if isinstance(body, dict) else None


def _values(item: Outgoing) -> Mapping[str, str]:
    body = _body(item)
    return {} if body is None else {name: _words(body.get(name)) for name in FIELDS.get(item.kind, ())}


def _words(value: object) -> str:
    """A field in words, as ``_said`` reads it."""
    if isinstance(value, list):
        return ",".join(_words(one) for one in value)
    if isinstance(value, Mapping):
        year, need = value.get("year"), value.get("need")
        return f"{year:04d}-W{value.get('week'):02d}" if year else f"{need}:{value.get('reason')}"
    return "" if value is None else str(value)


def _said(name: str, words: str) -> object:
    """What somebody has typed, as the record holds it."""
    if name == "needs":
        return _listed(words)
    if name == "unmet":
        pairs = (one.partition(":") for one in _listed(words))
        return [{"need": need.strip(), "reason": reason.strip()} for need, _colon, reason in pairs]
    if name == "week":
        return msgspec.to_builtins(IsoWeek.parse(words))
    return words


def _listed(words: str) -> list[str]:
    return [one.strip() for one in words.split(",") if one.strip()]


def _checked(kind: str, body: Mapping[str, Any], *, confirmed: bool) -> Visit | Experience | Correction:
    try:
        value = codec.from_json(codec.to_json(body), _KINDS[kind])
    except msgspec.ValidationError as fault:
        raise InvalidRecordError(field=_field_of(str(fault), body), value="") from fault
    if isinstance(value, Visit):
        for name in ("point", "campaign"):
            if text := getattr(value, name):
                check_id(name, text)
    elif isinstance(value, Experience) and not confirmed:
        for finding in privacy.ask(value.text):
            raise RefusedContentError(field="experience", finding=finding.kind.value, question=True)
    return value


def _field_of(told: str, names: Iterable[str]) -> str:
    """The field that a fault of the decoder speaks of."""
    return next((name for name in names if f"$.{name}" in told or f"`{name}`" in told), "body")


def _exported(item: Outgoing) -> Mapping[str, object]:
    told = {"id": item.id, "kind": item.kind, "reason": item.last_refusal, "replaces": item.replaces}
    return told if item.kind in PRIVATE_KINDS else {**told, "body": _body(item)}
