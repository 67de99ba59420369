"""Logs and undoes visits until it is killed.

For each line on stdin a child is started; its pid and its acknowledgements come out on stdout:
"+id" is written once a visit is committed, "-id" once it is undone.
"""

import os
import sys
from pathlib import Path

from support.records import full_draft, new_log, new_record


def log_until_killed(folder: Path) -> None:
    log = new_log(new_record(folder))
    number = 0
    while True:
        number += 1
        logged = log.log(full_draft())
        os.write(1, f"+{logged.id}\n".encode())
        if number % 3 == 0:
            log.undo(logged.id)
            os.write(1, f"-{logged.id}\n".encode())


def main(folder: Path) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            log_until_killed(folder)
        os.write(1, f"{child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
