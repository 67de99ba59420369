"""A serving process: the application, its background threads, and an orderly end.

Mails have a thread of their own, so that a slow source and a slow relay do not wait for each other.
"""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from fastapi import FastAPI

from neuvola_core.dumps import leave_no_dump
from neuvola_server import logs
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.logs import where_it_arose
from neuvola_server.settings import read_settings

_NEW_OBJECTS: Final = 20_000
"""Between two looks for circles of garbage; Python's own 700 are less than one request makes."""
_log = structlog.get_logger("neuvola_server.serving")


@contextmanager
def keeping(house: House) -> Iterator[None]:
    """The keeper's and the post's thread beside the block; then the house is closed."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_keep, args=(body,), name=name, daemon=True)
        for name, body in (
            ("keeper", lambda: house.keeper.keep(stop)),
            ("post", lambda: house.post.keep(stop)),
        )
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)
        house.close()


def _keep(body: Callable[[], None]) -> None:
    try:
        body()
    except Exception as fault:  # noqa: BLE001 - the edge of the thread: its end must not go unseen
        name = f"{threading.current_thread().name}-ended"
        _log.error(name, kind=type(fault).__name__, where=where_it_arose(fault))


def serving_app(house: House) -> FastAPI:
    """The application of a process that serves."""
    return create_app(house, lambda: keeping(house))


def look_seldom_for_garbage() -> None:
    """Spares what the start has loaded, which stays: looking at it again takes a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])


def app_from_environment() -> FastAPI:
    """The same for a process that is told everything by the environment; the factory for any ASGI server."""
    leave_no_dump()
    settings = read_settings()
    logs.configure(as_json=settings.log_json)
    app = serving_app(House(settings))
    look_seldom_for_garbage()
    return app
