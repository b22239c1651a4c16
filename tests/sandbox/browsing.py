"""A browser on the page of the sandbox, and a small bot behind it."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from slack_bolt import App
from slack_sdk import WebClient

from app.sandbox.people import Person
from app.sandbox.server import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifests" / "production.yaml"
START = datetime(2027, 1, 11, 11, tzinfo=UTC)
OPTIONS = [{"text": {"type": "plain_text", "text": one}, "value": one.lower()} for one in ("Reviews", "Testing")]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "value", **more}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element, "optional": True}


FORM = {
    "type": "modal",
    "title": plain("Join"),
    "submit": plain("Send"),
    "close": plain("Not now"),
    "callback_id": "join",
    "blocks": [
        {**field("goal", "plain_text_input", multiline=True), "optional": False, "hint": plain("One sentence")},
        field("topic", "static_select", options=OPTIONS),
        field("topics", "multi_static_select", options=OPTIONS),
        field("agree", "checkboxes", options=OPTIONS),
        field("partner", "users_select"),
        field("from", "datepicker"),
        field("first", "datetimepicker"),
        {"type": "actions", "elements": [{"type": "button", "action_id": "again", "text": plain("Again")}]},
    ],
}


def answers(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a submission holds, without empty fields."""
    found = {}
    for name, inputs in said.items():
        value = next(v for k, v in inputs["value"].items() if k != "type")
        values = [one["value"] for one in value] if isinstance(value, list) else value
        found[name] = values["value"] if isinstance(values, dict) else values
    return {name: value for name, value in found.items() if value}


def bot(sandbox: Sandbox, heard: list[Any]) -> App:
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    app = App(client=client, signing_secret=sandbox.signing_secret, process_before_response=True)

    @app.command("/mentoring")
    def command(ack: Any, body: Any, client: WebClient) -> None:
        if body["text"] == "join":
            client.views_open(trigger_id=body["trigger_id"], view=FORM)
            ack()
        else:
            ack(text=f"You said {body['text']}")

    @app.view("join")
    def join(ack: Any, view: Any) -> None:
        said = answers(view["state"]["values"])
        heard.append(said)
        if said["goal"] == "no":
            ack(response_action="errors", errors={"goal": "Say a little more"})
        else:
            ack()

    @app.action("accept")
    def accept(ack: Any, body: Any, action: Any, client: WebClient) -> None:
        ack()
        heard.append(action["value"])
        message = body["message"]
        client.chat_update(channel=body["channel"]["id"], ts=message["ts"], text="Accepted <!date^1799672400^{time}|x>")

    @app.action("again")
    def again(ack: Any, body: Any) -> None:
        ack()
        heard.append(answers(body["view"]["state"]["values"]))

    @app.action("choose")
    def choose(ack: Any, action: Any) -> None:
        ack()
        heard.append({name: said for name, said in action.items() if name.startswith("selected_")})

    @app.event("app_home_opened")
    def home(event: Any, client: WebClient) -> None:
        blocks = [{"type": "header", "text": plain("Your programme")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    return app


class Browser:
    """A browser on one person's screen: follows where it is sent, and reads without tags."""

    def __init__(self, client: FlaskClient, person: Person) -> None:
        self._client = client
        self._here = f"/people/{person.id}"

    def html(self, place: str = "messages") -> str:
        answer = self._client.get(f"{self._here}/{place}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def text(self, place: str = "messages") -> str:
        return plain_of(self.html(place))

    def does(self, deed: str, **form: Any) -> int:
        return self._client.post(f"{self._here}/{deed}", data=form).status_code

    def lacks(self, **screen: Any) -> dict[str, Any]:
        """Return what the browser is sent that shows and has this."""
        answer = self._client.post(f"{self._here}/live", json=screen)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.get_json()
        return found

    def sends(self, kind: str, *, label: str = "", action: str = "", place: str = "messages") -> str:
        """Return what the browser would send for a button or a menu."""
        found = [json.loads(unescape(one)) for one in re.findall(rf'data-{kind}="([^"]*)"', self.html(place))]
        chosen = [one for one in found if one["label"] == label and action in ("", one["action_id"])]
        return json.dumps(chosen[0])

    def button(self, label: str, place: str = "messages") -> str:
        return self.sends("press", label=label, place=place)

    def fills(self, **fields: Any) -> dict[str, Any]:
        """Return what the form of the open modal holds, with these fields filled in."""
        html = self.html("home")
        has = [unescape(one) for one in re.findall(r'name="has" value="([^"]*)"', html)]
        view = re.findall(r'name="view" value="([^"]*)"', html)
        return {"has": has, "view": view, **{f"field:{name}": value for name, value in fields.items()}}


def plain_of(html: str) -> str:
    body = re.sub(r"(?s)<(style|script).*?</\1>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def offer(value: str = "7") -> list[dict[str, Any]]:
    button = {"type": "button", "action_id": "accept", "text": plain("Accept"), "value": value}
    return [{"type": "section", "text": {"type": "mrkdwn", "text": f"*Offer {value}*"}, "accessory": button}]
