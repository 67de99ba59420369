"""Nothing of the exchange is loaded before it is wanted: the window paints first."""

import subprocess
import sys

HEAVY = ("urllib3", "nacl", "filelock", "truststore", "zstandard", "neuvola_desk.sync", "sqlalchemy")


def loaded_by(code: str) -> str:
    asked = f"import sys\n{code}\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def test_the_desk_and_its_commands_load_nothing_of_the_exchange() -> None:
    assert loaded_by("import neuvola_desk.desk, neuvola_desk.cli.main") == "[]"


def test_the_words_of_the_line_need_no_line() -> None:
    assert "urllib3" not in loaded_by("import neuvola_desk.sync.status, neuvola_desk.sync.backoff")
