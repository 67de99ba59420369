"""The application: routes over a house, with every fault answered in one form."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import Any, Final

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from neuvola_core.errors import NeuvolaError
from neuvola_server.api import contract, health, routes
from neuvola_server.api.answers import refusal
from neuvola_server.api.faults import FAULT, Error, Told, told
from neuvola_server.api.limits import TokenBuckets
from neuvola_server.api.watch import Watch
from neuvola_server.house import House
from neuvola_server.metrics import Metrics
from neuvola_server.web import pages

THREADS: Final = 3
"""Requests answered at once by a process. One interpreter runs one of them while the others wait for the
database: with as many as the pool has connections they hinder each other, and it does half as much."""

Background = Callable[[], AbstractContextManager[Any]]
"""What runs beside the requests of a serving process."""


def create_app(house: House, background: Background = nullcontext) -> FastAPI:
    """The application of a house, which whoever made it closes."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        with background():
            yield

    app = FastAPI(
        title="Neuvola",
        version="1",
        summary="What a desk may ask of the central server.",
        lifespan=lifespan,
        docs_url=None,  # they load scripts from other hosts
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    app.state.house = house
    app.state.metrics = Metrics(house.database)
    app.state.buckets = TokenBuckets(house.settings.requests_per_minute)
    app.add_middleware(Watch, metrics=app.state.metrics)
    app.include_router(routes.router)
    app.include_router(health.router)
    app.include_router(pages.router)
    if house.settings.metrics:
        app.include_router(health.metrics_router)
    app.add_exception_handler(NeuvolaError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    contract.describe(app)
    return app


async def _known(request: Request, fault: Exception) -> Response:
    said = told(fault)
    if said is None:
        raise fault
    return refusal(request, said)


async def _invalid(request: Request, _fault: Exception) -> Response:
    return refusal(request, Told(422, Error("request-refused", "shape")))


async def _plain(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else FAULT.status
    code = {404: "not-found", 405: "method"}.get(status, "request-refused")
    return refusal(request, Told(status, Error(code)))
