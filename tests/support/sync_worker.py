"""Logs visits and exchanges data until it is killed.

For each line on stdin a child is started; its pid comes out on stdout, then "+id" for each visit that is
committed, and "." after each cycle.
"""

import os
import sys
from pathlib import Path

from neuvola_desk.sync.exchange import http_line
from support.sync_desk import SyncDesk


def exchange_until_killed(folder: Path) -> None:
    desk = SyncDesk(folder, http_line)
    while True:
        for visit in desk.log(3):
            os.write(1, f"+{visit}\n".encode())
        desk.exchange.sync()
        os.write(1, b".\n")


def main(folder: Path) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            exchange_until_killed(folder)
        os.write(1, f"{child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
