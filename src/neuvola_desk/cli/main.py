"""The command line: its words, and what becomes of a fault.

The contract: with ``--json`` one line of JSON on stdout and nothing else there; progress and prose go to
stderr, in Finnish whatever the locale. Exit codes: 0 done, 1 failed or refused, 2 usage, 3 server
unreachable, 4 not enrolled; 130 stopped by Ctrl-C.
"""

import argparse
import sys
from collections.abc import Sequence

from neuvola_core.errors import NeuvolaError, UnknownMunicipalityError, UnknownNeedError
from neuvola_desk.cli import catalogue_commands, doctor, leaflet_command, streams, visit_commands
from neuvola_desk.cli.context import Context
from neuvola_desk.cli.usage import speak_finnish
from neuvola_desk.messages import sentence
from neuvola_desk.paths import desk_paths

USAGE = 2


def _global_options(parser: argparse.ArgumentParser, *, first: bool) -> None:
    """The options that may stand before or after the command; the later one wins."""
    missing = None if first else argparse.SUPPRESS
    parser.add_argument(
        "--data-dir", metavar="DIR", default=missing, help="tietokansio (tai NEUVOLA_DATA_DIR)"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if first else argparse.SUPPRESS,
        help="tulos yhtenä JSON-rivinä",
    )


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="neuvola-desk",
        description="Neuvontapisteen ohjelma: palvelut, Palveluesite ja käyntien merkintä ilman verkkoa.",
        epilog="Ilman komentoa avautuu ikkuna.",
    )
    _global_options(parser, first=True)
    parser.add_argument(
        "--screenshot", metavar="FILE.png", help="avaa ikkunan, tallentaa siitä kuvan ja sulkee"
    )
    commands = parser.add_subparsers(dest="command", metavar="KOMENTO")
    for module in (catalogue_commands, leaflet_command, visit_commands):
        for command in module.add_commands(commands):
            _global_options(command, first=False)
    _global_options(doctor.add_command(commands), first=False)
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
        return int(arguments.run(context, arguments))
    finally:
        context.close()
