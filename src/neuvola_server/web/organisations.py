"""The organisations of the published catalogue, to choose a receiver of contact requests from."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from sqlalchemy import Connection, false, select

from neuvola_core.folding import fold
from neuvola_server.storage.database import Database
from neuvola_server.storage.schema import service

MOST_SHOWN: Final = 30
_PAGE: Final = 500


class _Organisation(msgspec.Struct):
    id: str
    name: dict[str, str] = {}


class _Service(msgspec.Struct):
    """Only what is wanted of a service: the rest of its JSON is passed over."""

    organisation: _Organisation | None = None


def organisations(database: Database, text: str) -> Mapping[str, Mapping[str, str]]:
    """Names by language of those whose name has every word of the text, by id; ``MOST_SHOWN`` at most."""
    words = fold(text).split()
    found: dict[str, Mapping[str, str]] = {}
    for one in database.read(lambda connection: tuple(_all(connection))):
        names = fold(" ".join(one.name.values()))
        if words and all(word in names for word in words):
            found.setdefault(one.id, one.name)
    first = sorted(found.items(), key=lambda item: fold(next(iter(item[1].values()), "")))
    return dict(first[:MOST_SHOWN])


def organisation_names(database: Database, organisation: str) -> Mapping[str, str]:
    """What one is called; empty where the catalogue does not know it."""
    every = database.read(lambda connection: tuple(_all(connection)))
    return next((one.name for one in every if one.id == organisation), {})


def _all(connection: Connection) -> Iterator[_Organisation]:
    """Each organisation of the catalogue, once."""
    seen: set[str] = set()
    query = select(service.c.canonical).where(service.c.gone == false())
    decoder = msgspec.json.Decoder(_Service)
    for rows in connection.execute(query, execution_options={"yield_per": _PAGE}).partitions():
        for (canonical,) in rows:
            one = decoder.decode(canonical).organisation
            if one is not None and one.id not in seen:
                seen.add(one.id)
                yield one
