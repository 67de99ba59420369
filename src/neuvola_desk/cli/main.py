"""The command line: its words, and what becomes of a fault.

The contract: with ``--json`` one line of JSON on stdout and nothing else there; progress and prose go to
stderr, in Finnish whatever the locale. Exit codes: 0 done, 1 failed or refused, 2 usage, 3 server
unreachable, 4 not enrolled; 130 stopped by Ctrl-C.
"""

import argparse
import sys
from collections.abc import Sequence

from neuvola_core.cli import streams
from neuvola_core.cli.usage import add_version, speak_finnish
from neuvola_core.errors import NeuvolaError, UnknownMunicipalityError, UnknownNeedError
from neuvola_desk.cli import (
    about_command,
    catalogue_commands,
    contact_commands,
    doctor,
    feedback_commands,
    introduction_command,
    leaflet_command,
    notice_command,
    pin_commands,
    recovery_commands,
    report_command,
    sync_commands,
    text_command,
    visit_commands,
)
from neuvola_desk.cli.context import Context
from neuvola_desk.cli.window_options import add_global_options, add_window_options
from neuvola_desk.messages import sentence
from neuvola_desk.paths import desk_paths

USAGE = 2


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="neuvola-desk",
        description="Neuvontapisteen ohjelma: palvelut, Palveluesite ja käyntien merkintä ilman verkkoa.",
        epilog="Ilman komentoa avautuu ikkuna.",
    )
    add_window_options(parser)
    add_version(parser)
    commands = parser.add_subparsers(dest="command", metavar="KOMENTO")
    for module in (
        catalogue_commands,
        leaflet_command,
        notice_command,
        introduction_command,
        visit_commands,
        feedback_commands,
        report_command,
        contact_commands,
        sync_commands,
        recovery_commands,
        pin_commands,
        text_command,
        about_command,
    ):
        for command in module.add_commands(commands):
            add_global_options(command, first=False)
    add_global_options(doctor.add_command(commands), first=False)
    return parser


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The words of the command line; ``command`` is None where the window is wanted."""
    streams.speak_utf8()
    speak_finnish()
    return build_parser().parse_args(argv)


def run_command(arguments: argparse.Namespace) -> int:
    """Runs one command; returns the exit code."""
    try:
        code = _run(arguments)
        streams.finish()
    except (UnknownNeedError, UnknownMunicipalityError) as fault:
        streams.say(sentence(fault))
        return USAGE
    except NeuvolaError as fault:
        streams.say(sentence(fault))
        return 1
    except BrokenPipeError:
        streams.give_up(sys.stdout)  # the reader has had enough
        return 1
    return code


def _run(arguments: argparse.Namespace) -> int:
    context = Context(desk_paths(arguments.data_dir).create(), as_json=arguments.json)
    try:
        context.enter(arguments.pin_fd)
        return int(arguments.run(context, arguments))
    finally:
        context.close()
