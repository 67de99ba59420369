"""Runs commands in this process and gives back what a script would see."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from neuvola_desk.__main__ import main


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1, f"one line on stdout and nothing else: {self.out!r} {self.err!r}"
        return json.loads(self.out)


class Commands:
    """Commands over one data folder; with ``passphrase`` each is given it on a file descriptor of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], passphrase: str = "") -> None:
        self.folder = folder
        self._capsys = capsys
        self._passphrase = passphrase

    def __call__(self, *arguments: str) -> Answer:
        self._capsys.readouterr()
        reading = self._offer_passphrase() if self._passphrase else None
        try:
            code = main(["--data-dir", str(self.folder), *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            if reading is not None:
                os.close(reading)
                del os.environ["NEUVOLA_PASSPHRASE_FD"]
        captured = self._capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def _offer_passphrase(self) -> int:
        reading, writing = os.pipe()
        os.write(writing, self._passphrase.encode() + b"\n")
        os.close(writing)
        os.environ["NEUVOLA_PASSPHRASE_FD"] = str(reading)
        return reading
