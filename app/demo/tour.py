"""The tour: the story of a WeAllJS cohort, played by a small cast over the real wire, and printed.

Everything that people do here goes through the sandbox's commands, buttons and forms; everything
that they read comes from the bot. A sentence that does not come stops the tour with an error.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.core.calendar import local
from app.core.clock import MovableClock
from app.demo import cast
from app.demo.community import COORDINATOR, Community
from app.demo.stage import ACTS, NOON, Actor, Stage, Transport, keep_quiet, temporary_database
from app.sandbox import forms
from app.sandbox.plain import plain
from app.sandbox.state import Conversation

Say = Callable[[str], None]
WALL = "Europe/London"  # the zone that Helmi and Ada agree on


class Narrator:
    """Prints what happens, and keeps every message of the bot.

    Args:
        stage: where it happens.
        say: prints a line.
    """

    def __init__(self, stage: Stage, say: Say) -> None:
        self._space = stage.sandbox.workspace
        self._clock = stage.clock
        self._say = say
        self._step = ""
        self._day = ""
        self.kept: list[dict[str, Any]] = []
        self._space.on_message.append(self._hear)

    def step(self, title: str) -> None:
        """Begin a chapter."""
        self._step = title
        self._say(f"\n━━ {title}")

    def tell(self, line: str) -> None:
        """Print what somebody does."""
        self._date()
        self._say(f"\n  » {line}")

    def show(self, text: str) -> None:
        """Print what somebody looks at."""
        self._say("\n".join(f"      ┆ {line}" for line in text.splitlines()))

    def _date(self) -> None:
        now = self._clock.now()
        day = f"{now:%A} {now.day} {now:%B %Y}"
        if day != self._day:
            self._day = day
            self._say(f"\n  ── {day} ──")

    def _hear(self, channel: Conversation, message: dict[str, Any]) -> None:
        if message.get("user") != self._space.bot.id:
            return
        self._date()
        only = message.get("ephemeral_to")
        people = [only] if only else sorted(channel.members - {self._space.bot.id})
        names = [self._space.name_of(one) for one in people]
        private = channel.kind in ("im", "mpim")
        recipient = " and ".join(names) if private or only else f"#{channel.name}"
        zone = self._space.users[people[0]].zone if private or only else "Europe/Madrid"
        text = plain(message, self._space.name_of, zone)
        at = local(self._clock.now(), zone)
        self.kept.append(
            {
                "step": self._step,
                "time": self._clock.now().isoformat(),
                "recipient": recipient,
                "recipients": people,
                "channel": channel.id,
                "only_seen_by": only,
                "text": text,
                "blocks": message.get("blocks", []),
            }
        )
        self._say(f"    {at:%H:%M}  → {recipient}")
        self.show(text)


class Narrated:
    """An actor whose deeds are printed."""

    def __init__(self, actor: Actor, narrator: Narrator) -> None:
        self._actor = actor
        self._narrator = narrator

    def __getattr__(self, name: str) -> Any:
        """Return what the actor can do; a deed is told first."""
        found = getattr(self._actor, name)
        if name not in ACTS:
            return found

        def act(*args: Any, **kwargs: Any) -> Any:
            self._tell(name, *args)
            before = self._actor.modal
            result = found(*args, **kwargs)
            after = self._actor.modal
            if after is not None and (before is None or before["id"] != after["id"]):
                self._narrator.show(f"(a form opens: {after['title']['text']})")
            if name == "submits":
                for field, error in self._actor.errors.items():
                    self._narrator.show(f"at “{field}”: {error}")
            return result

        return act

    def _tell(self, deed: str, *args: Any) -> None:
        who = self._actor.user.real_name
        match deed:
            case "fills":
                self._narrator.tell(f"{who} fills in")
                view = self._actor.modal or {}
                self._narrator.show("\n".join(_filled(view, name, value) for name, value in args[0].items()))
            case "types":
                self._narrator.tell(f"{who} types {args[0]}")
            case "submits":
                self._narrator.tell(f"{who} submits")
            case "closes":
                self._narrator.tell(f"{who} closes the form")
            case "opens_home":
                self._narrator.tell(f"{who} opens the Home tab")
            case _:
                self._narrator.tell(f"{who} presses [{args[0]}]")

    def reads_modal(self) -> None:
        """Print the open modal and close it."""
        self._narrator.show(self._actor.modal_text)
        self._actor.closes_all()


def _filled(view: dict[str, Any], name: str, value: Any) -> str:
    """Return a field and its answer as they look in the form."""
    block = forms.field(view, name) if view else None
    if block is None:
        return f"{name}: {value}"
    labels = {one["value"]: one["text"]["text"] for one in block["element"].get("options", [])}
    chosen = value if isinstance(value, list) else [value]
    said = ["#" + one.name if isinstance(one, Conversation) else labels.get(one, str(one)) for one in chosen]
    return f"{block['label']['text']}: {', '.join(said) or '(nothing)'}"


class Tour(Community):
    """The nine steps of the story.

    Args:
        stage: set up, the bot not started yet.
        say: prints a line.
    """

    def __init__(self, stage: Stage, say: Say) -> None:
        self.narrator = Narrator(stage, say)
        super().__init__(stage)

    def arrives(self, name: str, real_name: str, zone: str, user_id: str | None = None) -> Any:
        """Let somebody into the workspace; what they do is printed."""
        return Narrated(super().arrives(name, real_name, zone, user_id), self.narrator)

    def until(self, day: date, hour: int, minute: int = 0) -> None:
        """Let time pass until a wall time in London."""
        there = datetime(day.year, day.month, day.day, hour, minute, tzinfo=local(self.stage.clock.now(), WALL).tzinfo)
        self.stage.pass_time(there - self.stage.clock.now())

    def play(self) -> None:
        """Play everything, in order."""
        for number, (title, chapter) in enumerate(self.chapters(), start=1):
            self.narrator.step(f"{number}. {title}")
            chapter()

    def chapters(self) -> list[tuple[str, Callable[[], None]]]:
        """Return the nine steps: title and what happens."""
        return [
            ("A cohort opens", self.opening),
            ("People join", self.joining),
            ("The coordinator reads, approves and asks for matches", self.deciding),
            ("Mentors are asked first, then mentees", self.consenting),
            ("The pairs meet", self.introducing),
            ("Meetings are agreed on", self.arranging),
            ("Towards the end of each meeting: four closing questions", self.reflecting),
            ("A meeting that did not happen", self.missing),
            ("A month has passed", self.checking_in),
        ]

    # -- the steps ----------------------------------------------------------------------------------

    def opening(self) -> None:
        """1: the coordinator opens a cohort, and it is announced."""
        self.opens_cohort()
        self.cora.sees("is open and announced in #mentorship")

    def joining(self) -> None:
        """2: people join; an ineligible answer; status, edit, withdraw, come back."""
        pool = cast.mentors()
        ada, mateo, _ife, jun = cast.mentees(4)
        helmi, bela, gwen, joana = pool[33], pool[1], pool[32], pool[9]
        self.helmi = self.brings(helmi, "mentor")
        self.bela = self.brings(bela, "mentor")
        self.gwen = self.brings(gwen, "mentor")
        self.joana = self.welcomes(joana)
        self.joana.presses("Become a mentor")
        self.joana.fills({**joana.answers, "conduct": ["Yes"]})
        self.joana.submits()
        self.joana.sees("warmly welcome as a mentee")
        self.joana.closes()
        self.ada, self.mateo, self.jun = (self.welcomes(one) for one in (ada, mateo, jun))
        for actor, one in ((self.ada, ada), (self.mateo, mateo), (self.jun, jun)):
            self.joins(actor, "mentee", {**one.answers, "public": ["Yes"] if actor is self.ada else []})
        self.ada.types("/mentoring status")
        self.ada.presses("Edit my answers")
        self.ada.fills({"goals": "Understand how our services talk to each other, and lead a small project."})
        self.ada.submits()
        self.mateo.types("/mentoring withdraw")
        self.mateo.presses("Withdraw")
        self.mateo.sees("is taken back")
        self.passes(minutes=10)
        self.mateo.types("/mentoring status")
        self.mateo.presses("Come back")
        self.mateo.submits()

    def deciding(self) -> None:
        """3: the desk, approvals, a decline with a reason, proposals."""
        self.cora.opens_home()
        self.narrator.show(self.cora.home_text)
        self.cora.presses("Read", where="@Ada Dvorak")
        self.cora.reads_modal()
        for one in (self.helmi, self.bela, self.gwen, self.ada, self.jun, self.mateo):
            self.approves(one)
        extra = self.brings(cast.mentees(8)[7], "mentee")
        self.cora.presses("Decline", where=f"@{extra.user.real_name} would like to join")
        self.cora.fills(
            {"Why?": "This cohort has no mentor for mobile apps; the next one will. Please come back then."}
        )
        self.cora.submits()
        self.cora.opens_home()
        self.cora.presses("Find matches")
        self.narrator.show(self.cora.modal_text)
        self.cora.presses("Forbid", where="@Mateo")
        self.cora.presses("Accept", where="@Ada Dvorak")
        self.cora.presses("Accept", where="@Jun Santos")
        self.cora.reads_modal()

    def consenting(self) -> None:
        """4: not now, an offer that runs out, yes."""
        self.helmi.sees("@Ada Dvorak in *Winter* would like to learn from you")
        self.helmi.presses("Yes, gladly", where="@Ada Dvorak")
        self.ada.sees("I found a mentor for you")
        self.ada.presses("Yes, please")
        self.bela.presses("Not now")
        self.helmi.sees("@Jun Santos in *Winter* would like to learn from you")
        self.narrator.tell("Helmi Petrov leaves this one unanswered; after three days the offer passes on")
        self.passes(days=3, hours=1)
        self.gwen.presses("Yes, gladly")
        self.jun.presses("Yes, please")

    def introducing(self) -> None:
        """5: the introduction, the invitations, the news."""
        self.ada.sees("is nicest, writing is fine too")
        self.jun.sees("is nicest, writing is fine too")
        self.cora.sees("@Helmi Petrov and @Ada Dvorak have both said yes")
        if self.ada.id not in self.mentees.members or self.helmi.id not in self.mentors.members:
            raise AssertionError("the pair was not invited to its channels")
        self.ada.types("/mentoring why")

    def arranging(self) -> None:
        """6: accept, move, a weekly rhythm, a cancellation; calendar files and reminders."""
        self.ada.presses("Works for me")
        self.helmi.presses("Another time")
        self.helmi.fills(
            {
                "Day": "2027-01-21",
                "Time": "18:00",
                "zone": WALL,
                "Where?": "https://meet.example/helmi-and-ada",
                "weekly": ["weekly"],
            }
        )
        self.helmi.submits()
        self.ada.presses("Works for me")
        self.ada.sees("It's agreed: you meet")
        self.jun.sees("I found no time at which you are both free")
        self.jun.presses("Propose a time")
        self.jun.fills({"Day": "2027-01-20", "Time": "17:30"})
        self.jun.submits()
        self.gwen.presses("Works for me")
        self.jun.presses("Cancel")
        self.jun.fills({"A word to your partner": "My train is late that day, sorry!"})
        self.jun.submits()
        self.gwen.sees("My train is late that day, sorry!")
        self.gwen.presses("Propose a time")
        self.gwen.fills({"Day": "2027-01-22", "Time": "16:00"})
        self.gwen.submits()
        self.jun.presses("Works for me")

    def reflecting(self) -> None:
        """7: three weekly meetings; what one ends with, the next begins with."""
        self.until(date(2027, 1, 21), 18, 51)
        self.ada.presses("Answer")
        self.ada.fills(
            {
                "next_week": "Draw a map of the three services and who calls whom",
                "opportunities": "An architecture review that Ada may listen in on",
                "also": "Is there a book on queues?",
            }
        )
        self.ada.submits()
        self.helmi.presses("Look and confirm")
        self.helmi.submits()
        self.until(date(2027, 1, 22), 10)
        self.ada.presses("Set goals")
        self.ada.fills(
            {
                "In 30 days": "Explain our queues to somebody else",
                "In 60 days": "Own one service",
                "In 90 days": "Lead a small project",
            }
        )
        self.ada.submits()
        self.helmi.sees("@Ada Dvorak has written down what to work towards")
        self.until(date(2027, 1, 27), 18, 1)
        self.ada.sees("The task since last time: Draw a map of the three services")
        self.until(date(2027, 1, 28), 18, 52)
        self.helmi.presses("Answer")
        self.helmi.fills(
            {
                "done": "Yes",
                "went_well": "The map is clear, and found a loop nobody knew of",
                "next_week": "Write down the loop as a proposal of one page",
            }
        )
        self.helmi.submits()

    def missing(self) -> None:
        """8: "Did you meet?", a kind way to a new slot; meanwhile the third weekly meeting is held."""
        self.narrator.tell("Jun Santos and Gwen Iversen did not meet on Friday 22 January; both were asked")
        self.jun.sees("Did you meet @Gwen Iversen")
        self.jun.presses("Not this time")
        self.passes(hours=20)
        self.jun.sees("These things occur. When would you like to meet instead?")
        self.jun.presses("Propose a time")
        self.jun.fills({"Day": "2027-02-02", "Time": "17:00", "zone": "Europe/Berlin"})
        self.jun.submits()
        self.gwen.presses("Works for me")
        self.until(date(2027, 2, 2), 16, 55)
        self.jun.presses("Answer")
        self.jun.fills({"next_week": "Deploy the toy service once a day"})
        self.jun.submits()
        self.until(date(2027, 2, 4), 18, 55)
        self.ada.sees("Write down the loop as a proposal of one page")
        self.ada.presses("Answer")
        self.ada.fills({"done": "Partly", "next_week": "Show the page to two colleagues"})
        self.ada.submits()

    def checking_in(self) -> None:
        """9: the monthly check-in, help in private, the weekly digest."""
        self.until(date(2027, 2, 15), 12)
        self.helmi.presses("It worked out")
        self.ada.presses("Going well")
        self.jun.presses("I need help")
        self.jun.fills({"What is the matter?": "We never find time; maybe a different rhythm would help."})
        self.jun.submits()
        self.cora.sees("@Jun Santos in *Winter* asks for help")
        self.cora.presses("Read", where="asks for help")
        self.narrator.show(self.cora.modal_text)
        self.cora.presses("I take care of it")
        self.cora.closes_all()
        self.jun.sees("takes care of it")
        self.until(date(2027, 2, 22), 9)
        digest = self.cora.sees("the week until Monday, February 22nd, 2027")
        if "We never find time" in "\n".join(one["text"] for one in self.narrator.kept):
            raise AssertionError("a private word got into a message")
        if "*Pairs*: 2" not in digest:
            raise AssertionError("the digest does not count the pairs")
        self.ada.opens_home()
        self.narrator.show(self.ada.home_text)


def play(*, json_file: Path | None, say: Say, transport: Transport = "socket") -> None:
    """Play the tour and print it; every message of the bot goes to a JSON file if one is named.

    Raises:
        AssertionError: if something does not happen that should.
    """
    keep_quiet()
    with temporary_database() as (url, key):
        stage = Stage(
            database_url=url, key=key, clock=MovableClock(NOON), transport=transport, coordinators=COORDINATOR
        )
        try:
            tour = Tour(stage, say)
            stage.start_bot()
            tour.play()
        finally:
            stage.stop()
    if json_file is not None:
        json_file.write_text(json.dumps(tour.narrator.kept, ensure_ascii=False, indent=1), encoding="utf-8")
    weeks = (stage.clock.now() - NOON) // timedelta(weeks=1)
    say(f"\nThat was the story: {weeks} weeks, {len(tour.narrator.kept)} messages, nine steps.")
