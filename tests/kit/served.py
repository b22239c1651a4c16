"""The real web server with nothing behind it: `python -m tests.kit.served PORT SECRET`."""

import re
import sys
from typing import Any

from flask import Blueprint, Response
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from app.logs.lines import set_up_logs
from app.serving import Server, serving
from app.web import worker
from app.web.server import FromSlack, Watched, make_web

WHOLE_REQUEST = 3.0  # seconds: as in earnest, only sooner over
WORD = "Ada is unhappy with her mentor"


def main(port: int, secret: str) -> None:
    set_up_logs("INFO", "text")
    worker.WHOLE_REQUEST = WHOLE_REQUEST
    bolt = App(
        signing_secret=secret,
        authorize=lambda team_id: AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token="xoxb", bot_id="B1"),
        process_before_response=True,
        token_verification_enabled=False,
        ssl_check_enabled=False,
    )

    def hears(ack: Any, body: dict[str, Any]) -> None:
        if body["text"] == "fault":
            raise ValueError(WORD)
        ack(f"heard {len(body['text'])}")

    bolt.command(re.compile(".*"))(hears)
    bolt.error(_raise)
    pages = Blueprint("pages", __name__)

    @pages.get("/secret/<token>")
    def secret_page(token: str) -> Response:
        del token
        raise ValueError(WORD)

    Server(make_web(FromSlack(bolt, secret), Watched(look=list), pages=[pages]), serving(f"127.0.0.1:{port}")).run()


def _raise(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
