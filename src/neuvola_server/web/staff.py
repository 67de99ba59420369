"""The people of the counselling points before the pages: who somebody is, and what the table of rights says.

Every route for staff names the act that it is for (``Needs``); nothing else decides who comes in.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response

from neuvola_core import roles
from neuvola_core.roles import Act
from neuvola_server import accounts
from neuvola_server.accounts import Account, Accounts
from neuvola_server.api.calls import house_of
from neuvola_server.house import House
from neuvola_server.tokens import new_token
from neuvola_server.web.forms import LOG_IN, proof_of
from neuvola_server.web.rendering import html, see_other
from neuvola_server.web.routing import Instead
from neuvola_server.web.words import Words, wanted_language, words

LOG_IN_PAGE: Final = "/desks/log-in"
ROLES: Final[Mapping[accounts.Role, roles.Role]] = {
    accounts.Role.COORDINATOR: roles.Role.COORDINATOR,
    accounts.Role.OPERATOR: roles.Role.OPERATOR,
}
_PLACES: Final = (
    ("/desks", "title", Act.MANAGE_DESK),
    ("/contacts", "contacts", Act.REQUEST_FIGURES),
    ("/receivers", "receivers", Act.MANAGE_DESK),
    ("/reports", "reports", Act.REPORT),
    ("/experiences", "experiences", Act.READ_EXPERIENCES),
)
"""What the pages link to, and whom that concerns."""


class Browsing:
    """One request of a browser: its house, its words, and whose log-in it shows."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.house: House = house_of(request)
        self.accounts = Accounts(self.house.database, self.house.clock)
        self.words: Words = words(wanted_language(request.headers.get("accept-language", "")))
        self.cookie = LOG_IN.of(request)
        self.account = self.accounts.who(self.cookie) if self.cookie else None

    def page(self, template: str, status: int = 200, **facts: Any) -> Response:
        """A page; a browser that is new here gets its cookie with it."""
        token = self.cookie or new_token()
        common = {
            "words": self.words,
            "account": self.account,
            "proof": proof_of(token),
            "told": "",
            "places": self._places(),
        }
        language = self.words.language
        response = html(template, status, language=language, referrer="same-origin", **common | facts)
        if not self.cookie:
            LOG_IN.give(self.request, response, token)
        return response

    def _places(self) -> tuple[tuple[str, str, bool], ...]:
        """Address, name, and whether this page is in it."""
        if self.account is None:
            return ()
        role, path = ROLES[self.account.role], self.request.url.path
        return tuple(
            (place, self.words(name), path == place or path.startswith(place + "/"))
            for place, name, act in _PLACES
            if roles.may(role, act)
        )


Anybody = Annotated[Browsing, Depends(Browsing)]
"""Somebody before a page that shows nothing of anybody."""


class Staff(Browsing):
    """Somebody who has logged in; anybody else is led to the log-in."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.account is None:
            raise Instead(see_other(LOG_IN_PAGE))
        self.person: Account = self.account

    def may(self, act: Act) -> bool:
        """Whether the table of rights lets them do something."""
        return roles.may(ROLES[self.person.role], act)

    @property
    def is_of_one_point(self) -> bool:
        """Whether what all points share is for others to change."""
        return not self.person.may_see("")


class Needs:
    """The dependency of a route for staff: gives who asks, or answers in its place."""

    def __init__(self, act: Act) -> None:
        self.act = act

    def __call__(self, request: Request) -> Staff:
        """Leads to the log-in, or says that the table of rights does not cover it."""
        staff = Staff(request)
        if not staff.may(self.act):
            told = staff.words("not-allowed")
            raise Instead(staff.page("told.html", HTTPStatus.FORBIDDEN, told=told))
        return staff


Manager = Annotated[Staff, Depends(Needs(Act.MANAGE_DESK))]
Watcher = Annotated[Staff, Depends(Needs(Act.REQUEST_FIGURES))]
