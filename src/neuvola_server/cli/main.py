"""The command line of the server: its words, and what becomes of a fault.

The same contract as the desk's: with ``--json`` one line of JSON on stdout and nothing else there; progress
and prose go to stderr, in Finnish whatever the locale. Exit codes: 0 done, 1 failed or refused, 2 usage;
130 stopped by Ctrl-C. Settings come from the environment.
"""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from neuvola_core.cli import streams
from neuvola_core.cli.usage import add_version, speak_finnish
from neuvola_core.errors import NeuvolaError
from neuvola_server.cli import (
    amend_commands,
    audit_commands,
    bundle_commands,
    catalogue_commands,
    desk_commands,
    harvest_commands,
    house_commands,
    key_commands,
    mail_commands,
    receiver_commands,
    report_commands,
    serve,
    user_commands,
)
from neuvola_server.cli.context import Context
from neuvola_server.cli.messages import database_sentence, sentence
from neuvola_server.settings import read_settings

_MODULES = (
    serve,
    desk_commands,
    catalogue_commands,
    amend_commands,
    harvest_commands,
    bundle_commands,
    user_commands,
    report_commands,
    receiver_commands,
    mail_commands,
    key_commands,
    audit_commands,
    house_commands,
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="neuvola-server",
        description="Neuvontapisteiden keskuspalvelin: työasemat, palveluluettelo ja käyntien vastaanotto.",
        epilog="Asetukset luetaan ympäristömuuttujista NEUVOLA_SERVER_…",
    )
    _add_json(parser, first=True)
    add_version(parser)
    commands = parser.add_subparsers(dest="command", metavar="KOMENTO", required=True)
    for module in _MODULES:
        for command in module.add_commands(commands):
            _add_json(command, first=False)
    return parser


def _add_json(parser: argparse.ArgumentParser, *, first: bool) -> None:
    """The option that may stand before or after the command."""
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if first else argparse.SUPPRESS,
        help="tulos yhtenä JSON-rivinä",
    )


def run_command(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    streams.speak_utf8()
    speak_finnish()
    arguments = build_parser().parse_args(argv)
    try:
        code = _run(arguments)
        streams.finish()
    except NeuvolaError as fault:
        streams.say(sentence(fault))
        return 1
    except SQLAlchemyError as fault:
        streams.say(database_sentence(fault))
        return 1
    except BrokenPipeError:
        streams.give_up(sys.stdout)  # the reader has had enough
        return 1
    return code


def _run(arguments: argparse.Namespace) -> int:
    with Context(read_settings(), as_json=arguments.json) as context:
        return int(arguments.run(context, arguments))
