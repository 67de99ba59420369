"""The settings of this desk: language, looks, the point's own details. Nothing of a visitor.

A damaged settings file is set aside and the defaults hold: settings are never a reason not to start.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from neuvola_core.errors import CannotWriteError

Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Point:
    """The counselling point as a leaflet shows it; ``id`` is what visits carry."""

    id: str = "paikallinen"
    name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings screen sets. ``text_scale`` is in per cent; ``idle_minutes`` 0 never blanks."""

    language: Literal["fi", "sv", "en", "pseudo"] = "fi"
    theme: Theme = "system"
    text_scale: int = 100
    large_leaflets: bool = False
    printer: str = ""
    idle_minutes: int = 15
    point: Point = field(default_factory=Point)


def load_settings(path: Path) -> Settings:
    """The settings in the file, or the defaults where there is none or it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (msgspec.DecodeError, OSError):
        try:
            path.replace(path.with_suffix(".damaged"))
        except OSError:
            return Settings()
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Writes the settings whole or not at all; raises ``CannotWriteError``."""
    temporary = path.with_suffix(".new")
    try:
        with temporary.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings)))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as fault:
        raise CannotWriteError(path=path, reason=fault.strerror) from fault
