"""A newer program is told of in words; nothing is fetched, and older servers and desks go on."""

from datetime import timedelta

import pytest

from neuvola_core import codec
from neuvola_core.wire import Head, SyncAnswer
from neuvola_desk.sync import status
from neuvola_desk.sync.state import Remembered
from neuvola_desk.sync.status import SyncFacts, Weight, facts, words
from support.model_server import NOON, ModelServer
from support.sync_desk import SyncDesk

TOLD = "Uusi versio 7.1 on saatavilla: pyydä se koordinaattorilta. Tällä versiolla voi jatkaa."


def known(version: str, newest: str) -> SyncFacts:
    last = NOON - timedelta(minutes=3)
    remembered = Remembered(last_sync=last, catalogue_at=last, newest_desk=newest)
    return SyncFacts(server="https://x", version=version, remembered=remembered)


def test_the_last_line_says_calmly_that_there_is_a_newer_one():
    last = words(known("0.1.0", "7.1"), NOON)[-1]
    assert (last.text, last.weight) == (TOLD, Weight.PLAIN)


@pytest.mark.parametrize("newest", ["", "0.1", "0.0.9"])
def test_nothing_is_said_without_a_newer_one(newest: str):
    assert not any("Uusi versio" in line.text for line in words(known("0.1.0", newest), NOON))


def test_it_is_remembered_until_the_server_says_otherwise(desk: SyncDesk, server: ModelServer):
    server.desk_version = "7.1"
    desk.exchange.sync()
    assert facts(desk.record).newer_desk == "7.1"
    server.desk_version = ""
    desk.exchange.sync()
    assert facts(desk.record).newer_desk == ""


def test_the_notice_ends_when_the_program_is_as_new(
    desk: SyncDesk, server: ModelServer, monkeypatch: pytest.MonkeyPatch
):
    server.desk_version = "7.1"
    desk.exchange.sync()
    monkeypatch.setattr(status, "VERSION", "7.1.0")
    assert facts(desk.record).newer_desk == ""


def test_what_is_no_version_is_not_kept(desk: SyncDesk, server: ModelServer):
    server.desk_version = "<a href=x>9.9</a>"
    desk.exchange.sync()
    assert facts(desk.record).remembered.newest_desk == ""


def test_an_older_server_says_nothing_and_is_understood():
    answer = SyncAnswer(
        "n1", Head("e", 1, "0" * 64, 0), "2026-11-22T10:00:00+00:00", "1.x", desk_version="7.1"
    )
    said = codec.from_json(codec.to_json(answer), dict)
    assert said.pop("desk_version") == "7.1"
    read = codec.from_json(codec.to_json(said), SyncAnswer)
    assert read.desk_version == ""
