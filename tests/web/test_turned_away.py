"""However much is turned away, the log says so in one line a minute."""

from collections.abc import Callable

from structlog.testing import capture_logs

from app.web.turned_away import TurnedAway


def test_the_first_is_told_at_once_and_the_rest_together_until_it_is_quiet_again() -> None:
    minutes: list[Callable[[], None]] = []
    turned = TurnedAway(lambda _seconds, do: minutes.append(do))
    with capture_logs() as said:
        turned.note("forged")
        assert [(one["requests"], one["why"]) for one in said] == [(1, {"forged": 1})]
        for _ in range(10_000):
            turned.note("forged")
        turned.note("stale")
        assert (len(said), len(minutes)) == (1, 1)
        minutes.pop()()
        assert (said[1]["requests"], said[1]["why"]) == (10_001, {"forged": 10_000, "stale": 1})
        minutes.pop()()
        assert (len(said), minutes) == (2, [])
        turned.note("stale")
        assert (len(said), len(minutes)) == (3, 1)
    assert turned.ever() == {"forged": 10_001, "stale": 2}
