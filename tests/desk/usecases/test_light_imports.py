"""The way to the first paint: what is slow to load is loaded after it."""

import subprocess
import sys

SLOW = ("sqlalchemy", "alembic", "sqlcipher3", "keyring", "argon2", "PySide6")
LIGHT = ("keys", "record_port", "usecases.visits", "usecases.notes", "usecases.tally", "usecases.quick_visit")


def test_use_cases_and_keys_load_nothing_slow() -> None:
    code = f"import sys, {', '.join(f'neuvola_desk.{name}' for name in LIGHT)}\n"
    code += f"print([name for name in {SLOW!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
