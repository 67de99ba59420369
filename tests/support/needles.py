"""Looking for something that must not be there, in every form in which it might be."""

import base64
import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote


def found(secrets: Iterable[str], hay: bytes) -> list[str]:
    """Which of the secrets are in it, in whatever encoding."""
    lower = hay.lower()
    return [
        f"{secret} ({how})"
        for secret in secrets
        for how, needle in _forms(secret)
        if needle in (hay if how.startswith("base64") else lower)
    ]


def _forms(secret: str) -> Iterator[tuple[str, bytes]]:
    raw = secret.encode()
    yield "plain", raw.lower()
    yield "utf-16", secret.lower().encode("utf-16-le")
    yield "hex", raw.hex().encode()
    yield "percent", quote(secret).lower().encode()
    yield "json", json.dumps(secret)[1:-1].lower().encode()
    for shift in range(3):
        # What does not depend on the bytes before and after.
        whole = base64.b64encode(b"\0" * shift + raw)
        yield f"base64+{shift}", whole[4 if shift else 0 : len(whole) - 4]
