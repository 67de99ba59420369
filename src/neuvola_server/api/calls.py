"""Who asks: the token or the network address of a request, and how often it may ask."""

import math
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from neuvola_core.errors import AccessRefusedError, ServerBusyError
from neuvola_server.api.limits import TokenBuckets
from neuvola_server.house import House
from neuvola_server.port import DeskPort, EnrolmentDoor
from neuvola_server.tokens import token_hash

LONGEST_TOKEN: Final = 200

_bearer = HTTPBearer(auto_error=False, description="The token of a desk.")


def house_of(request: Request) -> House:
    """The house that the application serves."""
    house: House = request.app.state.house
    return house


async def desk_port(
    request: Request, told: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> DeskPort:
    """The port of the token, before anything of the body is read.

    Raises ``AccessRefusedError`` without a token and ``ServerBusyError`` if it asks too often.
    """
    token = told.credentials if told else ""
    if not token or len(token) > LONGEST_TOKEN:
        raise AccessRefusedError(reason="unknown")
    buckets: TokenBuckets = request.app.state.buckets
    wait = buckets.take(token_hash(token))
    if wait:
        raise ServerBusyError(retry_after=math.ceil(wait), reason="often")
    return house_of(request).port(token)


async def enrolment_door(request: Request) -> EnrolmentDoor:
    """The door for the asker's network address."""
    return house_of(request).door(request.client.host if request.client else "")
