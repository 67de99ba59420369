"""``desk add``, ``desk list``, ``desk revoke``, ``desk clear-copied``: who may sync."""

import argparse
from collections.abc import Iterable, Mapping

from neuvola_server.cli.context import Context
from neuvola_server.desks import Desk
from neuvola_server.enrolment import LIFE
from neuvola_server.naming import LONGEST_NAME, plain_name
from neuvola_server.web.codes import grouped
from neuvola_server.web.desk_rows import Gaps, desk_row
from neuvola_server.web.overview import overview
from neuvola_server.web.words import words

WHO = "command line"
"""Who did it, in the book of acts."""


def _name(text: str) -> str:
    name = plain_name(text)
    if not name:
        raise argparse.ArgumentTypeError(f"nimessä pitää olla 1–{LONGEST_NAME} merkkiä")
    return name


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    desk = commands.add_parser("desk", help="liitä, luettele ja poista työasemia")
    actions = desk.add_subparsers(dest="action", required=True, metavar="TOIMI")
    add = actions.add_parser("add", help="tee kertakoodi, jolla työasema liittyy")
    add.add_argument("name", type=_name, metavar="NIMI")
    add.add_argument("--point", type=_name, metavar="ID", help="neuvontapisteen tunnus")
    add.add_argument("--point-name", type=_name, metavar="NIMI", help="neuvontapisteen nimi")
    add.set_defaults(run=_add)
    listing = actions.add_parser("list", help="luettele työasemat ja se, miten niillä menee")
    listing.set_defaults(run=_list)
    revoke = actions.add_parser("revoke", help="poista työaseman oikeudet")
    revoke.add_argument("name", metavar="NIMI")
    revoke.set_defaults(run=_revoke)
    clear = actions.add_parser("clear-copied", help="kuittaa, että levyn kopio on poistettu käytöstä")
    clear.add_argument("name", metavar="NIMI")
    clear.set_defaults(run=_clear_copied)
    return desk, add, listing, revoke, clear


def _add(context: Context, arguments: argparse.Namespace) -> int:
    code = context.house.enrolment.new_code(
        arguments.name, point=arguments.point or "", point_name=arguments.point_name or "", who=WHO
    )
    minutes = int(LIFE.total_seconds() // 60)
    context.say(f"Anna koodi työasemalla {minutes} minuutin kuluessa. Se käy kerran.")
    context.answer({"code": code}, grouped(code))
    return 0


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    seen = overview(context.house)
    finnish, now = words("fi"), context.house.clock()
    lines = []
    for desk in seen.desks:
        row = desk_row(desk, seen.gaps.get(desk.id, {}), seen.head, now, finnish)
        facts = [row.contact, f"odottaa: {row.waiting}", f"luettelo: {row.catalogue}", *row.notices]
        lines.append(f"{row.name} ({row.point}): {finnish('revoked') if row.revoked else '; '.join(facts)}")
    answer = {"desks": [_as_json(desk, seen.gaps.get(desk.id, {}), seen.head) for desk in seen.desks]}
    context.answer(answer, "\n".join(lines) or finnish("empty"))
    return 0


def _as_json(desk: Desk, gaps: Gaps, head: int) -> Mapping[str, object]:
    backlog = desk.backlog
    return {
        "id": desk.id,
        "name": desk.name,
        "point": desk.point,
        "point_name": desk.point_name,
        "revoked": desk.revoked,
        "copied": desk.copied,
        "last_contact": desk.last_contact.isoformat(timespec="seconds") if desk.last_contact else None,
        "app": desk.app,
        "waiting": backlog.waiting,
        "quarantined": backlog.quarantined,
        "oldest_week": backlog.oldest_week,
        "clock_offset": backlog.clock_offset,
        "catalogue_seq": backlog.catalogue_seq,
        "behind": max(0, head - backlog.catalogue_seq),
        "gaps": {kind: [list(hole) for hole in ranges] for kind, ranges in gaps.items()},
    }


def _revoke(context: Context, arguments: argparse.Namespace) -> int:
    context.house.desks.revoke(arguments.name, who=WHO)
    context.answer({"revoked": arguments.name}, f"Työaseman {arguments.name} oikeudet poistettiin.")
    return 0


def _clear_copied(context: Context, arguments: argparse.Namespace) -> int:
    context.house.desks.clear_copied(arguments.name, who=WHO)
    context.answer({"cleared": arguments.name}, f"Työaseman {arguments.name} kopio on kuitattu.")
    return 0
