"""The pages for coordinators under ``/desks``: log-in, the desks, a new one-time code, revoking.

Plain pages of this server alone: no script, nothing from another host.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from neuvola_core.errors import InvalidVisitError, RefusedContentError
from neuvola_server.accounts import Account, Accounts, LogInRefusedError
from neuvola_server.api.calls import house_of
from neuvola_server.api.limits import TokenBuckets
from neuvola_server.desks import Desk, DeskNameTakenError
from neuvola_server.enrolment import LIFE
from neuvola_server.house import House
from neuvola_server.naming import LONGEST_NAME, plain_name
from neuvola_server.tokens import new_token
from neuvola_server.web.codes import grouped
from neuvola_server.web.desk_rows import desk_row
from neuvola_server.web.forms import cookie_of, is_proven, proof_of, read_form, set_cookie
from neuvola_server.web.overview import overview
from neuvola_server.web.words import Words, wanted_language, words

_HERE: Final = Path(__file__).parent
_LOG_INS_A_MINUTE: Final = 60
"""Of everybody together, in one process: each costs a deliberate amount of work."""
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Language, Cookie",
    "X-Content-Type-Options": "nosniff",
}

router = APIRouter(prefix="/desks", include_in_schema=False, default_response_class=HTMLResponse)
_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_log_ins = TokenBuckets(_LOG_INS_A_MINUTE)

Fields = Annotated[Mapping[str, str], Depends(read_form)]


class _Visit:
    """One request of a browser: its house, its words, and who it is."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.house: House = house_of(request)
        self.accounts = Accounts(self.house.database, self.house.clock)
        self.words: Words = words(wanted_language(request.headers.get("accept-language", "")))
        self.cookie = cookie_of(request)
        self.account = self.accounts.who(self.cookie) if self.cookie else None

    def page(self, template: str, status: int = 200, **facts: Any) -> Response:
        """A page; a browser that is new here gets its cookie with it."""
        token = self.cookie or new_token()
        common = {"words": self.words, "account": self.account, "proof": proof_of(token), "told": ""}
        html = _templates.get_template(template).render(common | facts)
        response = HTMLResponse(html, status, _HEADERS | {"Content-Language": self.words.language})
        if not self.cookie:
            set_cookie(self.request, response, token)
        return response

    def log_in_page(self, told: str = "", status: int = 200, name: str = "") -> Response:
        """The log-in, with what went wrong."""
        return self.page("log_in.html", status, told=self.words(told) if told else "", name=name)

    def desks_page(
        self, account: Account, told: str = "", status: int = 200, given: Mapping[str, str] | None = None
    ) -> Response:
        """Every desk that is this person's business."""
        seen = overview(self.house)
        now = self.house.clock()
        rows = [
            desk_row(desk, seen.gaps.get(desk.id, {}), seen.head, now, self.words)
            for desk in seen.desks
            if account.may_see(desk.point)
        ]
        rows.sort(key=lambda row: (row.revoked, not row.notices, row.name.casefold()))
        return self.page(
            "desks.html",
            status,
            told=told,
            rows=rows,
            given=given or {},
            enrolled=sum(not row.revoked for row in rows),
            troubled=sum(bool(row.notices) for row in rows),
        )

    def desk_of(self, account: Account, name: str) -> Desk | None:
        """The desk of that name, if it is this person's business."""
        return next((d for d in self.house.desks.all() if d.name == name and account.may_see(d.point)), None)


Visit = Annotated[_Visit, Depends(_Visit)]


@router.get("")
def desks(visit: Visit) -> Response:
    """Every desk."""
    return visit.desks_page(visit.account) if visit.account else _to("/desks/log-in")


@router.get("/style.css")
def style() -> Response:
    """The looks of the pages."""
    return FileResponse(_HERE / "static" / "style.css", headers={"X-Content-Type-Options": "nosniff"})


@router.get("/log-in")
def log_in_form(visit: Visit) -> Response:
    """Asks for name and password."""
    return _to("/desks") if visit.account else visit.log_in_page()


@router.post("/log-in")
def log_in(visit: Visit, fields: Fields) -> Response:
    """Opens a log-in; the browser gets another cookie than it had before it."""
    if not is_proven(visit.cookie, fields):
        return visit.log_in_page("stale", HTTPStatus.FORBIDDEN)
    name = fields.get("name", "")[:LONGEST_NAME]
    try:
        if _log_ins.take(""):
            raise LogInRefusedError(reason="tries")
        token = visit.accounts.log_in(name, fields.get("password", ""))
    except LogInRefusedError as fault:
        reason = str(fault.facts["reason"])
        status = HTTPStatus.TOO_MANY_REQUESTS if reason == "tries" else HTTPStatus.FORBIDDEN
        return visit.log_in_page(reason, status, name)
    response = _to("/desks")
    set_cookie(visit.request, response, token)
    return response


@router.post("/log-out")
def log_out(visit: Visit, fields: Fields) -> Response:
    """Ends the log-in."""
    if is_proven(visit.cookie, fields):
        visit.accounts.log_out(visit.cookie)
    response = _to("/desks/log-in")
    set_cookie(visit.request, response, new_token())
    return response


@router.post("/code")
def new_code(visit: Visit, fields: Fields) -> Response:
    """Makes a one-time code and shows it this once."""
    account = visit.account
    if account is None:
        return _to("/desks/log-in")
    if not is_proven(visit.cookie, fields):
        return visit.desks_page(account, visit.words("stale"), HTTPStatus.FORBIDDEN, fields)
    name, point, point_name = (plain_name(fields.get(key, "")) for key in ("name", "point", "point_name"))
    lost = (fields.get("point") and not point) or (fields.get("point_name") and not point_name)
    if not name or lost:
        told = visit.words("no-point" if name else "no-name")
        return visit.desks_page(account, told, HTTPStatus.UNPROCESSABLE_ENTITY, fields)
    if not account.may_see(point):
        return visit.desks_page(account, visit.words("forbidden"), HTTPStatus.FORBIDDEN, fields)
    try:
        code = visit.house.enrolment.new_code(name, point=point, point_name=point_name, who=account.name)
    except (InvalidVisitError, RefusedContentError):
        return visit.desks_page(account, visit.words("no-point"), HTTPStatus.UNPROCESSABLE_ENTITY, fields)
    except DeskNameTakenError:
        return visit.desks_page(account, visit.words("taken", name=name), HTTPStatus.CONFLICT, fields)
    until = visit.words.time(visit.house.clock() + LIFE)
    return visit.page("code.html", name=name, code=grouped(code), until=until)


@router.post("/revoke")
def revoke(visit: Visit, fields: Fields) -> Response:
    """Takes a desk's right to sync away."""
    return _act(visit, fields, lambda name, who: visit.house.desks.revoke(name, who=who))


@router.post("/clear-copied")
def clear_copied(visit: Visit, fields: Fields) -> Response:
    """Notes that the copy of a desk is gone."""
    return _act(visit, fields, lambda name, who: visit.house.desks.clear_copied(name, who=who))


def _act(visit: _Visit, fields: Mapping[str, str], act: Callable[[str, str], None]) -> Response:
    account = visit.account
    if account is None:
        return _to("/desks/log-in")
    if not is_proven(visit.cookie, fields):
        return visit.desks_page(account, visit.words("stale"), HTTPStatus.FORBIDDEN)
    name = fields.get("name", "")
    if visit.desk_of(account, name) is None:
        return visit.desks_page(account, visit.words("gone", name=name), HTTPStatus.NOT_FOUND)
    act(name, account.name)
    return _to("/desks")


def _to(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
