"""``migrate``, ``restore``, ``backed-up``, ``sweep`` and ``new-keys``: the care of database and keys."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

from neuvola_server.cli.context import Context
from neuvola_server.cli.desk_commands import WHO
from neuvola_server.storage.migrate import is_current, migrate


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    migrating = commands.add_parser("migrate", help="päivitä tietokanta tämän ohjelman muotoon")
    migrating.set_defaults(run=_migrate)
    restoring = commands.add_parser(
        "restore", help="kerro, että tietokanta palautettiin varmuuskopiosta: työasemat korjaavat erot"
    )
    restoring.set_defaults(run=_restore)
    backed = commands.add_parser("backed-up", help="kerro, että varmuuskopio valmistui")
    backed.add_argument(
        "--began", type=_moment, required=True, metavar="AIKA", help="milloin kopiointi alkoi"
    )
    backed.set_defaults(run=_backed_up)
    sweeping = commands.add_parser("sweep", help="poista se, minkä säilytysaika on päättynyt")
    sweeping.set_defaults(run=_sweep)
    renewing = commands.add_parser(
        "new-keys", help="ota käyttöön avainkansion avaimet, kun entiset on menetetty"
    )
    renewing.set_defaults(run=_new_keys)
    return migrating, restoring, backed, sweeping, renewing


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("anna aika muodossa 2026-11-22T03:00+02:00") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("ajasta puuttuu aikavyöhyke, esimerkiksi +02:00")
    return moment.astimezone(UTC)


def _migrate(context: Context, _arguments: argparse.Namespace) -> int:
    database = context.unprepared_house.database
    changed = not is_current(database)
    if changed:
        migrate(database)
    context.answer(
        {"migrated": changed}, "Tietokanta päivitettiin." if changed else "Tietokanta on ajan tasalla."
    )
    return 0


def _restore(context: Context, _arguments: argparse.Namespace) -> int:
    epoch = context.house.publication.new_epoch()
    context.house.snapshots.refresh(context.progress)
    context.answer(
        {"epoch": epoch},
        "Palautus on merkitty. Työasemat lähettävät puuttuvat tiedot, kun ne seuraavan kerran kysyvät.",
    )
    return 0


def _backed_up(context: Context, arguments: argparse.Namespace) -> int:
    context.house.durability.backed_up(arguments.began)
    context.answer({"began": arguments.began.isoformat()}, "Varmuuskopio on merkitty.")
    return 0


def _new_keys(context: Context, _arguments: argparse.Namespace) -> int:
    house = context.house
    house.key_register.forget(house.clock(), who=WHO)
    keys = sorted(house.keys.sealing_keys)
    house.snapshots.refresh(context.progress)
    context.answer(
        {"sealing_keys": keys},
        "Avainkansion avaimet ovat nyt palvelimen avaimet. "
        "Käynnistä palvelin uudelleen ja liitä työasemat uusilla kertakoodeilla.",
    )
    return 0


def _sweep(context: Context, _arguments: argparse.Namespace) -> int:
    swept = context.house.retention.sweep()
    context.answer(asdict(swept), "Säilytysaikansa ylittäneet tiedot poistettiin.")
    return 0
