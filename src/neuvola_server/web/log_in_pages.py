"""The log-in of coordinators and operators."""

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from neuvola_server.accounts import LogInRefusedError
from neuvola_server.api.limits import TokenBuckets
from neuvola_server.naming import LONGEST_NAME
from neuvola_server.tokens import new_token
from neuvola_server.web.forms import LOG_IN, Fields, is_proven
from neuvola_server.web.rendering import see_other
from neuvola_server.web.routing import PageRoute
from neuvola_server.web.staff import LOG_IN_PAGE, Anybody, Browsing

_LOG_INS_A_MINUTE: Final = 60
"""Of everybody together, in one process: each costs a deliberate amount of work."""

router = APIRouter(
    prefix="/desks", include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute
)
_log_ins = TokenBuckets(_LOG_INS_A_MINUTE)


@router.get("/log-in")
def log_in_form(browsing: Anybody) -> Response:
    """Asks for name and password."""
    return see_other("/desks") if browsing.account else _page(browsing)


@router.post("/log-in")
def log_in(browsing: Anybody, fields: Fields) -> Response:
    """Opens a log-in; the browser gets another cookie than it had before it."""
    if not is_proven(browsing.cookie, fields):
        return _page(browsing, "stale", HTTPStatus.FORBIDDEN)
    name = fields.get("name", "")[:LONGEST_NAME]
    try:
        if _log_ins.take(""):
            raise LogInRefusedError(reason="tries")
        token = browsing.accounts.log_in(name, fields.get("password", ""))
    except LogInRefusedError as fault:
        reason = str(fault.facts["reason"])
        status = HTTPStatus.TOO_MANY_REQUESTS if reason == "tries" else HTTPStatus.FORBIDDEN
        return _page(browsing, reason, status, name)
    response = see_other("/desks")
    LOG_IN.give(browsing.request, response, token)
    return response


@router.post("/log-out")
def log_out(browsing: Anybody, fields: Fields) -> Response:
    """Ends the log-in."""
    if is_proven(browsing.cookie, fields):
        browsing.accounts.log_out(browsing.cookie)
    response = see_other(LOG_IN_PAGE)
    LOG_IN.give(browsing.request, response, new_token())
    return response


def _page(browsing: Browsing, told: str = "", status: int = 200, name: str = "") -> Response:
    return browsing.page("log_in.html", status, told=browsing.words(told) if told else "", name=name)
