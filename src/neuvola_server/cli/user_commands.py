"""``user``: the people who may log in to the server's pages."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict

from neuvola_core.contact import is_email
from neuvola_core.errors import NeuvolaError
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.cli.context import Context
from neuvola_server.contacts.values import LANGUAGES
from neuvola_server.naming import LONGEST_NAME

_LONGEST_PASSWORD = 500


class PasswordMissingError(NeuvolaError):
    """No password was given; facts: ``reason`` ("no-terminal", "differs", "descriptor")."""

    code = "password-missing"


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    user = commands.add_parser("user", help="hallintasivujen käyttäjät")
    actions = user.add_subparsers(dest="action", required=True, metavar="TOIMI")
    add = actions.add_parser("add", help="lisää käyttäjä; salasana kysytään")
    add.add_argument("name", type=_name, metavar="TUNNUS")
    add.add_argument("--role", choices=list(Role), type=Role, required=True)
    add.add_argument("--point", default="", metavar="ID", help="vain tämän neuvontapisteen työasemat")
    add.add_argument("--email", type=_email, metavar="OSOITE", help="mihin koordinaattorille kirjoitetaan")
    add.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="viestien kieli")
    add.add_argument("--password-fd", type=int, metavar="N", help="lue salasana tiedostokuvaajasta N")
    add.set_defaults(run=_add)
    listing = actions.add_parser("list", help="luettele käyttäjät")
    listing.set_defaults(run=_list)
    remove = actions.add_parser("remove", help="poista käyttäjä ja lopeta hänen istuntonsa")
    remove.add_argument("name", metavar="TUNNUS")
    remove.set_defaults(run=_remove)
    return user, add, listing, remove


def _name(text: str) -> str:
    if not 0 < len(text) <= LONGEST_NAME or text != text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"tunnuksessa pitää olla 1–{LONGEST_NAME} merkkiä")
    return text


def _email(text: str) -> str:
    if not is_email(text):
        raise argparse.ArgumentTypeError("anna sähköpostiosoite")
    return text


def _accounts(context: Context) -> Accounts:
    return Accounts(context.house.database, context.house.clock)


def _add(context: Context, arguments: argparse.Namespace) -> int:
    accounts = _accounts(context)
    email = arguments.email or ""
    account = Account(arguments.name, arguments.role, arguments.point, email, arguments.language)
    accounts.add(account, _password(arguments.password_fd))
    context.answer(
        {"name": arguments.name, "role": arguments.role.value}, f"Käyttäjä {arguments.name} lisättiin."
    )
    return 0


def _password(descriptor: int | None) -> str:
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, encoding="utf-8", closefd=False) as given:
                return given.readline(_LONGEST_PASSWORD).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as fault:
            raise PasswordMissingError(reason="descriptor") from fault
    if sys.stdin is None or not sys.stdin.isatty():
        raise PasswordMissingError(reason="no-terminal")
    first = getpass.getpass("Salasana: ", stream=sys.stderr)
    if getpass.getpass("Salasana uudelleen: ", stream=sys.stderr) != first:
        raise PasswordMissingError(reason="differs")
    return first


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    found = _accounts(context).all()
    answer = {"users": [{**asdict(one), "role": one.role.value} for one in found]}
    lines = ("  ".join(filter(None, (one.name, one.role.value, one.point, one.email))) for one in found)
    context.answer(answer, "\n".join(lines) or "Yhtään käyttäjää ei ole.")
    return 0


def _remove(context: Context, arguments: argparse.Namespace) -> int:
    _accounts(context).remove(arguments.name)
    context.answer({"removed": arguments.name}, f"Käyttäjä {arguments.name} poistettiin.")
    return 0
