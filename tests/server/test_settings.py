"""The settings of the environment: what holds without them, and what cannot be used."""

from importlib.metadata import version
from pathlib import Path

import pytest

from neuvola_server.settings import SettingsError, read_settings


def read(**given: str):
    usual = {"DATABASE_URL": "sqlite:////srv/neuvola/server.db"}
    return read_settings({f"NEUVOLA_SERVER_{name}": value for name, value in (usual | given).items()})


def test_what_holds_without_them():
    settings = read()
    assert settings.data_dir == Path("/srv/neuvola")
    assert settings.key_dir == Path("/srv/neuvola/keys")
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8710, 1)


def test_nothing_is_durable_before_somebody_says_so():
    assert not read().durable_at_commit
    assert read(DURABLE_AT_COMMIT="true").durable_at_commit


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PORT", "99999"),
        ("PORT", "9" * 5000),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("KEEP_SNAPSHOTS", "0"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_bounds(name: str, value: str):
    with pytest.raises(SettingsError) as refused:
        read(**{name: value})
    assert refused.value.facts["name"] == name
    assert refused.value.facts["reason"] == "out-of-range"
    assert refused.value.facts["least"] < refused.value.facts["most"]


def test_a_port_that_the_machine_chooses_may_be_asked_for():
    assert read(PORT="0").port == 0


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PORT", "x", "not-a-number"),
        ("PORT", "-1", "not-a-number"),
        ("METRICS", "perhaps", "not-a-flag"),
        ("DESK_VERSION", "uusin", "not-a-version"),
        ("DATABASE_URL", "nowhere", "not-a-url"),
        ("DATABASE_URL", "postgresql://db/neuvola", "required"),
    ],
)
def test_what_cannot_be_used_is_said(name: str, value: str, reason: str):
    with pytest.raises(SettingsError) as refused:
        read(**{name: value})
    assert refused.value.facts["reason"] == reason


def test_desks_are_told_of_the_servers_own_version_unless_another_is_named():
    assert read().desk_version == version("neuvola-desk")
    assert read(DESK_VERSION="0.3").desk_version == "0.3"
