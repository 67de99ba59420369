"""``introduction``: the ten-minute introduction for whoever comes to work at the point, as a PDF file."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from neuvola_core.files import whole_file
from neuvola_desk.cli.context import Context
from neuvola_desk.usecases.introduction import introduction_sheet, languages


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("introduction", help="tee kymmenen minuutin perehdytys PDF-tiedostoksi")
    parser.add_argument("--language", choices=languages(), default="fi")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    parser.set_defaults(run=_introduction, parser=parser)
    return (parser,)


def _introduction(context: Context, arguments: argparse.Namespace) -> int:
    pdf = introduction_sheet(arguments.language)
    with whole_file(arguments.output) as unfinished:
        unfinished.write_bytes(pdf)
    context.answer(
        {"output": str(arguments.output), "bytes": len(pdf)},
        f"Perehdytys tallennettiin: {arguments.output}",
    )
    return 0
