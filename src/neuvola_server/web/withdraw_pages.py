"""The visitor's page: a contact request is taken back with the code of the receipt.

There is nothing to log in to, so there is no cookie, and no proof that a form came from here: it acts by the
code alone, which another site does not know. The address of whoever asks is counted in memory, never kept.
"""

import time
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from neuvola_core.contact import WITHDRAW_PAGE
from neuvola_core.errors import InvalidRecordError, ServerBusyError
from neuvola_server.api.calls import house_of
from neuvola_server.api.limits import TokenBuckets
from neuvola_server.contacts.values import Withdrawn
from neuvola_server.web.forms import Fields
from neuvola_server.web.language_choice import LanguageChoice
from neuvola_server.web.networks import network_of
from neuvola_server.web.rendering import html
from neuvola_server.web.routing import PageRoute
from neuvola_server.web.words import Reader

TRIES_OF_ONE: Final = 10
"""A minute, of one address."""
TRIES_OF_ALL: Final = 6000
"""A minute, of everybody together, in one process: no dozen of addresses may keep others from the page."""
UNKNOWN_OF_ONE: Final = 30
"""A day, of one address: codes of requests that are not here, which are kept."""
_MINUTES: Final = 24 * 60
LONGEST_CODE: Final = 100

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)
_of_one = TokenBuckets(TRIES_OF_ONE)
_of_all = TokenBuckets(TRIES_OF_ALL)
_unknown = TokenBuckets(UNKNOWN_OF_ONE, lambda: time.monotonic() / _MINUTES)  # its minute is a day


@router.api_route(WITHDRAW_PAGE, methods=["GET", "HEAD"])
def withdraw_form(request: Request) -> Response:
    """Asks for the code."""
    return _form(request)


@router.post(WITHDRAW_PAGE)
def withdraw(request: Request, fields: Fields) -> Response:
    """Takes the request of the code back."""
    code = fields.get("code", "")
    if not code:
        return _form(request, "missing", HTTPStatus.UNPROCESSABLE_ENTITY)
    network = network_of(request)
    if _of_one.take(network) or _of_all.take(""):
        return _form(request, "often", HTTPStatus.TOO_MANY_REQUESTS, code)
    if len(code) > LONGEST_CODE:
        return _form(request, "mistyped", HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        came = house_of(request).handlings.withdraw(code, lambda: not _unknown.take(network))
    except InvalidRecordError:
        return _form(request, "mistyped", HTTPStatus.UNPROCESSABLE_ENTITY, code)
    except ServerBusyError:  # so many unknown ones today, of one or of all, that it is not remembered
        return _form(request, "unknown", HTTPStatus.NOT_FOUND, code)
    if came is Withdrawn.WAITING:
        return _form(request, "waiting", HTTPStatus.NOT_FOUND, code)
    return _page(request, "withdrawn.html", HTTPStatus.OK, came=came.value)


def _form(request: Request, told: str = "", status: int = 200, code: str = "") -> Response:
    return _page(request, "withdraw.html", status, told=told, code=code)


def _page(request: Request, template: str, status: int, **facts: str) -> Response:
    choice = LanguageChoice(request, Reader.VISITOR)
    common = {
        "words": choice.words,
        "choice": choice,
        "languages": choice.others,
        "here": WITHDRAW_PAGE,
        "told": "",
    }
    return html(template, status, language=choice.words.language, referrer="no-referrer", **common | facts)
