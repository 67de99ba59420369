"""Every fault that a command of the server can end with has a sentence that a person can act on."""

import importlib
import pkgutil

import pytest

import neuvola_server
from neuvola_core import errors
from neuvola_core.errors import NeuvolaError
from neuvola_server.cli.messages import sentence

NOT_OF_COMMANDS = {
    # said over HTTP or on the pages
    "log-in-refused",
    "not-sealed-to-us",
    "amendment-refused",
    "enrolment-refused",
    "request-refused",
    "cursor-refused",
    "server-busy",
    "link-refused",
    "mark-refused",
}
OF_FILES = (
    "refused-content",
    "invalid-visit",
    "access-refused",
    "snapshot-gone",
    "unreadable-source",
    "cannot-write",
    "disk-full",
    "record-newer",
    "catalogue-damaged",
    "snapshot-damaged",
    "busy",
)
REASONS = {
    "bundle-refused": ("damaged", "other-server", "unknown-export"),
    "access-refused": ("unknown", "revoked"),
    "server-settings": (
        "not-a-url",
        "required",
        "not-a-number",
        "not-a-flag",
        "out-of-range",
        "not-smtp",
        "password-in-url",
        "not-an-address",
        "not-a-domain",
        "needed-for-mail",
    ),
    "mail-relay": ("offline", "timeout", "tls", "starttls", "log-in", "password", "refused"),
    "source-unreachable": (
        "offline",
        "timeout",
        "tls",
        "insecure",
        "address",
        "status",
        "web-page",
        "elsewhere",
        "redirects",
        "too-large",
        "endless",
        "slow",
        "cut-off",
    ),
    "recovery-key-refused": ("signs", "check", "unknown", "not-opened"),
    "password-missing": ("no-terminal", "differs", "descriptor"),
    "unreadable-source": ("missing", "unreadable", "other-format"),
}


def faults() -> dict[str, type[NeuvolaError]]:
    for module in pkgutil.walk_packages(neuvola_server.__path__, "neuvola_server."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    found: dict[str, type[NeuvolaError]] = {}
    kinds = [NeuvolaError]
    while kinds:
        for kind in kinds.pop().__subclasses__():
            kinds.append(kind)
            if kind.__module__.startswith(("neuvola_server", "neuvola_core.bundle")) or (
                kind.__module__ == errors.__name__ and kind.code in OF_FILES
            ):
                found[kind.code] = kind
    return found


FACTS = {"name": "NIMI", "path": "POLKU", "address": "OSOITE", "origin": "LÄHDE", "host": "KONE", "port": 1}


@pytest.mark.parametrize("code", sorted(set(faults()) - NOT_OF_COMMANDS))
def test_every_fault_has_a_sentence(code: str):
    for reason in REASONS.get(code, ("",)):
        told = sentence(faults()[code](**FACTS, reason=reason, field="origin", value="ARVO"))
        assert f"({code})" not in told
        assert told[0].isupper()
        assert told.endswith(".")


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_its_own_words(code: str):
    told = {sentence(faults()[code](reason=reason)) for reason in REASONS[code]}
    assert len(told) == len(REASONS[code])


def test_a_folder_and_a_file_that_cannot_be_written():
    assert "Kansiota" in sentence(errors.CannotWriteError(path="p", folder=True))
    assert "Tiedostoa" in sentence(errors.CannotWriteError(path="p"))


def test_a_new_fault_is_told_by_its_code():
    class NewError(NeuvolaError):
        code = "new-fault"

    assert "new-fault" in sentence(NewError())
