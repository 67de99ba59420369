"""``report``: a point's visits in figures, over everything that its desks sent."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from neuvola_core.cli.report_options import add_report_options
from neuvola_core.files import whole_file
from neuvola_exchange.report_files import csv_bytes, xlsx_bytes
from neuvola_exchange.report_json import report_json
from neuvola_exchange.report_text import ReportText, ReportWords, plain_lines
from neuvola_exchange.words import IN_FINNISH
from neuvola_server.cli.context import Context

FORMATS: Final[Mapping[str, Callable[[ReportText], bytes]]] = {".xlsx": xlsx_bytes, ".csv": csv_bytes}


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("report", help="neuvontapisteen käynnit lukuina")
    parser.add_argument("--point", required=True, metavar="ID", help="neuvontapisteen tunnus")
    add_report_options(parser, FORMATS)
    parser.set_defaults(run=_report)
    return (parser,)


def _report(context: Context, arguments: argparse.Namespace) -> int:
    reports = context.house.reports
    report = reports.of(arguments.point, arguments.first, arguments.last, arguments.campaign)
    name = reports.points().get(arguments.point, arguments.point)
    told = ReportWords(report, "fi", IN_FINNISH, name).text()
    answer = dict(report_json(report))
    prose = "\n".join(plain_lines(told))
    if arguments.output:
        with whole_file(arguments.output) as unfinished:
            unfinished.write_bytes(FORMATS[arguments.output.suffix.casefold()](told))
        answer["output"], prose = str(arguments.output), f"Raportti tallennettiin: {arguments.output}"
    if context.as_json or arguments.output:
        context.say(told.asked)
    context.answer(answer, prose)
    return 0
