"""How often the workspace lets itself be asked: windows that slide, counted exactly, by many threads at once."""

import threading
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox import limits
from app.sandbox.limits import MINUTE, POST_BURST, POSTING, POSTS_A_MINUTE, Limits, Throttled


def waits(ask: Callable[[], None]) -> int:
    """Return what Retry-After says, 0 if the call goes through."""
    try:
        ask()
    except Throttled as wait:
        return wait.seconds
    return 0


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(seconds=0.0)
    made.monotonic = lambda: made.seconds
    monkeypatch.setattr(limits, "time", made)
    return made


def test_a_workspace_takes_three_hundred_messages_a_minute_wherever_they_go(watch: SimpleNamespace) -> None:
    said = Limits(set(), "slack")
    for number in range(POSTS_A_MINUTE):
        said.check_post(f"D{number}")
    wait = waits(lambda: said.check_post("D301"))
    assert wait == MINUTE + 1
    watch.seconds += wait
    assert waits(lambda: said.check_post("D301")) == 0


def test_what_is_refused_for_one_reason_counts_for_no_other(watch: SimpleNamespace) -> None:
    said = Limits(set(), "slack")
    for _ in range(POST_BURST + 5):
        waits(lambda: said.check_post("D1"))
    for number in range(POSTS_A_MINUTE - POST_BURST):
        said.check_post(f"C{number}")
    assert waits(lambda: said.check_post("C")) > 0
    assert said.throttled == {POSTING: 6}
    assert watch.seconds == 0


def test_refusals_are_counted_by_method(watch: SimpleNamespace) -> None:
    said = Limits({"chat:write", "users:read"}, "slack")
    for _ in range(22):
        waits(lambda: said.check_method("users.list"))
    for _ in range(4):
        waits(lambda: said.check_post("D1"))
    assert said.throttled == {"users.list": 2, POSTING: 1}
    said.forget()
    assert not said.throttled
    assert watch.seconds == 0


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(0, 3)), max_size=80))
def test_no_window_ever_holds_more_than_is_allowed_and_none_is_refused_without_need(
    asked: list[tuple[float, int]],
) -> None:
    watch = SimpleNamespace(seconds=0.0)
    watch.monotonic = lambda: watch.seconds
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "time", watch)
        said = Limits(set(), "slack")
        taken: dict[int, list[float]] = {}
        for later, place in asked:
            watch.seconds += later
            before = taken.setdefault(place, [])
            inside = [one for one in before if watch.seconds - one <= POST_BURST]
            wait = waits(partial(said.check_post, f"D{place}"))
            assert (wait == 0) == (len(inside) < POST_BURST)
            if wait == 0:
                before.append(watch.seconds)
            else:
                assert watch.seconds + wait - inside[0] > POST_BURST


def test_threads_do_not_count_past_each_other() -> None:
    said = Limits(set(), "slack")
    through: list[int] = []

    def ask(mine: int) -> None:
        through.extend(number for number in range(100) if waits(partial(said.check_post, f"{mine}-{number}")) == 0)

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(through) == POSTS_A_MINUTE
    assert said.throttled[POSTING] == 800 - POSTS_A_MINUTE


def test_where_nothing_is_counted_nothing_is_refused() -> None:
    said = Limits(set(), "off")
    assert [waits(lambda: said.check_post("D1")) for _ in range(1000)] == [0] * 1000
