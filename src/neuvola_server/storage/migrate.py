"""Brings the server's database up to the newest revision."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from neuvola_core.errors import RecordNewerError
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database

SCRIPTS: Final = Path(__file__).parent / "migrations"


def revision_of(connection: Connection) -> str:
    """The revision a database is at; empty for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def is_current(database: Database) -> bool:
    """Whether there is nothing to migrate; raises ``RecordNewerError``."""
    return database.read(_is_current)


def migrate(database: Database) -> None:
    """Upgrades in one transaction; raises ``RecordNewerError`` for a revision this program does not know."""
    database.write(_upgrade)


def _is_current(connection: Connection) -> bool:
    revision = revision_of(connection)
    if revision and revision not in schema.REVISIONS:
        raise RecordNewerError(path=str(connection.engine.url.render_as_string(hide_password=True)))
    return revision == schema.HEAD


def _upgrade(connection: Connection) -> None:
    if not _is_current(connection):
        run_scripts(connection, schema.HEAD)


def run_scripts(connection: Connection, target: str) -> None:
    """Runs the migrations up or down to ``target`` ("base" is an empty database) in the open transaction."""
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
