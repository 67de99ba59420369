"""Makes what the program needs but the repository does not hold: fonts, dictionary table, compiled texts,
notices of licences.

Everything comes from packages of the lock file. A part that is newer than what it is made from is left alone,
so a second run costs nothing.
"""

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = ("build_fonts.py", "build_dictionary.py", "build_lexicon.py", "build_locale.py", "build_notices.py")


def main() -> int:
    """Runs each part; a part that fails stops the set-up with its own message."""
    for part in PARTS:
        runpy.run_path(str(HERE / part), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
