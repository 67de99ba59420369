"""A real server process that visitors answer to: no file of it, its log least of all, tells of a code."""

import re
from pathlib import Path

import httpx2 as httpx

from neuvola_core.slip import new_slip, service_number, slip_hash, slip_link
from neuvola_server.house import House
from neuvola_server.settings import read_settings
from neuvola_server.storage.migrate import migrate
from support.publishing import incoming, news
from support.server_process import environment, files_of, free_port, server_process
from support.services import make_service

FOOD = make_service("Ruoka-apu").id


def test_no_file_of_the_server_tells_of_a_code(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    settings = environment(folder, free_port(), free_port(), "")
    (folder / "data").mkdir(parents=True)
    house = House(read_settings(settings))
    migrate(house.database)
    house.publication.publish(news(*map(incoming, ("Ruoka-apu", "Velkaneuvonta"))))
    house.close()
    scanned, typed = new_slip(), new_slip()
    with server_process(folder, settings, lambda: files_of(folder)) as server:
        with httpx.Client(base_url=server.url, headers={"User-Agent": "Kaneliorava/1"}) as phone:
            assert phone.get(slip_link(server.url, scanned, [FOOD])).status_code == 200
            assert phone.get("/slip/names", params={"of": "", "lang": "fi"}).status_code == 200
            said = {"slip": slip_hash(scanned), "service": FOOD, "helped": "ei", "text": "Jono oli pitkä."}
            assert phone.post("/slip/answers", json=said).status_code == 204
            by_hand = {"code": typed, "service": "ruoka", "helped": "sai"}
            assert phone.post("/slip", data=by_hand).status_code == 200
            kept = server.stored()
        assert b"Jono oli pitk" in kept, "the search would find what is there"
        for secret in (scanned, typed, slip_hash(scanned), slip_hash(typed), "Kaneliorava"):
            assert secret.encode() not in kept
        log = server.logs.decode()
    routes = re.findall(r"route['\"= :]+(\S+)", log)
    assert {route.strip("\"',") for route in routes} == {"/slip", "/slip/names", "/slip/answers"}
    for secret in (FOOD, service_number(FOOD), "of=", "lang=", "Jono", "ruoka"):
        assert secret not in log
    requests = [line for line in log.splitlines() if "route" in line]
    assert not any("127.0.0.1" in line for line in requests), "no address of whoever asked"
