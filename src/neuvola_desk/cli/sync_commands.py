"""``enrol``, ``sync`` and its ``refused``, ``export-outbox``, ``import-bundle``: this desk and its server."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from neuvola_core.errors import (
    AccessRefusedError,
    NeuvolaError,
    NotEnrolledError,
    ServerBusyError,
    ServerUnreachableError,
    UnreadableSourceError,
)
from neuvola_desk.cli import refused_commands
from neuvola_desk.cli.context import Context
from neuvola_desk.messages import sentence

if TYPE_CHECKING:
    from neuvola_desk.sync.result import SyncResult

FAILED: Final = 1
UNREACHABLE: Final = 3
NOT_ALLOWED: Final = 4


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    enrol = commands.add_parser("enrol", help="liitä työasema palvelimeen koordinaattorin koodilla")
    enrol.add_argument("url", metavar="OSOITE")
    enrol.add_argument("code", metavar="KOODI")
    enrol.add_argument(
        "--ca-file", type=Path, metavar="TIEDOSTO", help="oman varmentajan varmenne (PEM), jos sellainen on"
    )
    enrol.set_defaults(run=_enrol)
    sync = commands.add_parser("sync", help="lähetä odottavat tiedot ja hae palveluluettelo nyt")
    sync.set_defaults(run=_sync)
    refused = refused_commands.add_actions(sync.add_subparsers(dest="action", metavar="TOIMI"))
    export = commands.add_parser(
        "export-outbox", help="kirjoita odottavat tiedot suljettuun tiedostoon, jos verkkoa ei ole"
    )
    export.add_argument("file", type=Path, metavar="TIEDOSTO")
    export.set_defaults(run=_export)
    taking = commands.add_parser(
        "import-bundle", help="lue palvelimen vastaus tai palveluluettelo tiedostosta"
    )
    taking.add_argument("file", type=Path, metavar="TIEDOSTO")
    taking.set_defaults(run=_import)
    return enrol, sync, *refused, export, taking


def exit_code(fault: NeuvolaError | None) -> int:
    """What a script sees of a fault on the way to the server."""
    if fault is None:
        return 0
    if isinstance(fault, ServerUnreachableError | ServerBusyError):
        return UNREACHABLE
    if isinstance(fault, NotEnrolledError | AccessRefusedError):
        return NOT_ALLOWED
    return FAILED


def _enrol(context: Context, arguments: argparse.Namespace) -> int:
    ca = _certificate(arguments.ca_file) if arguments.ca_file else ""
    if context.desk.catalogue.info().services:
        context.say(
            "Palvelimen palveluluettelo korvaa ensimmäisessä haussa luettelon, joka on tuotu tälle "
            "työasemalle. Omat muistiinpanot palveluista säilyvät."
        )
    try:
        identity = context.desk.exchange.enrol(arguments.url, arguments.code, ca)
    except NeuvolaError as fault:
        context.say(sentence(fault))
        if context.as_json:
            context.answer({"state": fault.code})
        return exit_code(fault)
    context.answer(
        {
            "state": "done",
            "url": identity.url,
            "desk": identity.desk,
            "name": identity.name,
            "point": identity.point,
            "point_name": identity.point_name,
        },
        f"Työasema {identity.name} on liitetty palvelimeen {identity.url}. "
        "Lähetä ja hae tiedot komennolla neuvola-desk sync.",
    )
    return 0


def _certificate(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableSourceError(path=path, reason="unreadable") from fault


def _sync(context: Context, _arguments: argparse.Namespace) -> int:
    if not context.desk.is_enrolled:
        return _told(context, _never_enrolled(context))
    from neuvola_desk.sync.result import Watch

    return _told(context, context.desk.exchange.sync(watch=Watch(_progress(context))))


def _never_enrolled(context: Context) -> "SyncResult":
    from neuvola_desk.sync.result import SyncResult

    fault = NotEnrolledError()
    waiting = context.desk.record.outbox.count() if context.paths.record.exists() else 0
    cursor = context.desk.catalogue.cursor()
    return SyncResult(state=fault.code, waiting=waiting, cursor=cursor, fault=fault)


def _progress(context: Context) -> Callable[[str, int, int], None]:
    def tell(_stage: str, done: int, total: int) -> None:
        context.progress(done, total)

    return tell


def as_json(result: "SyncResult") -> Mapping[str, object]:
    """The figures of the command-line contract."""
    names = ("state", "pushed", "accepted", "known", "refused", "pulled", "withdrawn", "waiting", "cursor")
    return {name: getattr(result, name) for name in names}


def _told(context: Context, result: "SyncResult") -> int:
    if result.fault is not None:
        context.say(sentence(result.fault))
    prose = (
        f"Lähetetty {result.pushed}: uusia {result.accepted}, tuttuja {result.known}, "
        f"ei kelvannut {result.refused}. Haettu {result.pulled} palvelua, poistunut {result.withdrawn}. "
        f"Odottaa {result.waiting}."
    )
    if context.desk.paths.record.exists() and context.desk.is_enrolled:
        from neuvola_desk.sync.status import facts, words

        for line in words(facts(context.desk.record), context.desk.clock.now()):
            context.say(line.text)
    context.answer(as_json(result), prose)
    return exit_code(result.fault)


def _export(context: Context, arguments: argparse.Namespace) -> int:
    if not context.desk.is_enrolled:
        context.say(sentence(NotEnrolledError()))
        return NOT_ALLOWED
    from neuvola_desk.sync.bundle import Bundles

    exported = Bundles(context.desk.exchange).export_outbox(arguments.file)
    context.answer(
        {"records": exported.records, "file": str(arguments.file)},
        f"Tiedostoon {arguments.file} kirjoitettiin {exported.records} tietoa palvelimelle suljettuna. "
        "Ne odottavat tällä koneella, kunnes palvelimen vastaus on luettu.",
    )
    return 0


def _import(context: Context, arguments: argparse.Namespace) -> int:
    if not context.desk.is_enrolled:
        return _told(context, _never_enrolled(context))
    from neuvola_desk.sync.bundle import Bundles

    return _told(context, Bundles(context.desk.exchange).import_bundle(arguments.file))
