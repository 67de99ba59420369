"""A serving process: the application, its background thread, and an orderly end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from fastapi import FastAPI

from neuvola_server import logs
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.logs import where_it_arose
from neuvola_server.settings import read_settings

_log = structlog.get_logger("neuvola_server.serving")


@contextmanager
def keeping(house: House) -> Iterator[None]:
    """The keeper's thread beside the block; then the house is closed."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(house, stop), name="keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)
        house.close()


def _keep(house: House, stop: threading.Event) -> None:
    try:
        house.keeper.keep(stop)
    except Exception as fault:  # noqa: BLE001 - the edge of the thread: its end must not go unseen
        _log.error("keeper-ended", kind=type(fault).__name__, where=where_it_arose(fault))


def serving_app(house: House) -> FastAPI:
    """The application of a process that serves."""
    return create_app(house, lambda: keeping(house))


def app_from_environment() -> FastAPI:
    """The same for a process that is told everything by the environment; the factory for any ASGI server."""
    settings = read_settings()
    logs.configure(as_json=settings.log_json)
    return serving_app(House(settings))
