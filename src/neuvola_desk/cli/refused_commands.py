"""``sync refused``: what the server did not take, and what becomes of it."""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from neuvola_core.errors import NotEnrolledError
from neuvola_desk.cli.context import Context
from neuvola_desk.messages import sentence
from neuvola_desk.refusal_words import Reason, field_words, kind_words

if TYPE_CHECKING:  # for its name only: commands that send nothing load nothing of the exchange
    from neuvola_desk.sync.unsent import RefusedRecord

NOT_ENROLLED = 4


def add_actions(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds what can be done and gives the parsers."""
    refused = actions.add_parser("refused", help="tiedot, jotka eivät kelvanneet palvelimelle")
    doings = refused.add_subparsers(dest="doing", required=True, metavar="TOIMI")
    listed = doings.add_parser("list", help="näytä ne ja syyt")
    listed.set_defaults(run=_list)
    mended = doings.add_parser("correct", help="korjaa ja lähetä uudelleen seuraavalla kerralla")
    mended.add_argument("id", metavar="ID")
    mended.add_argument(
        "--set",
        action="append",
        default=[],
        type=_change,
        metavar="KENTTÄ=ARVO",
        help="esimerkiksi week=2026-W47, needs=velat,tyo tai unmet=velat:taynna",
    )
    mended.add_argument("--confirmed", action="store_true", help="teksti on katsottu: siinä ei ole kävijää")
    mended.set_defaults(run=_correct)
    again = doings.add_parser("resend", help="lähetä sellaisenaan uudelleen")
    again.add_argument("id", metavar="ID")
    again.set_defaults(run=_resend)
    given_up = doings.add_parser("discard", help="luovu tiedosta; käyntimäärät jäävät")
    given_up.add_argument("id", metavar="ID")
    given_up.add_argument("--reason", type=Reason, choices=list(Reason), required=True, help="miksi")
    given_up.set_defaults(run=_discard)
    copied = doings.add_parser("export", help="kirjoita ne salaamattomaan tiedostoon selvittämistä varten")
    copied.add_argument("file", type=Path, metavar="TIEDOSTO")
    copied.set_defaults(run=_export)
    return refused, listed, mended, again, given_up, copied


def _change(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"kirjoita KENTTÄ=ARVO: {told}")
    return name.strip(), value


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    from neuvola_desk.sync.unsent import look

    found = look(context.desk.record.outbox, context.desk.rights) if context.paths.record.exists() else ()
    prose = "\n".join(map(_prose, found)) or "Kaikki on kelvannut palvelimelle."
    context.answer({"refused": [_as_json(one) for one in found]}, prose)
    return 0


def _as_json(one: "RefusedRecord") -> Mapping[str, object]:
    return {"id": one.id, "kind": one.kind, "reason": one.reason, "values": dict(one.values)}


def _prose(one: "RefusedRecord") -> str:
    from neuvola_desk.sync.status import refusal_words

    fields = (f"  {field_words(name)} ({name}): {value}" for name, value in one.values.items() if value)
    return "\n".join((f"{one.id} {kind_words(one.kind)}: {refusal_words(one.reason)}", *fields))


def _correct(context: Context, arguments: argparse.Namespace) -> int:
    from neuvola_desk.sync.unsent import correct

    changes = dict(arguments.set)
    outbox, rights = context.desk.record.outbox, context.desk.rights
    new_id = correct(outbox, arguments.id, changes, rights, confirmed=arguments.confirmed)
    context.answer({"id": new_id, "replaces": arguments.id}, "Korjattu. Lähtee seuraavassa lähetyksessä.")
    return 0


def _resend(context: Context, arguments: argparse.Namespace) -> int:
    from neuvola_desk.sync.unsent import resend

    resend(context.desk.record.outbox, arguments.id, context.desk.rights)
    context.answer({"id": arguments.id}, "Lähtee seuraavassa lähetyksessä.")
    return 0


def _discard(context: Context, arguments: argparse.Namespace) -> int:
    from neuvola_desk.sync.unsent import discard

    discard(context.desk.record.outbox, arguments.id, arguments.reason, context.desk.rights)
    context.answer({"id": arguments.id, "reason": arguments.reason}, "Tiedosta luovuttiin.")
    return 0


def _export(context: Context, arguments: argparse.Namespace) -> int:
    from neuvola_desk.sync.unsent import export

    if not context.paths.record.exists():
        context.say(sentence(NotEnrolledError()))
        return NOT_ENROLLED
    number = export(context.desk.record.outbox, arguments.file, context.desk.rights)
    context.answer(
        {"records": number, "file": str(arguments.file)},
        f"Tiedostoon {arguments.file} kirjoitettiin {number} tietoa. Tiedostoa ei ole salattu: "
        "poista se, kun asia on selvitetty.",
    )
    return 0
