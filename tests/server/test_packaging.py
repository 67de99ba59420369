"""What ``packaging/server`` says agrees with the program."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from neuvola_server.cli.main import build_parser
from neuvola_server.settings import PREFIX, read_settings
from neuvola_server.web import pages
from neuvola_server.web.rendering import STYLE

FOLDER = Path(__file__).resolve().parents[2] / "packaging" / "server"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())


class Environment(dict[str, str]):
    """Remembers what it was asked for."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.asked: set[str] = set()

    def get(self, name: str, usual: Any = "") -> Any:
        self.asked.add(name)
        return super().get(name, usual)


def names_read() -> set[str]:
    """Every setting that the server looks for when all of them are given."""
    given = {
        "DATABASE_URL": "sqlite:////x/server.db",
        "SMTP_URL": "smtps://user@relay.example",
        "MAIL_FROM": "a@x.example",
        "PUBLIC_URL": "https://x.example",
    }
    environment = Environment({f"{PREFIX}{name}": value for name, value in given.items()})
    read_settings(environment)
    return environment.asked


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path):
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", path.read_text("utf-8"))) <= names_read()


def test_every_command_that_is_named_exists():
    commands = set(build_parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr, arg-type]
    text = (FOLDER / "README.md").read_text("utf-8")
    named = set(re.findall(r"^neuvola-server ([a-z-]+)", text, re.MULTILINE)) | set(
        re.findall(r"`neuvola-server ([a-z-]+)", text)
    )
    assert named
    assert named <= commands


def test_the_addresses_of_the_files_are_read():
    for path in FILES:
        for url in re.findall(rf"{PREFIX}DATABASE_URL[=:] ?(\S+)", path.read_text("utf-8")):
            read = read_settings(
                {
                    f"{PREFIX}DATABASE_URL": url.replace("${POSTGRES_PASSWORD:?see", "x"),
                    f"{PREFIX}DATA_DIR": "/x",
                }
            )
            assert read.data_dir == Path("/x")


def test_the_unit_is_one():
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("systemd is not installed")
    told = subprocess.run(
        [systemd, "verify", FOLDER / "neuvola-server.service"], capture_output=True, text=True, check=False
    )
    other = [line for line in told.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in other if "neuvola-server.service" in line] == []


def test_the_proxy_is_configured(tmp_path: Path):
    haproxy = shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if haproxy is None:
        pytest.skip("haproxy is not installed")
    text = (FOLDER / "haproxy.cfg").read_text("utf-8")
    path = tmp_path / "haproxy.cfg"
    path.write_text(re.sub(r"bind :443 .*", "bind :8443", text), "utf-8")  # there is no certificate here
    told = subprocess.run([haproxy, "-c", "-f", path], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def test_the_proxy_lets_every_page_through_and_nothing_of_the_inside():
    text = (FOLDER / "haproxy.cfg").read_text("utf-8")
    [outside] = re.findall(r"path_reg (\S+)", text)
    paths = [route.path for part in pages.PARTS for route in part.routes if isinstance(route, APIRoute)]
    assert [path for path in (*paths, STYLE) if not re.search(outside, path)] == []
    assert not any(re.search(outside, path) for path in ("/metrics", "/healthz", "/readyz"))
