"""Brings desk.db up to the newest revision, in one transaction and after a copy of the file."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from neuvola_core.errors import RecordDamagedError, RecordNewerError
from neuvola_desk.storage import schema
from neuvola_desk.storage.copies import before_migration
from neuvola_desk.storage.database import make_engine, translated

SCRIPTS = Path(__file__).parent / "migrations"


def revision_of(connection: Connection) -> str:
    """The revision a file is at; empty for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def migrate(path: Path, key: bytes, target: str = schema.HEAD) -> None:
    """Upgrades the file to ``target``; nothing is written when it is there already.

    Raises ``RecordNewerError`` for a revision that this program does not know.
    """
    engine = make_engine(path, key, foreign_keys=False)
    try:
        with translated(path), engine.connect() as plain:
            with plain.begin():
                if _is_at(plain, path, target):
                    return
            connection = plain.execution_options(writes=True)
            with connection.begin():
                # Asked again under the write lock: another process may have been here first.
                if not _is_at(connection, path, target):
                    _upgrade(connection, path, key, target)
    finally:
        engine.dispose()


def _is_at(connection: Connection, path: Path, target: str) -> bool:
    revision = revision_of(connection)
    if revision and revision not in schema.REVISIONS:
        raise RecordNewerError(path=path)
    return revision == target


def _upgrade(connection: Connection, path: Path, key: bytes, target: str) -> None:
    revision = revision_of(connection)
    if revision:
        before_migration(path, key, revision)
    run_scripts(connection, target)
    if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise RecordDamagedError(path=path)


def run_scripts(connection: Connection, target: str) -> None:
    """Runs the migrations up or down to ``target`` ("base" is an empty file) in the open transaction."""
    # alembic costs a fifth of a second and is needed only when there is something to migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = ("base", *schema.REVISIONS)
    current = revision_of(connection) or "base"
    change = command.upgrade if known.index(target) >= known.index(current) else command.downgrade
    change(config, target)
