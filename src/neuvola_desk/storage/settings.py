"""Names and values that belong with the record and go where it goes; nothing secret, nothing of a visitor."""

from sqlalchemy import delete, insert, select

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
        with self._database.write() as connection:
            connection.execute(delete(schema.setting).where(schema.setting.c.name == name))
            connection.execute(insert(schema.setting).values(name=name, value=value))
