"""The migrations and the tables that the program speaks of are the same, on either engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from neuvola_core.errors import RecordNewerError
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.migrate import is_current, migrate, revision_of, run_scripts


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    empty = f"sqlite:///{tmp_path / 'server.db'}"
    url = request.getfixturevalue("bare_postgres_url") if request.param == "postgresql" else empty
    database = Database(url)
    yield database
    database.close()


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True}
    found: list[object] = compare_metadata(
        MigrationContext.configure(connection, opts=options), schema.metadata
    )
    return found


def _shape(connection: Connection) -> dict[str, object]:
    """What comparing leaves out: keys with their names and order, columns with what may be empty."""
    seen = inspect(connection)
    return {
        table: (
            seen.get_pk_constraint(table),
            sorted(
                (one["name"] or "", tuple(one["column_names"])) for one in seen.get_unique_constraints(table)
            ),
            sorted((str(one["name"]), tuple(one["column_names"])) for one in seen.get_indexes(table)),
            [
                (one["name"], str(one["type"]), one["nullable"], one["default"])
                for one in seen.get_columns(table)
            ],
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_and_tables_agree(database: Database) -> None:
    migrate(database)
    assert database.read(_differences) == []
    migrated = database.read(_shape)
    database.write(lambda connection: run_scripts(connection, "base"))
    database.write(lambda connection: schema.metadata.create_all(connection))
    assert database.read(_shape) == migrated


def test_up_down_and_up_again_is_where_it_was(database: Database) -> None:
    migrate(database)
    first = database.read(_shape)
    assert first.keys() == schema.metadata.tables.keys()
    database.write(lambda connection: run_scripts(connection, "base"))
    assert database.read(_shape) == {}
    migrate(database)
    assert database.read(_shape) == first
    assert database.read(revision_of) == schema.HEAD


def test_migrating_twice_does_nothing(database: Database) -> None:
    assert not is_current(database)
    migrate(database)
    migrate(database)
    assert is_current(database)


def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    migrate(database)
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    database.write(lambda connection: connection.execute(newer))
    with pytest.raises(RecordNewerError):
        migrate(database)


def test_rows_of_people_have_no_hidden_number(sqlite_house: House) -> None:
    made = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'")
    names = sqlite_house.database.read(lambda connection: connection.execute(made).scalars().all())
    assert set(names) == {"alembic_version"}


def test_preparing_is_for_sqlite_alone(house: House) -> None:
    house.database.write(lambda connection: run_scripts(connection, "base"))
    house.prepare()
    assert is_current(house.database) == house.database.is_sqlite
