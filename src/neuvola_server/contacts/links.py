"""The links of organisations: a token is made of a secret in the key folder, so that no table holds one.

The same request, organisation and number give the same token: a mail that is sent again carries no other
link than before. What is stored is the token's hash.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Final

from neuvola_server.tokens import token_hash

LONGEST_TOKEN: Final = 43


class Links:
    """Makes tokens with the server's link secret, which is read when it is first wanted."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = secret

    def token(self, request: str, organisation: str, number: int) -> str:
        """The token of one of an organisation's links to a request."""
        said = "|".join((request, str(number), organisation)).encode()
        return (
            base64.urlsafe_b64encode(hmac.digest(self._secret(), said, hashlib.sha256)).rstrip(b"=").decode()
        )

    def browser(self, link: str, before: str) -> str:
        """What a browser gets for the token it had before: the same again, and nobody else can tell which."""
        said = f"browser|{link}|{before}".encode()
        return hmac.digest(self._secret(), said, hashlib.sha256).hex()

    def hash(self, request: str, organisation: str, number: int) -> str:
        """What is stored of that token."""
        return link_hash(self.token(request, organisation, number))


def link_hash(token: str) -> str:
    """What is stored of a token."""
    return token_hash(token)
