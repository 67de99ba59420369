"""The settings of this desk: language, looks, the point's own details. Nothing of a visitor.

A damaged settings file is set aside and the defaults hold: settings are never a reason not to start. They are
read before the first paint, so by the standard library alone.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_type_hints

from neuvola_core.errors import CannotWriteError

Theme = Literal["system", "light", "dark"]
LeafletLanguage = Literal["fi", "sv", "fi+sv", "sv+fi"]
"""What every leaflet begins in; a bilingual point's in both languages as equals."""
LeafletForm = Literal["sheet", "list", "week", "fold"]
"""Palveluesite, Luettelo, Viikko-ohjelma or Taskuesite; the pocket slip is never what a desk begins with."""


@dataclass(frozen=True, slots=True)
class Point:
    """The counselling point as a leaflet shows it; ``id`` is what visits carry.

    ``place`` is where distances are told from, as ``whereabouts.own_place`` reads it; empty: the address.
    """

    id: str = "paikallinen"
    name: str = ""
    address: str = ""
    place: str = ""
    phone: str = ""
    hours: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings screen sets. ``text_scale`` is in per cent; ``idle_minutes`` 0 never blanks.

    ``tour_offered`` is false only on a desk whose window has never been opened.
    ``controller`` and ``controller_contact`` name whose register contact requests are, for the consent text.
    ``slips`` puts a feedback code on leaflets; ``slip_address`` is where phones find the server's page, where
    that is not what the desk is enrolled with.
    """

    language: Literal["fi", "sv", "en", "pseudo"] = "fi"
    theme: Theme = "system"
    text_scale: int = 100
    large_leaflets: bool = False
    leaflet_language: LeafletLanguage = "fi"
    leaflet_form: LeafletForm = "sheet"
    small_sheets: bool = False
    two_sided: bool = False
    printer: str = ""
    slips: bool = False
    idle_minutes: int = 10
    tour_offered: bool = True
    controller: str = ""
    controller_contact: str = ""
    slip_address: str = ""
    point: Point = field(default_factory=Point)


OWN: Final = frozenset(
    {
        "language",
        "theme",
        "text_scale",
        "large_leaflets",
        "leaflet_language",
        "leaflet_form",
        "small_sheets",
        "two_sided",
        "printer",
        "slips",
        "tour_offered",
    }
)
"""What whoever is at the desk sets as it suits them and their visitor; everything else binds everybody."""


def binding_changes(before: Settings, after: Settings) -> tuple[str, ...]:
    """The names of the changed settings that bind everybody."""
    names = (one.name for one in fields(Settings) if one.name not in OWN)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def load_settings(path: Path) -> Settings:
    """The settings in the file, or the defaults where there is none or it cannot be read."""
    try:
        return _settings(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return Settings(tour_offered=False)
    except (ValueError, TypeError, RecursionError, OSError):
        try:
            path.replace(path.with_suffix(".damaged"))
        except OSError:
            return Settings()
        return Settings()


def _settings(stored: object) -> Settings:
    values = _values(Settings, stored)
    if "point" in values:
        values["point"] = Point(**_values(Point, values["point"]))
    return Settings(**values)


def _values(kind: type[Settings | Point], stored: object) -> dict[str, Any]:
    """What is stored for the fields of ``kind``; raises ``TypeError`` for what does not fit."""
    if not isinstance(stored, Mapping):
        raise TypeError(kind)
    hints = get_type_hints(kind)
    values = {one.name: stored[one.name] for one in fields(kind) if one.name in stored}
    for name, value in values.items():
        choices = get_args(hints[name])
        if not (value in choices if choices else type(value) is hints[name] or hints[name] is Point):
            raise TypeError(name)
    return values


def save_settings(path: Path, settings: Settings) -> None:
    """Writes the settings whole or not at all; raises ``CannotWriteError``."""
    temporary = path.with_suffix(".new")
    try:
        with temporary.open("wb") as file:
            file.write(json.dumps(asdict(settings), ensure_ascii=False, indent=2).encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as fault:
        raise CannotWriteError(path=path, reason=fault.strerror) from fault
