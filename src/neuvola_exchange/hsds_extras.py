"""What HSDS has no field for, as its attributes: translations, words, terms and the desk's own facts.

Both ways: what ``put_…`` writes into a record, the function beside it reads. An attribute's ``link_type``
says what it is, its ``label`` which field or fact it belongs to. ``name_sv`` and ``x-name-sv``, which
publishers add for themselves, are read too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, TypeVar

import msgspec

from neuvola_core import codec
from neuvola_core.catalogue import Word
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import clean
from neuvola_exchange.json_files import Record, as_dict, as_str, records

FORMAT: Final = "hsds"
TRANSLATION: Final = "translation"
OWN: Final = "neuvola:fact"
KEYWORD: Final = "neuvola:keyword"
SYNONYM: Final = "neuvola:synonym"
ONTOLOGY: Final = "neuvola:ontology"
NEED: Final = "neuvola:need"
ACTIVITY: Final = "neuvola:activity"
TARGET_GROUP: Final = "neuvola:target_group"
SERVICE_CLASS: Final = "neuvola:service_class"
LIFE_EVENT: Final = "neuvola:life_event"
"""What attributes say by their ``link_type``; a publisher's own are any others."""

_LANGUAGE: Final = re.compile(r"[a-z]{2}|smn|sms|ckb")
T = TypeVar("T")


def own_id(*parts: object) -> str:
    """A UUID for something that has no id of its own, the same each time it is written."""
    return catalogue_id(FORMAT, "part", "\n".join(map(str, parts)))


# --- texts ---


def text(record: Record, field: str, written_in: str, tidy: Callable[[object], str] = clean.plain) -> Text:
    """A field in every language it is given in; ``written_in`` is the language nobody has stated."""
    found = {language: tidy(value) for language, value in _versions(record, field)}
    shown = record.get(field)
    if isinstance(shown, dict):
        found |= {key: tidy(value) for key, value in shown.items() if _LANGUAGE.fullmatch(str(key))}
    elif (plain := tidy(shown)) and plain not in found.values():
        found.setdefault(written_in, plain)
    return Text(found)


def _versions(record: Record, field: str) -> Iterator[tuple[str, object]]:
    for key, value in record.items():
        if field in key and key != field:
            match = re.fullmatch(rf"(?:x[-_])?{field}[-_@]({_LANGUAGE.pattern})", key, re.IGNORECASE)
            if match:
                yield match[1].casefold(), value
    for attribute in _attributes(record, TRANSLATION):
        code = as_str(as_dict(attribute.get("taxonomy_term")).get("code"))
        if attribute.get("label") == field and _LANGUAGE.fullmatch(code):
            yield code, attribute.get("value")


def put_text(record: Record, field: str, words: Text, *, in_all: bool = False) -> None:
    """Writes a text in the language shown first, and its other languages as attributes.

    Finnish is told apart from a language that says the same; ``in_all`` states every language.
    """
    shown = words.best()
    if not shown:
        return
    record[field] = shown
    is_repeated = sum(value == shown for value in words.values()) > 1
    for language, value in words.items():
        if in_all or is_repeated or language != "fi":
            _put(record, TRANSLATION, field, value, taxonomy_term=_language_term(language))


def _language_term(code: str) -> Record:
    return {"id": own_id("language", code), "code": code, "name": code, "description": "ISO 639"}


# --- the desk's own facts ---


def put_fact(record: Record, label: str, value: object) -> None:
    """Writes a fact that HSDS has no field for; words as they are, anything else as JSON."""
    _put(record, OWN, label, str(value) if isinstance(value, str) else codec.to_json(value).decode())


def fact(record: Record, label: str) -> str:
    """What ``put_fact`` wrote of words, or an empty text."""
    for attribute in _attributes(record, OWN):
        if attribute.get("label") == label:
            return as_str(attribute.get("value"))
    return ""


def labels(record: Record, beginning: str) -> tuple[str, ...]:
    """The labels of facts that begin so."""
    told = (as_str(attribute.get("label")) for attribute in _attributes(record, OWN))
    return tuple(dict.fromkeys(label for label in told if label.startswith(beginning)))


def fact_as(record: Record, label: str, kind: type[T]) -> T | None:
    """What ``put_fact`` wrote, as a core value; None where there is none or it is no such value."""
    written = fact(record, label)
    if not written:
        return None
    try:
        if issubclass(kind, str):
            return kind(written) if issubclass(kind, StrEnum) else kind(clean.one_line(written))
        return msgspec.json.decode(written, type=kind, dec_hook=_cleaned)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return None


def _cleaned(kind: type, value: object) -> object:
    """Texts from a file are cleaned wherever in it they stand."""
    decoded = codec.decode_value(kind, value)
    return clean.texts(decoded) if isinstance(decoded, Text) else decoded


# --- words and terms ---


def put_words(record: Record, kind: str, words: Iterable[Word]) -> None:
    """Writes keywords or other names, each with its language."""
    for word in words:
        _put(record, kind, word.language, word.text)


def words(record: Record, kind: str) -> tuple[Word, ...]:
    """What ``put_words`` wrote."""
    found = (Word(as_str(a.get("label")), clean.one_line(a.get("value"))) for a in _attributes(record, kind))
    return tuple(dict.fromkeys(word for word in found if word.text))


def put_term(record: Record, kind: str, code: str, name: str, **told: str) -> None:
    """Writes a term of a vocabulary."""
    term = {
        "id": own_id(kind, code),
        "code": code,
        "name": name,
        "description": name,
        "taxonomy": kind,
        **told,
    }
    _put(record, kind, "", code, taxonomy_term=term)


def codes(record: Record, kind: str) -> tuple[str, ...]:
    """The codes of what ``put_term`` wrote, in order."""
    terms = (as_dict(a.get("taxonomy_term")) for a in _attributes(record, kind))
    found = (as_str(term.get("code")) for term in terms if term.get("taxonomy") == kind)
    return tuple(dict.fromkeys(code for code in found if code))


def others(record: Record) -> Iterator[Record]:
    """The terms that a publisher has given, of whatever taxonomy."""
    for attribute in records(record.get("attributes")):
        kind = as_str(attribute.get("link_type"))
        if kind != TRANSLATION and not kind.startswith("neuvola:"):
            yield as_dict(attribute.get("taxonomy_term"))


def _attributes(record: Record, kind: str) -> Iterator[Record]:
    return (a for a in records(record.get("attributes")) if a.get("link_type") == kind)


def _put(record: Record, kind: str, label: str, value: str, **told: Record) -> None:
    """Attributes come last in a record: a person who opens the file sees what HSDS itself says first."""
    written: list[Record] = record.setdefault("attributes", [])
    attribute: Record = {"id": own_id(record["id"], kind, label, value, *(t["id"] for t in told.values()))}
    attribute |= {"link_type": kind} | ({"label": label} if label else {}) | {"value": value} | told
    written.append(attribute)
