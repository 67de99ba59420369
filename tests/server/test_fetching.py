"""Sources fetched over HTTP: every page to the last, and every way it can go wrong."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import urllib3

from neuvola_server import fetching
from neuvola_server.fetching import Fetcher, SourceUnreachableError, is_address
from support.web_source import Page, WebSource, web_source


@pytest.fixture
def source() -> Iterator[WebSource]:
    with web_source() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    return tmp_path / "pages"


def fetched(folder: Path) -> list[object]:
    return [json.loads(file.read_bytes()) for file in sorted(folder.iterdir())]


def reason(address: str, folder: Path, fetcher: Fetcher | None = None) -> object:
    with pytest.raises(SourceUnreachableError) as refused:
        (fetcher or Fetcher()).fetch((address,), folder)
    return refused.value.facts["reason"]


def test_one_file_is_saved_under_an_ending_that_tells_what_it_is(source: WebSource, folder: Path) -> None:
    first = source.put("/palvelut", "id,name_fi\n1,Kerho\n", "text/csv; charset=utf-8")
    second = source.put("/export.xlsx?x=1", b"PK", "application/octet-stream")
    assert Fetcher().fetch((first, second), folder) == 2
    assert sorted(file.name for file in folder.iterdir()) == ["page-00001.csv", "page-00002.xlsx"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"meta": {"next": "/p?page=2"}, "data": [1]}, {"meta": {"next": None}, "data": [2]}),
        ({"next": "/p?page=2", "items": [1]}, {"next": "", "items": [2]}),
        ({"pageNumber": 1, "pageCount": 2, "itemList": [1]}, {"pageNumber": 2, "pageCount": 2}),
        ({"page": 1, "totalPages": 2, "items": [1]}, {"page": 2, "totalPages": 2, "items": []}),
    ],
)
def test_pages_are_followed_to_the_last(
    source: WebSource, folder: Path, first: object, second: object
) -> None:
    address = source.put("/p", json.dumps(first))
    source.put("/p?page=2", json.dumps(second))
    assert Fetcher().fetch((address,), folder) == 2
    assert fetched(folder) == [first, second]


def test_a_header_tells_the_next_page_too_and_the_query_stays(source: WebSource, folder: Path) -> None:
    link = {"Link": '</p?size=2&page=2>; rel="next", </p?page=9>; rel="last"'}
    source.put("/p?size=2", "[1]", status=206, headers=link)
    source.put("/p?size=2&page=2", "[2]", headers={"Link": '</p?page=1>; rel="first"'})
    assert Fetcher().fetch((f"{source.address}/p?size=2",), folder) == 2
    assert fetched(folder) == [[1], [2]]


def test_what_is_no_page_of_objects_has_no_next_one(source: WebSource, folder: Path) -> None:
    addresses = (source.put("/a", "[]"), source.put("/b", "{broken"), source.put("/c", '{"next": 5}'))
    assert Fetcher().fetch(addresses, folder) == 3


def test_a_redirection_is_followed_on_and_no_further_than_allowed(source: WebSource, folder: Path) -> None:
    source.pages["/old"] = Page(status=302, headers={"Location": "/new"})
    source.put("/new", "[1]")
    assert Fetcher().fetch((f"{source.address}/old",), folder) == 1
    source.pages["/round"] = Page(status=302, headers={"Location": "/round"})
    assert reason(f"{source.address}/round", folder) == "redirects"


@pytest.mark.parametrize(
    "target",
    ["http://palvelut.example/", "https://palvelut.example/", "https://127.0.0.1/", "//[::1]/metrics"],
)
def test_a_redirection_to_another_place_is_not_followed(source: WebSource, folder: Path, target: str) -> None:
    source.pages["/out"] = Page(status=302, headers={"Location": target})
    assert reason(f"{source.address}/out", folder) == "elsewhere"


def test_a_source_cannot_lead_to_what_this_machine_alone_can_reach(source: WebSource, folder: Path) -> None:
    with web_source() as inside:
        source.pages["/out"] = Page(status=302, headers={"Location": inside.put("/metrics", "{}")})
        assert reason(f"{source.address}/out", folder) == "elsewhere"
        named = source.address.replace("127.0.0.1", "localhost")
        source.pages["/same"] = Page(status=302, headers={"Location": source.put("/metrics", "{}")})
        assert reason(f"{named}/same", folder) == "elsewhere"
        assert inside.asked == []
    assert "/metrics" not in source.asked


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_any_other_status_is_a_fault_that_tells_it(source: WebSource, folder: Path, status: int) -> None:
    address = source.put("/p", "[]", status=status)
    with pytest.raises(SourceUnreachableError) as refused:
        Fetcher().fetch((address,), folder)
    assert refused.value.facts == {"address": address, "reason": "status", "status": status}


def test_a_web_page_is_no_data(source: WebSource, folder: Path) -> None:
    assert reason(source.put("/p", "<html>Kirjaudu</html>", "text/html"), folder) == "web-page"


def test_half_a_page_is_not_taken(source: WebSource, folder: Path) -> None:
    assert reason(source.put("/p", "[1, 2", cut=10), folder) == "cut-off"


def test_a_source_that_never_ends_or_leads_elsewhere_is_left(
    source: WebSource, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reason(source.put("/p", '{"next": "/p"}'), folder) == "endless"
    assert reason(source.put("/q", '{"next": "https://muu.example/"}'), folder) == "elsewhere"
    monkeypatch.setattr(fetching, "MOST_PAGES", 1)
    source.put("/r", '{"next": "/s"}')
    assert reason(f"{source.address}/r", folder) == "endless"


def test_more_than_may_be_is_not_taken(source: WebSource, folder: Path) -> None:
    assert (
        reason(source.put("/p", "[" + "1," * 50_000 + "1]"), folder, Fetcher(most_bytes=1000)) == "too-large"
    )


def test_a_large_file_is_not_searched_for_a_next_page(
    source: WebSource, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_SEARCHED", 5)
    assert Fetcher().fetch((source.put("/p", '{"next": "/q"}'),), folder) == 1


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://palvelut.example/a.json", "insecure"),
        ("ftp://127.0.0.1/a", "address"),
        ("https://", "address"),
        ("https://[bad/", "address"),
        ("http://127.0.0.1:1/", "offline"),
    ],
)
def test_an_address_that_may_not_or_cannot_be_asked(folder: Path, address: str, why: str) -> None:
    assert reason(address, folder) == why


def test_a_server_that_says_nothing_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_TIMEOUT", urllib3.Timeout(connect=1, read=0.1))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert reason(f"http://127.0.0.1:{silent.getsockname()[1]}/", folder) == "timeout"
        assert reason(f"https://localhost:{silent.getsockname()[1]}/", folder) == "timeout"


@contextmanager
def trickling(head: bytes) -> Iterator[str]:
    """The address of a source that says something at once and then a blank now and then, without end."""
    stop = threading.Event()

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.recv(4096)
            connection.sendall(head)
            while not stop.wait(0.02):
                connection.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            stop.set()
            thread.join()


BODY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


def test_a_source_that_trickles_is_not_waited_for(folder: Path) -> None:
    with trickling(BODY) as address:
        assert reason(address, folder, Fetcher(most_seconds=0.3)) == "slow"


def test_nor_is_one_whose_answer_never_begins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_HEAD_SECONDS", 0.3)
    with trickling(b"HTTP/1.1 200 OK\r\nX: ") as address:
        assert reason(address, folder) == "timeout"


def test_fetching_can_be_broken_off_between_pieces(folder: Path) -> None:
    heard: list[int] = []

    def end(pages: int, _total: None) -> None:
        heard.append(pages)
        if len(heard) == 3:
            raise KeyboardInterrupt

    with trickling(BODY) as address, pytest.raises(KeyboardInterrupt):
        Fetcher().fetch((address,), folder, end)
    assert heard == [1, 1, 1]


def test_a_server_without_tls_is_not_asked_by_https(source: WebSource, folder: Path) -> None:
    assert reason(source.address.replace("http:", "https:") + "/p", folder) == "tls"


def test_what_is_an_address() -> None:
    assert is_address("HTTPS://palvelut.example/a")
    assert not is_address(Path("/tmp/https"))
