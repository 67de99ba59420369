"""Cookies of browsers, and proof that a form came from a page of this server."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final, Literal
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response

from neuvola_core.contact import LIFE
from neuvola_server.accounts import LOG_IN_TIME
from neuvola_server.api.answers import read_body

PROOF: Final = "proof"
"""The hidden field of every form."""
_MOST_FIELDS: Final = 20
_LONGEST_COOKIE: Final = 200


@dataclass(frozen=True, slots=True)
class Cookie:
    """A token that a browser keeps, and that no script can read; ``sent`` says after a link of which site."""

    name: str
    path: str
    kept: timedelta
    sent: Literal["strict", "lax"]

    def of(self, request: Request) -> str:
        """The browser's token; empty for a browser that is new here."""
        token = request.cookies.get(self.name, "")
        return token if len(token) <= _LONGEST_COOKIE else ""

    def give(self, request: Request, response: Response, token: str) -> None:
        """Gives the browser another token."""
        response.set_cookie(
            self.name,
            token,
            max_age=int(self.kept.total_seconds()),
            path=self.path,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite=self.sent,
        )

    def take(self, response: Response) -> None:
        """Has the browser forget it; browsers then also drop the pages that they keep for going back."""
        response.delete_cookie(self.name, path=self.path)


LOG_IN: Final = Cookie("neuvola", "/", LOG_IN_TIME, "strict")
"""Of coordinators and operators."""


def request_cookie(token: str) -> Cookie:
    """Binds one link to a browser; the link is mostly followed from a mail, so another site may lead here."""
    return Cookie("neuvola-request", f"/requests/{token}", LIFE, "lax")


def proof_of(token: str) -> str:
    """What a form of this browser carries; another site can neither read nor guess it."""
    return hashlib.sha256(b"form|" + token.encode()).hexdigest()


def is_proven(token: str, fields: Mapping[str, str]) -> bool:
    """Whether a form was made for this browser."""
    given = fields.get(PROOF, "")
    return bool(token) and hmac.compare_digest(proof_of(token).encode(), given.encode())


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, without the blanks around them; the password stays as it was typed."""
    body = await read_body(request)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: value if name == "password" else value.strip() for name, value in pairs}


Fields = Annotated[Mapping[str, str], Depends(read_form)]
