"""How requests are read off the line: by httptools, cheaper than h11, with a bounded head.

h11 bounds the head of a request itself; httptools takes whatever comes. Where httptools is not installed h11
does the same work.
"""

import asyncio
from typing import Final

LARGEST_HEAD: Final = 64 * 1024
"""Bytes of a request before its body, at most; h11 has the same."""


def http_protocol() -> "type[asyncio.Protocol] | str":
    """What uvicorn is to read requests with."""
    try:
        from neuvola_server.api.bounded_head import BoundedHeadProtocol
    except ModuleNotFoundError:
        return "h11"
    return BoundedHeadProtocol
