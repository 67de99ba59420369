"""``answer-bundle`` and ``export-snapshot``: desks that have no line."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from neuvola_server.bundles import Bundles
from neuvola_server.cli.context import Context


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    answering = commands.add_parser(
        "answer-bundle", help="ota vastaan työaseman tiedosto ja kirjoita vastaus"
    )
    answering.add_argument("asked", type=Path, metavar="TIEDOSTO")
    answering.add_argument("answer", type=Path, metavar="VASTAUS")
    answering.set_defaults(run=_answer)
    exporting = commands.add_parser("export-snapshot", help="kirjoita palveluluettelo muistitikulle")
    exporting.add_argument("folder", type=Path, metavar="KANSIO")
    exporting.set_defaults(run=_export)
    return answering, exporting


def _answer(context: Context, arguments: argparse.Namespace) -> int:
    answered = Bundles(context.house).answer(arguments.asked, arguments.answer)
    context.answer(
        {
            "desk": answered.desk,
            "records": answered.records,
            "refused": answered.refused,
            "whole_catalogue": answered.whole_catalogue,
        },
        f"Työaseman tiedostossa oli {answered.records} tietoa, joista {answered.refused} ei kelvannut. "
        f"Vastaus on tiedostossa {arguments.answer}; vain se työasema voi lukea sen.",
    )
    return 0


def _export(context: Context, arguments: argparse.Namespace) -> int:
    name = Bundles(context.house).put_catalogue(arguments.folder)
    context.answer({"name": name}, f"Palveluluettelo {name} ja sen tiedot ovat kansiossa {arguments.folder}.")
    return 0
