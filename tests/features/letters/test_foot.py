"""What stands below a message that nobody asked for."""

import pytest

from app import lobby
from app.core.notice import Block, Doubt, Manner, NoticeKind, NotNeeded, Post
from app.features.letters.views import foot, together
from app.slack import blocks
from app.slack.text import Mrkdwn

TEXT = blocks.section(Mrkdwn("hello"))
OWN = blocks.actions(blocks.button("Answer", "forms.answer", 7))


def kind(manner: Manner = Manner.NUDGE, nags: str | None = None, *, live: bool = True) -> NoticeKind:
    return NoticeKind(
        name="x.y",
        render=lambda *_: NotNeeded(reason="never"),
        manner=manner,
        doubt=Doubt.FIND,
        keeps=None,
        live=live,
        why="x",
        nags=nags,
    )


def below(of: NoticeKind, *shown: Block, to: str = "U1") -> list[str]:
    """Return the labels of the row that was put below, which carries the notice's id."""
    post = foot(of, 42, to, Post(text="hello", blocks=list(shown)))
    added = post.blocks[len(shown) :]
    assert post.text == "hello"
    assert len(added) <= 1
    assert all(one["value"] == "42" for row in added for one in row["elements"])
    return [one["text"]["text"] for row in added for one in row["elements"]]


@pytest.mark.parametrize("manner", [Manner.REPLY, Manner.REMINDER, Manner.ANSWER, Manner.CHANNEL])
def test_what_somebody_asked_for_carries_nothing(manner: Manner) -> None:
    assert below(kind(manner, "x"), TEXT, OWN) == []


def test_news_says_why_a_question_comes_again_too_and_a_reminder_can_be_stopped() -> None:
    assert below(kind(Manner.NEWS), TEXT, OWN) == ["Why this?"]
    assert below(kind(), TEXT, OWN) == ["Remind me tomorrow", "Why this?"]
    assert below(kind(nags="x"), TEXT, OWN) == ["Remind me tomorrow", "Stop reminders", "Why this?"]


def test_nobody_puts_off_or_stops_what_several_read_and_a_channel_shows_nothing() -> None:
    assert below(kind(nags="x"), TEXT, OWN, to="U1+U2") == ["Why this?"]
    assert below(kind(nags="x"), TEXT, OWN, to="C1") == []


def test_a_room_that_stops_its_own_reminders_gets_no_second_button_for_that() -> None:
    own = blocks.actions(blocks.button("Don't ask again", "trouble.stop", "7-x", tag=1))
    assert below(kind(nags="x"), TEXT, own) == ["Remind me tomorrow", "Why this?"]


def test_an_answered_message_is_not_put_off_but_one_that_never_had_buttons_is() -> None:
    assert below(kind(nags="x"), TEXT) == ["Why this?"]
    assert below(kind(nags="x", live=False), TEXT) == ["Remind me tomorrow", "Stop reminders", "Why this?"]
    beside = blocks.section(Mrkdwn("hello"), accessory=blocks.button("Answer", "forms.answer", 7))
    assert below(kind(nags="x"), beside) == ["Remind me tomorrow", "Stop reminders", "Why this?"]


def test_a_message_that_is_full_stays_as_it_is() -> None:
    assert below(kind(), *[TEXT] * 49, OWN) == []
    assert below(kind(), *[TEXT] * 48, OWN) == ["Remind me tomorrow", "Why this?"]


def test_several_that_come_as_one_say_why_once() -> None:
    posts = [foot(kind(nags="x"), number, "U1", Post(text="hello", blocks=[TEXT, OWN])) for number in (1, 2)]
    news = foot(kind(Manner.NEWS), 3, "U1", Post(text="news", blocks=[TEXT]))
    whole = together([*posts, news])
    assert whole is not None
    assert blocks.labels(whole.blocks) == (
        *("Answer", "Remind me tomorrow", "Stop reminders"),
        *("Answer", "Remind me tomorrow", "Stop reminders"),
        "Why this?",
    )
    first = together([news, posts[0]])
    assert first is not None
    assert [one["type"] for one in first.blocks] == ["section", "divider", "section", "actions", "actions"]


def test_every_reminder_of_the_house_can_be_stopped() -> None:
    nagging = [one for one in lobby.board().notices if one.nags is not None]
    assert nagging
    for one in nagging:
        assert "Stop reminders" in below(one, TEXT, OWN)
