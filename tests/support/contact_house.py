"""Contact requests in a house: organisations that take them, requests as they come, the mails about them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, insert, select, update

from neuvola_core.ids import new_record_id
from neuvola_server.house import House
from neuvola_server.settings import MailSettings, MailTls
from neuvola_server.storage import schema
from support.contacts import party
from support.houses import house_at

PUBLIC_URL = "https://neuvola.example"
PERSON, DEPUTY = "aino@kulma.example", "eero@kulma.example"


def mail_settings(port: int, **fields: Any) -> MailSettings:
    """A relay on this machine; what cannot be delivered comes back to the pages' host."""
    usual = {
        "host": "127.0.0.1",
        "tls": MailTls.NONE,
        "sender": "neuvonta@neuvola.example",
        "sender_name": "Neuvontapisteet",
        "bounce_domain": "bounces.example",
        "help": "koordinaattori@neuvola.example",
    }
    return MailSettings(port=port, **(usual | fields))


@contextmanager
def mail_house(folder: Path, port: int, clock: Callable[[], datetime], url: str = "") -> Iterator[House]:
    """A house with an organisation in its register and a relay to hand mails to."""
    with house_at(folder, url, clock, mail=mail_settings(port), public_url=PUBLIC_URL) as built:
        add_party(built)
        yield built


def add_party(house: House, organisation: str = "kulma", **fields: Any) -> None:
    """An organisation that takes requests; two people of it are written to."""
    name = {"fi": f"Järjestö {organisation}", "sv": f"Förening {organisation}"}
    people = {"email": PERSON, "deputy_email": DEPUTY}
    house.receivers.put(party(organisation, name=name, **people | fields), who="test")


def add_request(house: House, *organisations: str, created: date | None = None) -> str:
    """A request to organisations, as if it had just come."""
    request = new_record_id()
    day = (created or house.clock().date()).isoformat()
    to = organisations or ("kulma",)
    house.database.write(lambda connection: house.arrivals.take_in(connection, request, to, day))
    return request


def add_coordinator(house: House, name: str, email: str, *, point: str = "", language: str = "") -> None:
    """Somebody who is told what could not be delivered."""
    row = {"name": name, "role": "coordinator", "point": point, "email": email, "language": language}
    house.database.write(lambda connection: connection.execute(insert(schema.account).values(row)).rowcount)


def mail_rows(house: House) -> list[Row[Any]]:
    """The queue, by kind and addressee."""
    wanted = select(schema.mail).order_by(schema.mail.c.kind.desc(), schema.mail.c.address.desc())
    return list(house.database.read(lambda connection: connection.execute(wanted).all()))


def states(house: House) -> dict[tuple[str, str], tuple[str, str]]:
    """State and fault by kind and addressee."""
    return {(row.kind, row.address): (row.state, row.fault) for row in mail_rows(house)}


def change_handling(house: House, request: str, **values: Any) -> None:
    """Sets what a part says, as an organisation's act would."""
    this = update(schema.handling).where(schema.handling.c.request == request).values(values)
    house.database.write(lambda connection: connection.execute(this).rowcount)


def password_file(folder: Path, password: str) -> Path:
    """Where the relay's password is read from."""
    path = folder / "smtp-password"
    path.write_text(f"{password}\n", "utf-8")
    return path
