"""The short line at the edge of the window: a newer program is told of when nothing is weightier."""

from dataclasses import replace
from datetime import timedelta

from neuvola_desk.sync.state import Remembered
from neuvola_desk.sync.status import SyncFacts
from neuvola_desk.ui.sync.words import short_words
from support.model_server import NOON

KNOWN = SyncFacts(
    server="https://x",
    version="0.1.0",
    remembered=Remembered(last_sync=NOON - timedelta(minutes=3), newest_desk="7.1"),
)


def test_a_newer_program_is_told_when_all_is_sent():
    assert short_words(KNOWN, NOON, is_running=False) == "Uusi versio 7.1 saatavilla"


def test_what_waits_is_told_first():
    assert short_words(replace(KNOWN, visits=2), NOON, is_running=False) == "2 odottaa lähetystä"


def test_as_new_a_program_says_what_it_always_does():
    assert short_words(replace(KNOWN, version="7.1"), NOON, is_running=False) == "Kaikki on lähetetty"
