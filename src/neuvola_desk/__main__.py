"""The entry point: a command runs without Qt, no command opens the window."""

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread

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
    # Loading takes its time too, and may be interrupted; each way loads no more than it needs.
    from neuvola_desk.cli.window_options import window_options

    options = window_options(argv)
    return _run(argv) if options is None else _open(options)


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Keeps a Ctrl-C until the modules stand: one in the midst of loading is lost, or breaks a library."""
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGINT) != signal.default_int_handler:
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _run(argv: Sequence[str] | None) -> int:
    with _ctrl_c_held():
        from neuvola_core.dumps import leave_no_dump
        from neuvola_desk.cli.main import parse, run_command
        from neuvola_desk.traces import tell_bugs_briefly

    leave_no_dump()
    tell_bugs_briefly()
    arguments = parse(argv)
    return _open(arguments) if arguments.command is None else run_command(arguments)


def _open(options: Namespace) -> int:
    from neuvola_core.cli import streams
    from neuvola_core.errors import NeuvolaError
    from neuvola_desk.app import run_window  # Qt is for the window only
    from neuvola_desk.paths import desk_paths

    streams.speak_utf8()
    try:
        return run_window(desk_paths(options.data_dir), screenshot=options.screenshot)
    except NeuvolaError as fault:
        from neuvola_desk.messages import sentence

        streams.say(sentence(fault))
        return 1


if __name__ == "__main__":
    sys.exit(main())
