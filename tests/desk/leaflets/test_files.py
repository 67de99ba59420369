"""Files of every form in every language: whole by another program's judgement, and no letter missing."""

import io
import itertools
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path

import page as page_validator
import pikepdf
import pytest

from desk.leaflets import samples
from desk.leaflets.test_combinations import read_services
from desk.leaflets.test_pdf import codes_of
from neuvola_core.catalogue import Service
from neuvola_desk.usecases.leaflets import fonts
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.ink import CodeInk, Page, TextInk, Turned
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import make_pocket, render
from neuvola_desk.usecases.leaflets.pdf import draw
from neuvola_desk.usecases.leaflets.shaping import shaped
from neuvola_desk.usecases.leaflets.texts import offered
from neuvola_desk.usecases.leaflets.values import Form, LeafletRequest

pytestmark = pytest.mark.shared

FORMS: tuple[Form, ...] = ("sheet", "list", "week", "fold")
KINDS = [(form, language, large) for form in FORMS for language in offered() for large in (False, True)]
FEW, ALL = 20, 200


@pytest.fixture
def services(shared: Path) -> tuple[Service, ...]:
    return read_services(shared / "data" / "helsinki-register")


def request_of(services: tuple[Service, ...], number: int) -> LeafletRequest:
    """The ``number``th of the requests that go through every form, language and size in turn."""
    chance = random.Random(number)
    # A step that shares no factor with their count comes to each of them before it comes to any again.
    form, language, large = KINDS[number * 37 % len(KINDS)]
    chosen = tuple(chance.sample(services, chance.choice([1, 2, 3, 5])))
    return LeafletRequest(
        chosen, language, large, samples.POINT, number % 5 == 0, form, made_on=samples.TODAY
    )


@cache
def qpdf() -> str:
    return shutil.which("qpdf") or ""


def faults_by_both_standards(data: bytes) -> list[str]:
    """What a validator of PDF/UA-1 and PDF/A-2b has to say."""
    profiles = (page_validator.ValidationProfile.PDF_UA_1, page_validator.ValidationProfile.PDF_A_2B)
    reports = [page_validator.validate_pdf_bytes(data, profile=profile) for profile in profiles]
    return [f"{one.rule_id} {one.message}" for report in reports for one in report.failures]


def inks(page: Page) -> list[object]:
    return [ink.ink if isinstance(ink, Turned) else ink for ink in page.ink]


@pytest.mark.skipif(not qpdf(), reason="qpdf is not installed: no other program can judge the files")
@pytest.mark.parametrize("count", [FEW, pytest.param(ALL, marks=pytest.mark.long)])
def test_another_program_finds_nothing_wrong_with_the_files(services, count: int, tmp_path: Path):
    for number in range(count):
        request = request_of(services, number)
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(render(content(request)))
        told = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        kind = (request.form, request.language, request.large)
        assert told.returncode == 0, (kind, told.stdout, told.stderr)
        assert "WARNING" not in told.stdout + told.stderr, (kind, told.stdout, told.stderr)
        assert faults_by_both_standards(path.read_bytes()) == [], kind


def test_the_requests_go_through_every_form_and_language(services):
    seen = {(r.form, r.language) for r in (request_of(services, n) for n in range(ALL))}
    assert seen == set(itertools.product(FORMS, offered()))


@pytest.mark.parametrize("language", offered())
@pytest.mark.parametrize("form", FORMS)
def test_no_letter_is_missing_and_every_code_can_be_read(services, language: str, form: Form):
    chosen = tuple(random.Random(f"{language} {form}").sample(services, 4))
    leaflet = content(
        LeafletRequest(chosen, language, False, samples.POINT, form=form, made_on=samples.TODAY)
    )
    sheets = lay_out(leaflet)
    for ink in itertools.chain.from_iterable(map(inks, sheets.pages)):
        if not isinstance(ink, TextInk):
            continue
        assert fonts.MISSING not in ink.text
        for face, stretch in fonts.stretches(ink.text, ink.manner.style):
            glyphs = [glyph.id for glyph in shaped(stretch, face.name)] if face.joined else []
            assert all(glyphs), stretch
            assert face.joined or all(ord(sign) in face.widths for sign in stretch), stretch
    data = draw(sheets)
    urls = [ink.url for page in sheets.pages for ink in inks(page) if isinstance(ink, CodeInk)]
    assert sorted(codes_of(data)) == sorted(urls)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Palveluesite"


@pytest.mark.skipif(not qpdf(), reason="qpdf is not installed: no other program can judge the files")
@pytest.mark.parametrize("language", offered())
def test_pocket_slips_are_whole_too(language: str, tmp_path: Path):
    path = tmp_path / "slips.pdf"
    path.write_bytes(make_pocket([samples.full(), samples.shelter()], language, today=samples.TODAY))
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
