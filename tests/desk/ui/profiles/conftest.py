"""The window over a real desk."""

from support.real_room import open_real, prepared, real

__all__ = ["open_real", "prepared", "real"]
