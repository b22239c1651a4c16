import pytest

from app.core.links import is_link


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://example.org/slide?a=1&b=2", True),
        ("http://example.org", False),
        ("https://", False),
        ("https://x y.org", False),
        ("https://e.org|<!channel>", False),
        ("https://[", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_link_is_one_https_address_and_nothing_else(text: str, *, good: bool) -> None:
    assert is_link(text) is good
