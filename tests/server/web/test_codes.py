"""How codes are shown."""

from neuvola_server.web.codes import grouped


def test_a_one_time_code_is_in_two_halves():
    assert grouped("ABCDE12345") == "ABCDE-12345"
