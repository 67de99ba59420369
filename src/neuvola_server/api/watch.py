"""The outermost part of the application: one log event and the figures of each request, and 500 for a bug.

A bug is logged by the kind of fault and where it arose, never by its message: that of a database fault
quotes the values of the statement. No address, token, query or body is logged.
"""

import time
from typing import Final

import structlog
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neuvola_server.api.answers import refusal
from neuvola_server.api.faults import FAULT, told
from neuvola_server.logs import where_it_arose
from neuvola_server.metrics import Metrics

_log = structlog.get_logger("neuvola_server.http")
GONE: Final = 499
"""What is counted and logged where the asker hung up before it had asked."""
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Watch:
    """Middleware around every route."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        with self._metrics.under_way():
            try:
                await self._app(scope, receive, watched)
            except ClientDisconnect:
                status = GONE  # whoever asked has hung up in the middle: nobody is there to be answered
            except Exception as fault:  # noqa: BLE001 - the edge: nobody above may log what a fault quotes
                status = await self._answer(fault, scope, receive, watched, begun=bool(status))
        seconds = time.monotonic() - started
        route = _route(scope)
        self._metrics.count_request(route, scope["method"], status, seconds)
        if route not in _QUIET:
            _log.info(
                "request", method=scope["method"], route=route, status=status, ms=round(1000 * seconds, 1)
            )

    async def _answer(
        self, fault: Exception, scope: Scope, receive: Receive, send: Send, *, begun: bool
    ) -> int:
        said = told(fault)
        if said is None:
            said = FAULT
            _log.error("fault", kind=type(fault).__name__, where=where_it_arose(fault), route=_route(scope))
        elif said.status == 503:
            _log.warning("unavailable", kind=type(fault).__name__, reason=said.error.reason)
        if not begun:
            await refusal(Request(scope), said)(scope, receive, send)
        return said.status


def _route(scope: Scope) -> str:
    """The route's pattern; what was asked for by a wrong path is not repeated."""
    route = scope.get("route")
    return str(getattr(route, "path", "other"))
