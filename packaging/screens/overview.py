"""A page that shows every picture of a folder side by side, to be looked through in a browser."""

from html import escape
from itertools import groupby
from pathlib import Path

_HEAD = """<!doctype html><html lang="fi"><meta charset="utf-8"><title>Neuvola</title>
<style>body{font:15px sans-serif;margin:24px;background:#eee}div{display:flex;flex-wrap:wrap;gap:12px}
figure{margin:0}img{width:420px;border:1px solid #999}figcaption{font-size:12px}</style>
"""


def write_overview(folder: Path) -> None:
    """Writes ``index.html`` of the pictures that are in the folder now."""
    names = sorted(path.name for path in folder.glob("*.png"))
    parts = [_HEAD]
    for moment, files in groupby(names, key=lambda name: name.partition(".")[0]):
        parts.append(f"<h2>{escape(moment)}</h2><div>")
        for name in files:
            shown = escape(name)
            parts.append(f'<figure><a href="{shown}"><img loading="lazy" src="{shown}"></a>')
            parts.append(f"<figcaption>{shown}</figcaption></figure>")
        parts.append("</div>")
    (folder / "index.html").write_text("".join(parts), "utf-8")
