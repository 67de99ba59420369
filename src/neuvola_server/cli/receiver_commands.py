"""``receiver``: the organisations that take contact requests."""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from neuvola_core.contact import ClosedPeriod, Receiver
from neuvola_server.cli.context import Context
from neuvola_server.cli.desk_commands import WHO
from neuvola_server.contacts.values import LANGUAGES, Party, UnknownReceiverError

_PEOPLE = {
    "person": "yhteyshenkilön nimi",
    "email": "yhteyshenkilön sähköposti",
    "deputy": "varahenkilön nimi",
    "deputy_email": "varahenkilön sähköposti",
}


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    receiver = commands.add_parser("receiver", help="järjestöt, jotka ottavat yhteydenottopyyntöjä")
    actions = receiver.add_subparsers(dest="action", required=True, metavar="TOIMI")
    add = actions.add_parser(
        "add", help="lisää järjestö tai muuta sen tietoja: mitä ei anneta, jää ennalleen"
    )
    _add_facts(add)
    add.set_defaults(run=_add)
    listing = actions.add_parser("list", help="luettele järjestöt")
    listing.set_defaults(run=_list)
    remove = _of_one(actions, "remove", "poista järjestö; mikä siltä on kesken, päättyy", _remove)
    close = _of_one(actions, "close", "järjestö ei ota pyyntöjä näinä päivinä", _close)
    for name, told in (("--from", "ensimmäinen päivä"), ("--to", "viimeinen päivä")):
        close.add_argument(name, dest=name[2:], type=_day, required=True, metavar="PÄIVÄ", help=told)
    reopen = _of_one(actions, "reopen", "järjestö ottaa taas pyyntöjä: sulut poistetaan", _reopen)
    return receiver, add, listing, remove, close, reopen


def _of_one(actions: Any, name: str, told: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=told)
    parser.add_argument("id", metavar="ID", help="järjestön tunnus luettelossa")
    parser.set_defaults(run=run)
    return parser


def _add_facts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="järjestön tunnus luettelossa")
    for language in LANGUAGES:
        parser.add_argument(f"--name-{language}", metavar="NIMI", help=f"nimi ({language})")
        parser.add_argument(
            f"--method-{language}", metavar="TEKSTI", help=f"näin otamme yhteyttä ({language})"
        )
    parser.add_argument("--phone", metavar="NUMERO", help="numero, johon kävijä voi soittaa itse")
    parser.add_argument("--language", choices=LANGUAGES, help="järjestölle lähtevien viestien kieli")
    for name, told in _PEOPLE.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="TIETO", help=told)
    parser.add_argument(
        "--active",
        action=argparse.BooleanOptionalAction,
        help="tarjotaanko järjestöä työasemilla; aluksi tarjotaan",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("anna päivä muodossa 2026-12-24") from None


def _add(context: Context, arguments: argparse.Namespace) -> int:
    house, given = context.house, vars(arguments)
    try:
        before = house.receivers.get(arguments.id)
    except UnknownReceiverError:
        before = Party(Receiver(arguments.id, {}, {}))
    texts = {
        kind: {key: text for key in LANGUAGES if (text := given[f"{kind}_{key}"]) is not None}
        for kind in ("name", "method")
    }
    receiver = replace(
        before.receiver,
        name={**before.receiver.name, **texts["name"]},
        method={**before.receiver.method, **texts["method"]},
        phone=before.receiver.phone if arguments.phone is None else arguments.phone,
    )
    changed = {key: given[key] for key in (*_PEOPLE, "language", "active") if given[key] is not None}
    house.receivers.put(replace(before, receiver=receiver, **changed), who=WHO)
    context.answer(_told(house.receivers.get(arguments.id)), "Järjestö on tallennettu.")
    return 0


def _told(party: Party) -> dict[str, Any]:
    receiver = party.receiver
    return {
        "id": receiver.id,
        "name": dict(receiver.name),
        "method": dict(receiver.method),
        "phone": receiver.phone,
        "closed": [[one.first.isoformat(), one.last.isoformat()] for one in receiver.closed],
        "answer_days": receiver.answer_days,
        **{key: getattr(party, key) for key in (*_PEOPLE, "language", "active")},
    }


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    parties = context.house.receivers.all()
    context.answer(
        {"receivers": [_told(party) for party in parties]},
        "\n".join(map(_line, parties)) or "Yksikään järjestö ei ota yhteydenottopyyntöjä.",
    )
    return 0


def _line(party: Party) -> str:
    receiver = party.receiver
    closed = (f"suljettu {one.first}–{one.last}" for one in receiver.closed)
    name = receiver.name.get("fi") or next(iter(receiver.name.values()), "")
    state = () if party.active else ("ei tarjota",)
    return "  ".join((receiver.id, name, party.person, party.email, *state, *closed))


def _remove(context: Context, arguments: argparse.Namespace) -> int:
    ended = context.house.receivers.remove(arguments.id, who=WHO)
    told = (
        f" Kesken jääneitä pyyntöjä: {ended}. Ne päättyivät; koordinaattoreille kerrotaan." if ended else ""
    )
    context.answer({"removed": arguments.id, "ended": ended}, f"Järjestö poistettiin.{told}")
    return 0


def _close(context: Context, arguments: argparse.Namespace) -> int:
    first, last = getattr(arguments, "from"), arguments.to
    context.house.receivers.close(arguments.id, ClosedPeriod(first, last), who=WHO)
    context.answer(
        {"id": arguments.id, "closed": [first.isoformat(), last.isoformat()]},
        f"Järjestölle ei tarjota pyyntöjä {first}–{last}.",
    )
    return 0


def _reopen(context: Context, arguments: argparse.Namespace) -> int:
    context.house.receivers.reopen(arguments.id, who=WHO)
    context.answer({"id": arguments.id, "closed": []}, "Järjestölle tarjotaan taas pyyntöjä.")
    return 0
