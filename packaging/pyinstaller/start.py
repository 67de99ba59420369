"""What the frozen program starts with: the same entry point as the installed command."""

import os
import sys
from pathlib import Path

from neuvola_desk.__main__ import main


def _give_streams() -> None:
    """A Windows program without a console has no streams, and what is written to none of them would fail."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good


if __name__ == "__main__":
    _give_streams()
    sys.exit(main())
