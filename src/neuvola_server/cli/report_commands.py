"""``report``: a point's visits in figures, over everything that its desks sent."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from neuvola_core.files import whole_file
from neuvola_exchange.report_files import csv_bytes, xlsx_bytes
from neuvola_exchange.report_json import report_json
from neuvola_exchange.report_text import ReportText, ReportWords, plain_lines
from neuvola_exchange.words import IN_FINNISH
from neuvola_server.cli.context import Context

FORMATS: Final[Mapping[str, Callable[[ReportText], bytes]]] = {".xlsx": xlsx_bytes, ".csv": csv_bytes}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("anna päivä muodossa 2026-11-22") from None


def _file(text: str) -> Path:
    path = Path(text)
    if path.suffix.casefold() not in FORMATS:
        raise argparse.ArgumentTypeError(f"tiedoston pääte on jokin näistä: {', '.join(FORMATS)}")
    return path


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("report", help="neuvontapisteen käynnit lukuina")
    parser.add_argument("--point", required=True, metavar="ID", help="neuvontapisteen tunnus")
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="PÄIVÄ")
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="PÄIVÄ")
    parser.add_argument("--campaign", default="", metavar="ID", help="vain tämän kokeilun käynnit")
    parser.add_argument("--output", type=_file, metavar="FILE", help="xlsx tai csv")
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
