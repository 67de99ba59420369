"""Compiles ``resources/locale/*/LC_MESSAGES/*.po`` to the ``.mo`` files that gettext reads."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "resources" / "locale"


def main() -> None:
    """Compiles each catalogue whose text is newer than its compiled form."""
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        with mo.open("wb") as compiled:
            write_mo(compiled, catalogue)


if __name__ == "__main__":
    main()
