"""The entry point: a command runs without Qt, no command opens the window."""

import sys

from neuvola_desk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
