"""One style sheet, filled whole, in every size."""

import re

import pytest

from neuvola_desk.resources import resource_path
from neuvola_desk.ui.palette import DARK, LIGHT
from neuvola_desk.ui.theme import Look, style_sheet


@pytest.fixture
def template() -> str:
    return resource_path("style", "desk.qss").read_text(encoding="utf-8")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_name_is_filled_in(template: str, palette: object) -> None:
    filled = style_sheet(Look(palette), template)  # type: ignore[arg-type]
    assert "$" not in filled
    assert filled.count("{") == filled.count("}")


def test_every_picture_it_names_is_there(template: str) -> None:
    for palette in (LIGHT, DARK):
        pictures = re.findall(r"url\(([^)]+)\)", style_sheet(Look(palette), template))
        assert pictures
        for picture in pictures:
            assert resource_path("icons", picture.rsplit("/", 1)[1]).is_file()


def test_text_scale_moves_type_and_measures_together() -> None:
    plain, large = Look(LIGHT, 1.0), Look(LIGHT, 1.5)
    assert large.px(2) == 1.5 * plain.px(2)
    assert large.font("body").pixelSize() == pytest.approx(1.5 * plain.font("body").pixelSize(), abs=1)
