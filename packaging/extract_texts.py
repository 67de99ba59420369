"""Brings ``resources/locale/*/LC_MESSAGES/neuvola.po`` up to date with the texts in the code.

Translations are kept, new texts come in empty, texts that nobody shows any more go. The head of each
catalogue (its glossary and header) is left as it is. ``--check`` writes nothing: it tells what is missing and
ends with 1.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "neuvola_desk"
WORDS = ROOT / "src" / "neuvola_exchange" / "words.py"
"""Texts that the server's command line shares with the window."""
LOCALE = ROOT / "resources" / "locale"
KEYWORDS = {"_": None, "ngettext": (1, 2)}


def shared() -> tuple[Path, ...]:
    """The files of texts that the server shares: of faults, of visits and of reports."""
    return (WORDS, *sorted({*WORDS.parent.glob("visit_words.py"), *WORDS.parent.glob("report_*.py")}))


def template() -> Catalog:
    """Every text of the code, in the order of the files and of the lines in them."""
    made = Catalog()
    calls = extract_from_dir(SOURCE, keywords=KEYWORDS)
    for file, line, text, _comments, _context in sorted(calls, key=lambda call: (call[0], call[1])):
        made.add(text, locations=[(Path(file).as_posix(), line)])
    for path in shared():
        for line, text, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            made.add(text, locations=[(path.name, line)])
    return made


def hidden_texts() -> Iterator[str]:
    """The calls whose text is not written out in the call, so that no catalogue can have it."""
    for path in (*sorted(SOURCE.rglob("*.py")), *shared()):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            count = {"_": 1, "ngettext": 2}.get(node.func.id, 0)
            if any(not isinstance(text, ast.Constant) for text in node.args[:count]):
                yield f"{path.relative_to(ROOT).as_posix()}: the text is not written out: {ast.unparse(node)}"


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/neuvola.po"))


def read(path: Path) -> Catalog:
    """A catalogue as it stands."""
    with path.open("rb") as source:
        return read_po(source, locale=path.parts[-3])


def updated(path: Path, wanted: Catalog) -> str:
    """The text that the catalogue should have: its own head, then what the code shows."""
    head = path.read_text("utf-8").split("\n\n", maxsplit=1)[0].rstrip("\n")
    catalogue = read(path)
    catalogue.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return f"{head}\n\n{body.getvalue().decode('utf-8').strip()}\n"


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A text alone, or its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[tuple[str, str | None, str | None]]:
    """What ``str.format`` would fill in, and how; a stray brace raises ValueError."""
    return {(name, how, spec) for _text, name, spec, how in Formatter().parse(text) if name is not None}


def faults(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    """What is missing or wrong in a catalogue."""
    for message in wanted:
        if not message.id:
            continue
        found = catalogue.get(message.id)
        if found is None or forms(found.id) != forms(message.id):
            yield f"missing: {forms(message.id)[0]}"
        elif found.fuzzy:
            yield f"fuzzy: {forms(message.id)[0]}"
        else:
            yield from _translation_faults(found, catalogue.num_plurals)


def _translation_faults(message: Message, plurals: int) -> Iterator[str]:
    texts, told = forms(message.id), forms(message.string or "")
    if not all(told) or len(told) != (plurals if message.pluralizable else 1):
        yield f"untranslated: {texts[0]}"
        return
    for number, words in enumerate(told):
        text = texts[min(number, len(texts) - 1)]
        try:
            same = placeholders(words) == placeholders(text)
        except ValueError:
            same = False
        if not same:
            yield f"placeholders differ: {text} → {words}"


def check() -> list[str]:
    """Every fault of every catalogue, and every text that can be in none."""
    wanted = template()
    told = list(hidden_texts())
    for path in catalogues():
        told += [f"{path.parts[-3]}: {fault}" for fault in faults(read(path), wanted)]
    return told


def main(arguments: list[str] | None = None) -> int:
    """Writes the catalogues, or with ``--check`` only looks; 1 when something is left to translate."""
    parser = argparse.ArgumentParser(description="Keeps the translations in step with the code.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    if not parser.parse_args(arguments).check:
        wanted = template()
        for path in catalogues():
            path.write_text(updated(path, wanted), "utf-8")
    told = check()
    sys.stderr.writelines(f"{line}\n" for line in told)
    return 1 if told else 0


if __name__ == "__main__":
    raise SystemExit(main())
