import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.slack.text import (
    Mrkdwn,
    all_clocks,
    clip,
    day,
    escape,
    fill,
    join,
    markdown,
    mention,
    mentions,
    moment,
    quote,
)

EVIL = "<!channel> & <https://evil|Approve> <@U1>"
AT = datetime(2027, 1, 12, 17, tzinfo=UTC)


@given(st.text())
def test_nothing_a_person_writes_is_interpreted(text: str) -> None:
    for shown in (escape(text), fill("{it}", it=text), quote(text), markdown(text)):
        inside = shown.replace("&lt;", "").replace("&gt;", "")
        assert "<!" not in inside
        assert "<@" not in inside
        assert "<#" not in inside


def test_our_own_mentions_survive() -> None:
    assert fill("{who} says {what}", who=mention("U1"), what=EVIL) == (
        "<@U1> says &lt;!channel&gt; &amp; &lt;https://evil|Approve&gt; &lt;@U1&gt;"
    )


def test_a_sentence_that_lacks_a_fact_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("{who}")


def test_people_are_listed_as_one_would() -> None:
    assert mentions([]) == ""
    assert mentions(["U1"]) == "<@U1>"
    assert mentions(["U1", "U2", "U3"]) == "<@U1>, <@U2> and <@U3>"


def test_a_moment_has_a_fallback_that_names_its_zone() -> None:
    assert moment(AT, "Europe/Madrid") == (
        "<!date^1799773200^{date_short_pretty} at {time}|Tue 12 Jan 2027, 18:00 (Europe/Madrid)>"
    )
    assert "Tue 12 Jan 2027" in day(AT)


def test_two_clocks_are_named_and_one_suffices_where_they_agree() -> None:
    assert all_clocks(AT, ["Europe/Madrid", "Africa/Lagos", "Europe/Berlin"]) == "Tue 12 Jan, 18:00 Europe/Madrid"
    assert all_clocks(AT, ["Europe/Madrid", "America/New_York"]) == (
        "Tue 12 Jan, 18:00 Europe/Madrid · 12:00 America/New_York"
    )
    assert all_clocks(AT, ["Europe/Madrid", "America/New_York", "Pacific/Auckland"]).endswith(
        "Wed 06:00 Pacific/Auckland"
    )


def test_a_handbook_may_use_markdown() -> None:
    assert markdown("**bold** and [a link](https://x.org)\n- one\n* two") == (
        "*bold* and <https://x.org|a link>\n• one\n• two"
    )


def test_quotes_mark_each_line() -> None:
    assert quote("one\ntwo") == "> one\n> two"
    assert quote("") == "> "


@given(st.text(min_size=1), st.integers(20, 60))
def test_clipping_cuts_nothing_in_two(text: str, most: int) -> None:
    whole = join([mention("U12345"), escape(text), moment(AT)], by=" ")
    cut = clip(whole, most)
    assert len(cut) <= most
    assert cut.count("<") == cut.count(">")
    assert isinstance(cut, Mrkdwn)


SAID_IN_MARKDOWN = [
    ("*it* _it_ **bold** ~~gone~~ `code <b>`", "_it_ _it_ *bold* ~gone~ `code &lt;b&gt;`"),
    ("# A **loud** head\n\ntext\nnext line", "*A loud head*\n\ntext\nnext line"),
    ("1. one\n2. two\n   - in\n     - deeper\n3. three", "1. one\n2. two\n    • in\n        • deeper\n3. three"),
    ("before\n\n- a\n- b\n\nafter", "before\n\n• a\n• b\n\nafter"),
    ("> said\n> twice", "> said\n> twice"),
    ("```\na < b\n```", "```\na &lt; b\n```"),
    ("    four spaces are nothing", "four spaces are nothing"),
    ("[write](mailto:a@b.org) <https://x.org/?a=1&b=2>", "<mailto:a@b.org|write> <https://x.org/?a=1&amp;b=2>"),
    (
        "[no](javascript:alert(1)) [no](//x.org) <b>no</b>",
        "[no](javascript:alert(1)) [no](//x.org) &lt;b&gt;no&lt;/b&gt;",
    ),
    (
        "<!channel> <@U1> &lt;!here&gt; [<!here>](https://x.org)",
        "&lt;!channel&gt; &lt;@U1&gt; &lt;!here&gt; <https://x.org|&lt;!here&gt;>",
    ),
    ("[more](https://x.org/{name}) for **{name}** at {by_day}", "<https://x.org/{name}|more> for *{name}* at {by_day}"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "shown"), SAID_IN_MARKDOWN)
def test_each_kind_of_markdown_reads_as_slack_shows_it(written: str, shown: str) -> None:
    assert markdown(written) == shown


PIECES = st.sampled_from(
    [
        *("{by}", "{partner}", "**", "*", "_", "[", "](", ")", "https://x.org", "\n", "\n\n", "- ", "1. ", "# ", "> "),
        *(" ", "<!channel>", "<@U1>", "<#C1>", "<", ">", "&", "&lt;", "|", "word", "mailto:", "![", "\\", "é"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_a_handbook_says_nobody_is_called_and_its_names_survive(text: str) -> None:
    shown = markdown(text)
    tokens = re.findall(r"<([^<>]*)>", shown)
    assert all(re.match(r"https://x\.org|mailto:", one) for one in tokens)
    assert shown.count("<") == len(tokens)
    for name in ("{by}", "{partner}"):
        assert shown.count(name) >= min(1, text.count(name))
