"""``report``: the point's visits in figures, widened to the grid of periods, on screen or as a file."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from neuvola_core.cli.report_options import add_report_options
from neuvola_core.files import whole_file
from neuvola_core.reports.report import Report
from neuvola_desk.cli.context import Context
from neuvola_desk.i18n import _, current_language, use_language
from neuvola_exchange.report_files import csv_bytes, xlsx_bytes
from neuvola_exchange.report_json import report_json
from neuvola_exchange.report_text import ReportText, ReportWords, plain_lines

FORMATS: Final = (".pdf", ".xlsx", ".csv")


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("report", help="käynnit lukuina: jakso, neljännes tai kokeilu")
    add_report_options(parser, FORMATS)
    parser.set_defaults(run=_report)
    return (parser,)


def _report(context: Context, arguments: argparse.Namespace) -> int:
    report = context.desk.reports.of(arguments.first, arguments.last, arguments.campaign)
    told = _words(context, report)
    answer = dict(report_json(report))
    if arguments.output:
        _write(context, report, arguments.output)
        answer["output"] = str(arguments.output)
        context.say(told.asked)
        context.answer(answer, f"Raportti tallennettiin: {arguments.output}")
        return 0
    if context.as_json:
        context.say(told.asked)
    context.answer(answer, "\n".join(plain_lines(told)))
    return 0


def _words(context: Context, report: Report) -> ReportText:
    return ReportWords(report, current_language(), _, context.desk.settings.point.name).text()


def _write(context: Context, report: Report, path: Path) -> None:
    """What is printed and passed on speaks the language of the window."""
    from neuvola_desk.usecases.report_paper import render  # the PDF engine loads slowly

    makers: Mapping[str, Callable[[ReportText], bytes]] = {
        ".pdf": render,
        ".xlsx": xlsx_bytes,
        ".csv": csv_bytes,
    }
    use_language(context.desk.settings.language)
    content = makers[path.suffix.casefold()](_words(context, report))
    use_language("fi")
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content)
