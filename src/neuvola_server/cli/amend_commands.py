"""``amend`` and ``correction list``: what is wrong in the catalogue, and putting it right for every desk."""

import argparse
from collections.abc import Iterable
from typing import Any

import msgspec

from neuvola_core.plain_language import look
from neuvola_exchange.plain_advice import MOST_SAID, advice_lines
from neuvola_server.amending import FIELDS, TEXTS
from neuvola_server.cli.context import Context


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    amend = commands.add_parser(
        "amend", help="korjaa palvelun tieto; korjaus pysyy, vaikka lähde tuodaan uudelleen"
    )
    amend.add_argument("service", metavar="PALVELU")
    amend.add_argument("field", metavar="KENTTÄ", choices=FIELDS)
    amend.add_argument("value", metavar="ARVO", help="teksti tai JSON")
    amend.add_argument("--language", default="fi", metavar="KIELI", help="tekstin kieli")
    amend.add_argument("--reason", default="", metavar="TEKSTI", help="miksi")
    amend.set_defaults(run=_amend)
    correction = commands.add_parser("correction", help="työasemien korjausehdotukset")
    actions = correction.add_subparsers(dest="action", required=True, metavar="TOIMI")
    listing = actions.add_parser("list", help="luettele korjausehdotukset")
    listing.set_defaults(run=_list)
    return amend, correction, listing


def _amend(context: Context, arguments: argparse.Namespace) -> int:
    value = _value(arguments.field, arguments.value, arguments.language)
    made = context.house.catalogue.amend(arguments.service, arguments.field, value, arguments.reason)
    if arguments.field in TEXTS:
        _advise(context, arguments.value, arguments.language)
    context.answer({"id": made.id}, "Korjaus on voimassa ja lähtee työasemille.")
    return 0


def _advise(context: Context, text: str, language: str) -> None:
    """Tells what could be plainer in a text that holds already: advice never stops a correction."""
    lines = list(advice_lines(look(text, language), MOST_SAID))
    for line in ["Tekstiä voisi selkeyttää:", *lines] if lines else []:
        context.say(line)


def _value(field: str, typed: str, language: str) -> Any:
    """A text is taken as it is typed; anything else may be JSON."""
    if field in TEXTS:
        return {language: typed}
    try:
        return msgspec.json.decode(typed)
    except msgspec.DecodeError:
        return typed


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    proposed = context.house.proposals.all()
    lines = [f"{one.service}  {one.part.value}: {one.text}" for one in proposed]
    answer = [
        {"id": one.id, "service": one.service, "part": one.part.value, "text": one.text} for one in proposed
    ]
    context.answer({"corrections": answer}, "\n".join(lines) or "Ei korjausehdotuksia.")
    return 0
