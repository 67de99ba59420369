"""``import`` and ``export``: what the server publishes."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from neuvola_core.catalogue import Service
from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange import exporting, registry
from neuvola_exchange.account import ImportReport
from neuvola_exchange.import_answer import finding_lines, findings, import_answer, import_prose
from neuvola_server.cli.context import Context
from neuvola_server.cli.messages import sentence
from neuvola_server.fetching import SourceUnreachableError


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    importing = commands.add_parser(
        "import", help="tuo ja julkaise palveluja tiedostosta, kansiosta tai osoitteesta"
    )
    importing.add_argument("sources", nargs="+", metavar="LÄHDE")
    importing.add_argument("--format", choices=(registry.AUTO, *registry.FORMATS), default=registry.AUTO)
    importing.set_defaults(run=_import)
    export = commands.add_parser("export", help="vie julkaistut palvelut tiedostoon")
    export.add_argument("--format", choices=exporting.FORMATS, default="sheet")
    export.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="LÄHDE",
        help="vain tämän lähteen palvelut (ptv, sheet)",
    )
    export.add_argument("--output", type=Path, required=True, metavar="TIEDOSTO")
    export.set_defaults(run=_export)
    return importing, export


def _import(context: Context, arguments: argparse.Namespace) -> int:
    report = ImportReport()
    failed = 0
    for source in arguments.sources:
        try:
            one = context.house.catalogue.import_([source], arguments.format, context.progress)
        except (UnreadableSourceError, SourceUnreachableError) as fault:
            context.say(sentence(fault))
            failed += 1
        else:
            report = report.joined(one)
    _say_all(context, findings(report.noted))
    if not context.as_json:
        _say_all(context, findings(report.rejected))
    if failed < len(arguments.sources):
        context.house.snapshots.refresh(context.progress)
    context.answer(import_answer(report), import_prose(report))
    return 1 if failed == len(arguments.sources) else 0


def _say_all(context: Context, rows: Sequence[Mapping[str, str]]) -> None:
    for line in finding_lines(rows):
        context.say(line)


def _export(context: Context, arguments: argparse.Namespace) -> int:
    services: Iterable[Service] = context.house.catalogue.services()
    if arguments.source:
        services = (service for service in services if service.source.name in arguments.source)
    count = exporting.export(services, arguments.output, arguments.format)
    context.answer(
        {"format": arguments.format, "services": count, "output": str(arguments.output)},
        f"Vietiin {count} palvelua tiedostoon {arguments.output}.",
    )
    return 0
