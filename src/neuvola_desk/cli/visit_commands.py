"""``visit add`` and ``visit list``: the closed record from the command line."""

import argparse
from collections.abc import Iterable, Mapping
from enum import StrEnum

from neuvola_core.visit import (
    Entry,
    Interpreter,
    IsoWeek,
    Language,
    Length,
    Meeting,
    Outcome,
    Target,
    Unmet,
    UnmetReason,
    Visit,
)
from neuvola_desk.cli.context import Context
from neuvola_desk.record_port import Given
from neuvola_desk.usecases.visit_draft import VisitDraft

_FIELDS: Mapping[str, tuple[type[StrEnum], StrEnum]] = {
    "channel": (Meeting, Meeting.ON_SITE),
    "target": (Target, Target.UNRECORDED),
    "language": (Language, Language.UNRECORDED),
    "interpreter": (Interpreter, Interpreter.UNRECORDED),
    "outcome": (Outcome, Outcome.UNRECORDED),
    "length": (Length, Length.UNRECORDED),
    "entry": (Entry, Entry.AT_ONCE),
}


def _unmet(text: str) -> Unmet:
    need, _colon, reason = text.partition(":")
    try:
        return Unmet(need, UnmetReason(reason))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"anna TARVE:SYY, jossa syy on jokin näistä: {', '.join(UnmetReason)}"
        ) from None


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    visit = commands.add_parser("visit", help="merkitse käynti tai luettele lähettämättömät")
    actions = visit.add_subparsers(dest="action", required=True, metavar="TOIMI")
    add = actions.add_parser("add", help="merkitse käynti")
    add.add_argument("--need", action="append", required=True, metavar="ID")
    for name, (values, preselected) in _FIELDS.items():
        add.add_argument(f"--{name}", type=values, choices=list(values), default=preselected)
    add.add_argument("--unmet", action="append", default=[], type=_unmet, metavar="TARVE:SYY")
    add.add_argument("--service", action="append", default=[], metavar="ID", help="annettu palvelu")
    add.add_argument("--week", metavar="2026-W47", help="viikko; tämä viikko, ellei toisin sanota")
    add.add_argument("--point", default="", metavar="ID")
    add.add_argument("--campaign", default="", metavar="ID", help="kokeilu")
    add.add_argument("--note", default="", metavar="TEKSTI", help="muistiinpano palvelujen puutteesta")
    add.set_defaults(run=_add)
    listing = actions.add_parser("list", help="luettele lähettämättömät käynnit")
    listing.set_defaults(run=_list)
    return visit, add, listing


def _add(context: Context, arguments: argparse.Namespace) -> int:
    draft = VisitDraft(
        needs=tuple(arguments.need),
        channel=arguments.channel,
        target=arguments.target,
        language=arguments.language,
        interpreter=arguments.interpreter,
        outcome=arguments.outcome,
        unmet=tuple(arguments.unmet),
        length=arguments.length,
        given=tuple(Given(arguments.need[0], service) for service in arguments.service),
        note=arguments.note,
    )
    week = IsoWeek.parse(arguments.week) if arguments.week else None
    log = context.desk.visits_of(arguments.point, arguments.campaign)
    logged = log.log(draft, week=week, entry=arguments.entry)
    context.answer(
        {"id": logged.id, "undo_until": logged.undo_until.isoformat(timespec="minutes")},
        f"Käynti merkitty. Sen voi perua klo {logged.undo_until:%H.%M} asti.",
    )
    return 0


def _as_json(visit: Visit) -> Mapping[str, object]:
    return {
        "id": visit.id,
        "point": visit.point,
        "campaign": visit.campaign,
        "week": str(visit.week),
        "channel": visit.channel.value,
        "needs": list(visit.needs),
        "target": visit.target.value,
        "language": visit.language.value,
        "interpreter": visit.interpreter.value,
        "outcome": visit.outcome.value,
        "unmet": [{"need": unmet.need, "reason": unmet.reason.value} for unmet in visit.unmet],
        "length": visit.length.value,
        "entry": visit.entry.value,
    }


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    visits = context.desk.visits.unsent()
    prose = "\n".join(f"{visit.week}  {', '.join(visit.needs)}  {visit.outcome.value}" for visit in visits)
    context.answer({"visits": [_as_json(visit) for visit in visits]}, prose or "Ei lähettämättömiä käyntejä.")
    return 0
