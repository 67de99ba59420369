"""``harvest``: the sources that the server fetches by schedule."""

import argparse
from collections.abc import Iterable, Mapping
from datetime import datetime

from neuvola_exchange import registry
from neuvola_exchange.import_answer import import_answer, import_prose
from neuvola_server.cli.context import Context
from neuvola_server.harvest import FollowedSource, Harvested
from neuvola_server.web.words import words


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    harvest = commands.add_parser("harvest", help="seuraa lähteitä ajastetusti")
    actions = harvest.add_subparsers(dest="action", required=True, metavar="TOIMI")
    add = actions.add_parser("add", help="ala seurata lähdettä, tai vaihda sen osoite")
    add.add_argument("origin", metavar="LÄHDE", help="lähteen nimi, esimerkiksi sheet/kulman-tuki")
    add.add_argument(
        "address", nargs="+", metavar="OSOITE", help="{since} osoitteessa on päivä, josta muutokset pyydetään"
    )
    add.add_argument("--format", choices=(registry.AUTO, *registry.FORMATS), default=registry.AUTO)
    add.set_defaults(run=_add)
    listing = actions.add_parser("list", help="luettele seuratut lähteet")
    listing.set_defaults(run=_list)
    run = actions.add_parser("run", help="hae heti: nimetty lähde, tai ne joiden vuoro on")
    run.add_argument("origin", nargs="?", default="", metavar="LÄHDE")
    run.add_argument("--changes", action="store_true", help="vain muutokset")
    run.set_defaults(run=_run)
    remove = actions.add_parser("remove", help="lakkaa seuraamasta; tuodut palvelut jäävät")
    remove.add_argument("origin", metavar="LÄHDE")
    remove.add_argument("--withdraw", action="store_true", help="poista myös tuodut palvelut")
    remove.set_defaults(run=_remove)
    return harvest, add, listing, run, remove


def _add(context: Context, arguments: argparse.Namespace) -> int:
    context.house.harvests.add(arguments.origin, " ".join(arguments.address), arguments.format)
    context.answer({"followed": arguments.origin}, f"Lähdettä {arguments.origin} seurataan.")
    return 0


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    sources = context.house.harvests.all()
    answer = {"sources": [_as_json(source) for source in sources]}
    context.answer(answer, "\n".join(map(_line, sources)) or "Yhtään lähdettä ei seurata.")
    return 0


def _as_json(source: FollowedSource) -> Mapping[str, object]:
    return {
        "origin": source.origin,
        "address": source.address,
        "format": source.format,
        "last_try": _iso(source.last_try),
        "last_part": _iso(source.last_part),
        "last_whole": _iso(source.last_whole),
        "last_fault": source.last_fault,
        "next_due": _iso(source.next_due),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _line(source: FollowedSource) -> str:
    tried = words("fi").moment(source.last_try) if source.last_try else "ei vielä haettu"
    fault = f"; viimeksi epäonnistui: {source.last_fault}" if source.last_fault else ""
    return f"{source.origin}: {source.address} ({tried}{fault})"


def _run(context: Context, arguments: argparse.Namespace) -> int:
    harvests = context.house.harvests
    if arguments.origin:
        found: tuple[Harvested, ...] = (
            harvests.run(arguments.origin, whole=not arguments.changes, progress=context.progress),
        )
    else:
        found = harvests.run_due(context.progress)
    if any(one.report for one in found):
        context.house.snapshots.refresh(context.progress)
    answer = {
        "harvested": [
            {"origin": one.origin, "fault": one.fault, **(import_answer(one.report) if one.report else {})}
            for one in found
        ]
    }
    lines = [f"{one.origin}: {import_prose(one.report) if one.report else one.fault}" for one in found]
    context.answer(answer, "\n".join(lines) or "Minkään lähteen vuoro ei ole vielä.")
    return 1 if any(one.fault for one in found) else 0


def _remove(context: Context, arguments: argparse.Namespace) -> int:
    removed = context.house.harvests.remove(arguments.origin)
    withdrawn = context.house.catalogue.withdraw(arguments.origin).withdrawn if arguments.withdraw else 0
    if withdrawn:
        context.house.snapshots.refresh(context.progress)
    prose = f"Lähdettä {arguments.origin} ei {'enää' if removed else 'ollut'} seurata."
    if not removed:
        prose = f"Lähdettä {arguments.origin} ei seurattu."
    context.answer({"removed": removed, "withdrawn": withdrawn}, prose)
    return 0 if removed or withdrawn else 1
