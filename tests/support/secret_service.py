"""A session with a real Secret Service: the keyring lies in the session's home, and outlives it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPT = """
set -e
gnome-keyring-daemon --foreground {unlock} --components=secrets < "$HOME/password" > /dev/null 2>&1 &
daemon=$!
trap 'kill $daemon' EXIT
gdbus wait --session --timeout 10 org.freedesktop.secrets
"$@"
"""


class Account:
    """A user account of a machine: a home with a keyring, and a data folder."""

    def __init__(self, home: Path, data: Path) -> None:
        missing = [n for n in ("gnome-keyring-daemon", "dbus-run-session", "gdbus") if not shutil.which(n)]
        if missing:
            pytest.skip(f"not installed here: {', '.join(missing)}")
        self.home, self.data = home, data
        (home / "run").mkdir(parents=True, mode=0o700)
        (home / "password").write_text("salasana")

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "share"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "NEUVOLA_DATA_DIR": str(self.data),
            **more,
        }

    def run(
        self, *command: str, given: str = "", unlock: bool = True, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """One command in a session of its own; with ``unlock`` somebody has logged in."""
        script = _SCRIPT.format(unlock="--unlock" if unlock else "")
        return subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", script, "sh", *command],
            env=self.environment(**more),
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def desk(self, *words: str, given: str = "", unlock: bool = True) -> subprocess.CompletedProcess[str]:
        """One command of the program."""
        program = [sys.executable, "-W", "error", "-m", "neuvola_desk"]
        return self.run(*program, *words, given=given, unlock=unlock)

    def lose_keyring(self) -> None:
        shutil.rmtree(self.home / "share" / "keyrings")
