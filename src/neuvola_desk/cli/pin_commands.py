"""``pin list``, ``set``, ``remove``, ``reset``: who may come in, without any line to a server."""

import argparse
import sys
from collections.abc import Iterable, Mapping
from getpass import getpass
from typing import TYPE_CHECKING

from neuvola_core.errors import PinRefusedError
from neuvola_core.roles import Role
from neuvola_desk.cli.context import Context, read_pin
from neuvola_desk.cli.recovery_commands import read_code
from neuvola_desk.role_words import DESK_ROLES

if TYPE_CHECKING:
    from neuvola_desk.usecases.pins import PinEntry


def _role(text: str) -> Role:
    try:
        role = Role(text)
    except ValueError:
        role = Role.OPERATOR
    if role not in DESK_ROLES:
        raise argparse.ArgumentTypeError(f"anna jokin näistä: {', '.join(DESK_ROLES)}")
    return role


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    pin = commands.add_parser("pin", help="kuka pääsee työasemalle: PIN-koodit")
    actions = pin.add_subparsers(dest="action", required=True, metavar="TOIMI")
    listing = actions.add_parser("list", help="luettele PIN-koodit: rooli, numero ja nimi, ei koodia")
    listing.set_defaults(run=_list)
    setting = actions.add_parser("set", help="aseta uusi PIN-koodi tai vaihda unohtunut")
    setting.add_argument("role", type=_role, metavar="ROOLI", help=", ".join(DESK_ROLES))
    setting.add_argument("number", type=int, nargs="?", metavar="N", help="vaihdettava; ilman tätä uusi")
    setting.add_argument("--name", default="", metavar="NIMI", help="lyhyt nimi, ei vapaaehtoisille")
    setting.set_defaults(run=_set)
    removing = actions.add_parser("remove", help="poista PIN-koodi")
    removing.add_argument("role", type=_role, metavar="ROOLI")
    removing.add_argument("number", type=int, metavar="N")
    removing.set_defaults(run=_remove)
    reset = actions.add_parser(
        "reset",
        help="koordinaattorin PIN-koodi on unohtunut: avainlehden koodi luetaan riveittäin vakiosyötteestä",
    )
    reset.add_argument("--all-off", action="store_true", help="ota kaikki PIN-koodit pois käytöstä")
    reset.set_defaults(run=_reset)
    for parser in (setting, reset):
        parser.add_argument(
            "--new-pin-fd", type=int, metavar="N", help="tiedostokahva, josta uusi PIN-koodi luetaan"
        )
    return pin, listing, setting, removing, reset


def _new_pin(context: Context, arguments: argparse.Namespace) -> str:
    """Asked twice where there is a person, for nothing is shown of what is typed."""
    if arguments.new_pin_fd is not None:
        return read_pin(arguments.new_pin_fd)
    if not sys.stdin.isatty():
        raise PinRefusedError(reason="descriptor")
    typed = getpass("Uusi PIN-koodi, 4–6 numeroa: ")
    if typed != getpass("Sama uudelleen: "):
        context.say("PIN-koodit eivät olleet samat.")
        raise PinRefusedError(reason="form")
    return typed


def _entry(entry: "PinEntry") -> Mapping[str, object]:
    return {"role": entry.role.value, "number": entry.number, "name": entry.name}


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    pins = context.desk.pins.all()
    lines = [f"{pin.role.value} {pin.number}  {pin.name}".rstrip() for pin in pins]
    context.answer(
        {"pins": [_entry(pin) for pin in pins]},
        "\n".join(lines) or "PIN-koodeja ei ole: kaikki voivat kaiken.",
    )
    return 0


def _set(context: Context, arguments: argparse.Namespace) -> int:
    typed = _new_pin(context, arguments)
    if arguments.number is None:
        made = context.desk.pins.add(arguments.role, typed, arguments.name)
        context.answer(_entry(made), f"PIN-koodi asetettu: {made.role.value} {made.number}.")
    else:
        context.desk.pins.change(arguments.role, arguments.number, typed)
        context.answer(
            {"role": arguments.role.value, "number": arguments.number},
            f"PIN-koodi vaihdettu: {arguments.role.value} {arguments.number}.",
        )
    return 0


def _remove(context: Context, arguments: argparse.Namespace) -> int:
    context.desk.pins.remove(arguments.role, arguments.number)
    context.answer(
        {"role": arguments.role.value, "number": arguments.number},
        f"PIN-koodi poistettu: {arguments.role.value} {arguments.number}.",
    )
    return 0


def _reset(context: Context, arguments: argparse.Namespace) -> int:
    from neuvola_desk.usecases.key_code import key_of

    key = key_of(read_code(context))
    if arguments.all_off:
        context.desk.pins.reset(key)
        context.answer({"state": "off"}, "PIN-koodeja ei enää ole: kaikki voivat kaiken.")
    else:
        context.desk.pins.reset(key, _new_pin(context, arguments))
        context.answer(
            {"state": "done", "role": Role.COORDINATOR.value, "number": 1},
            "Koordinaattorilla on uusi PIN-koodi, ja entiset koordinaattorin PIN-koodit on poistettu.",
        )
    return 0
