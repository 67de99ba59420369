"""Whoever looks: nothing of a visitor is anywhere but on the page of the organisation that opened it.

A real server process, a real relay, a desk over HTTP. At every step all bytes of the database and its logs,
the process's own files and logs, the mails, the figures and the answers are searched, in other encodings too.
"""

import base64
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
import pytest

from neuvola_core.contact import Consent, ContactDetails, Reach
from neuvola_core.ids import new_record_id
from neuvola_core.wire import NONCE_HEADER, EnrolRequest, Record, RecordKind, StatesRequest
from neuvola_desk.sync.client import HttpEnrolment, HttpPort
from neuvola_desk.sync.transport import Transport
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.house import House, utc_now
from neuvola_server.settings import read_settings
from neuvola_server.storage.migrate import migrate
from support.contact_house import add_party
from support.contacts import MadeRequest, request_to
from support.houses import TestDesk
from support.mail_relay import MailRelay, mail_relay
from support.needles import found
from support.postgres import Cluster
from support.server_process import ServerProcess, dump_of, environment, files_of, free_port, server_process

SECRETS = ("405512987", "040 551 2987", "salla.salainen", "Pirkkaliina", "keskiviikkona kiitos")
PASSWORD = "tyynen järven ranta"
SPACE = re.compile(r"\s")


@dataclass
class Running:
    """What all tests of an engine share."""

    server: ServerProcess
    house: House
    smtp: MailRelay
    desk: TestDesk
    engine: Callable[[], bytes]
    """The files of an engine that has files of its own."""


@dataclass
class Scene(Running):
    """Everybody who takes part."""

    coordinator: httpx.Client
    organisation: httpx.Client
    stranger: httpx.Client
    answers: list[bytes] = field(default_factory=list)
    """Everything that was answered to anybody, but for the page that is meant to show it."""

    def details(self) -> ContactDetails:
        today = utc_now().date()
        return ContactDetails(
            reach=Reach.CALL,
            consent=Consent("1", "fi", today),
            phone="+358405512987",
            email="salla.salainen@posti.example",
            first_name="Pirkkaliina",
            sentence="Mieluiten vasta keskiviikkona kiitos",
        )

    def request(self) -> MadeRequest:
        return request_to(self.house, "kulma", day=utc_now().date(), details=self.details())

    def leaked(self, *more: str) -> dict[str, list[str]]:
        """What was found where."""
        self._ask_everything()
        mails = b"".join(one.raw + one.text.encode() + one.sender.encode() for one in self.smtp.taken)
        places = {
            "stored": self.server.stored(),
            "logs": self.server.logs,
            "mails": mails,
            "answers": b"".join(self.answers),
        }
        told = {place: found(SECRETS, hay) for place, hay in places.items()}
        told["stored of links"] = found(more, places["stored"] + places["logs"])
        return {place: what for place, what in told.items() if what}

    def _ask_everything(self) -> None:
        for path in ("/metrics", "/v1/openapi.json", "/healthz", "/readyz", "/withdraw", "/desks"):
            self.keep(self.stranger.get(path))
        for path in ("/contacts", "/receivers", "/receivers/kulma", "/desks"):
            self.keep(self.coordinator.get(path))
        assert self.stranger.get("/metrics").status_code == 200

    def keep(self, response: httpx.Response) -> httpx.Response:
        heads = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
        self.answers.append(heads.encode() + response.content)
        return response

    def mailed_link(self, made: MadeRequest) -> str:
        """The address in the mail about a request, once it has come."""
        address = f"{self.server.url}/requests/{self.house.links.token(made.id, 'kulma', 1)}"
        wait_until(lambda: sum(address in one.text for one in self.smtp.taken) == 2)
        return address


def wait_until(there: Callable[[], bool]) -> None:
    for _ in range(600):
        if there():
            return
        threading.Event().wait(0.1)
    pytest.fail("it did not happen within a minute")


def sealed_traces(made: MadeRequest, scene: Scene) -> int:
    """How many pieces of the sealed text are stored: engines keep a long text in several places."""
    text, hay = made.record.body["sealed"]["text"].encode(), scene.server.stored()
    return sum(text[start : start + 24] in hay for start in range(0, len(text) - 24, 24))


def proof(page: httpx.Response) -> dict[str, str]:
    shown = re.search(r'name="proof" value="(\w+)"', page.text)
    assert shown is not None
    return {"proof": shown[1]}


@contextmanager
def browser(url: str, name: str = "") -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, follow_redirects=True) as client:
        if name:
            page = client.get("/desks/log-in")
            said = proof(page) | {"name": name, "password": PASSWORD}
            assert client.post("/desks/log-in", data=said).status_code == 200
        yield client


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server")
    cluster: Cluster | None = None
    url = ""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgres_cluster")
        url = cluster.url(cluster.create())

    def stored() -> bytes:
        return files_of(folder) + (dump_of(cluster, url) if cluster else b"")

    with mail_relay() as smtp:
        settings = environment(folder, free_port(), smtp.port, url)
        house = House(read_settings(settings))
        migrate(house.database)
        add_party(house)
        Accounts(house.database, house.clock).add(Account("leena", Role.COORDINATOR), PASSWORD)
        with server_process(folder, settings, stored) as server:
            door = HttpEnrolment(Transport(server.url))
            identity = door.enrol(EnrolRequest("n", house.enrolment.new_code("Kallio"), "computer"))
            desk = TestDesk(identity, HttpPort(Transport(server.url), identity.token))
            engine = (lambda: files_of(cluster.folder)) if cluster else (lambda: b"")
            yield Running(server, house, smtp, desk, engine)
        house.close()


@pytest.fixture
def scene(running: Running) -> Iterator[Scene]:
    url = running.server.url
    with browser(url, "leena") as leena, browser(url) as paula, browser(url) as anybody:
        yield Scene(**vars(running), coordinator=leena, organisation=paula, stranger=anybody)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "base64", "hex"])
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_what_is_looked_for_would_be_found(encoding: str, before: str):
    said = f"{before}Pirkkaliina, keskiviikkona kiitos!"
    hidden = {"base64": base64.b64encode(said.encode()), "hex": said.encode().hex().upper().encode()}
    hay = b"...." + (hidden.get(encoding) or said.encode(encoding)) + b"...."
    assert len({secret.partition(" (")[0] for secret in found(SECRETS, hay)}) == 2


def test_a_request_from_the_desk_to_its_end(scene: Scene):
    made = scene.request()
    answer = scene.desk.sync(made.record)
    assert answer.verdicts[made.id].status == "created"
    link = scene.mailed_link(made)
    token = link.rpartition("/")[2]
    assert sealed_traces(made, scene), "what is searched is where things are"
    assert scene.leaked(token, made.code) == {}
    assert found(SECRETS, scene.engine()) == []

    first = scene.keep(scene.organisation.get(link))
    opened = scene.organisation.post(f"{link}/confirm", data=proof(first))
    shown = SPACE.sub("", opened.text)
    assert all(SPACE.sub("", secret) in shown for secret in SECRETS[1:]), "they who may see it do"
    cookie = next(iter(scene.organisation.cookies.values()))
    scene.keep(scene.stranger.get(link))
    assert scene.leaked(token, cookie, made.code) == {}

    said = proof(opened) | {"state": "hoidettu", "sure": "yes"}
    scene.keep(scene.organisation.post(f"{link}/mark", data=said))
    states = scene.desk.port.contact_states(StatesRequest("n", scene.desk.id, (made.id,)))
    assert [one.state for one in states.states[made.id]] == ["hoidettu"]
    scene.keep(scene.organisation.get(link))
    assert scene.leaked(token, cookie, made.code) == {}
    wait_until(lambda: sealed_traces(made, scene) == 0)  # the sealed text goes as well


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="asks Linux what it would dump")
def test_a_crash_would_dump_no_memory(running: Running):
    limits = Path(f"/proc/{running.server.pid}/limits").read_text("ascii")
    assert re.search(r"Max core file size +0 +0 ", limits)


def test_a_withdrawal_by_its_code(scene: Scene):
    made = scene.request()
    scene.desk.sync(made.record)
    link = scene.mailed_link(made)
    page = scene.stranger.get("/withdraw")
    fields = proof(page) if 'name="proof"' in page.text else {}
    assert scene.keep(scene.stranger.post("/withdraw", data=fields | {"code": made.code})).status_code == 200
    scene.keep(scene.organisation.get(link))
    assert scene.leaked(link.rpartition("/")[2], made.code) == {}
    wait_until(lambda: sealed_traces(made, scene) == 0)


def test_what_a_desk_should_never_have_sent(scene: Scene):
    """A desk gone wrong, or a hand that types into the wrong place: refused, and kept nowhere."""
    phone, email, name, sentence = "+358405512987", "salla.salainen@posti.example", *SECRETS[3:]
    made = scene.request()
    beside = {**made.record.body, "phone": phone, "first_name": name}
    inside = {**made.record.body, "sealed": {**made.record.body["sealed"], "hint": sentence}}
    visit = {"id": new_record_id(), "point": email, "week": {"year": 2026, "week": 47}, "needs": [phone]}
    scene.desk.sync(Record(new_record_id(), RecordKind.CONTACT, beside))
    scene.desk.sync(Record(new_record_id(), RecordKind.CONTACT, inside))
    scene.desk.sync(Record(str(visit["id"]), RecordKind.VISIT, visit))
    head = {"Authorization": f"Bearer {scene.desk.identity.token}", NONCE_HEADER: "n"}
    for body in (
        f'{{"phone": "{phone}", "name": "{name}"',
        f'{{"nonce": "n", "desk": "{name}", "records": [{{"id": "{email}"}}]}}',
        f'{{"nonce": "n", "desk": "{scene.desk.id}", "ticket": "{sentence}", "records": "{phone}"}}',
    ):
        refused = scene.stranger.post("/v1/sync", content=body, headers=head)
        assert 400 <= refused.status_code < 500
        scene.keep(refused)
    scene.keep(scene.stranger.get(f"/requests/{phone}?name={name}", headers={"User-Agent": email}))
    scene.keep(
        scene.stranger.get(f"/v1/{email}/{name}", headers={"Referer": f"https://x.example/{sentence}"})
    )
    assert scene.leaked() == {}
