"""The whole window over a real desk, and a walk through all of it."""

from support.real_room import open_real, prepared, real

__all__ = ["open_real", "prepared", "real"]
