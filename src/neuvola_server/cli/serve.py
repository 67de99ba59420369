"""``serve``: answers desks until it is told to stop."""

import argparse
from collections.abc import Iterable
from dataclasses import replace

from neuvola_server.cli.context import Context
from neuvola_server.settings import MOST_WORKERS


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"anna luku 1–{MOST_WORKERS}")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("anna portti 0–65535")
    return int(text)


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("serve", help="palvele työasemia, kunnes pysäytetään")
    parser.add_argument(
        "--host", metavar="OSOITE", help="osoite, jossa kuunnellaan; 127.0.0.1, ellei toisin sanota"
    )
    parser.add_argument("--port", type=_port, metavar="N", help="portti; 0 valitsee vapaan")
    parser.add_argument("--workers", type=_count, metavar="N", help="prosessien määrä")
    parser.set_defaults(run=_serve)
    return (parser,)


def _serve(context: Context, arguments: argparse.Namespace) -> int:
    given = {name: getattr(arguments, name) for name in ("host", "port", "workers")}
    settings = replace(
        context.settings, **{name: value for name, value in given.items() if value is not None}
    )
    from neuvola_server.cli import listening  # the web server's modules load slowly

    return listening.serve(context, settings)
