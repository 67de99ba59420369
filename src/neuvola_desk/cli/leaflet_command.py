"""``leaflet``: a Palveluesite of the given services as a PDF file."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from neuvola_core.files import whole_file
from neuvola_desk.cli.context import Context
from neuvola_desk.traces import UnfinishedFiles
from neuvola_desk.usecases.leaflets.texts import available

MOST_SERVICES = 12


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("leaflet", help="tee Palveluesite PDF-tiedostoksi")
    parser.add_argument("services", nargs="+", metavar="ID")
    parser.add_argument("--language", choices=available(), default="fi")
    parser.add_argument("--large", action="store_true", help="suuri teksti")
    parser.add_argument("--a5", action="store_true", help="A5-arkki")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--list", action="store_true", help="luettelo: vain missä, milloin ja numero")
    form.add_argument("--pocket", action="store_true", help="pikkulappu: vain puhelinnumero ja ajat")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    parser.set_defaults(run=_leaflet, parser=parser)
    return (parser,)


def _leaflet(context: Context, arguments: argparse.Namespace) -> int:
    if len(arguments.services) > MOST_SERVICES:
        arguments.parser.error(f"esitteelle mahtuu enintään {MOST_SERVICES} palvelua")
    desk, language = context.desk, arguments.language
    if arguments.pocket:
        pdf = desk.pocket_slips(arguments.services, language)
    else:
        form = {"large": arguments.large, "small_sheet": arguments.a5, "brief": arguments.list}
        pdf = desk.leaflet(arguments.services, language, **form)
    UnfinishedFiles(context.paths.data).begin(arguments.output.resolve().parent)
    with whole_file(arguments.output) as unfinished:
        unfinished.write_bytes(pdf)
    context.answer(
        {"output": str(arguments.output), "services": len(arguments.services), "bytes": len(pdf)},
        f"Esite tallennettiin: {arguments.output}",
    )
    return 0
