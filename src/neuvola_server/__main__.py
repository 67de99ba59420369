"""The entry point of ``neuvola-server``."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl-C stopped: 128 and the number of SIGINT."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    try:
        from neuvola_core.dumps import leave_no_dump  # loading may be interrupted too
        from neuvola_server.cli.main import run_command

        leave_no_dump()  # keys, and details on their way to an organisation, are in the memory
        return run_command(argv)
    except KeyboardInterrupt:
        with suppress(OSError):  # nobody need be listening
            os.write(2, "\nKeskeytettiin. Mitään ei jäänyt puolitiehen eikä kadonnut.\n".encode())
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
