"""``audit list`` and ``audit check``: the book of what people and keys did."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict

from neuvola_server import audit
from neuvola_server.cli.context import Context


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    book = commands.add_parser("audit", help="tapahtumakirja: kuka teki mitä, ei koskaan mitä luki")
    actions = book.add_subparsers(dest="action", required=True, metavar="TOIMI")
    listing = actions.add_parser("list", help="luettele tapahtumat")
    listing.add_argument("--last", type=_count, default=0, metavar="N", help="vain N viimeistä")
    listing.set_defaults(run=_list)
    check = actions.add_parser("check", help="tarkista, ettei riviäkään ole muutettu tai poistettu")
    check.set_defaults(run=_check)
    return book, listing, check


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError("anna luku, joka on vähintään 1")
    return int(text)


def _list(context: Context, arguments: argparse.Namespace) -> int:
    acts = context.house.database.read(audit.acts)[-arguments.last :]
    lines = (f"{act.n}  {act.at}  {act.who}  {act.what}  {act.of}".rstrip() for act in acts)
    context.answer({"acts": [asdict(act) for act in acts]}, "\n".join(lines) or "Tapahtumia ei ole.")
    return 0


def _check(context: Context, _arguments: argparse.Namespace) -> int:
    whole = context.house.database.read(audit.is_whole)
    told = "Kirja on ehjä." if whole else "Kirjaa on muutettu: rivejä puuttuu tai ne eivät seuraa toisiaan."
    context.answer({"whole": whole}, told)
    return 0 if whole else 1
