"""The page of an organisation, by the link in its mail: what it is, the details, and how far it is with them.

A GET changes nothing, whoever follows the link first: a scanner of mails, a preview, another browser.
Links that are unknown, guessed, handled, withdrawn or too old give one and the same answer.
"""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from neuvola_core.contact import DeclineReason, Handling
from neuvola_server.api.calls import house_of
from neuvola_server.contacts.handling import Handlings
from neuvola_server.contacts.values import MARKS, Case, LinkRefusedError, Opened
from neuvola_server.tokens import new_token
from neuvola_server.web.details import shown
from neuvola_server.web.forms import Fields, is_proven, proof_of, request_cookie
from neuvola_server.web.language_choice import LanguageChoice
from neuvola_server.web.rendering import html, see_other
from neuvola_server.web.routing import Instead, PageRoute
from neuvola_server.web.words import Reader

_REFERRER: Final = "no-referrer"
"""The address opens the request: nobody else may learn it."""
_REASONS: Final = tuple(reason for reason in DeclineReason if reason)

router = APIRouter(
    prefix="/requests", include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute
)


class Caller:
    """One request of a browser that has a link."""

    def __init__(self, request: Request, token: str) -> None:
        self.request = request
        self.house = house_of(request)
        self.handlings: Handlings = self.house.handlings
        self.token = token
        self.cookie = request_cookie(token)
        self.browser = self.cookie.of(request)
        self.choice = LanguageChoice(request, Reader.ORGANISATION)
        self.words = self.choice.words

    @property
    def address(self) -> str:
        """The page of the link, in the language that was chosen."""
        return self.choice.address(f"/requests/{self.token}")

    def case(self) -> Case:
        """What the link leads to; every link that leads nowhere ends here."""
        try:
            case = self.handlings.look(self.token, self.browser)
        except LinkRefusedError as fault:
            raise self.refused(fault) from None
        if case.state.is_over:
            raise Instead(self.gone())
        return case

    def refused(self, fault: LinkRefusedError) -> Instead:
        """What is said when the link does not do what was asked."""
        reason = fault.facts["reason"]
        if reason in ("unknown", "over"):
            return Instead(self.gone())
        case = self.case()
        if reason == "sealed":
            told = self.words("sealed", reference=case.reference)
            return Instead(self.page("request_told.html", 503, head=self.words("title"), text=told))
        if reason == "often":
            return Instead(self.elsewhere(case, HTTPStatus.TOO_MANY_REQUESTS, self.words("often")))
        return Instead(self.first(case, 403) if reason == "unconfirmed" else self.elsewhere(case, 403))

    def first(self, case: Case, status: int = 200, told: str = "") -> Response:
        """What the link is, before anybody has opened it."""
        until = case.erased_by - timedelta(days=1)  # the last whole day
        return self.page("request_first.html", status, case=case, until=until, told=told)

    def elsewhere(self, case: Case, status: int = 200, told: str = "") -> Response:
        """What another browser than the one that opened it is told."""
        return self.page("request_elsewhere.html", status, case=case, told=told)

    def gone(self) -> Response:
        """The one answer to every link that leads nowhere."""
        return self.last("gone", "gone.text", HTTPStatus.NOT_FOUND)

    def last(self, head: str, text: str, status: int = 200) -> Response:
        """A page where the link leads nowhere: it gives no cookie and does not repeat the link."""
        others = self.choice.others if self.request.method == "GET" else ()
        facts = {"head": self.words(head), "text": self.words(text), "words": self.words, "told": ""}
        facts |= {"choice": self.choice, "languages": others, "here": ""}
        return html("request_told.html", status, language=self.words.language, referrer=_REFERRER, **facts)

    def opened(self) -> Opened:
        """The details; answers in its place if they are not for this browser."""
        try:
            return self.handlings.read(self.token, self.browser)
        except LinkRefusedError as fault:
            raise self.refused(fault) from None

    def details(self, told: str = "", status: int = 200) -> Response:
        """What only the organisation sees."""
        opened = self.opened()
        return self.page(
            "request_open.html",
            status,
            case=opened.case,
            details=shown(opened.details, self.words),
            promise=self._promise(opened.case),
            marks=_marks_after(opened.case.state),
            told=told,
        )

    def sure(self, case: Case, state: Handling, told: str = "", status: int = 200) -> Response:
        """Asks once more before the details are erased."""
        return self.page("request_sure.html", status, case=case, state=state, reasons=_REASONS, told=told)

    def page(self, template: str, status: int = 200, **facts: Any) -> Response:
        """A page; a browser that is new here gets its cookie with it."""
        token = self.browser or new_token()
        common = {
            "words": self.words,
            "here": f"/requests/{self.token}",
            "choice": self.choice,
            "languages": self.choice.others,
            "proof": proof_of(token),
            "told": "",
        }
        language = self.words.language
        response = html(template, status, language=language, referrer=_REFERRER, **common | facts)
        if not self.browser:
            self.cookie.give(self.request, response, token)
        return response

    def _promise(self, case: Case) -> str:
        parties = (party.receiver for party in self.house.receivers.all())
        return next((self.words.best(one.method) for one in parties if one.id == case.organisation), "")


Link = Annotated[Caller, Depends(Caller)]
"""Whoever has a link; what it opens is asked of ``Handlings``."""


@router.api_route("/{token}", methods=["GET", "HEAD"])
def request_page(link: Link, ask: str = "") -> Response:
    """What the link is; for the browser that opened it, what is in it."""
    case = link.case()
    if link.request.method == "HEAD" or not case.bound:
        return link.first(case)
    if not case.mine:
        return link.elsewhere(case)
    wanted = _mark(ask)
    return link.sure(case, wanted) if wanted and wanted.is_over else link.details()


@router.post("/{token}/confirm")
def confirm(link: Link, fields: Fields) -> Response:
    """Binds the link to this browser."""
    case = link.case()
    if not is_proven(link.browser, fields):
        return link.first(case, HTTPStatus.FORBIDDEN, link.words("stale"))
    if case.mine:
        return see_other(link.address, _REFERRER)
    # Asked again after a lost answer, or by an impatient finger, the same browser is still the same.
    browser = link.house.links.browser(link.token, link.browser)
    try:
        if not link.handlings.look(link.token, browser).mine:
            link.handlings.confirm(link.token, browser)
    except LinkRefusedError as fault:
        raise link.refused(fault) from None
    response = see_other(link.address, _REFERRER)
    link.cookie.give(link.request, response, browser)
    return response


@router.post("/{token}/mark")
def mark(link: Link, fields: Fields) -> Response:
    """Says how far the organisation is; what erases is asked first."""
    case = link.case()
    if not case.mine:
        return link.elsewhere(case, 403) if case.bound else link.first(case, 403)
    if not is_proven(link.browser, fields):
        return link.details(link.words("stale"), HTTPStatus.FORBIDDEN)
    state = _mark(fields.get("state", ""))
    if state is None:
        return link.details(link.words("stale"), HTTPStatus.UNPROCESSABLE_ENTITY)
    reason = _reason(fields.get("reason", "")) if state is Handling.DECLINED else DeclineReason.NONE
    if state.is_over and fields.get("sure") != "yes":
        return link.sure(case, state)
    if state is Handling.DECLINED and not reason:
        return link.sure(case, state, link.words("reason-missing"), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        link.handlings.mark(link.token, link.browser, state, reason)
    except LinkRefusedError as fault:
        raise link.refused(fault) from None
    if not state.is_over:
        return see_other(link.address, _REFERRER)
    response = link.last("erased", f"erased.{state}")
    link.cookie.take(response)
    return response


@router.post("/{token}/new-link")
def new_link(link: Link, fields: Fields) -> Response:
    """Mails a new link to where the organisation is registered, which the page does not say."""
    case = link.case()
    if not case.bound:
        return link.first(case, 403)
    if not is_proven(link.browser, fields):
        return link.elsewhere(case, HTTPStatus.FORBIDDEN, link.words("stale"))
    try:
        link.handlings.new_link(link.token)
    except LinkRefusedError as fault:
        raise link.refused(fault) from None
    return link.last("sent", "sent.text")


def _marks_after(state: Handling) -> tuple[Handling, ...]:
    """What may be said next; the first of them is what usually follows."""
    return MARKS[MARKS.index(state) + 1 :] if state in MARKS else MARKS


def _mark(named: str) -> Handling | None:
    return next((state for state in MARKS if state == named), None)


def _reason(named: str) -> DeclineReason:
    return next((reason for reason in _REASONS if reason == named), DeclineReason.NONE)
