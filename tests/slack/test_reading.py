"""Mrkdwn as it reads outside Slack."""

from app.slack.reading import Reader

READER = Reader(names={"UMENTOR": "Mentor", "CDESK": "coordinators"}.get, zone="Europe/Madrid")
TEXT = (
    "*Hello* <@UMENTOR>, see you <!date^1802188800^{date_short_pretty} at {time}|some day> in <#C7>\n"
    "> a &lt;b&gt; &amp; _c_\n"
    "• <https://example.org/?a=1&amp;b=2|the page>, `/mentoring meet`, <#CDESK>"
)


def test_plain_text_has_words_for_ids_and_no_marks() -> None:
    assert READER.plain(TEXT).splitlines() == [
        "Hello @Mentor, see you Tue 9 Feb 2027 at 17:00 in #C7",
        "> a <b> & c",
        "• the page (https://example.org/?a=1&b=2), /mentoring meet, #coordinators",
    ]


def test_html_says_the_same_and_escapes_what_somebody_wrote() -> None:
    assert READER.html(TEXT).splitlines() == [
        "<strong>Hello</strong> @Mentor, see you Tue 9 Feb 2027 at 17:00 in #C7",
        '<span class="said">a &lt;b&gt; &amp; <em>c</em></span>',
        '• <a href="https://example.org/?a=1&amp;b=2">the page</a>, <code>/mentoring meet</code>, #coordinators',
    ]
    for evil in ("<javascript:alert(1)|x>", "&lt;script&gt;", "<@U1|<script>>", '<https://x"onclick="y|z>', "\0009\0"):
        shown = READER.html(evil)
        assert "<script" not in shown
        assert "<a" not in shown.replace('<a href="https://x&quot;onclick=&quot;y">z</a>', "")


def test_slack_keeps_what_only_slack_can_name() -> None:
    shown = READER.shown(TEXT, 3000)
    assert "@Mentor, see you Tue 9 Feb 2027 at 17:00 in <#C7>" in shown
    assert "<https://example.org/?a=1&amp;b=2|the page>" in shown
    assert "a &lt;b&gt;" in shown
    assert "<!channel>" not in READER.shown("<!channel> hello", 3000)


def test_a_title_is_the_first_line_cut_between_words() -> None:
    assert READER.title("\n• *One* small thing:\nmore", 40) == "One small thing"
    assert READER.title("One small thing. Another one", 20) == "One small thing…"
    assert READER.title("", 20) == ""
