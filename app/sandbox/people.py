"""People of the sandbox: they type, press, fill and see. For tests, the tour and the page."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.sandbox import forms, payloads, posting
from app.sandbox.browser import Browser
from app.sandbox.plain import plain
from app.sandbox.state import Conversation, Json, SlackError, Ticket, User

if TYPE_CHECKING:
    from app.sandbox.server import Sandbox

PATIENCE = 5.0  # seconds of real time that `sees` waits


class NotThere(AssertionError):  # noqa: N818 - it reads as a sentence in a test
    """A person looked for something and did not find it; the text says what they do see."""


@dataclass(frozen=True)
class Kept:
    """A button as it stood at one time: pressed later, it is an old copy."""

    where: Json
    action: Json
    surface: str


class Person:
    """Somebody in the workspace, and what they can do and see."""

    def __init__(self, sandbox: "Sandbox", user: User) -> None:
        self._sandbox = sandbox
        self._space = sandbox.workspace
        self.user = user
        self.errors: dict[str, str] = {}
        self.errors_in = ""  # the id of the view that they stand in
        self.trouble = ""
        self._read: set[tuple[str, str]] = set()
        self._chosen: dict[tuple[str, str], Json] = {}  # in menus of messages: by channel and ts

    @property
    def id(self) -> str:
        """Slack's id."""
        return self.user.id

    # -- seeing ---------------------------------------------------------------------------------------

    def conversations(self) -> list[Conversation]:
        """Return the conversations this person is in."""
        return [one for one in self._space.conversations.values() if self.id in one.members]

    def messages(self, channel: Conversation | None = None) -> list[Json]:
        """Return the messages this person can see, oldest first."""
        places = [channel] if channel is not None else self.conversations()
        seen = [m for place in places for m in place.messages if m.get("ephemeral_to", self.id) == self.id]
        return sorted(seen, key=lambda one: float(one["ts"]))

    @property
    def modal(self) -> Json | None:
        """The modal on top, or None."""
        stack = self._space.modals.get(self.id) or []
        return stack[-1] if stack else None

    @property
    def modal_text(self) -> str:
        """The modal as this person reads it."""
        return self.plain(self.modal) if self.modal else ""

    @property
    def home_text(self) -> str:
        """The App Home as this person reads it."""
        home = self._space.homes.get(self.id)
        return self.plain(home) if home else ""

    def plain(self, payload: Mapping[str, Any]) -> str:
        """Return a message or view as this person reads it, in their own time zone."""
        return plain(payload, self._space.name_of, self.user.zone)

    def screen(self) -> str:
        """Return everything in sight, for a failing test to show."""
        parts = [f"#{self._space.name_of(c.id) or 'DM'}: {self.plain(m)}" for c, m in self._placed()][-12:]
        seen = [f"MODAL {self.modal_text}", f"HOME {self.home_text}", f"ERRORS {self.errors}"]
        return "\n---\n".join([*parts, *seen, f"TROUBLE {self.trouble}"])

    def _placed(self) -> Iterator[tuple[Conversation, Json]]:
        for place in self.conversations():
            for one in self.messages(place):
                yield place, one

    def sees(self, text: str, *, patience: float = PATIENCE) -> str:
        """Wait until the text is in a message, the modal or Home; return the whole of where it stands.

        Raises:
            NotThere: with what they see instead.
        """
        deadline = time.monotonic() + patience
        while True:
            with self._space.lock:
                texts = [self.plain(one) for one in reversed(self.messages())]
                texts += [self.modal_text, self.home_text, *self.errors.values(), self.trouble]
            for one in texts:
                if text in one:
                    return one
            if time.monotonic() > deadline:
                raise NotThere(f"{self.user.real_name} does not see {text!r}, but:\n{self.screen()}")
            with self._space.changed:
                self._space.changed.wait(0.05)

    def does_not_see(self, text: str) -> None:
        """Make sure that the text is nowhere in sight.

        Raises:
            NotThere: if it is.
        """
        try:
            found = self.sees(text, patience=0)
        except NotThere:
            return
        raise NotThere(f"{self.user.real_name} sees {text!r}, in:\n{found}")

    def unread(self) -> list[Json]:
        """Return the messages since the last `reads`."""
        return [m for place, m in self._placed() if (place.id, m["ts"]) not in self._read]

    def reads(self) -> list[str]:
        """Read everything new; return it as plain text, oldest first."""
        fresh = sorted(self.unread(), key=lambda one: float(one["ts"]))
        self._read |= {(place.id, m["ts"]) for place, m in self._placed()}
        return [self.plain(one) for one in fresh]

    def sees_new(self, text: str) -> str:
        """Make sure that a message since the last `reads` has the text; return it.

        Raises:
            NotThere: if none has.
        """
        for one in self.unread():
            if text in self.plain(one):
                return self.plain(one)
        raise NotThere(f"{self.user.real_name} has no new message with {text!r}, but:\n{self.screen()}")

    def sees_nothing_new(self) -> None:
        """Make sure that nothing came since the last `reads`.

        Raises:
            NotThere: with what came.
        """
        fresh = [self.plain(one) for one in self.unread()]
        if fresh:
            raise NotThere(f"{self.user.real_name} got:\n" + "\n---\n".join(fresh))

    # -- doing ----------------------------------------------------------------------------------------

    def types(self, text: str, channel: Conversation | None = None) -> None:
        """Type a slash command, in the DM with the bot unless a channel is given.

        https://docs.slack.dev/interactivity/implementing-slash-commands: an answer within three seconds, or the
        person reads `operation_timeout`; what it says is for their eyes only unless it is `in_channel`.

        Raises:
            NotThere: if the app has no such command, or the person is not in the channel.
            SlackError: if the answer is not a message that Slack takes. A test must not miss that.
        """
        command, _, rest = text.partition(" ")
        if command not in self._sandbox.commands:
            raise NotThere(f"Slack knows no command {command}")
        place = channel or self._space.direct({self.id})
        if self.id not in place.members:
            raise NotThere(f"{self.user.real_name} is not in {place.name}")
        response = self._space.new_response(self.id, place.id)
        body = payloads.command(self._context(), command, rest, place, self._url(response))
        answer = self._sandbox.deliver("slash_commands", body)
        self.trouble = "" if answer.ok else f"{command} failed with the error “{answer.problem}”"
        if answer.body.get("text") or answer.body.get("blocks"):
            seen = {} if answer.body.get("response_type") == "in_channel" else {"ephemeral_to": self.id}
            with self._watched():
                content = posting.content(answer.body)
            self._space.post(place, {"user": self._space.bot.id, **seen, **content})

    def says(self, text: str, channel: Conversation, *, thread_ts: str = "", broadcast: bool = False) -> Json:
        """Write a message, or a reply in a thread; a bot that subscribes to such messages hears of it.

        https://docs.slack.dev/reference/events/message. Return the message.

        Raises:
            NotThere: if the person is not in the conversation, or the app takes no messages there.
        """
        if self.id not in channel.members:
            raise NotThere(f"{self.user.real_name} is not in {channel.name}")
        if channel.kind == "im" and self._sandbox.methods.messages_read_only:
            raise NotThere("Sending messages to this app has been turned off.")
        reply = {"thread_ts": thread_ts} if thread_ts else {}
        also = {"subtype": "thread_broadcast"} if thread_ts and broadcast else {}
        said = self._space.post(channel, {"user": self.id, "text": text, **reply, **also})
        if self._space.bot.id in channel.members:
            self._sandbox.send_event(payloads.message(channel, said))
        return said

    def opens_home(self) -> None:
        """Open the App Home. https://docs.slack.dev/reference/events/app_home_opened: the view comes along if any."""
        place, home = self._space.direct({self.id}), self._space.homes.get(self.id)
        event = {"type": "app_home_opened", "user": self.id, "channel": place.id, "tab": "home"}
        view = {"view": payloads.shown(home)} if home is not None else {}
        self._sandbox.send_event({**event, **view, "event_ts": self._space.next_ts()})

    def presses(self, label: str, *, where: str = "") -> None:
        """Press the newest button of that label: in the modal if one is open, else in a message or Home.

        https://docs.slack.dev/reference/interaction-payloads/block_actions-payload

        Args:
            label: what stands on it.
            where: only near this text: in Home, between the button and the one before it; elsewhere the
                whole message or modal counts too, if the text is not so near to any.
        """
        self.presses_kept(self.keeps(label, where=where))

    def keeps(self, label: str, *, where: str = "") -> Kept:
        """Return a button as it stands now, to press it later.

        Raises:
            NotThere: if there is none.
        """
        for payload, there, surface in self._surfaces():
            found = list(forms.buttons(payload, label))
            near = [one for one in found if where in self.plain(forms.around(payload, one[1]))]
            if not near and surface != "home" and where in self.plain(payload):
                near = found
            if near:
                return Kept(there, near[0][0], surface)
        raise self._missing("button", label, where)

    def _surfaces(self) -> Iterator[tuple[Json, Json, str]]:
        """Yield what one can act on: the modal alone if one is open, else messages from the newest on, then Home."""
        if self.modal is not None:
            yield self.modal, {"view": self.modal}, "modal"
            return
        for place, message in sorted(self._placed(), key=lambda one: -float(one[1]["ts"])):
            yield message, {"channel": place.id, "message": message}, "message"
        home = self._space.homes.get(self.id)
        if home is not None:
            yield home, {"view": home}, "home"

    def _missing(self, what: str, name: str, where: str) -> NotThere:
        near = f" near {where!r}" if where else ""
        return NotThere(f"{self.user.real_name} finds no {what} {name!r}{near} in:\n{self.screen()}")

    def presses_kept(self, kept: Kept) -> None:
        """Press a button, even one that has meanwhile gone from the message: a click may cross an update.

        That Slack passes such a click on, with the message as it is now, is assumed.
        """
        self._acts(kept.where, kept.action, kept.surface, "button")

    def chooses(self, name: str, value: Any, *, where: str = "") -> None:
        """Choose in a menu, box or picker outside of input blocks; the bot hears of it at once.

        https://docs.slack.dev/reference/interaction-payloads/block_actions-payload

        Args:
            name: its placeholder, action id, block id, or part of the text beside it.
            value: an option by its text or value, a date, a person, or several for a menu that takes several.
            where: only near this text, as for `presses`.

        Raises:
            NotThere: if there is no such menu, or no such option.
        """
        for payload, there, surface in self._surfaces():
            for element, block, place in forms.menus(payload, name):
                if where not in self.plain(forms.around(payload, place)):
                    continue
                self.picks(there, element, block, value, surface)
                return
        raise self._missing("menu", name, where)

    def picks(self, there: Json, element: Json, block: Json, value: Any, surface: str) -> None:
        """Choose in this very menu, box or picker; `there` and `surface` say where it stands, as in `Kept`.

        Raises:
            NotThere: if it has no such option.
        """
        said = self.enters(there, element, block, value)
        ids = {"action_id": element["action_id"], "block_id": block["block_id"]}
        self._acts(there, {**ids, **said}, surface, "menu")

    def enters(self, there: Json, element: Json, block: Json, value: Any) -> Json:
        """Enter something in this very field, without any word of it to the bot; return how Slack keeps it.

        Raises:
            NotThere: if the field cannot hold it.
        """
        try:
            said = forms.entered(element, value)
        except ValueError as error:
            raise NotThere(f"{error} in:\n{self.plain(there.get('view') or there['message'])}") from None
        with self._space.change():
            self._state(there).setdefault(block["block_id"], {})[element["action_id"]] = said
        return said

    def chosen(self, channel: str, ts: str) -> Json:
        """Return what this person has chosen in the menus of a message, by block id and action id."""
        return self._chosen.get((channel, ts), {})

    def _state(self, where: Json) -> Json:
        """Return what is entered in a view, or what this person has chosen in a message."""
        if "view" in where:
            values: Json = where["view"]["state"]["values"]
            return values
        return self._chosen.setdefault((where["channel"], where["message"]["ts"]), {})

    def _acts(self, where: Json, action: Json, surface: str, what: str) -> None:
        """Deliver `block_actions`. A view has no response_url; Slack shows a warning sign when nobody answers."""
        response, view_id = "", ""
        if surface == "message":
            place = self._space.conversations[where["channel"]]
            where = {**where, "channel_name": payloads.name_of(place)}
            response = self._url(self._space.new_response(self.id, place.id, where["message"]["ts"]))
        else:
            view_id = where["view"]["id"]
        state = forms.values(where.get("view") or where["message"], self._state(where))
        pressed = {**action, "action_ts": self._space.next_ts()}
        body = payloads.action(self._context(view_id), where, pressed, response_url=response, state=state)
        answer = self._sandbox.deliver("interactive", body)
        self.trouble = "" if answer.ok else f"the {what} failed with the error “{answer.problem}”"

    def fills(self, answers: Mapping[str, Any]) -> None:
        """Fill fields of the open modal, named by label or block id.

        Raises:
            NotThere: if there is no modal, no such field, or no such option.
        """
        view = self._need_modal()
        for name, value in answers.items():
            block = forms.field(view, name)
            if block is None:
                raise NotThere(f"{self.user.real_name} finds no field {name!r} in:\n{self.modal_text}")
            self.enters({"view": view}, block["element"], block, value)

    def submits(self) -> None:
        """Submit the open modal; Slack itself checks required fields and lengths first.

        https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload: an answer within three
        seconds, or the modal stays and says so. The words of it are assumed.
        """
        view = self._need_modal()
        if "submit" not in view:
            raise NotThere(f"there is nothing to submit in:\n{self.modal_text}")
        self.errors, self.errors_in = forms.missing(view), view["id"]
        if self.errors:
            return
        state = forms.values(view, view["state"]["values"])
        body = payloads.submission(self._context(view["id"]), view, state)
        answer = self._sandbox.deliver("interactive", body)
        if not answer.ok:
            self.trouble = f"We had some trouble connecting. Try again? ({answer.problem})"
            return
        self.trouble = ""
        with self._watched():
            self._after_submit(view, answer.body)

    def _after_submit(self, view: Json, answer: Json) -> None:
        """Do what the answer says. https://docs.slack.dev/surfaces/modals#updating_views.

        Raises:
            SlackError: if Slack would not take the answer. The person would see it fail; a test must not miss it.
        """
        action = answer.get("response_action")
        if action == "errors":
            known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            said = answer.get("errors")
            if not isinstance(said, dict) or not said or set(said) - known:
                raise SlackError("invalid_arguments", errors=f"errors for unknown blocks: {said}")
            self.errors = dict(said)
        elif action == "update":
            self._sandbox.methods.replace(view, answer["view"])
        elif action == "push":
            self._sandbox.methods.push(Ticket(self.id, 0.0, view_id=view["id"]), answer["view"])
        elif action == "clear":
            with self._space.change():
                self._space.modals[self.id] = []
        elif action is None:
            self._drops(view)
        else:
            raise SlackError("invalid_arguments", errors=f"no such response_action: {action}")

    def _drops(self, view: Json) -> None:
        """Take one view off the stack; the bot may have opened something else meanwhile."""
        with self._space.change():
            self._space.modals[self.id] = [one for one in self._space.modals.get(self.id) or [] if one is not view]

    def closes(self) -> None:
        """Close the modal on top; with `clear_on_close` all below go too.

        https://docs.slack.dev/reference/views/modal-views
        """
        view = self._need_modal()
        if view.get("clear_on_close"):
            self.closes_all()
            return
        self._drops(view)
        self.errors = {}
        self._tells_closing(view, cleared=False)

    def closes_all(self) -> None:
        """Close every modal with the x. That each view which asked is told, from the top, is assumed."""
        with self._space.change():
            gone = self._space.modals.pop(self.id, [])
        self.errors = {}
        for view in reversed(gone):
            self._tells_closing(view, cleared=True)

    def _tells_closing(self, view: Json, *, cleared: bool) -> None:
        """Deliver `view_closed`. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload."""
        if view.get("notify_on_close"):
            self._sandbox.deliver("interactive", payloads.closing(self._context(view["id"]), view, cleared=cleared))

    # -- in the browser -------------------------------------------------------------------------------

    def installs(self, address: str, *, agrees: bool = True) -> str:
        """Follow the app's installation address in a browser, say yes (or no) to Slack, and return the last page.

        https://docs.slack.dev/authentication/installing-with-oauth

        Raises:
            SlackError: if Slack would not show its page for what the app asks.
        """
        return Browser(self._sandbox.app).installs(address, self._sandbox, self.id, agrees=agrees)

    # -- being ----------------------------------------------------------------------------------------

    def leaves_workspace(self) -> None:
        """Be deactivated by an admin. https://docs.slack.dev/reference/events/user_change.

        That a deactivated person stays listed in their channels is assumed.
        """
        self.user.deleted = True
        self._sandbox.send_event(
            {"type": "user_change", "user": self.user.profile(), "event_ts": self._space.next_ts()}
        )

    def moves_to(self, zone: str) -> None:
        """Change the time zone in Slack's profile. https://docs.slack.dev/reference/events/user_change."""
        self.user.zone = zone
        self._sandbox.send_event(
            {"type": "user_change", "user": self.user.profile(), "event_ts": self._space.next_ts()}
        )

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Let the log tell if Slack would not take an acknowledgement."""
        try:
            yield
        except SlackError as error:
            self._sandbox.refuses(self.id, error)
            raise

    def _need_modal(self) -> Json:
        if self.modal is None:
            raise NotThere(f"{self.user.real_name} has no modal open, but:\n{self.screen()}")
        return self.modal

    def _url(self, secret: str) -> str:
        return f"{self._sandbox.address}response/{secret}"

    def _context(self, view_id: str = "") -> payloads.Context:
        return payloads.Context(
            team_id=self._space.team_id,
            user_id=self.id,
            user_name=self.user.name,
            trigger_id=self._space.new_trigger(self.id, view_id),
        )
