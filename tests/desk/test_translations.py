"""The Swedish and English of the window: nothing missing, nothing broken, and really shown."""

import ast
import importlib.util
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message

from neuvola_desk import i18n
from neuvola_desk.usecases.leaflets.texts import texts as leaflet_texts

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


texts = script("extract_texts")
WANTED = texts.template()
IDS = [message.id for message in WANTED if message.id]
LANGUAGES = [language for language in i18n.LANGUAGES if language != "fi"]
Use = Callable[[str], None]


def catalogue(language: str) -> Catalog:
    return texts.read(texts.LOCALE / language / "LC_MESSAGES" / "neuvola.po")


def translated(language: str) -> list[Message]:
    found = [message for message in catalogue(language) if message.id and all(texts.forms(message.string))]
    assert len(found) > 500
    return found


def unmarked_texts(path: Path) -> list[str]:
    """The strings of a module that are neither docstrings nor texts of ``_`` and ``ngettext``."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    aside = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in texts.KEYWORDS:
            aside |= {id(argument) for argument in node.args}
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in aside)
    return [node.value for node in constants if isinstance(node.value, str)]


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """``use_language`` over catalogues that are compiled for this test."""
    locale = tmp_path / "locale"
    shutil.copytree(texts.LOCALE, locale, ignore=shutil.ignore_patterns("*.mo"))
    builder = script("build_locale")
    monkeypatch.setattr(builder, "LOCALE", locale)
    builder.main()
    monkeypatch.setattr(i18n, "resource_path", tmp_path.joinpath)
    yield i18n.use_language
    i18n.use_language("fi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_is_translated_with_its_placeholders(language):
    left = list(texts.faults(catalogue(language), WANTED))
    assert not left, "run packaging/extract_texts.py and translate:\n" + "\n".join(left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_two_plural_forms_and_no_text_that_nobody_shows(language):
    found = catalogue(language)
    assert (found.num_plurals, found.plural_expr) == (2, "(n != 1)")
    shown = {texts.forms(id_) for id_ in IDS}
    assert {texts.forms(message.id) for message in found if message.id} - shown == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_its_text_does(language):
    for message in translated(language):
        for text, told in zip(texts.forms(message.id), texts.forms(message.string), strict=True):
            assert told == told.strip()
            assert text.endswith("…") == told.endswith("…"), told
            assert text.endswith("?") == told.endswith("?"), told
            assert text.endswith(".") == told.endswith("."), told


def test_the_code_shows_hundreds_of_texts_each_written_out_where_it_is_shown():
    assert len(IDS) > 500
    assert list(texts.hidden_texts()) == []


def test_no_text_has_blanks_around_it():
    assert [text for id_ in IDS for text in texts.forms(id_) if text != text.strip()] == []


def test_every_text_of_the_code_says_what_to_fill_in_by_name():
    names = {
        str(field)
        for id_ in IDS
        for text in texts.forms(id_)
        for field, _how, _spec in texts.placeholders(text)
    }
    assert {"n", "name"} <= names
    assert all(name.isidentifier() for name in names)


def test_no_finnish_is_shown_past_the_catalogues():
    """The command line speaks Finnish by contract, stems are not shown, languages name themselves."""
    exempt = ("cli/", "__main__.py", "usecases/leaflets/hyphenation.py", "ui/leaflet/languages.py")
    found = []
    for path in sorted(texts.SOURCE.rglob("*.py")):
        name = path.relative_to(texts.SOURCE).as_posix()
        if not name.startswith(exempt):
            found += [f"{name}: {text}" for text in unmarked_texts(path) if re.search("[äöÄÖ]", text)]
    assert found == []


@pytest.mark.parametrize(
    ("language", "button", "one", "many"),
    [
        ("fi", "Seuraava kävijä", "1 palvelu", "2 palvelua"),
        ("sv", "Nästa besökare", "1 tjänst", "2 tjänster"),
        ("en", "Next visitor", "1 service", "2 services"),
        ("pseudo", "⟦Śéúřáává kävíjä~~~~⟧", "⟦1 pálvélú~~⟧", "⟦2 pálvélúá~~~⟧"),
    ],
)
def test_a_language_in_use_is_shown(use: Use, language, button, one, many):
    use(language)
    assert i18n._("Seuraava kävijä") == button
    told = [i18n.ngettext("{n} palvelu", "{n} palvelua", n).format(n=n) for n in (1, 2)]
    assert told == [one, many]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_leaflet_is_called_the_same_on_the_screen_as_on_paper(language):
    [shown] = [message.string for message in catalogue(language) if message.id == "Palveluesite"]
    assert shown == leaflet_texts(language).heading.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_says_what_the_catalogue_says(use: Use, language):
    use(language)
    for message in translated(language):
        told = texts.forms(message.string)
        if message.pluralizable:
            shown = tuple(i18n.ngettext(*message.id, n) for n in (1, 2, 0, 21))
            assert shown == (told[0], told[1], told[1], told[1])
        else:
            assert i18n._(message.id) == told[0]


def test_finnish_comes_back(use: Use):
    use("sv")
    assert i18n.current_language() == "sv"
    use("fi")
    assert i18n.current_language() == "fi"
    assert i18n._("Seuraava kävijä") == "Seuraava kävijä"


def test_the_pseudo_language_marks_every_text_and_keeps_what_is_filled_in(use: Use):
    use("pseudo")
    assert i18n.current_language() == "fi"
    for id_ in IDS:
        for text in texts.forms(id_):
            shown = i18n._(text)
            assert shown.startswith("⟦")
            assert shown.endswith("⟧")
            assert len(shown) >= len(text) + 4
            assert texts.placeholders(shown) == texts.placeholders(text)


HEAD = """# Ordlista
msgid ""
msgstr ""
"Language: sv\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of four texts and a Swedish catalogue that knows two of them and one too many."""
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    monkeypatch.setattr(texts, "SOURCE", tmp_path / "src")
    monkeypatch.setattr(texts, "WORDS", tmp_path / "words.py")
    monkeypatch.setattr(texts, "LOCALE", tmp_path / "locale")
    (tmp_path / "src").mkdir()
    (tmp_path / "words.py").touch()
    (tmp_path / "src" / "face.py").write_text(
        '_("Haku")\n_("Avaa: {name}")\n_("Kieli")\nngettext("{n} päivä", "{n} päivää", 2)\n', "utf-8"
    )
    po = tmp_path / "locale" / "sv" / "LC_MESSAGES" / "neuvola.po"
    po.parent.mkdir(parents=True)
    body = [("Vanha", "Gammal"), ("Haku", "Sökning"), ("Avaa: {name}", "Öppna: {namn}")]
    entries = "\n".join(f'msgid "{text}"\nmsgstr "{told}"\n' for text, told in body)
    po.write_text(f"{HEAD}\n{entries}", "utf-8")
    return po


def test_the_check_tells_each_fault_and_writes_nothing(small: Path, capsys: pytest.CaptureFixture[str]):
    before = small.read_text("utf-8")
    assert texts.main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "sv: placeholders differ: Avaa: {name} → Öppna: {namn}",
        "sv: missing: Kieli",
        "sv: missing: {n} päivä",
    ]
    assert small.read_text("utf-8") == before


def test_extraction_keeps_the_head_and_the_translations_and_drops_what_nobody_shows(small: Path):
    assert texts.main([]) == 1
    written = small.read_text("utf-8")
    assert written.startswith(HEAD)
    assert "Sökning" in written
    assert "Vanha" not in written
    assert 'msgid_plural "{n} päivää"\nmsgstr[0] ""\nmsgstr[1] ""' in written
    assert "#: face.py\n" in written
    assert "Date" not in written
    texts.main([])
    assert small.read_text("utf-8") == written


@pytest.mark.parametrize("told", ["Öppna", "Öppna: {name} {name", "Öppna: {name!r}", "Öppna: {name:>9}"])
def test_a_placeholder_that_is_lost_or_broken_is_a_fault(small: Path, told):
    small.write_text(small.read_text("utf-8").replace("Öppna: {namn}", told), "utf-8")
    assert f"sv: placeholders differ: Avaa: {{name}} → {told}" in texts.check()


def test_a_fuzzy_translation_is_a_fault(small: Path):
    small.write_text(small.read_text("utf-8").replace('msgid "Haku"', '#, fuzzy\nmsgid "Haku"'), "utf-8")
    assert "sv: fuzzy: Haku" in texts.check()


@pytest.mark.parametrize(
    "call", ['_("Avaa " + name)', '_(f"Avaa {name}")', "_(name)", 'ngettext("yksi", many, n)']
)
def test_a_text_that_is_put_together_in_the_call_is_a_fault(small: Path, call):
    face = texts.SOURCE / "face.py"
    face.write_text(call + "\n", "utf-8")
    assert any(fault.startswith("src/face.py: the text is not written out") for fault in texts.check())
