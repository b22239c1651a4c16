"""What a story is told with: people with a word about who they are, and their deeds, each in one line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.demo.community import AS_ROLE, Community
from app.demo.stage import Actor
from app.sandbox import forms
from app.sandbox.people import Kept, NotThere

Chapter = Callable[[str], None]
"""Called with a sentence when a chapter begins."""

NOON = time(11, tzinfo=UTC)  # a humane hour from New York to Kolkata
EVERY_SLOT = ["Tuesday 16:00-18:00", "Wednesday 16:00-18:00", "Thursday 16:00-18:00"]


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story to start from.

    Attributes:
        name: what `--story` calls it.
        title: what is there when it has been told, in a few words.
        invitation: what the demo prints: what to try.
        days: how many days it takes.
        tells: plays it.
    """

    name: str
    title: str
    invitation: str
    days: int
    tells: "Callable[[Play, Chapter], None]"

    def begins(self, today: date) -> datetime:
        """Return when it begins so that it ends in the week of a day; stories of several weeks begin on a Monday."""
        if not self.days:
            at_rest = today + timedelta(days=max(0, today.weekday() - 4) and 7 - today.weekday())
            return datetime.combine(at_rest, NOON)
        monday = today - timedelta(days=today.weekday())
        return datetime.combine(monday - timedelta(weeks=self.days // 7), NOON)


class Play:
    """A community in which a story is told.

    Args:
        community: must be on a stage whose bot is running.
    """

    def __init__(self, community: Community) -> None:
        self.community = community
        self.cora = community.cora
        self.cora.user.about = "coordinates everything"
        self._habits: list[Callable[[], object]] = []

    @property
    def today(self) -> date:
        """The day it is, UTC."""
        return self.community.stage.clock.now().date()

    def comes(self, name: str, real_name: str, zone: str, about: str) -> Actor:
        """Let somebody into the workspace and its channel."""
        actor = self.community.arrives(name, real_name, zone)
        actor.user.about = about
        self.community.mentorship.members.add(actor.id)
        return actor

    def joins(self, who: Actor, role: str, answers: Mapping[str, Any]) -> None:
        """Somebody joins the newest cohort and is approved.

        Raises:
            AssertionError: if the form was not taken.
        """
        self.does(who, AS_ROLE[role], fills={**answers, "conduct": ["Yes"]})
        self.community.approves(who)

    def does(self, who: Actor, label: str, *, where: str = "", fills: Mapping[str, Any] | None = None) -> None:
        """Somebody presses a button; if a form opens, they fill it in and send it.

        Raises:
            NotThere: if there is no such button, or no such field.
            AssertionError: if the form was not taken.
        """
        self._goes_on(who, who.keeps(label, where=where), fills or {})

    def does_together(self, who: Actor, partner: Actor, label: str, *, fills: Mapping[str, Any] | None = None) -> None:
        """Somebody presses the newest such button in their group conversation with a partner.

        Raises:
            NotThere: if there is none.
        """
        channel = self.community.stage.sandbox.workspace.direct({who.id, partner.id})
        for message in reversed(who.messages(channel)):
            for action, _ in forms.buttons(message, label):
                self._goes_on(who, Kept({"channel": channel.id, "message": message}, action, "message"), fills or {})
                return
        raise NotThere(f"{who.user.real_name} and {partner.user.real_name} have no button {label!r}")

    def types(self, who: Actor, command: str, fills: Mapping[str, Any]) -> None:
        """Somebody types a command, and fills in and sends the form that opens.

        Raises:
            AssertionError: if the form was not taken.
        """
        who.types(command)
        self._sends(who, fills)

    def _goes_on(self, who: Actor, kept: Kept, fills: Mapping[str, Any]) -> None:
        who.presses_kept(kept)
        if who.modal is not None and "submit" in who.modal:
            self._sends(who, fills)
        who.closes_all()

    def _sends(self, who: Actor, fills: Mapping[str, Any]) -> None:
        view = who.modal or {"blocks": []}
        who.fills({name: value for name, value in fills.items() if forms.field(view, name) is not None})
        who.submits()
        if who.errors or who.trouble:
            raise AssertionError(f"{who.user.real_name}: {who.errors} {who.trouble}\n{who.modal_text}")
        who.closes_all()

    # -- time -----------------------------------------------------------------------------------------

    def minds(
        self,
        who: Actor,
        label: str,
        *,
        where: str = "",
        fills: Sequence[Mapping[str, Any]] = ({},),
        times: int | None = None,
    ) -> None:
        """From now on somebody presses such a button whenever a message with it has come, once a day.

        Args:
            who: the person.
            label: what stands on it, or how that begins.
            where: a text in the message.
            fills: what they fill into the form that opens, the first time, the second time …; the last one again.
            times: how often at most.
        """
        done: set[tuple[str, str]] = set()

        def habit() -> None:
            if len(done) == times:
                return
            for kept in _offered(who, label, where):
                mark = (kept.where["channel"], kept.where["message"]["ts"])
                if mark not in done:
                    self._goes_on(who, kept, fills[min(len(done), len(fills) - 1)])
                    done.add(mark)
                    return

        self._habits.append(habit)

    def days(self, number: int) -> None:
        """Let days pass; once a day people do what they are minded to."""
        for _ in range(number):
            self.community.passes(days=1)
            for habit in self._habits:
                habit()

    def reads_until_yesterday(self) -> None:
        """Everybody has read what came before the last day: what is marked as new is news."""
        space = self.community.stage.sandbox.workspace
        until = (self.community.stage.clock.now() - timedelta(days=1)).timestamp()
        for place in space.conversations.values():
            old = [one["ts"] for one in place.messages if float(one["ts"]) < until]
            space.read |= {(person, place.id): old[-1] for person in place.members if old}


def _offered(who: Actor, label: str, where: str) -> Iterator[Kept]:
    """Yield the buttons that somebody has in messages, the newest first, one of each message."""
    for place in who.conversations():
        for message in reversed(who.messages(place)):
            names = [one["text"]["text"] for block in message.get("blocks") or [] for one in forms.elements(block)
                     if one["type"] == "button" and one["text"]["text"].startswith(label)]  # fmt: skip
            if names and where in who.plain(message):
                action, _ = next(forms.buttons(message, names[0]))
                yield Kept({"channel": place.id, "message": message}, action, "message")
