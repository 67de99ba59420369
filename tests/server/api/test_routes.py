"""What travels over HTTP beside the values: nonces, tags, ranges, encodings."""

import gzip
import json
from pathlib import Path

import pytest
import zstandard
from fastapi.testclient import TestClient

from neuvola_core import codec
from neuvola_core.wire import NONCE_HEADER
from neuvola_server.house import House
from support.houses import HandClock, visit_record

CATALOGUE = "id,name_fi,summary_fi\n" + "".join(f"{n},Palvelu {n},Apua arkeen {n}\n" for n in range(30))


@pytest.fixture
def published(house: House, tmp_path: Path) -> House:
    source = tmp_path / "catalogue.csv"
    source.write_text(CATALOGUE, "utf-8")
    house.catalogue.import_([source])
    house.snapshots.refresh()
    return house


def plain(record):
    return json.loads(codec.to_json(record))


def test_a_sync_stores_and_answers_with_its_nonce(desk):
    record = visit_record()
    answer = desk.sync(plain(record), nonce="abc-DEF_12")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers[NONCE_HEADER] == answer.json()["nonce"] == "abc-DEF_12"
    assert answer.json()["verdicts"] == {record.id: {"status": "created", "code": "", "field": ""}}
    assert desk.sync(plain(record)).json()["verdicts"][record.id]["status"] == "duplicate"


def test_the_nonce_of_a_header_comes_back_in_header_and_body(desk):
    page = desk.get("/v1/catalogue/changes", Neuvola_Nonce="n-7")
    assert page.headers[NONCE_HEADER] == page.json()["nonce"] == "n-7"


def test_a_refusal_carries_the_nonce_too(desk):
    refused = desk.sync(nonce="mine", desk="another")
    assert (refused.status_code, refused.headers[NONCE_HEADER]) == (403, "mine")
    assert refused.json() == {"error": "access-refused", "reason": "other-desk"}
    early = desk.send("/v1/sync", b"{", Neuvola_Nonce="early")
    assert (early.status_code, early.headers[NONCE_HEADER]) == (400, "early")


def test_a_nonce_that_no_header_can_carry_is_refused_and_not_repeated(desk):
    for nonce in ("ä", "a\r\nX-Evil: 1", " ", "n" * 129):
        refused = desk.sync(nonce=nonce)
        assert (refused.status_code, refused.json()["reason"]) == (422, "nonce")
        assert "x-evil" not in refused.headers
    page = desk.get("/v1/catalogue/changes", Neuvola_Nonce="<script>")
    assert (page.status_code, page.headers[NONCE_HEADER]) == (422, "")


def test_a_new_token_by_header_or_by_body(desk):
    by_body = desk.post("/v1/token", {"nonce": "b"})
    assert (by_body.status_code, by_body.json()["nonce"]) == (200, "b")
    by_header = desk.client.post(
        "/v1/token", headers={"Authorization": f"Bearer {desk.token}", NONCE_HEADER: "h"}
    )
    assert (by_header.status_code, by_header.json()["nonce"]) == (200, "h")
    without = desk.client.post("/v1/token", headers={"Authorization": f"Bearer {desk.token}"})
    assert (without.status_code, without.json()["reason"]) == (422, "nonce")


def test_what_is_missing_of_an_offer(desk):
    answer = desk.post("/v1/reoffer", {"nonce": "n", "desk": desk.id, "offered": {"a" * 36: "d" * 64}})
    assert answer.json() == {"nonce": "n", "missing": ["a" * 36]}


def test_without_a_catalogue_there_is_no_manifest(desk):
    answer = desk.get("/v1/catalogue/manifest")
    assert (answer.status_code, answer.json()["error"]) == (404, "no-snapshot")


def test_no_change_costs_little(desk, published):
    head = desk.sync().json()["head"]
    cursor = f"{head['epoch']}.{head['seq']}.{head['chain'][:16]}"
    answer = desk.get(f"/v1/catalogue/changes?cursor={cursor}")
    assert answer.json()["changes"] == []
    assert len(answer.content) < 1000


def test_a_manifest_is_sent_once(desk, published, clock: HandClock):
    first = desk.get("/v1/catalogue/manifest")
    tag = first.headers["etag"]
    assert str(first.json()["manifest"]["seq"]) in tag
    again = desk.get("/v1/catalogue/manifest", If_None_Match=f'"other", W/{tag}', Neuvola_Nonce="n9")
    assert (again.status_code, again.content, again.headers[NONCE_HEADER]) == (304, b"", "n9")
    assert desk.get("/v1/catalogue/manifest", If_None_Match='"other"').status_code == 200
    clock.move(days=2)
    published.snapshots.refresh()
    assert desk.get("/v1/catalogue/manifest", If_None_Match=tag).status_code == 200  # confirmed anew


def test_a_snapshot_comes_whole_or_in_parts(desk, published):
    manifest = desk.get("/v1/catalogue/manifest").json()["manifest"]
    path = f"/v1/catalogue/snapshots/{manifest['name']}"
    whole = desk.get(path, Neuvola_Nonce="s1")
    assert (whole.status_code, len(whole.content)) == (200, manifest["size"])
    assert whole.headers[NONCE_HEADER] == "s1"
    assert "content-encoding" not in whole.headers
    tag = whole.headers["etag"]
    rest = desk.get(path, Range="bytes=100-", If_Range=tag)
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    other = desk.get(path, Range="bytes=100-", If_Range='"another"')
    assert (other.status_code, other.content) == (200, whole.content)
    beyond = desk.get(path, Range=f"bytes={manifest['size']}-")
    assert beyond.status_code == 416


@pytest.mark.parametrize("name", ["catalogue-1-1-00000000.db.zst", "..%2F..%2Fserver.db", "server.db", "%00"])
def test_no_other_file_is_served(desk, published, name):
    answer = desk.get(f"/v1/catalogue/snapshots/{name}")
    assert answer.status_code == 404
    assert answer.json()["error"] in ("snapshot-gone", "not-found")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("zstd, gzip", "zstd"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("zstd;q=0, gzip", "gzip"),
        ("br", ""),
        ("zstd; q=0.0", ""),
    ],
)
def test_a_page_is_compressed_as_the_desk_likes_it(client: TestClient, desk, published, accepted, encoding):
    headers = {"Authorization": f"Bearer {desk.token}", "Accept-Encoding": accepted}
    with client.stream("GET", "/v1/catalogue/changes", headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding", "") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    opened = {"zstd": zstandard.decompress, "gzip": gzip.decompress, "": bytes}[encoding](raw)
    assert len(json.loads(opened)["changes"]) == 30


def test_what_is_small_is_not_compressed(desk):
    assert "content-encoding" not in desk.get("/v1/catalogue/changes", Accept_Encoding="gzip").headers


def test_unknown_paths_and_methods_are_refused_in_the_same_form(client: TestClient):
    missing = client.get("/v1/nothing")
    assert (missing.status_code, missing.json()["error"]) == (404, "not-found")
    wrong = client.get("/v1/sync")
    assert (wrong.status_code, wrong.json()["error"]) == (405, "method")


def test_a_wrong_parameter_is_refused_in_the_same_form(desk):
    for asked in ("limit=0", "limit=1001", "limit=x", f"cursor={'c' * 201}"):
        answer = desk.get(f"/v1/catalogue/changes?{asked}")
        assert (answer.status_code, answer.json()["error"]) == (422, "request-refused")
