"""How much of a request is still to come, however it is cut into pieces."""

import pytest

from app.web.heads import LONGEST_BODY, LONGEST_HEAD, NO_EXPECTING, TOO_LARGE, Head, No, is_whole, read_head

CHUNKED = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"


def heard_in_pieces(request: bytes, size: int) -> int:
    """Return after how many bytes a request is whole, if it comes in pieces of a size."""
    heard, seen, head = b"", 0, None
    for start in range(0, len(request), size):
        heard += request[start : start + size]
        if head is None:
            found = read_head(heard, seen)
            seen = len(heard)
            assert not isinstance(found, No)
            head = found
        if head is not None and is_whole(head, heard):
            return len(heard)
    raise AssertionError("never whole")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 4096])
@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nCONTENT-length:  5 \r\nA: b\r\n\r\nab\r\n\r",
        CHUNKED + b"5\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_a_request_is_whole_with_its_last_byte_and_not_before(request_: bytes, size: int) -> None:
    assert heard_in_pieces(request_, size) == len(request_)


def test_only_headers_are_taken_for_headers() -> None:
    head = read_head(b"POST /?content-length:9 HTTP/1.1\r\nX-Content-Length: 9\r\nA: expect: 1\r\n\r\n")
    assert isinstance(head, Head)
    assert head.body == 0


def test_what_is_too_long_is_known_from_the_head_or_as_soon_as_it_is() -> None:
    assert read_head(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LONGEST_BODY + 1)) == TOO_LARGE
    assert isinstance(read_head(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % LONGEST_BODY), Head)
    assert read_head(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n") == NO_EXPECTING
    assert read_head(b"G" * LONGEST_HEAD) is None
    assert isinstance(read_head(b"G" * (LONGEST_HEAD + 1)), No)
    head = read_head(CHUNKED)
    assert isinstance(head, Head)
    assert is_whole(head, CHUNKED + b"f" * (LONGEST_BODY + 1)) == TOO_LARGE
