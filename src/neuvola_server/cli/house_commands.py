"""``migrate``, ``restore``, ``backed-up``, ``sweep``, ``new-keys`` and ``status``: the care of the house."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from neuvola_server.cli.context import Context
from neuvola_server.cli.desk_commands import WHO
from neuvola_server.clock_watch import ClockDoubtedError
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
    sweeping.add_argument(
        "--clock-is-right", action="store_true", help="kello on tarkistettu: poista, vaikka se on hypännyt"
    )
    sweeping.set_defaults(run=_sweep)
    renewing = commands.add_parser(
        "new-keys", help="ota käyttöön avainkansion avaimet, kun entiset on menetetty"
    )
    renewing.set_defaults(run=_new_keys)
    status = commands.add_parser("status", help="kerro lukuina, miten palvelimella menee")
    status.set_defaults(run=_status)
    return migrating, restoring, backed, sweeping, renewing, status


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
    ended = context.house.retention.end_again()
    epoch = context.house.publication.new_epoch()
    context.house.snapshots.refresh(context.progress)
    context.answer(
        {"epoch": epoch, "ended_again": ended},
        "Palautus on merkitty. Työasemat lähettävät puuttuvat tiedot, kun ne seuraavan kerran kysyvät. "
        f"Yhteydenottopyyntöjä, jotka olivat jo päättyneet, poistettiin uudelleen: {ended}.",
    )
    return 0


def _backed_up(context: Context, arguments: argparse.Namespace) -> int:
    context.house.durability.backed_up(arguments.began)
    context.answer({"began": arguments.began.isoformat()}, "Varmuuskopio on merkitty.")
    return 0


def _new_keys(context: Context, _arguments: argparse.Namespace) -> int:
    house = context.house
    house.key_register.forget(house.clock(), who=WHO)
    house.keys.check()
    keys = sorted(house.keys.sealing_keys)
    house.snapshots.refresh(context.progress)
    context.answer(
        {"sealing_keys": keys},
        "Avainkansion avaimet ovat nyt palvelimen avaimet. "
        "Käynnistä palvelin uudelleen ja liitä työasemat uusilla kertakoodeilla.",
    )
    return 0


def _sweep(context: Context, arguments: argparse.Namespace) -> int:
    house = context.house
    if arguments.clock_is_right:
        house.clock_watch.believe()
    elif not house.clock_watch.is_believed():
        raise ClockDoubtedError
    house.rotation.tend()
    swept = house.retention.sweep()
    context.answer(asdict(swept), "Säilytysaikansa ylittäneet tiedot poistettiin.")
    return 0


def _status(context: Context, _arguments: argparse.Namespace) -> int:
    house = context.house
    records = {f"{kind} {state}": n for (kind, state), n in sorted(house.records.figures().items())}
    head, due = house.publication.now(), house.harvests.next_due()
    hanging = house.handlings.hanging()
    answer = {
        "services": head.count,
        "records": records,
        "next_harvest": due.isoformat() if due else None,
        "requests": {"open": len(hanging), "unopened": sum(not one.opened for one in hanging)},
        "receivers": len(house.receivers.public()),
        "recovery_keys": len(house.keys.recovery_keys),
        "clock_believed": house.clock_watch.is_believed(),
    }
    context.answer(answer, "\n".join(_status_lines(answer)))
    return 0


def _status_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"Palveluja luettelossa: {answer['services']}"
    for name, n in answer["records"].items():
        yield f"Saapunut {name}: {n}"
    if answer["next_harvest"]:
        yield f"Seuraava haku lähteistä: {answer['next_harvest']}"
    requests = answer["requests"]
    yield f"Yhteydenottopyyntöjä kesken: {requests['open']}, joista avaamatta {requests['unopened']}"
    yield f"Yhteydenottopyyntöjä ottaa vastaan: {answer['receivers']} järjestöä"
    yield f"Palautusavaimia: {answer['recovery_keys']}"
    if not answer["recovery_keys"]:
        yield "Tee palautusavain paperille (keys recovery): ilman sitä avainten menetys vie avoimet pyynnöt."
    if not answer["clock_believed"]:
        yield "Palvelimen kello on hypännyt: mitään ei poisteta, ennen kuin se on käynyt tasan vuorokauden."
