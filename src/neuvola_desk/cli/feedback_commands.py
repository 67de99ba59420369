"""``experience add`` and ``correction add``: what visitors tell of services, what the catalogue has wrong."""

import argparse
from collections.abc import Iterable

from neuvola_core.correction import Part
from neuvola_core.experience import Helped
from neuvola_core.visit import UnmetReason
from neuvola_desk.cli.context import Context


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    experience = commands.add_parser("experience", help="merkitse kokemus palvelusta")
    actions = experience.add_subparsers(dest="action", required=True, metavar="TOIMI")
    tell = actions.add_parser("add", help="merkitse kokemus")
    tell.add_argument("--service", required=True, metavar="ID")
    tell.add_argument("--helped", required=True, type=Helped, choices=list(Helped), help="saiko kävijä apua")
    tell.add_argument("--obstacle", type=UnmetReason, choices=list(UnmetReason), help="mikä oli esteenä")
    tell.add_argument("--text", default="", metavar="TEKSTI", help="enintään 200 merkkiä, ei kävijän tietoja")
    tell.add_argument(
        "--code", default="", metavar="KOODI", help="esitteen palautekoodi, jos kävijällä on se"
    )
    tell.set_defaults(run=_tell)
    correction = commands.add_parser("correction", help="ehdota korjausta palvelun tietoihin")
    actions = correction.add_subparsers(dest="action", required=True, metavar="TOIMI")
    correct = actions.add_parser("add", help="ehdota korjausta")
    correct.add_argument("--service", required=True, metavar="ID")
    correct.add_argument("--part", type=Part, choices=list(Part), default=Part.OTHER, help="mikä on väärin")
    correct.add_argument("--text", default="", metavar="TEKSTI", help="miten se on oikein")
    correct.set_defaults(run=_correct)
    return experience, tell, correction, correct


def _tell(context: Context, arguments: argparse.Namespace) -> int:
    told = context.desk.feedback.tell(
        arguments.service,
        arguments.helped,
        obstacle=arguments.obstacle,
        text=arguments.text,
        code=arguments.code,
    )
    context.answer({"id": told.id}, "Kokemus merkitty.")
    return 0


def _correct(context: Context, arguments: argparse.Namespace) -> int:
    proposed = context.desk.feedback.correct(arguments.service, arguments.part, arguments.text)
    context.answer({"id": proposed.id}, "Korjausehdotus merkitty.")
    return 0
