"""What every command gets: where the data is, and how to speak."""

from neuvola_core.cli.speaker import Speaker
from neuvola_desk.desk import Desk
from neuvola_desk.messages import sentence
from neuvola_desk.paths import DeskPaths


class Context(Speaker):
    """One run of a command."""

    def __init__(self, paths: DeskPaths, *, as_json: bool) -> None:
        super().__init__(as_json=as_json)
        self.paths = paths
        self.desk = Desk(paths)

    def close(self) -> None:
        """Closes what the command opened; tells of a catalogue set aside and of a copy that was not made."""
        for fault in (self.desk.catalogue_fault, self.desk.backup_fault):
            if fault is not None:
                self.say(sentence(fault))
        self.desk.close()
