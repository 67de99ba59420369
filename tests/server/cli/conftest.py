"""Commands of the server over a data folder of their own."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from neuvola_server.__main__ import main


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = True
    structlog.reset_defaults()


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1, f"one line on stdout and nothing else: {self.out!r} {self.err!r}"
        return json.loads(self.out)


class Commands:
    """Runs commands in this process and gives back what a script would see."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Answer:
        self._capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = self._capsys.readouterr()
        return Answer(code, captured.out, captured.err)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    folder = tmp_path / "server"
    monkeypatch.setenv("NEUVOLA_SERVER_DATABASE_URL", f"sqlite:///{folder / 'server.db'}")
    for name in ("DATA_DIR", "KEY_DIR", "HOST", "PORT", "WORKERS"):
        monkeypatch.delenv(f"NEUVOLA_SERVER_{name}", raising=False)
    return Commands(folder, capsys)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "luettelo.csv"
    path.write_text("id,name_fi,needs\n1,Ruoka-apu,ruoka\n2,Velkaneuvonta,olematon-tarve\n", "utf-8")
    return path
