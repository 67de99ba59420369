"""Names and values that belong with the record and go where it goes; nothing of a visitor.

A secret is put here only where the record's own key is a passphrase: see ``sync.credentials``.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from neuvola_desk.storage import schema
from neuvola_desk.storage.database import Database


class SettingTable:
    """One value a name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: str = "") -> str:
        """The value, or ``default`` where none was set."""
        wanted = select(schema.setting.c.value).where(schema.setting.c.name == name)
        with self._database.read() as connection:
            found = connection.execute(wanted).scalar()
        return default if found is None else str(found)

    def put(self, name: str, value: str) -> None:
        """Sets a value."""
        self.put_all({name: value})

    def put_all(self, values: Mapping[str, str]) -> None:
        """Sets several values, all or none."""
        if values:
            with self._database.write() as connection:
                put_settings(connection, values)


def put_settings(connection: Connection, values: Mapping[str, str]) -> None:
    """Sets values in the caller's transaction."""
    table = schema.setting
    for name, value in values.items():
        adding = insert(table).values(name=name, value=value)
        connection.execute(
            adding.on_conflict_do_update(index_elements=["name"], set_={"value": adding.excluded.value})
        )


def setting(connection: Connection, name: str) -> str:
    """A value in the caller's transaction; empty where none was set."""
    wanted = select(schema.setting.c.value).where(schema.setting.c.name == name)
    return str(connection.execute(wanted).scalar() or "")
