"""A real HTTP server on loopback for the tests."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serves an ASGI application from a thread and gives its URL."""
    place = socket.create_server(("127.0.0.1", 0))
    place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as the server's own command does
    config = uvicorn.Config(
        app, log_config=None, ws="none", lifespan="on", timeout_keep_alive=75, timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, name="test server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        place.close()
