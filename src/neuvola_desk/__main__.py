"""The entry point: a command runs without Qt, no command opens the window."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C stopped: 128 and the number of SIGINT."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, or opens the window; returns the exit code."""
    try:
        return _main(argv)
    except KeyboardInterrupt:
        with suppress(OSError):  # nobody need be listening
            os.write(2, "\nKeskeytettiin. Mitään ei jäänyt puolitiehen eikä kadonnut.\n".encode())
        return INTERRUPTED


def _main(argv: Sequence[str] | None) -> int:
    # Loading takes its time too, and may be interrupted.
    from neuvola_core.errors import NeuvolaError
    from neuvola_desk.cli import streams
    from neuvola_desk.cli.main import parse, run_command
    from neuvola_desk.messages import sentence
    from neuvola_desk.paths import desk_paths

    arguments = parse(argv)
    if arguments.command is not None:
        return run_command(arguments)
    from neuvola_desk.app import run_window  # Qt is for the window only

    try:
        return run_window(desk_paths(arguments.data_dir), screenshot=arguments.screenshot)
    except NeuvolaError as fault:
        streams.say(sentence(fault))
        return 1


if __name__ == "__main__":
    sys.exit(main())
