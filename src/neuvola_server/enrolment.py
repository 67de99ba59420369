"""How a computer becomes a desk: a one-time code that the coordinator reads out, turned into an identity.

The first signs of a code only find it, so that a mistyped one can be counted; the rest are its secret. Tries
are counted in the database, whether they succeed or not, and so hold over any number of server processes.
"""

import hashlib
import hmac
import ipaddress
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from neuvola_core import codes
from neuvola_core.errors import EnrolmentRefusedError, RequestRefusedError
from neuvola_core.point import check_id, point_id
from neuvola_core.wire import EnrolAnswer, EnrolRequest
from neuvola_server.audit import record_act
from neuvola_server.bodies import is_name
from neuvola_server.desks import DeskNameTakenError, in_utc
from neuvola_server.keys import Keys
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into
from neuvola_server.tokens import new_token, token_hash

_CODE: Final = schema.enrol_code
_TRY: Final = schema.enrol_try
_DESK: Final = schema.desk

_SIGNS: Final = 10
_FINDING: Final = 4
LIFE: Final = timedelta(minutes=15)
MOST_TRIES: Final = 5


class Enrolment:
    """Gives out codes and takes them back."""

    def __init__(self, database: Database, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def new_code(self, name: str, *, point: str = "", point_name: str = "", who: str = "operator") -> str:
        """A code for a desk that is to be called ``name``; an unused former one of that name is void.

        ``point`` is what the visits of the desk will carry. Raises ``DeskNameTakenError`` where a desk of
        that name may still sync, and what ``check_id`` raises for a point that no visit may carry.
        """
        if point:
            check_id("point", point)
        called = point_name or point or name
        code = "".join(secrets.choice(codes.ALPHABET) for _ in range(_SIGNS))

        def work(connection: Connection) -> None:
            if _live_desk(connection, name) is not None:
                raise DeskNameTakenError(name=name)
            now = self._clock()
            old = (_CODE.c.desk_name == name) | (_CODE.c.expires < now - LIFE)
            # Two codes that are found by the same signs would share their tries.
            connection.execute(delete(_CODE).where(old | _found_by(code)))
            place = {"desk_name": name, "point": point or point_id(called), "point_name": called}
            row = {"hash": _hash(code), "expires": now + LIFE, **place}
            connection.execute(insert(_CODE).values(row))
            record_act(connection, now, who=who, what="code-made", of=name)

        self._database.write(work)
        return code

    def redeem(self, request: EnrolRequest, address: str) -> EnrolAnswer:
        """Turns a code into a desk; raises ``EnrolmentRefusedError``.

        The same installation may ask again while the code lives: its answer may have been lost.
        """
        if not is_name(request.installation):
            raise RequestRefusedError(status=422, reason="installation")
        token = new_token()

        def work(connection: Connection) -> Row[Any] | str:
            if not self._may_try(connection, network_of(address)):
                return "tries"
            found = self._try(connection, request)
            if isinstance(found, str):
                return found
            self._forgive(connection, network_of(address))
            return self._enrol(connection, found, request, token)

        # A refusal is given back and not raised, so that the try it counted is committed.
        outcome = self._database.write(work)
        if isinstance(outcome, str):
            raise EnrolmentRefusedError(reason=outcome)
        return EnrolAnswer(
            nonce=request.nonce,
            desk=outcome.id,
            name=outcome.name,
            point=outcome.point,
            point_name=outcome.point_name,
            token=token,
            verify_key=self._keys.verify_key,
            sealing_keys=self._keys.sealing_keys,
        )

    def _may_try(self, connection: Connection, network: str) -> bool:
        window = window_of(self._clock())
        connection.execute(delete(_TRY).where(_TRY.c.window < window))
        adding = insert_into(connection, _TRY).values(address=network, window=window, n=1)
        counted = adding.on_conflict_do_update(
            index_elements=["address", "window"], set_={"n": _TRY.c.n + 1}
        ).returning(_TRY.c.n)
        return int(connection.execute(counted).scalar_one()) <= MOST_TRIES

    def _forgive(self, connection: Connection, network: str) -> None:
        """A code that did is no try: a whole point may enrol its desks behind one address."""
        connection.execute(update(_TRY).where(_TRY.c.address == network).values(n=_TRY.c.n - 1))

    def _try(self, connection: Connection, request: EnrolRequest) -> Row[Any] | str:
        code = codes.plain(request.code)
        if len(code) != _SIGNS or not set(code) <= set(codes.ALPHABET):
            return "unknown"
        row = connection.execute(select(_CODE).where(_found_by(code)).with_for_update()).first()
        if row is None:
            return "unknown"
        refusal = self._refusal(row, code, request.installation)
        if refusal in ("unknown", "used"):
            connection.execute(update(_CODE).where(_CODE.c.hash == row.hash).values(tries=_CODE.c.tries + 1))
        return refusal or row

    def _refusal(self, row: Row[Any], code: str, installation: str) -> str:
        if row.tries >= MOST_TRIES:
            return "tries"
        if not hmac.compare_digest(row.hash, _hash(code)):
            return "unknown"
        if in_utc(row.expires) <= self._clock():
            return "expired"
        return "used" if row.desk and row.installation != installation else ""

    def _enrol(
        self, connection: Connection, code: Row[Any], request: EnrolRequest, token: str
    ) -> Row[Any] | str:
        desk_id = code.desk or str(uuid.uuid4())
        now = self._clock()
        if code.desk:
            # Which of the answers arrived is not known: the former token holds until this one is used.
            again = update(_DESK).where(_DESK.c.id == desk_id).values(next_token_hash=token_hash(token))
            connection.execute(again)
        else:
            if _live_desk(connection, code.desk_name) is not None:
                return "used"
            _put_aside(connection, code.desk_name)
            place = {"name": code.desk_name, "point": code.point, "point_name": code.point_name}
            who = {"id": desk_id, "installation": request.installation, "token_hash": token_hash(token)}
            told = {"token_day": now.date().isoformat(), "app": request.app[:100]}
            connection.execute(insert(_DESK).values(**who, **place, **told))
            became = {"desk": desk_id, "installation": request.installation}
            connection.execute(update(_CODE).where(_CODE.c.hash == code.hash).values(became))
            record_act(connection, now, who=desk_id, what="desk-enrolled", of=code.desk_name)
        return connection.execute(select(_DESK).where(_DESK.c.id == desk_id)).one()


def window_of(moment: datetime) -> str:
    """The minute that a try is counted in."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def network_of(address: str) -> str:
    """What tries are counted for: an address, or the network a household has of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


def _hash(code: str) -> str:
    """Slow enough that a stolen database does not give the code away while it lives."""
    finding = code[:_FINDING]
    secret = hashlib.scrypt(code.encode(), salt=finding.encode(), n=1 << 13, r=8, p=1)
    return f"{finding}.{secret.hex()}"


def _found_by(code: str) -> Any:
    return _CODE.c.hash.startswith(f"{code[:_FINDING]}.")


def _live_desk(connection: Connection, name: str) -> Row[Any] | None:
    wanted = select(_DESK.c.id).where(_DESK.c.name == name, _DESK.c.revoked.is_(False))
    return connection.execute(wanted).first()


def _put_aside(connection: Connection, name: str) -> None:
    """A desk that was revoked gives its name to the one that comes in its place."""
    former = connection.execute(select(_DESK.c.id).where(_DESK.c.name == name)).scalar()
    if former is not None:
        aside = {"name": f"{name} ({former[:8]})"}
        connection.execute(update(_DESK).where(_DESK.c.id == former).values(aside))
