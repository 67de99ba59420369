"""Who has fallen behind: the desk, the server, or nobody."""

from neuvola_server.tickets import punch


def test_the_last_ticket_is_exchanged_for_the_next() -> None:
    first = punch("", "", "")
    second = punch(first.ticket, first.ticket, first.former)
    assert (first.notice, second.notice) == ("", "")
    assert len({first.ticket, second.ticket}) == 2


def test_a_lost_answer_gives_the_same_ticket_again() -> None:
    first = punch("", "", "")
    again = punch("", first.ticket, first.former)
    assert again == first


def test_a_ticket_of_the_past_is_a_copy() -> None:
    assert punch("3.aaa", "5.bbb", "4.ccc").notice == "copied"
    assert punch("", "5.bbb", "4.ccc").notice == "copied"
    assert punch("5.zzz", "5.bbb", "4.ccc").notice == "copied"


def test_a_ticket_of_the_future_means_that_the_server_has_forgotten() -> None:
    punched = punch("9.aaa", "5.bbb", "4.ccc")
    assert punched.notice == "restored"
    assert punch(punched.ticket, punched.ticket, punched.former).notice == ""


def test_that_the_server_has_forgotten_is_told_again_if_the_answer_was_lost() -> None:
    punched = punch("9.aaa", "5.bbb", "4.ccc")
    again = punch("9.aaa", punched.ticket, punched.former)
    assert (again.notice, again.ticket) == ("restored", punched.ticket)
    assert punch(again.ticket, again.ticket, again.former).notice == ""


def test_rubbish_is_a_copy_and_no_fault() -> None:
    for given in ("x", "..", "².a", "9" * 5000 + ".a", "-1.b"):
        assert punch(given, "5.bbb", "4.ccc").notice == "copied"
