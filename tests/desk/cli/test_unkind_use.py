"""The command line in unkind hands: closed streams, Ctrl-C, odd names, and a plain Finnish word for each."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from neuvola_core.cli.streams import printable
from neuvola_desk import __main__ as entry
from support.commands import Commands
from support.sheet_file import HEADER, write_sheet

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams and signals of POSIX")


@pytest.fixture
def desk(run: Commands, tmp_path: Path) -> Path:
    """A data folder with three services."""
    run("import", str(write_sheet(tmp_path)))
    return run.folder


def shell(script: str, desk: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a script in which ``$N`` is the command over the desk's folder."""
    command = f"{sys.executable} -m neuvola_desk --data-dir {desk}"
    told = subprocess.run(
        ["bash", "-c", f"set -o pipefail; N='{command}'; {script}"],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert b"Traceback" not in told.stderr, told.stderr.decode()
    assert b"Exception ignored" not in told.stderr
    return told


def test_a_reader_that_has_had_enough_is_no_fault_to_shout_about(desk: Path, tmp_path: Path) -> None:
    queries = tmp_path / "kyselyt.txt"
    queries.write_text("velka\n" * 3000)
    told = shell(f"$N search --batch {queries} | head -1", desk)
    assert json.loads(told.stdout)["query"] == "velka"
    assert told.stderr == b""
    assert shell("$N needs | true", desk).stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("words", ["--json search velka", "search velka", "needs"])
def test_an_answer_that_cannot_be_written_is_a_failure(words: str, desk: Path) -> None:
    told = shell(f"$N {words} > /dev/full", desk)
    assert told.returncode == 1
    assert "ei voi kirjoittaa" in told.stderr.decode()


def test_streams_may_be_closed(desk: Path) -> None:
    told = shell("$N --json search velka 2>&-", desk)
    assert (told.returncode, json.loads(told.stdout)["total"]) == (0, 1)
    assert shell("$N --json search velka >&-", desk).returncode == 0
    told = shell("$N search --batch - <&-", desk)
    assert told.returncode == 1
    assert "Lähdettä ei voitu lukea" in told.stderr.decode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8:strict"])
def test_the_answer_is_utf_8_whatever_the_locale(encoding: str, desk: Path) -> None:
    told = shell("$N --json search ystävä", desk, PYTHONIOENCODING=encoding)
    assert json.loads(told.stdout.decode("utf-8"))["hits"][0]["name"] == "Ystävätoiminta"
    assert "Ystävätoiminta" in shell("$N search ystävä", desk, PYTHONIOENCODING=encoding).stdout.decode()


def test_bytes_that_are_no_text_are_searched_for_in_vain(desk: Path) -> None:
    told = shell(r"$N --json search $'a\xffb'", desk)
    assert (told.returncode, json.loads(told.stdout)["total"]) == (0, 0)
    assert shell(r"$N search --need $'a\xffb'", desk).returncode == 2
    assert shell(r"$N import $'a\xffb'", desk).returncode == 1
    assert shell(r"$N leaflet $'a\xffb' --output x.pdf", desk).returncode == 1


def test_any_bytes_are_a_batch_with_an_answer_to_each_line(desk: Path, tmp_path: Path) -> None:
    queries = tmp_path / "bytes"
    queries.write_bytes(bytes(range(256)) * 8 + b"\r\n\xed\xa0\x80\nvelka\x00\n" + b"a" * 100_000)
    told = shell(f"$N search --batch - < {queries}", desk)
    answers = [json.loads(line) for line in told.stdout.decode("utf-8").removesuffix("\n").split("\n")]
    assert len(answers) == queries.read_bytes().count(b"\n") + 1
    assert answers[-2]["hits"][0]["name"] == "Velkaneuvonta"


@pytest.mark.parametrize(("given", "told"), [("puuttuu.txt", "ei ole"), (".", "ei saa lukea")])
def test_a_batch_that_cannot_be_read_says_why(
    given: str, told: str, run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run("search", "--batch", given)
    assert answer.code == 1
    assert told in answer.err


def interrupted(command: list[str], ready: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Sends Ctrl-C once ``ready`` is there, or at once."""
    # A journal of an earlier command says nothing of this one.
    stale = ready.stat().st_mtime_ns if ready is not None and ready.exists() else 0
    # A shell that runs the tests in the background lets them ignore Ctrl-C, and their children inherit that.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "neuvola_desk", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        for _ in range(3000):
            try:
                process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                if ready is None or (ready.exists() and ready.stat().st_mtime_ns != stale):
                    break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def test_ctrl_c_in_an_import_leaves_what_was(desk: Path, run: Commands, tmp_path: Path) -> None:
    rows = tuple(f"{n},Roska {n},,turhaa,,,,eiole,Kuopio,,,," for n in range(100_000))
    junk = write_sheet(tmp_path, rows, "roskaa.csv")
    told = interrupted(["--data-dir", str(desk), "import", str(junk)], desk / "catalogue.db-wal")
    # Python itself ends by the signal where it was in generated code; a shell sees 130 either way.
    assert told.returncode in {130, -signal.SIGINT}
    assert b"Traceback" not in told.stderr
    assert "Keskeytettiin" in told.stderr.decode()
    assert run("search", "--json").json["total"] == 3
    assert list(desk.glob("*.damaged*")) == []


def test_ctrl_c_while_the_program_loads_waits_until_it_has() -> None:
    loaded = []

    def load() -> None:
        with entry._ctrl_c_held():
            signal.raise_signal(signal.SIGINT)
            loaded.append(True)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            load()
        assert signal.getsignal(signal.SIGINT) == signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert loaded


def test_ctrl_c_is_told_in_one_sentence_and_its_own_code(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stop(_argv: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_main", stop)
    assert entry.main([]) == 130
    assert capfd.readouterr().err.strip().startswith("Keskeytettiin.")


@pytest.mark.parametrize("place", ["file", "file/below", "~nobody-of-this-name/x", "x" * 5000])
def test_a_data_folder_that_cannot_be_is_told(place: str, tmp_path: Path, desk: Path) -> None:
    (tmp_path / "file").touch()
    script = f"cd {tmp_path}; {sys.executable} -m neuvola_desk --data-dir '{place}' search velka"
    told = shell(script, desk)
    assert told.returncode == 1
    assert told.stderr.decode().startswith("Kansiota ")
    assert told.stderr.count(b"\n") == 1


def test_a_read_only_folder_is_told_and_loses_nothing(desk: Path, run: Commands, tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a root user may write anywhere, and only root can mount a folder read-only")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("this machine does not let a disk be mounted")
    try:
        shutil.copytree(desk, place / "desk")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        for words in (
            "import x.csv",
            "search velka",
            "doctor",
            f"export --format sheet --output {place}/x.csv",
        ):
            told = shell(f"$N {words}", place / "desk")
            assert told.returncode == 1
            assert "ei voi kirjoittaa" in told.stderr.decode() + told.stdout.decode()
        assert (place / "desk" / "catalogue.db").read_bytes() == (desk / "catalogue.db").read_bytes()
        assert "Kansiota" in shell("$N needs", place / "new").stderr.decode()
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_names_of_files_cannot_steer_the_terminal(run: Commands, tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path, (",nimetön,,,,,,,,,,,",), "a\x1b[31mb\rc.csv")
    answer = run("import", str(sheet))
    assert "a�[31mb�c.csv, rivi 2" in answer.err
    assert "\x1b" not in answer.err


def test_text_of_any_script_is_printable() -> None:
    assert printable("Ystävä – «дом» عربي 中文 ✓\n\tja") == "Ystävä – «дом» عربي 中文 ✓\n\tja"
    assert printable("a\x00b\x1b]0;x\x07c\u202e\ud800") == "a�b�]0;x�c��"


def test_a_thousand_faults_are_not_all_read_aloud(run: Commands, tmp_path: Path) -> None:
    sheet = tmp_path / "roskaa.csv"
    sheet.write_text(HEADER + "\n" + ",nimetön,,,,,,,,,,,\n" * 1000)
    answer = run("import", str(sheet))
    assert answer.err.count("rivi ") == 200
    assert "… ja 800 muuta" in answer.err
    assert len(run("import", str(sheet), "--json").json["rejected"]) == 1000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("foo",), "arvo 'foo' ei käy"),
        (("search", "--limit", "x"), "--limit: arvo 'x' ei käy"),
        (("search", "--limit"), "--limit: arvo puuttuu"),
        (("visit", "add"), "puuttuu: --need"),
        (("search", "a", "--nonsense"), "tuntematon: --nonsense"),
        (("visit", "add", "--need", "velat", "--unmet", "velat:x"), "anna TARVE:SYY"),
        (("leaflet", "x", "--output", "x.pdf", "--language", "tlh"), "'tlh'"),
        (("leaflet", *"abcdefghijklm", "--output", "x.pdf"), "enintään 12"),
    ],
)
def test_wrong_words_are_told_in_finnish(words: tuple[str, ...], told: str, run: Commands) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert told in answer.err
    assert "käyttö:" in answer.err
    assert not {"usage:", "error:", "argument", "invalid"} & set(answer.err.split())


def test_help_is_in_finnish(run: Commands) -> None:
    answer = run("search", "--help")
    assert answer.code == 0
    assert {"käyttö:", "valitsimet:"} <= set(answer.out.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--week", "2026-W99"), "Viikko 2026-W99 ei käy"),
        (("--week", "9999999999-W1"), "ei käy"),
        (("--service", "ei-ole"), "ei-ole"),
        (("--campaign", "x" * 5000), "Kokeilun tunnus"),
        (("--point", "a\x01b"), "Neuvontapisteen tunnus"),
        (("--need", "muu", "--need", "yksinaisyys", "--need", "ruoka_apu"), "1–3 tarvetta; annettuja on 4"),
    ],
)
def test_a_visit_that_cannot_be_is_told_and_not_logged(
    words: tuple[str, ...], told: str, run_with_record: Commands
) -> None:
    answer = run_with_record("visit", "add", "--need", "velat", *words)
    assert answer.code == 1
    assert told in answer.err
    assert run_with_record("visit", "list", "--json").json["visits"] == []


@pytest.mark.parametrize("words", [("leaflet", "{id}"), ("export", "--format", "sheet")])
def test_a_place_that_cannot_be_written_is_told(
    words: tuple[str, ...], run: Commands, desk: Path, tmp_path: Path
) -> None:
    service = run("search", "--json").json["hits"][0]["id"]
    for place in (tmp_path, tmp_path / "nowhere" / "x"):
        answer = run(*(word.format(id=service) for word in words), "--output", str(place))
        assert answer.code == 1
        assert f"{place} ei voi kirjoittaa" in answer.err
