"""The settings of the server: the environment's ``NEUVOLA_SERVER_…``, and what holds without them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_dir
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from neuvola_core.errors import NeuvolaError

PREFIX: Final = "NEUVOLA_SERVER_"
MOST_WORKERS: Final = 64


class SettingsError(NeuvolaError):
    """A setting of the environment that cannot be used; facts: ``name``, ``reason`` (a key), its bounds."""

    code = "server-settings"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the server keeps its things and how it behaves. ``sync_seconds`` is what desks are told to wait.

    ``durable_at_commit`` says that a commit survives the loss of a disk, which only a synchronous standby can
    promise; else what is stored is durable once ``backed-up`` was told. ``keep_snapshots`` is how many are
    served.
    """

    database_url: str
    data_dir: Path
    key_dir: Path
    host: str = "127.0.0.1"
    port: int = 8710
    workers: int = 1
    public_url: str = ""
    sync_seconds: int = 60
    durable_at_commit: bool = False
    keep_snapshots: int = 3
    snapshot_minutes: int = 10
    requests_per_minute: int = 120
    metrics: bool = True
    log_json: bool = True

    @property
    def is_sqlite(self) -> bool:
        """Whether everything is in one file beside ``data_dir``."""
        return make_url(self.database_url).get_backend_name() == "sqlite"


def read_settings(environment: Mapping[str, str] | None = None) -> ServerSettings:
    """The settings; raises ``SettingsError``."""
    given = os.environ if environment is None else environment
    url = (
        given.get(f"{PREFIX}DATABASE_URL", "")
        or f"sqlite:///{Path(user_data_dir('neuvola-server', False)) / 'server.db'}"
    )
    data = _data_dir(url, given.get(f"{PREFIX}DATA_DIR", ""))
    keys = given.get(f"{PREFIX}KEY_DIR", "")
    return ServerSettings(
        database_url=url,
        data_dir=data,
        key_dir=Path(keys).expanduser() if keys else data / "keys",
        host=given.get(f"{PREFIX}HOST", "127.0.0.1"),
        port=_number(given, "PORT", 8710, most=65_535),
        workers=_number(given, "WORKERS", 1, least=1, most=MOST_WORKERS),
        public_url=given.get(f"{PREFIX}PUBLIC_URL", ""),
        sync_seconds=_number(given, "SYNC_SECONDS", 60, least=1),
        durable_at_commit=_flag(given, "DURABLE_AT_COMMIT", False),
        keep_snapshots=_number(given, "KEEP_SNAPSHOTS", 3, least=1),
        snapshot_minutes=_number(given, "SNAPSHOT_MINUTES", 10),
        requests_per_minute=_number(given, "REQUESTS_PER_MINUTE", 120, least=1),
        metrics=_flag(given, "METRICS", True),
        log_json=_flag(given, "LOG_JSON", True),
    )


def _data_dir(url: str, given: str) -> Path:
    if given:
        return Path(given).expanduser()
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsError(name="DATABASE_URL", reason="not-a-url") from None
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return Path(parsed.database).expanduser().parent
    raise SettingsError(name="DATA_DIR", reason="required")


def _number(given: Mapping[str, str], name: str, usual: int, *, least: int = 0, most: int = 1_000_000) -> int:
    value = given.get(f"{PREFIX}{name}", "")
    if not value:
        return usual
    if not value.isascii() or not value.isdigit():
        raise SettingsError(name=name, reason="not-a-number")
    if len(value) > len(str(most)) or not least <= int(value) <= most:
        raise SettingsError(name=name, reason="out-of-range", least=least, most=most)
    return int(value)


def _flag(given: Mapping[str, str], name: str, usual: bool) -> bool:
    value = given.get(f"{PREFIX}{name}", "").casefold()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise SettingsError(name=name, reason="not-a-flag")
    return usual
