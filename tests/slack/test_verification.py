"""Slack asks a new address whether it is ours before it sends anything there; no workspace needs to exist for that."""

import hmac
import json
import time

from slack_bolt.authorization import AuthorizeResult

from app.slack.bolt import make_app
from app.slack.payloads import Payload
from app.web.server import FromSlack, Watched, make_web

SECRET = "signing-secret"
ASKED = json.dumps({"token": "old", "challenge": "3eZbrw1aBm2rZgRNFdxV", "type": "url_verification"}).encode()


def asks(body: bytes, secret: str) -> tuple[int, str]:
    def nobody(_team: str) -> AuthorizeResult:
        raise AssertionError("no workspace is asked for")

    def nothing(_payload: Payload) -> dict[str, object]:
        raise AssertionError("nothing is handed on")

    web = make_web(FromSlack(make_app(nothing, nobody, signing_secret=SECRET), SECRET), Watched(look=list))
    stamp = str(int(time.time()))
    signature = "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, "sha256").hexdigest()
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    answer = web.test_client().post("/slack/events", data=body, headers=headers, content_type="application/json")
    return answer.status_code, answer.text


def test_the_address_is_verified_by_giving_the_challenge_back() -> None:
    status, said = asks(ASKED, SECRET)
    assert status == 200
    assert "3eZbrw1aBm2rZgRNFdxV" in said


def test_nobody_but_slack_gets_the_challenge_back() -> None:
    status, said = asks(ASKED, "another secret")
    assert status == 401
    assert "3eZbrw1aBm2rZgRNFdxV" not in said
