import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("fontTools")
pytest.importorskip("fontpkg_noto_sans")

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "build_fonts.py"


@pytest.fixture
def builder(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("build_fonts", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FONTS", tmp_path / "fonts")
    return module


def test_static_weights_are_made_once(builder):
    from fontTools.ttLib import TTFont

    builder.main()
    made = {path.name: path.stat().st_mtime_ns for path in builder.FONTS.iterdir()}
    endings = ("Regular.ttf", "Bold.ttf", "LICENSE.txt")
    assert set(made) == {f"{family}-{ending}" for family in builder.SOURCES for ending in endings}
    for style, weight in builder.WEIGHTS.items():
        with TTFont(builder.FONTS / f"NotoSans-{style}.ttf") as font:
            assert "fvar" not in font
            assert font["OS/2"].usWeightClass == weight
            assert font["name"].getDebugName(6) == f"NotoSans-{style}"
    builder.main()
    assert {path.name: path.stat().st_mtime_ns for path in builder.FONTS.iterdir()} == made
