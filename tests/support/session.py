"""A session of its own under which the real program runs: a screen, a message bus and no keyring.

Nothing of the developer's own session is seen or changed: the home is empty, and the bus offers nothing but
the accessibility services.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_SERVICE = "[D-BUS Service]\nName=org.a11y.Bus\nExec={launcher}\n"
_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def skip_without_session() -> None:
    """Skips the test, saying what is not here."""
    missing = [package for package, is_there in _NEEDED.items() if not is_there()]
    if sys.platform != "linux" or missing:
        pytest.skip(f"a screen reader's view needs Linux with {', '.join(_NEEDED)}; missing: {missing}")


@contextmanager
def session(folder: Path, size: str = "1280x800") -> Iterator[dict[str, str]]:
    """The environment of a program in the session; its bus is ``DBUS_SESSION_BUS_ADDRESS``."""
    folder.mkdir(parents=True)
    run = folder / "run"
    run.mkdir(mode=0o700)
    with ExitStack() as stack:
        display = stack.enter_context(_screen(size))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "DISPLAY": display,
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        address = stack.enter_context(_bus(folder, environment))
        yield environment | {"DBUS_SESSION_BUS_ADDRESS": address}


@contextmanager
def _screen(size: str) -> Iterator[str]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-noreset"]
    with _process(command, dict(os.environ), pass_fds=(writing,)):
        os.close(writing)
        with open(reading, encoding="ascii") as told:  # noqa: PTH123 - a descriptor, not a path
            yield f":{told.readline().strip()}"


@contextmanager
def _bus(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    services = folder / "services"
    services.mkdir()
    launcher = _launcher()
    (services / "org.a11y.Bus.service").write_text(_SERVICE.format(launcher=launcher), encoding="utf-8")
    config = folder / "bus.conf"
    config.write_text(_BUS.format(socket=folder / "run" / "bus", services=services), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    with _process(command, environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()


@contextmanager
def _process(
    command: list[str],
    environment: dict[str, str],
    stdout: int = subprocess.DEVNULL,
    pass_fds: tuple[int, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=environment, stdout=stdout, stderr=subprocess.DEVNULL, pass_fds=pass_fds
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _launcher() -> str | None:
    return next((path for path in _LAUNCHERS if Path(path).exists()), None)


def _is_installed(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


_NEEDED: dict[str, Callable[[], bool]] = {
    "xvfb": _is_installed("Xvfb"),
    "dbus": _is_installed("dbus-daemon"),
    "at-spi2-core": lambda: _launcher() is not None,
}
"""Debian's names."""
