"""Which keys the desks were told of: kept in the database, so that lost ones do not go unseen."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from neuvola_server.audit import record_act
from neuvola_server.keys import NEXT
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into

_SETTING: Final = schema.setting
_PREFIX: Final = "key."


class KeyRegister:
    """The ids of the server's public keys, by the name of their file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self, name: str) -> str:
        """The id of the key of that name; empty where none was made yet."""
        return self._database.read(lambda connection: _standing(connection, name))

    def note(self, name: str, key: str) -> str:
        """Notes the id of the first key of that name; gives the one that is noted now."""

        def work(connection: Connection) -> str:
            adding = insert_into(connection, _SETTING).values(name=f"{_PREFIX}{name}", value=key)
            connection.execute(adding.on_conflict_do_nothing())
            return _standing(connection, name)

        return self._database.write(work)

    def expect(self, name: str, key: str) -> None:
        """Notes what is to take the place of a key, before its file is changed."""
        self._database.write(lambda connection: _put(connection, name, key))

    def take_over(self, name: str, key: str) -> None:
        """Notes that what was expected is the key now."""

        def work(connection: Connection) -> None:
            _put(connection, name, key)
            expected = f"{_PREFIX}{name}{NEXT}"
            connection.execute(delete(_SETTING).where(_SETTING.c.name == expected))

        self._database.write(work)

    def is_needed(self, key: str) -> bool:
        """Whether anything that is stored was sealed to the key of that id."""
        tables = (schema.private_record, schema.private_conflict)
        named = [select(table.c.id).where(table.c.body.contains(f'"{key}"')) for table in tables]
        return self._database.read(
            lambda connection: any(connection.execute(one.limit(1)).first() for one in named)
        )

    def tell(self, now: datetime, *, who: str, what: str, of: str) -> None:
        """A line in the book about a key."""
        self._database.write(lambda connection: record_act(connection, now, who=who, what=what, of=of))

    def forget(self, now: datetime, *, who: str) -> None:
        """The keys that are noted next are the server's."""

        def work(connection: Connection) -> None:
            connection.execute(delete(_SETTING).where(_SETTING.c.name.startswith(_PREFIX)))
            record_act(connection, now, who=who, what="keys-renewed", of="")

        self._database.write(work)


def _standing(connection: Connection, name: str) -> str:
    found = select(_SETTING.c.value).where(_SETTING.c.name == f"{_PREFIX}{name}")
    return connection.execute(found).scalar() or ""


def _put(connection: Connection, name: str, key: str) -> None:
    adding = insert_into(connection, _SETTING).values(name=f"{_PREFIX}{name}", value=key)
    connection.execute(adding.on_conflict_do_update(index_elements=["name"], set_={"value": key}))
