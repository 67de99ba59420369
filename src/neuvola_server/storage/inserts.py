"""INSERT with ON CONFLICT in the words of the engine at hand."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that has ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return insert_for(connection.dialect.name, table)


def insert_for(engine: str, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """The same for an engine by name, for statements that are built once."""
    return sqlite.insert(table) if engine == "sqlite" else postgresql.insert(table)
