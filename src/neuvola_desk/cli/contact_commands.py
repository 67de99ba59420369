"""``contact create|withdraw|list|receivers|controller``: contact requests from the command line."""

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import msgspec

from neuvola_core.contact import PreferredTime, Reach, Receiver, withdraw_address
from neuvola_core.errors import InvalidRecordError
from neuvola_desk.cli.context import Context
from neuvola_desk.contact_words import handling_words, stage_words, withdrawn_words
from neuvola_desk.usecases.consent import Agreed, Controller, languages, name_in, words
from neuvola_desk.usecases.contact_requests import NoOfferError, Receipt, RequestState, Typed, opens_again

_LARGEST: Final = 16 * 1024
_SEEN: Final = (
    "Komentorivin näkevät muutkin tämän koneen käyttäjät: anna tiedot mieluummin valinnalla --details-fd."
)


class _Details(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be given on a file descriptor."""

    phone: str = ""
    email: str = ""
    name: str = ""
    sentence: str = ""


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the commands and gives their parsers."""
    group = commands.add_parser("contact", help="yhteydenottopyynnöt: tee, peru, luettele")
    actions = group.add_subparsers(dest="action", required=True, metavar="TOIMI")
    create = actions.add_parser("create", help="tee yhteydenottopyyntö", epilog=_SEEN)
    _add_request_options(create)
    create.set_defaults(run=_create)
    withdraw = actions.add_parser("withdraw", help="peru pyyntö kävijän lapussa olevalla koodilla")
    withdraw.add_argument("code", metavar="KOODI")
    withdraw.set_defaults(run=_withdraw)
    listing = actions.add_parser("list", help="luettele pyynnöt ja niiden tila; yhteystietoja ei näytetä")
    listing.set_defaults(run=_list)
    receivers = actions.add_parser("receivers", help="luettele järjestöt, jotka ottavat pyyntöjä vastaan")
    receivers.set_defaults(run=_receivers)
    controller = actions.add_parser("controller", help="näytä tai kirjaa rekisterinpitäjä")
    controller.add_argument("--name", metavar="NIMI", help="kenen rekisteri on")
    controller.add_argument("--contact", metavar="YHTEYS", help="miten rekisterinpitäjään saa yhteyden")
    controller.set_defaults(run=_controller)
    return group, create, withdraw, listing, receivers, controller


def _add_request_options(create: argparse.ArgumentParser) -> None:
    create.add_argument("--organisation", action="append", required=True, metavar="ID", help="1–5 järjestöä")
    create.add_argument(
        "--reach",
        type=Reach,
        choices=list(Reach),
        required=True,
        help="miten kävijään on turvallista ottaa yhteyttä",
    )
    create.add_argument("--phone", default="", metavar="NUMERO", help="näkyy muille tällä koneella")
    create.add_argument("--email", default="", metavar="OSOITE", help="näkyy muille tällä koneella")
    create.add_argument("--name", default="", metavar="ETUNIMI", help="näkyy muille tällä koneella")
    create.add_argument("--sentence", default="", metavar="LAUSE", help="näkyy muille tällä koneella")
    create.add_argument(
        "--details-fd",
        type=int,
        metavar="N",
        help="lue tiedostokahvasta N (0 = syöte) JSON-olio, jossa on phone, email, name ja sentence",
    )
    create.add_argument("--time", type=PreferredTime, choices=list(PreferredTime), default=PreferredTime.ANY)
    create.add_argument("--language", choices=languages(), default="fi", help="suostumuksen ja puhelun kieli")
    create.add_argument(
        "--consent",
        action="store_true",
        required=True,
        help="kävijä on täyttänyt 18, yhteystieto on hänen omansa, se on luettu hänelle, ja hän on suostunut",
    )
    create.add_argument(
        "--sentence-checked", action="store_true", help="lauseessa ei ole kenenkään nimeä eikä osoitetta"
    )
    create.add_argument(
        "--line-is-old",
        action="store_true",
        help="kävijä tietää, ettei yhteyttä palvelimeen nyt ole, ja haluaa pyynnön silti",
    )


def _create(context: Context, arguments: argparse.Namespace) -> int:
    requests = context.desk.contact_requests
    typed = requests.check(_typed(arguments), confirmed=arguments.sentence_checked)
    proposal = requests.propose(arguments.organisation, arguments.language)
    if requests.is_line_old(context.desk.clock.now()) and not arguments.line_is_old:
        raise NoOfferError(reason="old-line")
    agreed = Agreed(
        proposal=proposal,
        reach=typed.reach,
        is_adult=arguments.consent,
        is_own=arguments.consent,
        read_back=typed.address,
        agrees=arguments.consent,
    )
    receipt = requests.create(agreed, typed)
    server = context.desk.slip_address
    context.answer(_receipt_json(receipt), "\n".join(_receipt_lines(receipt, server)))
    return 0


def _typed(arguments: argparse.Namespace) -> Typed:
    typed = Typed(arguments.reach, time=arguments.time, language=arguments.language)
    given = _Details(arguments.phone, arguments.email, arguments.name, arguments.sentence)
    if arguments.details_fd is not None:
        if given != _Details():
            raise InvalidRecordError(field="details-twice", value="")
        given = _read_details(arguments.details_fd)
    return replace(
        typed, phone=given.phone, email=given.email, first_name=given.name, sentence=given.sentence
    )


def _read_details(number: int) -> _Details:
    try:
        if number == 0 and sys.stdin is not None:
            said = sys.stdin.buffer.read(_LARGEST)
        else:
            with os.fdopen(os.dup(number), "rb") as file:
                said = file.read(_LARGEST)
        return msgspec.json.decode(said, type=_Details)
    except (OSError, ValueError, OverflowError):
        raise InvalidRecordError(field="details", value="") from None


def _receipt_json(receipt: Receipt) -> dict[str, object]:
    return {
        "reference": receipt.reference,
        "code": receipt.code,
        "organisations": [
            {"id": one.id, "name": name_in(one.name, "fi"), "phone": one.phone} for one in receipt.receivers
        ],
        "answer_by": receipt.answer_by.isoformat(),
        "erased_by": receipt.erased_by.isoformat(),
    }


def _receipt_lines(receipt: Receipt, server: str) -> Iterable[str]:
    told = words("fi")
    yield f"{told.word('receipt_reference')}: {receipt.reference}"
    yield f"{told.word('receipt_code')}: {receipt.code}"
    yield told.word("receipt_to", organisations=told.names(receipt.receivers))
    yield from told.call_lines(receipt.receivers, receipt.reach, receipt.answer_by)
    yield told.word("receipt_withdraw")
    if server:
        yield withdraw_address(server)
    yield told.word("receipt_erased", date=told.day(receipt.erased_by))


def _withdraw(context: Context, arguments: argparse.Namespace) -> int:
    done = context.desk.contact_requests.withdraw(arguments.code)
    context.answer({"withdrawn": done.value}, withdrawn_words(done))
    return 0


def _list(context: Context, _arguments: argparse.Namespace) -> int:
    states = context.desk.contact_requests.states()
    prose = "\n".join(line for state in states for line in _state_lines(state))
    context.answer({"requests": [_state_json(state) for state in states]}, prose or "Pyyntöjä ei ole.")
    return 0


def _state_json(state: RequestState) -> dict[str, object]:
    return {
        "reference": state.reference,
        "day": state.day.isoformat(),
        "stage": state.stage.value,
        "organisations": [
            {"id": at.organisation, "name": name_in(at.name, "fi"), "state": at.state.value}
            | {"reason": at.reason.value, "day": at.day}
            for at in state.organisations
        ],
        "erased_by": state.erased_by.isoformat(),
    }


def _state_lines(state: RequestState) -> Iterable[str]:
    yield f"{state.reference}  {words('fi').day(state.day)}  {stage_words(state.stage)}"
    for at in state.organisations:
        yield f"  {name_in(at.name, 'fi') or at.organisation}: {handling_words(at.state, at.reason)}"


def _receivers(context: Context, _arguments: argparse.Namespace) -> int:
    requests = context.desk.contact_requests
    obstacle = requests.obstacle()
    if obstacle is not None:
        raise obstacle
    today = requests.today()
    found = requests.receivers()
    lines = []
    for receiver in found:
        opens = opens_again(receiver, today)
        closed = f" – {words('fi').word('closed', date=words('fi').day(opens))}" if opens else ""
        lines.append(f"{receiver.id}  {name_in(receiver.name, 'fi')}{closed}")
    told = [_receiver_json(one) | {"opens": str(opens_again(one, today) or "")} for one in found]
    context.answer({"receivers": told}, "\n".join(lines))
    return 0


def _controller(context: Context, arguments: argparse.Namespace) -> int:
    settings = context.desk.settings
    given = {"controller": arguments.name, "controller_contact": arguments.contact}
    changed = replace(settings, **{name: text.strip() for name, text in given.items() if text is not None})
    if changed != settings:
        context.desk.keep_settings(changed)
    told = Controller(changed.controller, changed.controller_contact)
    prose = f"{told.name}, {told.contact}" if told.is_named else "Rekisterinpitäjää ei ole kirjattu."
    context.answer({"name": told.name, "contact": told.contact}, prose)
    return 0


def _receiver_json(receiver: Receiver) -> dict[str, object]:
    return {
        "id": receiver.id,
        "name": name_in(receiver.name, "fi"),
        "method": name_in(receiver.method, "fi"),
        "phone": receiver.phone,
        "answer_days": receiver.answer_days,
    }
