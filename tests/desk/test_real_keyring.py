"""What becomes of a desk whose keyring is a real one: first start, later ones, lost keys, other machines."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pytest

from neuvola_desk.usecases.key_code import LINES, key_of
from support.secret_service import Account


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "home", tmp_path / "data")


def code_on(sheet: Path) -> str:
    """The lines of the code as somebody would type them off the paper."""
    with pypdfium2.PdfDocument(sheet) as document:
        text = document[0].get_textpage().get_text_bounded()
    rows = text.replace("\r", "").split("\n")
    numbered = [row for row in rows if row[:1].isdigit() and row[1:3] == ". "]
    return "\n".join(row[3:] for row in numbered[:LINES])


def log_visit(account: Account) -> None:
    done = account.desk("visit", "add", "--need", "velat")
    assert done.returncode == 0, done.stderr


def visits(account: Account) -> int:
    done = account.desk("visit", "list", "--json")
    assert done.returncode == 0, done.stderr
    return len(json.loads(done.stdout)["visits"])


def sheet_code(account: Account, folder: Path) -> str:
    done = account.desk("recovery", "sheet", "--output", str(folder / "avainlehti.pdf"))
    assert done.returncode == 0, done.stderr
    return code_on(folder / "avainlehti.pdf")


def test_the_key_is_kept_from_login_to_login_and_lies_in_no_file(account: Account, tmp_path: Path) -> None:
    log_visit(account)
    log_visit(account)
    assert visits(account) == 2
    key = key_of(sheet_code(account, tmp_path).splitlines())
    (tmp_path / "avainlehti.pdf").unlink()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert key not in kept
    assert key.hex().encode() not in kept


@pytest.mark.long
def test_a_locked_keyring_is_told_and_opens_after_logging_in(account: Account) -> None:
    log_visit(account)
    refused = account.desk("visit", "list", unlock=False)
    assert refused.returncode == 1
    assert "lukossa" in refused.stderr
    assert visits(account) == 1


def test_a_lost_key_comes_back_from_its_sheet(account: Account, tmp_path: Path) -> None:
    log_visit(account)
    code = sheet_code(account, tmp_path)
    account.lose_keyring()
    lost = account.desk("visit", "list")
    assert lost.returncode == 1
    assert "recovery restore" in lost.stderr
    lines = code.splitlines()
    lines[2] = lines[2].replace(lines[2][-1], "Z" if lines[2][-1] != "Z" else "Y")
    wrong = account.desk("recovery", "restore", given="\n".join(lines))
    assert wrong.returncode == 1
    assert "rivi 3" in wrong.stderr
    mended = account.desk("recovery", "restore", given=code)
    assert mended.returncode == 0, mended.stderr
    assert visits(account) == 1


def test_a_folder_taken_to_another_machine_opens_with_the_sheet(account: Account, tmp_path: Path) -> None:
    log_visit(account)
    code = sheet_code(account, tmp_path)
    other = Account(tmp_path / "other-home", tmp_path / "other-data")
    shutil.copytree(account.data, other.data)
    assert other.desk("visit", "add", "--need", "velat").returncode == 1
    assert other.desk("recovery", "restore", given=code).returncode == 0
    log_visit(other)
    assert (visits(other), visits(account)) == (2, 1)


@pytest.mark.long
def test_two_accounts_with_folders_of_their_own_know_nothing_of_each_other(
    account: Account, tmp_path: Path
) -> None:
    log_visit(account)
    other = Account(tmp_path / "other-home", tmp_path / "other-data")
    assert visits(other) == 0
    strange = other.desk("recovery", "restore", given=sheet_code(account, tmp_path))
    assert strange.returncode == 1
    assert "minkä asennuksen avain" in strange.stderr


@pytest.mark.long
def test_without_sheet_and_key_the_desk_begins_anew_and_erases_nothing(account: Account) -> None:
    log_visit(account)
    before = (account.data / "desk.db").read_bytes()
    account.lose_keyring()
    done = account.desk("recovery", "start-over", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    aside = [Path(name) for name in json.loads(done.stdout)["aside"]]
    assert before in [path.read_bytes() for path in aside if path.is_file()]
    log_visit(account)
    assert visits(account) == 1


@pytest.mark.long
def test_a_machine_without_keyring_asks_a_passphrase_at_each_start(account: Account) -> None:
    """No session bus at all: the same commands with a passphrase."""
    environment = account.environment(NEUVOLA_PASSPHRASE_FD="0")

    def run(passphrase: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "neuvola_desk", "visit", "add", "--need", "velat"]
        given = passphrase + "\n"
        return subprocess.run(command, env=environment, input=given, capture_output=True, text=True)

    assert run("kolme vanhaa veturia").returncode == 0
    assert run("kolme vanhaa veturia").returncode == 0
    wrong = run("kolme uutta veturia")
    assert wrong.returncode == 1
    assert "ei avaa tietoja" in wrong.stderr


BECOME_NOBODY = """
import os, resource, sys
import neuvola_desk.cli.main, neuvola_desk.storage.record, neuvola_desk.traces, keyring.backends.fail
from neuvola_desk.__main__ import main
os.setgroups([]); os.setgid(65534); os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
def test_the_folder_of_another_account_is_told_to_be_so() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        account = Account(folder / "home", folder / "data")
        log_visit(account)
        command = [sys.executable, "-c", BECOME_NOBODY, "--data-dir", str(account.data), "visit", "list"]
        done = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
        assert done.returncode == 1
        assert "Jokin meni vikaan" not in done.stderr
        assert f"Kansiota {account.data} ei voi käyttää" in done.stderr
        assert visits(account) == 1
