"""``check-text``: what makes a text, or the texts of a sheet, hard to read; advice, so it exits with 0."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from neuvola_core.catalogue import Service
from neuvola_core.cli.streams import read_in
from neuvola_core.errors import UnreadableSourceError
from neuvola_core.plain_language import Remark, is_checked, look
from neuvola_desk.cli.context import Context
from neuvola_exchange import sheet
from neuvola_exchange.plain_advice import advice_json, advice_lines

_NOTHING: Final = "Ei huomautettavaa. Anna jonkun muun silti lukea teksti ennen julkaisua."
_NO_MORE: Final = "Tällä kielellä katsottiin vain virkkeiden ja sanojen pituus."


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("check-text", help="kerro, mikä tekee tekstistä vaikean lukea")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("text", nargs="?", metavar="TEKSTI", help="teksti; - lukee syötteen")
    given.add_argument("--file", type=Path, metavar="TIEDOSTO", help="tekstitiedosto, UTF-8")
    given.add_argument("--sheet", type=Path, metavar="TAULUKKO", help="palvelutaulukon tekstit rivi riviltä")
    parser.add_argument("--language", default="fi", metavar="xx", help="tekstin kieli (oletus fi)")
    parser.set_defaults(run=_check)
    return (parser,)


def _check(context: Context, arguments: argparse.Namespace) -> int:
    if arguments.sheet is not None:
        return _check_sheet(context, arguments.sheet)
    language = arguments.language.casefold()
    remarks = look(_text(arguments), language)
    if not is_checked(language):
        context.say(_NO_MORE)
    prose = "\n".join(advice_lines(remarks)) or _NOTHING
    context.answer({"language": language, "remarks": advice_json(remarks)}, prose)
    return 0


def _check_sheet(context: Context, path: Path) -> int:
    found = list(_remarks_of_sheet(path))
    lines = (f"{row}, {column}: {line}" for row, column, remarks in found for line in advice_lines(remarks))
    texts = [{"id": row, "column": column, "remarks": advice_json(remarks)} for row, column, remarks in found]
    context.answer({"texts": texts}, "\n".join(lines) or _NOTHING)
    return 0


def _remarks_of_sheet(path: Path) -> Iterator[tuple[str, str, tuple[Remark, ...]]]:
    """Id, column and remarks of each text of a service's row that has any."""
    for item in sheet.read(path).items:
        if isinstance(item, Service):
            for column, text in (("summary", item.summary), ("description", item.description)):
                for language, said in text.items():
                    if remarks := look(said, language):
                        yield item.source.source_id, f"{column}_{language}", remarks


def _text(arguments: argparse.Namespace) -> str:
    if arguments.file is not None:
        return _decoded(_bytes(arguments.file), str(arguments.file))
    if arguments.text == "-":
        return _decoded(read_in(), "stdin")
    return str(arguments.text)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableSourceError(path=str(path), reason="missing") from fault
    except OSError as fault:
        raise UnreadableSourceError(path=str(path), reason="unreadable") from fault


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableSourceError(path=path, reason="encoding") from fault
