"""A number or an address as it is read aloud: in groups, and in the order in which it is dialled."""

import re
from typing import Final

_BREAKS: Final = re.compile(r"[._-](?=.)")
"""After these a long address may go on to the next line."""
_HOME: Final = "+358"


def groups(address: str) -> str:
    """A phone in E.164, or an e-mail address, in pieces that a person can follow."""
    if "@" in address:
        local, _at, host = address.rpartition("@")
        return _BREAKS.sub("\\g<0>\u200b", f"{local}\n@{host}")
    if address.startswith(_HOME):
        return " ".join(_threes("0" + address.removeprefix(_HOME)))
    return "+" + " ".join(_threes(address.removeprefix("+")))


def _threes(digits: str) -> list[str]:
    """Groups of three; what would be left alone goes with the last."""
    cut = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    if len(cut) > 1 and len(cut[-1]) == 1:
        cut[-2:] = ["".join(cut[-2:])]
    return cut
