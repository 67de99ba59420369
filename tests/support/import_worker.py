"""Imports a sheet into a desk and says each step aloud, until it is done or killed.

    python -m support.import_worker DATA-FOLDER SHEET        (in tests/)

Lines on stdout: ``reading`` while the services come in, ``indexing`` at each change of anything but them,
``committing`` when the transaction is about to end, ``done`` when the import has returned.
"""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_search import schema, writer


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def say_statement(statement: str) -> None:
    if statement == "COMMIT":
        say("committing")
    elif statement.startswith(("INSERT", "UPDATE", "DELETE")) and " services" not in statement:
        say("indexing")


def say_read(_read: int, _total: int | None) -> None:
    say("reading")


def heard_connection(path: Path, *, writer: bool = False) -> sqlite3.Connection:
    connection = schema.connect(path, writer=writer)
    connection.set_trace_callback(say_statement)
    return connection


def main(folder: Path, sheet: Path) -> None:
    writer.connect = heard_connection  # type: ignore[attr-defined]
    with closing(Desk(DeskPaths(folder).create())) as desk:
        desk.imports.run([sheet], progress=say_read)
        say("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
