"""A route whose handler, or what it depends on, may answer with a page instead of going on."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class Instead(Exception):  # noqa: N818 - no fault: an answer that is given early
    """Ends a request with a page."""

    def __init__(self, page: Response) -> None:
        super().__init__()
        self.page = page


class PageRoute(APIRoute):
    """A route of a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, where an early answer is an answer."""
        usual = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await usual(request)
            except Instead as early:
                return early.page

        return handle
