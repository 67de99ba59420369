"""The pages of the organisations that take contact requests: who answers there, and when they are closed.

What is kept here holds for every point, so a coordinator of one point only reads it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from neuvola_core.contact import Receiver
from neuvola_core.errors import InvalidVisitError, RefusedContentError
from neuvola_server.contacts.values import LANGUAGES, Party, ReceiverRefusedError, UnknownReceiverError
from neuvola_server.web.forms import Fields, is_proven
from neuvola_server.web.organisations import organisation_names, organisations
from neuvola_server.web.receiver_form import fields_of, party_of, period_of
from neuvola_server.web.receiver_rows import field_names, receiver_row
from neuvola_server.web.rendering import see_other
from neuvola_server.web.routing import Instead, PageRoute
from neuvola_server.web.staff import Manager, Staff
from neuvola_server.web.words import own_name

router = APIRouter(
    prefix="/receivers", include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute
)


@router.get("")
def receivers(staff: Manager, q: str = "") -> Response:
    """Every one of them; and organisations of the catalogue that might become one."""
    parties, today = staff.house.receivers.all(), staff.house.clock().date()
    known = {party.receiver.id for party in parties}
    wanted = q.strip()[:200]
    found = organisations(staff.house.database, wanted) if wanted else {}
    return staff.page(
        "receivers.html",
        rows=[receiver_row(party, today, staff.words) for party in parties],
        wanted=wanted,
        found=[(id_, staff.words.best(name), id_ in known) for id_, name in found.items()],
        may_change=not staff.is_of_one_point,
    )


@router.get("/{receiver}")
def receiver_page(staff: Manager, receiver: str) -> Response:
    """One of them, or a new one."""
    return _page(staff, _party(staff, receiver))


@router.post("/{receiver}")
def keep(staff: Manager, receiver: str, fields: Fields) -> Response:
    """Keeps what was typed; what lacks somebody to write to is kept, but not offered."""
    former = _party(staff, receiver)
    _may_change(staff, former, fields)
    party = party_of(fields, former)
    lacks = party.missing if party.active else ()
    try:
        staff.house.receivers.put(replace(party, active=party.active and not lacks), who=staff.person.name)
    except ReceiverRefusedError as fault:
        told = staff.words("refused", field=field_names((str(fault.facts["field"]),), staff.words))
        return _page(staff, former, told, HTTPStatus.UNPROCESSABLE_ENTITY, fields)
    except (InvalidVisitError, RefusedContentError):
        raise Instead(_unknown(staff)) from None
    if lacks:
        return _page(
            staff,
            _party(staff, receiver),
            staff.words("kept-unoffered", missing=field_names(lacks, staff.words)),
        )
    return see_other("/receivers")


@router.post("/{receiver}/close")
def close(staff: Manager, receiver: str, fields: Fields) -> Response:
    """Stops the offer for a time."""
    return _set_closed(staff, receiver, fields, staff.house.receivers.close)


@router.post("/{receiver}/reopen")
def reopen(staff: Manager, receiver: str, fields: Fields) -> Response:
    """Takes a closed period away."""
    return _set_closed(staff, receiver, fields, staff.house.receivers.reopen)


def _set_closed(staff: Staff, receiver: str, fields: Mapping[str, str], act: Callable[..., None]) -> Response:
    party = _party(staff, receiver)
    _may_change(staff, party, fields)
    period = period_of(fields)
    if period is None or not _is_kept(staff, receiver):
        told = staff.words("refused", field=field_names(("closed",), staff.words))
        return _page(staff, party, told, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act(receiver, period, who=staff.person.name)
    except ReceiverRefusedError:
        told = staff.words("refused", field=field_names(("closed",), staff.words))
        return _page(staff, party, told, HTTPStatus.UNPROCESSABLE_ENTITY)
    return see_other(f"/receivers/{receiver}")


def _page(
    staff: Staff, party: Party, told: str = "", status: int = 200, given: Mapping[str, str] | None = None
) -> Response:
    return staff.page(
        "receiver.html",
        status,
        told=told,
        id=party.receiver.id,
        name=staff.words.best(party.receiver.name),
        fields=given if given is not None else fields_of(party),
        languages=[(language, own_name(language)) for language in LANGUAGES],
        closed=[
            (period, staff.words.day(period.first), staff.words.day(period.last))
            for period in party.receiver.closed
        ],
        is_kept=_is_kept(staff, party.receiver.id),
        may_change=not staff.is_of_one_point,
    )


def _party(staff: Staff, receiver: str) -> Party:
    """As it is kept; an organisation of the catalogue that is not kept yet begins with its name."""
    try:
        return staff.house.receivers.get(receiver)
    except UnknownReceiverError:
        name = organisation_names(staff.house.database, receiver)
    if not name:
        raise Instead(_unknown(staff))
    return Party(Receiver(receiver, {language: name.get(language, "") for language in LANGUAGES}, {}))


def _is_kept(staff: Staff, receiver: str) -> bool:
    return any(party.receiver.id == receiver for party in staff.house.receivers.all())


def _may_change(staff: Staff, party: Party, fields: Mapping[str, str]) -> None:
    """Answers with the page instead where the form is not this browser's, or its person may only read."""
    if staff.is_of_one_point:
        raise Instead(_page(staff, party, staff.words("of-all-points"), HTTPStatus.FORBIDDEN))
    if not is_proven(staff.cookie, fields):
        given = fields if "language" in fields else None
        raise Instead(_page(staff, party, staff.words("stale"), HTTPStatus.FORBIDDEN, given))


def _unknown(staff: Staff) -> Response:
    return staff.page("told.html", HTTPStatus.NOT_FOUND, told=staff.words("no-receiver"))
