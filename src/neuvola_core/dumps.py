"""No dump of a process's memory: neither a core file nor a crash report with contents.

Linux: no dump is written and none handed to a collector (``PR_SET_DUMPABLE``), and nobody of the same account
may look into the process. macOS: no core file; the system's own crash report has addresses and no memory.
Windows: the error report, which may hold pieces of memory, is not made.
"""

import ctypes
import sys
from contextlib import suppress
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_QUIET_ERRORS: Final = 0x0001 | 0x0002
"""Windows: SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX."""


def leave_no_dump() -> None:
    """Called first of all, in each process anew: from here on a crash leaves no memory on the disk."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_QUIET_ERRORS)
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        # A dump that goes to a program, as it does with systemd, heeds no limit of size.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
