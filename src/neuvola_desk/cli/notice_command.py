"""``notice``: the page for visitors that says what is kept of them, as a PDF file."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from neuvola_core.files import whole_file
from neuvola_desk.cli.context import Context
from neuvola_desk.usecases.notice import Keeper, languages, notice


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("notice", help="tee tietosuojailmoitus kävijälle PDF-tiedostoksi")
    parser.add_argument("--language", choices=languages(), default="fi")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    parser.set_defaults(run=_notice, parser=parser)
    return (parser,)


def _notice(context: Context, arguments: argparse.Namespace) -> int:
    settings = context.desk.settings
    keeper = Keeper(settings.point.name, settings.controller, settings.controller_contact)
    pdf = notice(arguments.language, keeper)
    with whole_file(arguments.output) as unfinished:
        unfinished.write_bytes(pdf)
    context.answer(
        {"output": str(arguments.output), "bytes": len(pdf)},
        f"Ilmoitus tallennettiin: {arguments.output}",
    )
    return 0
