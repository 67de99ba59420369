"""A listening process, or several of them behind one socket, from the first answer to an orderly end."""

import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import structlog
import uvicorn
from uvicorn.supervisors.multiprocess import Multiprocess

from neuvola_server import logs
from neuvola_server.api.protocol import http_protocol
from neuvola_server.cli.context import CannotListenError, Context
from neuvola_server.metrics import MULTIPROCESS
from neuvola_server.serving import look_seldom_for_garbage, serving_app
from neuvola_server.settings import ServerSettings

KEEP_ALIVE_SECONDS: Final = 75
"""Longer than a desk waits between two exchanges: a line closed meanwhile would cost it a failed one."""
STOP_SECONDS: Final = 30
_BACKLOG: Final = 2048
_FACTORY: Final = "neuvola_server.serving:app_from_environment"
_log = structlog.get_logger("neuvola_server.listening")


def serve(context: Context, settings: ServerSettings) -> int:
    """Serves until a signal; returns the exit code. Raises ``CannotListenError``."""
    house = context.house
    house.keys.check()
    with _listening(settings.host, settings.port) as listening, _stopped_by_signals():
        address = _address(listening)
        logs.configure(as_json=settings.log_json)
        if not house.keys.recovery_keys:
            _log.warning("no-recovery-key", lost_with_the_keys="open contact requests", mend="keys recovery")
        if settings.workers > 1:
            house.close()  # every worker opens its own
            with _shared_metrics():
                _Workers(_config(_FACTORY, settings.workers), [listening], context, address).run()
            return 0
        server = _Server(_config(serving_app(house)), context, address)
        look_seldom_for_garbage()
        server.run([listening])
        return 0 if server.started else 1


def _config(app: object, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        factory=isinstance(app, str),
        workers=workers,
        http=http_protocol(),  # bounds the head of a request at 64 KiB
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_worker_healthcheck=60,  # a loaded machine is no reason to kill a worker
    )


def _tell(context: Context, address: str) -> None:
    context.answer({"address": address}, f"Palvelin kuuntelee osoitteessa {address}")
    print(end="", flush=True)


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, context: Context, address: str) -> None:
        super().__init__(config)
        self._context = context
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _tell(self._context, self._address)


class _Workers(Multiprocess):
    """Says where its workers listen once the first of them does."""

    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], context: Context, address: str
    ) -> None:
        super().__init__(config, sockets)
        self._context = context
        self._address = address

    def init_processes(self) -> None:
        super().init_processes()
        if self.processes[0].wait_until_ready(STOP_SECONDS, self.should_exit):
            _tell(self._context, self._address)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as fault:
        raise CannotListenError(host=host, port=port) from fault
    with listening:
        listening.set_inheritable(True)
        # asyncio does this for sockets of its own only; without it a short answer waits 40 ms for an
        # acknowledgement between its head and its body. What is accepted inherits it.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """To be stopped is no failure: uvicorn raises the signal again when everything has ended."""

    def ignore(_number: int, _frame: FrameType | None) -> None:
        return None

    before = {number: signal.signal(number, ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """Where the workers put their figures together."""
    if os.environ.get(MULTIPROCESS):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="neuvola-metrics-") as folder:
        os.environ[MULTIPROCESS] = str(Path(folder))
        try:
            yield
        finally:
            del os.environ[MULTIPROCESS]
