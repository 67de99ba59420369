"""``mail status``, ``test`` and ``bounce``: how mails about contact requests leave, and what comes back.

``bounce`` is run by a mail server, which tries again after exit code 75 and takes 1 for a refusal.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy.exc import SQLAlchemyError

from neuvola_core.contact import is_email
from neuvola_server.cli.context import Context, NotMigratedError
from neuvola_server.cli.messages import database_sentence, outcome_words, sentence
from neuvola_server.contacts import mails
from neuvola_server.contacts.bounces import LARGEST_BOUNCE, Returned
from neuvola_server.contacts.mails import MailFault, MailFigures
from neuvola_server.contacts.values import LANGUAGES
from neuvola_server.settings import MailSettings

_RETURNED = {
    Returned.NOTED: "Merkittiin, että viesti ei mennyt perille.",
    Returned.NOT_A_BOUNCE: "Viesti ei kerro, että jotain jäi perille menemättä. Mitään ei muutettu.",
    Returned.UNPROVEN: "Viesti ei tullut tämän palvelimen tekemään osoitteeseen. Mitään ei muutettu.",
    Returned.UNKNOWN: "Viestiä, joka palautui, ei enää ole. Mitään ei muutettu.",
}


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    mail = commands.add_parser("mail", help="sähköposti yhteydenottopyynnöistä")
    actions = mail.add_subparsers(dest="action", required=True, metavar="TOIMI")
    status = actions.add_parser("status", help="kerro asetukset, jono ja se, mikä ei mennyt perille")
    status.set_defaults(run=_status)
    test = actions.add_parser("test", help="lähetä koeviesti")
    test.add_argument("address", type=_address, metavar="OSOITE")
    test.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help="viestin kieli")
    test.set_defaults(run=_test)
    bounce = actions.add_parser("bounce", help="ota vastaan palautunut viesti (vakiosyötteestä)")
    bounce.add_argument("--recipient", default="", metavar="OSOITE", help="mihin osoitteeseen se tuli")
    bounce.set_defaults(run=_bounce)
    return mail, status, test, bounce


def _address(text: str) -> str:
    if not is_email(text):
        raise argparse.ArgumentTypeError("anna sähköpostiosoite")
    return text


def _status(context: Context, _arguments: argparse.Namespace) -> int:
    house = context.house
    now = house.clock()
    figures, faults = house.database.read(
        lambda connection: (mails.figures(connection, now), mails.faults(connection))
    )
    chosen = context.settings.mail
    answer = {
        "relay": f"{chosen.host}:{chosen.port}" if chosen else "",
        "tls": chosen.tls.value if chosen else "",
        "sender": chosen.sender if chosen else "",
        "bounce_domain": chosen.bounce_domain if chosen else "",
        **asdict(figures),
        "faults": [asdict(fault) for fault in faults],
    }
    context.answer(answer, "\n".join(_prose(chosen, figures, faults)))
    return 0


def _prose(chosen: MailSettings | None, figures: MailFigures, faults: Iterable[MailFault]) -> Iterable[str]:
    if chosen:
        yield f"Sähköposti lähtee palvelimen {chosen.host}:{chosen.port} kautta, lähettäjä {chosen.sender}."
    else:
        yield "Sähköpostia ei ole otettu käyttöön (NEUVOLA_SERVER_SMTP_URL): viestit odottavat."
    yield f"Jonossa {figures.waiting}, niistä yli tunnin myöhässä {figures.late}."
    yield f"Lähetetty {figures.sent}, ei mennyt perille {figures.failed}."
    for fault in faults:
        told = outcome_words(fault.fault)
        yield f"Pyyntö {fault.reference}: järjestölle {fault.organisation} ei mennyt viestiä ({told})."


def _test(context: Context, arguments: argparse.Namespace) -> int:
    context.house.post.test(arguments.address, arguments.language)
    context.answer(
        {"sent": arguments.address},
        f"Sähköpostipalvelin otti viestin vastaan. Tarkista, että se tuli perille: {arguments.address}",
    )
    return 0


def _bounce(context: Context, arguments: argparse.Namespace) -> int:
    raw = sys.stdin.buffer.read(LARGEST_BOUNCE)
    try:
        returned = context.house.bounces.take(raw, arguments.recipient)
    except NotMigratedError as fault:
        context.say(sentence(fault))
        return os.EX_TEMPFAIL
    except SQLAlchemyError as fault:
        context.say(database_sentence(fault))
        return os.EX_TEMPFAIL
    context.answer({"bounce": returned.value}, _RETURNED[returned])
    return 0
