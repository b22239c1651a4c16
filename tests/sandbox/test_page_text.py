"""Slack's mrkdwn as HTML, safely."""

import pytest

from app.sandbox.page.text import mrkdwn, web_address
from app.sandbox.plain_text import Reader

READER = Reader({"U1": "Ada <b>Okafor</b>", "C1": "mentorship"}.__getitem__, "Europe/Madrid")


@pytest.mark.parametrize(
    ("said", "html"),
    [
        ("*bold* and _italic_ and ~gone~", "<b>bold</b> and <i>italic</i> and <s>gone</s>"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("two\nlines", "two<br>lines"),
        ("`a*b*c`", "<code>a*b*c</code>"),
        ("```one\n<two>```", "<pre>one\n&lt;two&gt;</pre>"),
        ("5 &lt; 6 &amp; 7", "5 &lt; 6 &amp; 7"),
        ("*<@U1>*", '<b><span class="mention">@Ada &lt;b&gt;Okafor&lt;/b&gt;</span></b>'),
        ("in <#C1>", 'in <span class="mention">#mentorship</span>'),
        ("<!date^1796040000^{time}|f>", "<time>13:00</time>"),
        (
            "<https://a.example/x_y_z|*guide*>",
            '<a href="https://a.example/x_y_z" rel="noreferrer" target="_blank">*guide*</a>',
        ),
        ("&gt; wise\n&gt; words\nend", "<blockquote>wise<br>words</blockquote>end"),
        (":wave: hi :unknown:", "👋 hi :unknown:"),
    ],
)
def test_mrkdwn_becomes_html(said: str, html: str) -> None:
    assert mrkdwn(said, READER) == html


@pytest.mark.parametrize(
    "said",
    [
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<script>",
        "<javascript:alert(1)|press>",
        '<https://a.example/" onclick="alert(1)|x>',
        "`<img src=x onerror=alert(1)>`",
        "<!date^0^<script>|<script>>",
        "\ue000\ue001 <@U1>",
        '*"><script>*',
    ],
)
def test_nothing_that_was_written_becomes_live_html(said: str) -> None:
    html = str(mrkdwn(said, READER))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '" onclick' not in html


def test_only_web_addresses_are_followed() -> None:
    assert web_address("javascript:alert(1)") == "#"
    assert web_address("https://a.example") == "https://a.example"
