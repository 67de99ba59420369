"""How a command speaks: the result to stdout, prose and progress to stderr."""

import json
import sys
from collections.abc import Mapping

from neuvola_core.cli.streams import printable, say, write_out


class Speaker:
    """One run of a command; with ``as_json`` its result is one line of JSON."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._bar = sys.stderr is not None and sys.stderr.isatty()

    def say(self, text: str) -> None:
        """Prose for a person, to stderr."""
        say(text)

    def answer(self, answer: Mapping[str, object], prose: str = "") -> None:
        """The result: JSON or prose, to stdout."""
        write_out(self.json_line(answer) if self.as_json else printable(prose))

    @staticmethod
    def json_line(answer: Mapping[str, object]) -> str:
        """One line of JSON."""
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))

    def progress(self, done: int, total: int | None) -> None:
        """A progress bar on a terminal; nothing where stderr goes to a file."""
        if not self._bar:
            return
        if total:
            filled = min(30, done * 30 // total)
            bar = "█" * filled + "·" * (30 - filled)
            print(f"\r{bar} {done}/{total} ", end="", file=sys.stderr, flush=True)
            if done >= total:
                print(file=sys.stderr)
        else:
            print(f"\r{done} ", end="", file=sys.stderr, flush=True)
