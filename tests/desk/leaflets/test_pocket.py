"""The pocket slip tells a number and hours, and nothing that could give anybody away."""

import io

import pikepdf
import pypdfium2
import pytest

from desk.leaflets import samples
from desk.leaflets.checks import faults
from desk.leaflets.test_pdf import codes_of, text_of
from neuvola_core.errors import NoPhoneError
from neuvola_desk.usecases.leaflets.leaflet import make_pocket
from neuvola_desk.usecases.leaflets.pocket import lay_out, slips
from neuvola_desk.usecases.leaflets.texts import available


def made(*services, language: str = "fi") -> bytes:
    return make_pocket(services, language, today=samples.TODAY)


def test_it_says_the_number_and_when_it_answers():
    told = text_of(made(samples.full()))
    assert told.split() == ["09", "310", "44400", "ma–to", "9–11"]


@pytest.mark.parametrize("language", available())
def test_it_names_no_service_organisation_title_or_point(language: str):
    data = made(samples.full(), samples.shelter(), language=language)
    told = text_of(data).casefold()
    for word in ("omais", "keskustelu", "palvelu", "arabian", "turva", "2026", "neuvola", "112"):
        assert word not in told
    assert codes_of(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [str(value) for value in pdf.docinfo.values()] in ([], [""])
    assert faults(lay_out(slips([samples.full()], language, samples.TODAY), language)) == []


def test_it_is_one_page_with_a_slip_for_each_number():
    data = made(samples.full(), samples.full(2), samples.shelter())
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) == 1
    assert text_of(data).count("09 310 44400") == 1


def test_a_service_without_a_number_has_none():
    with pytest.raises(NoPhoneError):
        made(samples.bare())
