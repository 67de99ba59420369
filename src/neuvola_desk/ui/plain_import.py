"""Imports as Python makes them: importing this module takes PySide out of every import that follows.

PySide reads the source of each module that is imported after it, to see whether it asks for
``from __feature__``, and Python keeps all that source in memory. The desk asks for no such feature.
"""

import builtins

import PySide6.QtCore  # puts itself in, so that it can be taken out

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

__all__ = ["PySide6"]
