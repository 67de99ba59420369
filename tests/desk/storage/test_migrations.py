"""Migrations: the newest one makes the tables of the code, each goes up and down, old files open."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from neuvola_core.errors import DiskFullError
from neuvola_core.visit import Language
from neuvola_desk.storage import copies, migrate, schema
from neuvola_desk.storage.database import make_engine
from neuvola_desk.storage.record import open_record
from support.records import KEY, full_draft, new_log, raw

OLD = Path(__file__).resolve().parents[2] / "data" / "old_databases"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = make_engine(tmp_path / "empty.db", KEY, foreign_keys=False)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection
    engine.dispose()


def ddl(connection: Connection) -> list[str]:
    found = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))
    return [" ".join(row[0].split()) for row in found]


def test_the_known_revisions_are_those_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == schema.REVISIONS
    assert scripts.get_heads() == [schema.HEAD]


def test_the_newest_migration_makes_the_tables_of_the_code(connection: Connection, tmp_path: Path) -> None:
    migrate.run_scripts(connection, schema.HEAD)
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    assert compare_metadata(context, schema.metadata) == []
    migrated = [line for line in ddl(connection) if "alembic_version" not in line]
    engine = make_engine(tmp_path / "models.db", KEY)
    with engine.connect().execution_options(writes=True) as fresh, fresh.begin():
        schema.metadata.create_all(fresh)
        assert ddl(fresh) == migrated
    engine.dispose()


@pytest.mark.parametrize("number", range(len(schema.REVISIONS)))
def test_up_down_up_leaves_the_same_tables(connection: Connection, number: int) -> None:
    here = schema.REVISIONS[number]
    below = schema.REVISIONS[number - 1] if number else "base"
    migrate.run_scripts(connection, here)
    first = ddl(connection)
    migrate.run_scripts(connection, below)
    if below == "base":
        assert [line for line in ddl(connection) if "alembic_version" not in line] == []
    migrate.run_scripts(connection, here)
    assert ddl(connection) == first


def test_no_table_numbers_its_rows_or_keeps_a_time(connection: Connection) -> None:
    migrate.run_scripts(connection, schema.HEAD)
    for line in ddl(connection):
        assert "AUTOINCREMENT" not in line.upper()
        assert line.endswith("WITHOUT ROWID") or "alembic_version" in line
    timeless = {"visit", "outbox", "sent"}
    for name in timeless:
        columns = {column.name for column in schema.metadata.tables[name].columns}
        assert not columns & {"day", "time", "created", "created_at", "at", "part", "seq", "position"}


def test_a_revision_between_runs_after_a_copy_that_lasts_a_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With data: a file of the first revision meets a program whose newest one is later."""
    path = tmp_path / "desk.db"
    record = open_record(path, KEY)
    new_log(record).log(full_draft())
    record.close()
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "later"))
    monkeypatch.setattr(migrate, "run_scripts", add_a_column)

    migrate.migrate(path, KEY, "later")

    copy = tmp_path / f"desk.db.before-{schema.HEAD}"
    with closing(raw(path)) as connection, closing(raw(copy)) as before:
        assert connection.execute("SELECT needs, added FROM visit").fetchall() == [
            ('["rahat_eivat_riita","velat"]', "x")
        ]
        assert before.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.HEAD,)
        assert before.execute("SELECT count(*) FROM visit").fetchone() == (1,)
    now = datetime.now(ZoneInfo("Europe/Helsinki"))
    copies.drop_old_copies(path, now + timedelta(days=29))
    assert copy.exists()
    copies.drop_old_copies(path, now + timedelta(days=31))
    assert not copy.exists()
    assert path.exists()


def add_a_column(connection: Connection, target: str) -> None:
    connection.execute(text("ALTER TABLE visit ADD COLUMN added TEXT NOT NULL DEFAULT 'x'"))
    connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": target})


def test_a_migration_that_fails_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "desk.db"
    record = open_record(path, KEY)
    new_log(record).log(full_draft())
    record.close()

    def half_way(connection: Connection, target: str) -> None:
        add_a_column(connection, target)
        raise DiskFullError(path=path)

    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "later"))
    monkeypatch.setattr(migrate, "run_scripts", half_way)
    with pytest.raises(DiskFullError):
        migrate.migrate(path, KEY, "later")
    record = open_record(path, KEY)
    assert len(new_log(record).unsent()) == 1
    record.close()


@pytest.mark.parametrize("old", sorted(OLD.glob("desk-*.db")), ids=lambda path: path.stem)
def test_a_record_of_every_released_version_opens_with_all_that_was_in_it(old: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(old.read_bytes())
    record = open_record(path, KEY)
    visits = new_log(record, point="paikallinen").unsent()
    assert sorted((visit.needs, visit.language) for visit in visits) == [
        (("muu",), Language.UNRECORDED),
        (("rahat_eivat_riita", "velat"), Language.SO),
    ]
    assert sum(count.n for count in record.counters.totals()) == 6
    assert record.service_notes.get("11111111-1111-5111-8111-111111111111").text == "Ovi sisäpihalta"
    assert record.problems() == ()
    record.close()


def test_there_is_an_old_record_to_open() -> None:
    assert list(OLD.glob("desk-*.db"))
