"""uvicorn's protocol over httptools, which refuses a request whose head does not end."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from neuvola_server.api.protocol import LARGEST_HEAD


class BoundedHeadProtocol(HttpToolsProtocol):
    """Counts what comes before the body of each request."""

    _in_head = True
    _came = 0
    _piece = 0

    def data_received(self, data: bytes) -> None:
        """Passes it on, unless the head has become too large."""
        self._piece = len(data)
        self._came += self._piece
        super().data_received(data)
        if self._in_head and self._came > LARGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """A request begins; desks wait for an answer before they ask again, so it begins with the piece."""
        self._in_head, self._came = True, self._piece
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The body begins, which the application bounds."""
        self._in_head = False
        super().on_headers_complete()
