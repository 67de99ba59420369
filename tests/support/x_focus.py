"""Gives the keyboard of a screen to a window, which is what a window manager does; tests have none."""

from contextlib import closing
from ctypes import CDLL, POINTER, byref, c_char_p, c_int, c_uint, c_ulong, c_void_p

_REVERT_TO_ROOT = 1
_NOW = 0


def give_keyboard_to_largest(display: str) -> None:
    """The largest window of the screen gets what is typed from now on."""
    screen = _Screen(display)
    with closing(screen):
        window = max(screen.windows(), key=screen.area)
        screen.focus(window)


class _Screen:
    def __init__(self, display: str) -> None:
        self._x = CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XDefaultRootWindow.restype = c_ulong
        self._display = c_void_p(self._x.XOpenDisplay(c_char_p(display.encode())))
        assert self._display, f"no screen at {display}"

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def windows(self) -> list[int]:
        root, parent = c_ulong(), c_ulong()
        found, count = POINTER(c_ulong)(), c_uint()
        top = c_ulong(self._x.XDefaultRootWindow(self._display))
        self._x.XQueryTree(self._display, top, byref(root), byref(parent), byref(found), byref(count))
        return [found[number] for number in range(count.value)]

    def area(self, window: int) -> int:
        root, x, y = c_ulong(), c_int(), c_int()
        width, height, border, depth = c_uint(), c_uint(), c_uint(), c_uint()
        sizes = (byref(one) for one in (x, y, width, height, border, depth))
        self._x.XGetGeometry(self._display, c_ulong(window), byref(root), *sizes)
        return width.value * height.value

    def focus(self, window: int) -> None:
        self._x.XSetInputFocus(self._display, c_ulong(window), _REVERT_TO_ROOT, c_ulong(_NOW))
        self._x.XSync(self._display, 0)
