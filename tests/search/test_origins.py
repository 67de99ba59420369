"""Which services a complete import may withdraw: those of its own set and of the sets within it."""

from datetime import date
from pathlib import Path

from neuvola_search.catalogue import Catalogue, open_catalogue
from support.small_desk import service

DAY = date(2026, 11, 18)


def bring(catalogue: Catalogue, origin: str, *numbers: int) -> int:
    services = [service(number, f"Palvelu {number}", "velat") for number in numbers]
    return catalogue.apply(services, origin=origin, complete=True, fetched_on=DAY).withdrawn


def test_a_folder_withdraws_what_came_from_one_of_its_files(tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "catalogue.db")
    bring(catalogue, "register/errand", 1, 2)
    assert bring(catalogue, "register", 1) == 1
    catalogue.close()


def test_another_source_with_a_like_name_is_left_alone(tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "catalogue.db")
    bring(catalogue, "register-two", 1)
    bring(catalogue, "sheet/kunta", 2)
    assert bring(catalogue, "register", 3) == 0
    assert bring(catalogue, "sheet/kun", 4) == 0
    catalogue.close()
