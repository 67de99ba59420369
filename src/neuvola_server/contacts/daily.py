"""Things of which only so many are allowed a day."""

from datetime import date

from sqlalchemy import Connection

from neuvola_server.storage.inserts import insert_into
from neuvola_server.storage.schema import enrol_try


def count_today(connection: Connection, what: str, today: date) -> int:
    """Counts one more; gives how many there have been today.

    The window sorts after every minute of its day: it shares a table with tries that are kept for a minute,
    and goes with them the day after.
    """
    adding = insert_into(connection, enrol_try).values(address=what, window=f"{today.isoformat()}T24:00", n=1)
    counted = adding.on_conflict_do_update(
        index_elements=["address", "window"], set_={"n": enrol_try.c.n + 1}
    ).returning(enrol_try.c.n)
    return int(connection.execute(counted).scalar_one())
