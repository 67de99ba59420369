"""A real PostgreSQL for the tests: a cluster of the test process's own on a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import URL

_numbers = count(1)


def programs() -> Path | None:
    """The folder of initdb and postgres, the newest version installed; None where there is none."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/local/lib/postgresql").glob("*/bin")]
    found = [place for place in places if (place / "initdb").exists()]
    if found:
        return max(found, key=lambda place: int(place.parent.name))
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster; every database of it is thrown away with it."""

    folder: Path
    user: str

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database."""
        place = URL.create(
            "postgresql+psycopg", username=self.user, database=database, query={"host": str(self.folder)}
        )
        return place.render_as_string(hide_password=False)

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """An autocommitting connection."""
        return psycopg.connect(host=str(self.folder), user=self.user, dbname=database, autocommit=True)

    def create(self, template: str = "template1") -> str:
        """Makes a database and gives its name."""
        name = f"test_{next(_numbers)}"
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Throws a database away, whoever is still connected."""
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def hang_up(self, database: str) -> None:
        """Ends every session of a database, as a fail-over would."""
        with self.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                (database,),
            )


@contextmanager
def running_cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A cluster for as long as it lasts; ``durable`` keeps fsync on, as in production."""
    found = programs()
    if found is None:
        raise FileNotFoundError("PostgreSQL is not installed: packaging/system-packages.sh test installs it")
    folder = Path(tempfile.mkdtemp(prefix="neuvola-pg-"))
    data = folder / "data"
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = {"user": user, "group": account.pw_gid, "extra_groups": []}
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    options = "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    try:
        subprocess.run(
            [
                found / "initdb",
                "-D",
                data,
                "-U",
                user,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C",
            ],
            **quiet,
            **as_user,
        )
        settings = f"-k {folder} -c listen_addresses='' -c max_connections=200{options}"
        log = folder / "log"
        subprocess.run(
            [found / "pg_ctl", "-D", data, "-w", "-l", log, "-o", settings, "start"], **quiet, **as_user
        )
        yield Cluster(folder, user)
    finally:
        subprocess.run(
            [found / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"],
            **quiet | {"check": False},
            **as_user,
        )
        shutil.rmtree(folder, ignore_errors=True)
