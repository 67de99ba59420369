"""A desk with a PIN for every role, on a keyring that is only a dictionary."""

import os
from collections.abc import Callable

from neuvola_core.roles import Role
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.clock import Clock

PINS = {Role.COORDINATOR: "3333", Role.COUNSELLOR: "2222", Role.VOLUNTEER: "1111"}
"""The coordinator's first, as it must be."""


class DictKeyring:
    """Keeps secrets as long as the test lasts."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._secrets.get(name)

    def put(self, name: str, secret: str) -> None:
        self._secrets[name] = secret


def dict_keyring() -> Callable[[], DictKeyring]:
    """To stand where the keyring of the machine would be looked for."""
    keyring = DictKeyring()
    return lambda: keyring


def set_pins(desk: Desk) -> None:
    """A PIN for every role; nobody is in afterwards."""
    for role, pin in PINS.items():
        desk.pins.add(role, pin, "Koordinaattori" if role is Role.COORDINATOR else "")
    desk.rights.lock()


def desk_with_pins(paths: DeskPaths, clock: Clock, role: Role | None, unattended: Role | None = None) -> Desk:
    """A desk as it starts anew, with somebody of this role at it; None is nobody."""
    if not paths.record.exists():
        first = Desk(paths, clock=clock)
        assert first.record.pins.all() == ()
        set_pins(first)
        first.close()
    desk = Desk(paths, clock=clock, unattended=unattended)
    if role is not None:
        desk.rights.enter(PINS[role])
    return desk


def offered(secret: str) -> int:
    """A file descriptor that gives the secret and then ends."""
    reading, writing = os.pipe()
    os.write(writing, secret.encode() + b"\n")
    os.close(writing)
    return reading
