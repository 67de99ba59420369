"""What mails say: plain text in the reader's language, made at the moment they leave.

Nothing of a visitor, a need, a service or a point is known here, so none can be in them.
"""

import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, formataddr
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from neuvola_core.contact import reference_of
from neuvola_server.contacts.mails import MailKind, Outgoing
from neuvola_server.contacts.relay import Letter
from neuvola_server.contacts.tending import ESCALATED_AFTER
from neuvola_server.contacts.values import LANGUAGES
from neuvola_server.settings import MailSettings

_TEXTS: Final = Path(__file__).parent / "mail_texts"
_WIDTH: Final = 72
_TEST: Final = "test"
_GONE: Final = "gone"


@dataclass(frozen=True, slots=True)
class Writer:
    """Composes mails for one server; ``public_url`` is where its pages are.

    ``return_address`` gives where a mail comes back to, by its id and the domain that takes bounces.
    """

    settings: MailSettings
    public_url: str
    return_address: Callable[[str, str], str]

    @property
    def our_name(self) -> str:
        """What the relay is told who calls: the name of the pages, not that of the machine."""
        host = urlsplit(self.public_url).hostname or ""
        return host if "." in host and not host[-1].isdigit() else "[127.0.0.1]"

    def mail(self, outgoing: Outgoing, token: str, moment: datetime) -> Letter:
        """A mail ready to leave; ``token`` is of the link, for mails that carry one."""
        facts = {
            "link": self._page(outgoing.kind, token),
            "help": self.settings.help or self.settings.sender,
            "reference": reference_of(outgoing.request),
            "name": _name(outgoing),
            "days": ESCALATED_AFTER,
        }
        said = _texts(outgoing.language)[_kind(outgoing)]
        return self._letter(outgoing.id, outgoing.address, outgoing.language, moment, said, facts)

    def test(self, mail_id: str, address: str, language: str, moment: datetime) -> Letter:
        """A mail that shows that mail works."""
        return self._letter(mail_id, address, language, moment, _texts(language)[_TEST], {})

    def _letter(
        self,
        mail_id: str,
        address: str,
        language: str,
        moment: datetime,
        said: Mapping[str, Any],
        facts: Mapping[str, Any],
    ) -> Letter:
        mail = EmailMessage(SMTP if address.isascii() else SMTPUTF8)
        mail["From"] = formataddr((self.settings.sender_name, self.settings.sender))
        mail["To"] = address
        mail["Subject"] = said["subject"]
        mail["Date"] = format_datetime(moment)
        mail["Message-ID"] = f"<{mail_id}@{self.settings.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # for those that do not know the line above
        text = "\n\n".join(_wrapped(paragraph.format(**facts)) for paragraph in said["text"])
        mail.set_content(f"{text}\n", cte="quoted-printable")
        mail["Content-Language"] = language
        return Letter(self._sender(mail_id), _on_the_wire(address), mail.as_bytes())

    def _sender(self, mail_id: str) -> str:
        domain = self.settings.bounce_domain
        return self.return_address(mail_id, domain) if domain else self.settings.sender

    def _page(self, kind: MailKind, token: str) -> str:
        page = {MailKind.ESCALATED: "contacts", MailKind.UNDELIVERED: "receivers"}
        return f"{self.public_url.rstrip('/')}/{page.get(kind) or f'requests/{token}'}"


def _kind(outgoing: Outgoing) -> str:
    """Of which text; what no link was ever made for came to an organisation that takes requests no more."""
    gone = outgoing.kind is MailKind.UNDELIVERED and not outgoing.link
    return _GONE if gone else outgoing.kind.value


def _on_the_wire(address: str) -> str:
    """The address with its host in the signs of DNS; raises ``ValueError`` for what is none."""
    local, _at, host = address.rpartition("@")
    return f"{local}@{host.encode('idna').decode()}"


def _name(outgoing: Outgoing) -> str:
    """The organisation's name on one line, in the reader's language where it has one."""
    names = outgoing.name
    found = (names[language] for language in (outgoing.language, *LANGUAGES) if names.get(language))
    return " ".join(next(found, next(iter(names.values()), outgoing.organisation)).split())


def _wrapped(paragraph: str) -> str:
    """A paragraph in lines of a usual length; a link is never broken."""
    return textwrap.fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)


@cache
def _texts(language: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((_TEXTS / f"{language}.json").read_text("utf-8"))
    return texts
