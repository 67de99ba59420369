"""The cookie of a browser, and proof that a form came from a page of this server."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request, Response

from neuvola_server.accounts import LOG_IN_TIME
from neuvola_server.api.answers import read_body

COOKIE: Final = "neuvola"
PROOF: Final = "proof"
"""The hidden field of every form."""
_MOST_FIELDS: Final = 20
_LONGEST_COOKIE: Final = 200


def cookie_of(request: Request) -> str:
    """The browser's token; empty for a browser that is new here."""
    token = request.cookies.get(COOKIE, "")
    return token if len(token) <= _LONGEST_COOKIE else ""


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Gives the browser a token that no script and no other site can use."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LOG_IN_TIME.total_seconds()),
        path="/desks",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


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
