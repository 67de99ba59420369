"""Leaflets of real public services."""

import random

import pypdfium2
import pytest

from desk.leaflets import samples
from desk.leaflets.checks import faults
from neuvola_core.catalogue import Service
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import make
from neuvola_desk.usecases.leaflets.values import LeafletRequest
from neuvola_exchange import helsinki

pytestmark = pytest.mark.shared


@pytest.fixture
def services(shared) -> list[Service]:
    reading = helsinki.read(shared / "data" / "helsinki-register")
    return [item for item in reading.items if isinstance(item, Service)]


def test_twelve_services_fit_on_six_pages_and_inside_the_margins(services):
    for seed in range(5):
        chosen = tuple(random.Random(seed).sample(services, 12))
        for language in ("fi", "sv", "en"):
            request = LeafletRequest(chosen, language, False, samples.POINT, made_on=samples.TODAY)
            sheets = lay_out(content(request))
            assert faults(sheets) == []
            assert len(sheets.pages) <= 6


def test_the_longest_texts_fit_too(services):
    longest = sorted(services, key=lambda service: -len(service.description.best("fi")))[:12]
    for large in (False, True):
        request = LeafletRequest(tuple(longest), "fi", large, samples.POINT, made_on=samples.TODAY)
        assert faults(lay_out(content(request))) == []


def test_names_phones_and_pages_can_be_found_in_the_file(services):
    chosen = [service for service in services if service.channels][:12]
    data = make(chosen, "fi", large=False, point=samples.POINT, today=samples.TODAY)
    with pypdfium2.PdfDocument(data) as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    squeezed = "".join(text.replace("\u00ad", "").replace("\ufffe", "").replace("\u0002", "").split())
    for service in chosen:
        assert "".join(service.name.best("fi").split()) in squeezed
