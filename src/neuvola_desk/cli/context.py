"""What every command gets: where the data is, who runs it, and how to speak."""

import os
from typing import Final

from neuvola_core.cli.speaker import Speaker
from neuvola_core.errors import PinRefusedError
from neuvola_core.roles import Role
from neuvola_desk.descriptors import first_line
from neuvola_desk.desk import Desk
from neuvola_desk.messages import sentence
from neuvola_desk.paths import DeskPaths

PIN_FD: Final = "NEUVOLA_PIN_FD"


def read_pin(number: int | str) -> str:
    """The PIN that a file descriptor gives; raises ``PinRefusedError`` for one that cannot be read."""
    try:
        return first_line(int(number))
    except (ValueError, OSError) as fault:
        raise PinRefusedError(reason="descriptor") from fault


class Context(Speaker):
    """One run of a command; without a PIN its rights are a volunteer's as soon as there are PINs."""

    def __init__(self, paths: DeskPaths, *, as_json: bool) -> None:
        super().__init__(as_json=as_json)
        self.paths = paths
        self.desk = Desk(paths, unattended=Role.VOLUNTEER)

    def enter(self, pin_fd: int | None) -> None:
        """Whoever runs the command gives a PIN, if one is given; raises ``PinRefusedError``."""
        number = os.environ.get(PIN_FD, "") if pin_fd is None else pin_fd
        if number != "":
            self.desk.rights.enter(read_pin(number))

    def close(self) -> None:
        """Closes what the command opened; tells of a catalogue set aside and of a copy that was not made."""
        for fault in (self.desk.catalogue_fault, self.desk.backup_fault):
            if fault is not None:
                self.say(sentence(fault))
        self.desk.close()
