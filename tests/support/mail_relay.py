"""A real SMTP server on a loopback port that answers as it is told and keeps what it took."""

import asyncio
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

DROP = "drop"
"""In place of an answer: the line is cut. After the mail's end, the mail is kept all the same."""
DROP_IN_TEXT = "drop in text"
"""The line is cut while the mail is being said."""
SILENCE = "silence"
"""In place of an answer: none comes."""


@dataclass(frozen=True)
class Taken:
    """A mail as it came."""

    sender: str
    address: str
    raw: bytes
    options: tuple[str, ...]

    @property
    def mail(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.raw, policy=policy.default))

    @property
    def text(self) -> str:
        return self.mail.get_content()

    @property
    def id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass
class MailRelay:
    """What it is told to answer, by address: one answer a try, then it takes everything."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    at_sender: list[str] = field(default_factory=list)
    at_address: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    at_text: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    on_address: Callable[[str], None] = lambda _address: None
    """Called before an address is answered."""
    on_taken: Callable[[], None] = lambda: None
    """Called when a mail is kept, before that is said."""
    tries: list[str] = field(default_factory=list)
    """Every address that was asked for."""
    lines: int = 0
    """How many lines were opened."""
    logged_in: list[str] = field(default_factory=list)

    def by(self, address: str) -> list[Taken]:
        return [one for one in self.taken if one.address == address]


class _Handler:
    """What the library asks at each step."""

    def __init__(self, relay: MailRelay) -> None:
        self._relay = relay

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self._relay.at_sender:
            return self._relay.at_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self._relay.tries.append(address)
        await asyncio.get_running_loop().run_in_executor(None, self._relay.on_address, address)
        said = self._relay.at_address[address]
        if said:
            return await _answer(server, said.pop(0))
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        said = self._relay.at_text[address]
        kept = not said or said[0] == DROP
        if kept:
            self._relay.taken.append(Taken(envelope.mail_from, address, envelope.content, tuple(server.dsn)))
            await asyncio.get_running_loop().run_in_executor(None, self._relay.on_taken)
        return await _answer(server, said.pop(0)) if said else "250 taken"


class _Server(SMTP):
    """The library's server, which also knows DSN, and can cut the line."""

    def __init__(self, relay: MailRelay, handler: _Handler, **options: Any) -> None:
        self._relay = relay
        self.dsn: list[str] = []
        super().__init__(handler, **options)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        self.dsn.clear()
        await super().smtp_MAIL(self._without_dsn(arg))  # type: ignore[no-untyped-call]

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        await super().smtp_RCPT(self._without_dsn(arg))  # type: ignore[no-untyped-call]

    def _without_dsn(self, arg: str) -> str:
        words = arg.split(" ")
        self.dsn += [word for word in words if word.startswith(("RET=", "NOTIFY="))]
        return " ".join(word for word in words if word not in self.dsn)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._relay.lines += 1
        super().connection_made(transport)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        address = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        if self._relay.at_text[address][:1] == [DROP_IN_TEXT]:
            self._relay.at_text[address].pop(0)
            await self.push("354 go on")
            await self._reader.readline()
            await _answer(self, DROP)
        await super().smtp_DATA(arg)  # type: ignore[no-untyped-call]


async def _answer(server: Any, said: str) -> str:
    if said == DROP:
        server.transport.abort()
        raise asyncio.CancelledError
    if said == SILENCE:
        await asyncio.Event().wait()
    return said


@contextmanager
def mail_relay(
    *, context: ssl.SSLContext | None = None, implicit: bool = False, users: dict[str, str] | None = None
) -> Iterator[MailRelay]:
    """A relay while the block lasts; with ``context`` it offers STARTTLS, or speaks TLS from the start."""
    listening = socket.create_server(("127.0.0.1", 0))
    relay = MailRelay(listening.getsockname()[1])
    loop = asyncio.new_event_loop()

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any) -> AuthResult:
        assert isinstance(login, LoginPassword)
        name, password = login.login.decode(), login.password.decode()
        right = (users or {}).get(name) == password
        if right:
            relay.logged_in.append(name)
        return AuthResult(success=right, handled=False)

    def serve() -> _Server:
        return _Server(
            relay,
            _Handler(relay),
            hostname="relay.example",
            loop=loop,
            enable_SMTPUTF8=False,
            tls_context=None if implicit else context,
            authenticator=known if users else None,
            auth_require_tls=not implicit,
            auth_required=bool(users),
        )

    opened = loop.create_server(serve, sock=listening, ssl=context if implicit else None)
    server = loop.run_until_complete(opened)
    thread = threading.Thread(target=loop.run_forever, name="relay")
    thread.start()
    try:
        yield relay
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
    await asyncio.sleep(0)
