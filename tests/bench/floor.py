"""The floor: a Bolt app that only says "received", behind the same HTTP server."""

import re
import sys
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from app.serving import Server, serving
from app.web.server import FromSlack, Watched, make_web


def main(port: int, secret: str) -> None:
    app = App(
        signing_secret=secret,
        authorize=lambda team_id: AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_token="xoxb-floor", bot_id="B1", bot_user_id="U0"
        ),
        process_before_response=True,
        token_verification_enabled=False,
    )

    def received(ack: Any) -> None:
        ack()

    app.command(re.compile(".*"))(received)
    app.action(re.compile(".*"))(received)
    app.view(re.compile(".*"))(received)
    Server(make_web(FromSlack(app, secret), Watched(look=list)), serving(f"127.0.0.1:{port}")).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
