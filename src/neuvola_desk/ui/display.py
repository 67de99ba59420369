"""Whether a window can be opened here: asked before Qt is, for Qt ends the process where it cannot."""

import os
import sys
from collections.abc import Mapping
from typing import Final

from neuvola_desk.i18n import _

_OWN_PLATFORMS: Final = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_LIBRARIES: Final = {"libxcb.so.1": "libxcb1", "libxcb-cursor.so.0": "libxcb-cursor0"}


def display_fault(environment: Mapping[str, str] | None = None) -> str:
    """Why no window can be opened, and what to do; empty when one can."""
    variables = os.environ if environment is None else environment
    if sys.platform != "linux":
        return ""
    platform = variables.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if platform in _OWN_PLATFORMS:
        return ""
    if variables.get("WAYLAND_DISPLAY") and platform in ("", "wayland"):
        return ""
    display = variables.get("DISPLAY", "")
    if not display:
        return _no_display()
    missing = [package for library, package in _LIBRARIES.items() if not _is_there(library)]
    if missing:
        return _("Ikkunaa ei voi avata: puuttuu {names}. Asenna: sudo apt install {names}").format(
            names=" ".join(missing)
        )
    return "" if _answers(display) else _no_display()


def _no_display() -> str:
    lines = (
        _("Ikkunaa ei voi avata: näyttöä ei ole tai siihen ei saa yhteyttä."),
        _("Käynnistä ohjelma työpöydältä, tai käytä komentoja ilman ikkunaa:"),
        "  neuvola-desk search TEKSTI",
        "  neuvola-desk leaflet ID --language fi --output esite.pdf",
        "  neuvola-desk visit add --need ID",
        "  neuvola-desk doctor",
    )
    return "\n".join(lines)


def _is_there(library: str) -> bool:
    from ctypes import CDLL  # not before it is known that there is an X server to ask

    try:
        CDLL(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    """Connects to the X server by the library that Qt itself uses, and lets go again."""
    from ctypes import CDLL, c_char_p, c_void_p

    xcb = CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = c_void_p
    xcb.xcb_connect.argtypes = [c_char_p, c_void_p]
    xcb.xcb_connection_has_error.argtypes = [c_void_p]
    xcb.xcb_disconnect.argtypes = [c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
