"""``recovery`` and ``backup``: the record's key on paper and back, and the daily copies."""

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from neuvola_core.files import whole_file
from neuvola_desk.cli.context import Context
from neuvola_desk.keys import passphrase_from_environment
from neuvola_desk.traces import UnfinishedFiles

if TYPE_CHECKING:
    from neuvola_desk.recovery_port import Backup


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("anna päivä muodossa 2026-11-22") from None


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    recovery = commands.add_parser("recovery", help="käyntitietojen avain paperille ja takaisin")
    actions = recovery.add_subparsers(dest="action", required=True, metavar="TOIMI")
    sheet = actions.add_parser("sheet", help="tee avainlehti: tulosta se ja säilytä lukitussa paikassa")
    sheet.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    sheet.set_defaults(run=_sheet)
    restore = actions.add_parser(
        "restore", help="ota avain käyttöön avainlehdeltä; koodi luetaan riveittäin vakiosyötteestä"
    )
    restore.set_defaults(run=_restore)
    start_over = actions.add_parser(
        "start-over", help="siirrä tiedot, joiden avain on kadonnut, syrjään ja aloita tyhjästä"
    )
    start_over.add_argument("--yes", action="store_true", required=True, help="vahvista")
    start_over.set_defaults(run=_start_over)
    backup = commands.add_parser("backup", help="luettele varmuuskopiot tai ota niistä yksi käyttöön")
    doing = backup.add_subparsers(dest="action", required=True, metavar="TOIMI")
    listing = doing.add_parser("list", help="luettele varmuuskopiot: päivä ja käyntien määrä")
    listing.set_defaults(run=_list)
    back = doing.add_parser(
        "restore", help="ota päivän varmuuskopio käyttöön; nykyiset tiedot jäävät syrjään"
    )
    back.add_argument("day", type=_day, metavar="PÄIVÄ")
    back.set_defaults(run=_restore_backup)
    return recovery, sheet, restore, start_over, backup, listing, back


def _sheet(context: Context, arguments: argparse.Namespace) -> int:
    pdf = context.desk.recovery.sheet(context.desk.settings.point.name)
    UnfinishedFiles(context.paths.data).begin(arguments.output.resolve().parent)
    with whole_file(arguments.output) as unfinished:
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(pdf)
    context.say("Tiedostossa on käyntitietojen avain: tulosta se, poista tiedosto ja lukitse paperi talteen.")
    context.answer({"output": str(arguments.output)}, f"Avainlehti tallennettiin: {arguments.output}")
    return 0


def _restore(context: Context, _arguments: argparse.Namespace) -> int:
    lines = read_code(context)
    context.desk.recovery.take_code(lines, passphrase_from_environment() or "")
    context.answer({"state": "done"}, "Avain on käytössä, ja käyntitiedot avautuvat.")
    return 0


def read_code(context: Context) -> tuple[str, ...]:
    """The lines of a key's code from standard input; a person is led through them."""
    from neuvola_desk.usecases.key_code import split

    return _typed_lines(context) if sys.stdin.isatty() else split(sys.stdin.read())


def _typed_lines(context: Context) -> tuple[str, ...]:
    """Asks line by line, and for a wrong one at once again."""
    from neuvola_desk.usecases.key_code import LINES, line_is_whole, split

    lines: list[str] = []
    while len(lines) < LINES:
        context.say(f"Avainkoodin rivi {len(lines) + 1}:")
        typed = sys.stdin.readline()
        if not typed:
            break
        if not lines and len(whole := split(typed)) == LINES:  # a scanner types everything at once
            return whole
        if line_is_whole(typed, len(lines) + 1):
            lines.append(typed)
        else:
            context.say("Rivissä on väärä merkki. Kirjoita se uudelleen.")
    return tuple(lines)


def _start_over(context: Context, _arguments: argparse.Namespace) -> int:
    moved = context.desk.recovery.start_over()
    names = [str(path) for path in moved]
    context.answer(
        {"state": "done", "aside": names},
        "\n".join(["Entiset tiedot ovat syrjässä 30 päivää. Seuraava käynti aloittaa uudet.", *names]),
    )
    return 0


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    backups = context.desk.recovery.backups()
    context.answer(
        {"backups": [{"day": one.day.isoformat(), "visits": one.visits} for one in backups]},
        "\n".join(map(_told, backups)) or "Varmuuskopioita ei ole.",
    )
    return 0


def _told(backup: "Backup") -> str:
    visits = "vioittunut" if backup.visits is None else f"{backup.visits} käyntiä"
    return f"{backup.day.isoformat()}  {visits}"


def _restore_backup(context: Context, arguments: argparse.Namespace) -> int:
    aside = context.desk.recovery.restore(arguments.day)
    told = f"Päivän {arguments.day.isoformat()} varmuuskopio on käytössä."
    if aside is not None:
        told += f" Entiset tiedot ovat syrjässä: {aside}"
    context.answer({"state": "done", "aside": str(aside) if aside else None}, told)
    return 0
