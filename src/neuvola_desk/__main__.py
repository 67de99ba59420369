"""The entry point: a command runs without Qt, no command opens the window."""

import sys
from collections.abc import Sequence

from neuvola_desk.cli.main import parse, run_command
from neuvola_desk.paths import desk_paths


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, or opens the window; returns the exit code."""
    arguments = parse(argv)
    if arguments.command is not None:
        return run_command(arguments)
    from neuvola_desk.app import run_window  # Qt is for the window only

    return run_window(desk_paths(arguments.data_dir), screenshot=arguments.screenshot)


if __name__ == "__main__":
    sys.exit(main())
