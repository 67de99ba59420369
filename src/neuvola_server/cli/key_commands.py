"""``keys recovery``, ``drill``, ``recover`` and ``rotate``: the keys on paper, and changing the server's."""

import argparse
import sys
from collections.abc import Iterable
from datetime import date

from neuvola_core import codes
from neuvola_server.cli.context import Context
from neuvola_server.cli.desk_commands import WHO
from neuvola_server.key_recovery import SIGNS

_GROUPS_A_LINE = 7
_LONGEST_LINE = 500


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    keys = commands.add_parser("keys", help="palvelimen avaimet ja palautusavaimet")
    actions = keys.add_subparsers(dest="action", required=True, metavar="TOIMI")
    recovery = actions.add_parser("recovery", help="tee palautusavain, joka kirjoitetaan paperille")
    recovery.set_defaults(run=_recovery)
    drill = actions.add_parser("drill", help="koeta, että paperilla oleva palautusavain avaa")
    drill.set_defaults(run=_drill)
    recover = actions.add_parser(
        "recover",
        help="sulje tallessa olevat pyynnöt palvelimen nykyiselle avaimelle paperilla olevan avaimen avulla",
    )
    recover.set_defaults(run=_recover)
    rotate = actions.add_parser("rotate", help="vaihda avain, jolla pyynnöt suljetaan")
    rotate.add_argument(
        "--signing",
        action="store_true",
        help="vaihda avain, jolla luettelo allekirjoitetaan: ensin ilmoitetaan, 30 päivän päästä vaihtuu",
    )
    rotate.add_argument("--now", action="store_true", help="ota ilmoitettu allekirjoitusavain käyttöön heti")
    rotate.set_defaults(run=_rotate)
    return keys, recovery, drill, recover, rotate


def _recovery(context: Context, _arguments: argparse.Namespace) -> int:
    made = context.house.recovery.make(who=WHO)
    context.say(
        f"Palautusavain {made.id}. Kirjoita se paperille ja säilytä lukitussa paikassa, ei tietokoneella.\n"
        "Sitä ei näytetä toista kertaa. Koeta heti, että paperi on oikein: neuvola-server keys drill"
    )
    context.answer({"id": made.id, "key": made.paper}, _on_paper(made.paper))
    return 0


def _on_paper(key: str) -> str:
    groups = key.split("-")
    starts = range(0, len(groups), _GROUPS_A_LINE)
    return "\n".join("-".join(groups[start : start + _GROUPS_A_LINE]) for start in starts)


def _drill(context: Context, _arguments: argparse.Namespace) -> int:
    name = context.house.recovery.drill(_typed(context), who=WHO)
    context.answer({"id": name, "opened": True}, f"Palautusavain {name} on oikein kirjoitettu ja avaa.")
    return 0


def _recover(context: Context, _arguments: argparse.Namespace) -> int:
    count = context.house.recovery.recover(_typed(context), who=WHO)
    context.answer(
        {"resealed": count},
        f"Suljettu palvelimen nykyiselle avaimelle: {count}. Järjestöt voivat taas avata pyyntönsä.",
    )
    return 0


def _typed(context: Context) -> str:
    """What is typed until the key is whole, a line is empty or there is no more."""
    if sys.stdin is not None and sys.stdin.isatty():
        context.say("Kirjoita palautusavain paperista (14 ryhmää; rivinvaihto ja väliviivat ovat vapaat):")
    typed = ""
    while sys.stdin is not None and len(codes.plain("".join(typed.split()))) < SIGNS:
        line = sys.stdin.readline(_LONGEST_LINE)
        if not line.strip():
            break
        typed += line
    return typed


def _rotate(context: Context, arguments: argparse.Namespace) -> int:
    house = context.house
    if not arguments.signing:
        rotated = house.rotation.rotate_sealing(who=WHO)
        told = (
            "Pyynnöt suljetaan nyt uudella avaimella. Entinen säilyy vähintään 29 päivää "
            "ja niin kauan kuin yksikin pyyntö tarvitsee sitä. "
            "Jos palvelimia on useita, kopioi avainkansio jokaiselle."
        )
    else:
        rotated = house.rotation.rotate_signing(who=WHO, at_once=arguments.now)
        house.snapshots.refresh(context.progress)
        told = _signing_told(rotated.holds_from, house.clock().date())
    answer = {"key": rotated.key, "holds_from": rotated.holds_from.isoformat()}
    context.answer(answer, told)
    return 0


def _signing_told(holds_from: date, today: date) -> str:
    if holds_from > today:
        return (
            f"Uusi allekirjoitusavain on ilmoitettu työasemille. Se otetaan käyttöön {holds_from}. "
            "Jos palvelimia on useita, kopioi avainkansio jokaiselle."
        )
    return "Uusi allekirjoitusavain on käytössä. Jos palvelimia on useita, kopioi avainkansio jokaiselle."
