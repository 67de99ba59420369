import sqlite3
from contextlib import closing
import pytest
from support.broken_room import Room, services_of
from neuvola_desk.desk import Desk
from neuvola_desk.sync.exchange import Exchange

@pytest.mark.parametrize("part", [0.3,0.5,0.6,0.8])
def test_deep(room: Room, part):
    names = [f"Palvelu {n}" for n in range(60)]
    room.house.publication.publish(__import__("support.publishing",fromlist=["news"]).news(*(__import__("support.publishing",fromlist=["incoming"]).incoming(n, "pitkä teksti "*300) for n in names)))
    desk = room.desk()
    desk.exchange.sync()
    ids = desk.log(2)
    desk.catalogue.close()
    path = desk.paths.catalogue
    with closing(sqlite3.connect(path)) as raw: raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes()); n=len(content)
    a=int(n*part)//4096*4096; content[a:a+40960]=b"\xa5"*40960
    path.write_bytes(content)
    room.publish(*names[:30])
    room.publish(*(f"Uusi {n}" for n in range(5)))
    for turn in range(3):
        started = Desk(desk.paths, clock=desk.clock)
        cat = started.catalogue
        ex = Exchange(desk.paths, desk.record, lambda: cat, desk.clock.now, line=room.line.line)
        r = ex.sync()
        try: k=len(list(cat.all_services()))
        except Exception as e: k=repr(e)
        print(part, n, "aside" if started.catalogue_fault else "-", r.state, r.accepted, r.waiting, r.fault and r.fault.facts, k)
        cat.close()
    assert r.state=="done"
