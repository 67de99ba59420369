"""``leaflet``: a Palveluesite of the given services as a PDF file."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from neuvola_core.files import whole_file
from neuvola_desk.cli.context import Context
from neuvola_desk.traces import UnfinishedFiles
from neuvola_desk.usecases.leaflets.texts import offered
from neuvola_desk.usecases.slips import may_carry_slip

MOST_SERVICES = 12
_FORMS: Final = {
    "list": "luettelo: vain missä, milloin ja numero",
    "week": "viikko-ohjelma: mitä on auki minäkin päivänä",
    "fold": "taskuesite: A4-arkki, joka taitetaan kahdeksansivuiseksi vihkoksi",
    "pocket": "pikkulappu: vain puhelinnumero ja ajat",
}
"""Forms other than the usual sheet."""


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("leaflet", help="tee Palveluesite PDF-tiedostoksi")
    parser.add_argument("services", nargs="+", metavar="ID")
    parser.add_argument("--language", choices=offered(), default="fi")
    parser.add_argument("--large", action="store_true", help="suuri teksti")
    parser.add_argument("--a5", action="store_true", help="A5-arkki")
    form = parser.add_mutually_exclusive_group()
    for name, told in _FORMS.items():
        form.add_argument(f"--{name}", action="store_const", dest="form", const=name, help=told)
    parser.add_argument("--slip", action="store_true", help="palautekoodi esitteen alareunaan")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    parser.set_defaults(run=_leaflet, form="sheet", parser=parser)
    return (parser,)


def _leaflet(context: Context, arguments: argparse.Namespace) -> int:
    if len(arguments.services) > MOST_SERVICES:
        arguments.parser.error(f"esitteelle mahtuu enintään {MOST_SERVICES} palvelua")
    if arguments.form == "fold" and (arguments.large or arguments.a5):
        arguments.parser.error("taskuesite tehdään A4-arkille, eikä siinä ole suurta tekstiä")
    desk, language = context.desk, arguments.language
    has_slip = arguments.slip and may_carry_slip(
        map(desk.catalogue.service, arguments.services), arguments.form
    )
    if arguments.form == "pocket":
        pdf = desk.pocket_slips(arguments.services, language)
    else:
        paper = {"large": arguments.large, "small_sheet": arguments.a5}
        pdf = desk.leaflet(arguments.services, language, form=arguments.form, slip=has_slip, **paper)
    UnfinishedFiles(context.paths.data).begin(arguments.output.resolve().parent)
    with whole_file(arguments.output) as unfinished:
        unfinished.write_bytes(pdf)
    context.answer(
        {
            "output": str(arguments.output),
            "services": len(arguments.services),
            "bytes": len(pdf),
            "slip": has_slip,
        },
        f"Esite tallennettiin: {arguments.output}"
        + (", ilman palautekoodia" if arguments.slip and not has_slip else ""),
    )
    return 0
