"""A cohort in its third week, with trouble in it. The pairs were matched while people still signed up."""

from datetime import timedelta
from typing import Any

from app.demo.stage import Actor
from app.demo.stories.playing import EVERY_SLOT, Chapter, Play, Story

INVITATION = """*Winter* is in its third week. Helmi and Ada meet every Tuesday; others find it harder. Try this:

  1. As Cora: open the Home tab and see who needs you. Jun and Gwen have never met: write to them, or give them time.
  2. As Cora: read why Samira asks for help, and press "I take care of it".
  3. As Bela, a mentor with two mentees: answer how it goes; Ife did not come.
  4. As Nils: be back early ("I am back"). As Ada: read what you and Helmi keep, in the Home tab.
  5. As Cora: press Find matches again; Oriane never answered, so Luca still waits.
  6. Let a week pass, and read the digest that comes to Cora."""

TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
TARGETS = {
    "In 30 days": "Explain our queues to somebody else",
    "In 60 days": "Own one service",
    "In 90 days": "Lead a small project",
}
AGREED = {"Your hour": "Tuesdays at five", "Contact": "By Slack message, on weekdays from nine to six"}
HELP = "I never know what to ask, and then the hour is over. Could somebody help us to plan it?"


def tells(play: Play, chapter: Chapter) -> None:
    """Play it."""
    chapter("A cohort opens; thirteen people sign up and are approved")
    told = ThirdWeek(play)
    chapter("Mentors are asked first, then mentees; one never answers")
    told.is_matched()
    chapter("First meetings, and a pair that does not find one")
    told.meets_first()
    chapter("Somebody does not come, somebody is away, somebody asks for help")
    told.goes_wrong()
    chapter("A month has passed since they were matched: how is it going?")
    told.is_asked()


class ThirdWeek:
    """The people, and what they do.

    Args:
        play: where.
    """

    def __init__(self, play: Play) -> None:
        self.play = play
        first = play.today + timedelta(days=14)
        play.community.opens_cohort(
            changes={"First day": first.isoformat(), "Last day": (first + timedelta(days=100)).isoformat()}
        )
        self.helmi = self._mentor("helmi", "Helmi Petrov", "meets Ada every week", ["Backend"])
        self.bela = self._mentor("bela", "Bela Castellan", "mentor with two mentees", ["Frontend", "Mobile"], 2)
        self.gwen = self._mentor("gwen", "Gwen Iversen", "has never met Jun", ["DevOps and infrastructure"])
        self.joana = self._mentor("joana", "Joana Moreau", "mentor of Samira", ["Data and machine learning"])
        self.paloma = self._mentor("paloma", "Paloma Navarro", "mentor of Nils, who is away", ["Open source"])
        self.oriane = self._mentor("oriane", "Oriane Weiss", "silent: never answered", ["Testing and quality"])
        self.ada = self._mentee("ada", "Ada Dvorak", "meets Helmi every week", "Backend", "Europe/London")
        self.mateo = self._mentee("mateo", "Mateo Santos", "shares Bela with Ife", "Frontend")
        self.ife = self._mentee("ife", "Ife Adebayo", "missed the last meeting", "Mobile", "Africa/Lagos")
        self.jun = self._mentee("jun", "Jun Takeda", "has never met Gwen", "DevOps and infrastructure")
        self.samira = self._mentee("samira", "Samira Rahimi", "asked for help", "Data and machine learning")
        self.nils = self._mentee("nils", "Nils Halvorsen", "away for two weeks", "Open source", "Europe/Berlin")
        self.luca = self._mentee("luca", "Luca Fontaine", "still waits for a mentor", "Testing and quality")
        play.comes("zuri", "Zuri Kowal", "Africa/Lagos", "has not joined")

    def _mentor(self, key: str, name: str, about: str, offers: list[str], capacity: int = 1) -> Actor:
        who = self.play.comes(key, name, "Europe/Madrid", f"mentor · {about}" if "mentor" not in about else about)
        said = {"offers": offers, "goals": "Somebody who brings questions", "experience": 9, "hours": 3}
        self.play.joins(who, "mentor", {**said, "languages": ["English"], "slots": EVERY_SLOT, "capacity": capacity})
        return who

    def _mentee(self, key: str, name: str, about: str, wish: str, zone: str = "Europe/Madrid") -> Actor:
        who = self.play.comes(key, name, zone, f"mentee · {about}")
        said = {"wants": [wish], "goals": "Build something that others use", "experience": 1, "hours": 2}
        self.play.joins(who, "mentee", {**said, "languages": ["English"], "slots": EVERY_SLOT})
        return who

    @property
    def pairs(self) -> list[tuple[Actor, Actor]]:
        """Mentor and mentee of those who said yes."""
        return [
            (self.helmi, self.ada),
            (self.bela, self.mateo),
            (self.bela, self.ife),
            (self.gwen, self.jun),
            (self.joana, self.samira),
            (self.paloma, self.nils),
        ]

    def is_matched(self) -> None:
        """The same day."""
        cora = self.play.cora
        cora.opens_home()
        cora.presses("Find matches")
        cora.presses("Accept all")
        cora.closes_all()
        for mentor, mentee in self.pairs:
            self.play.does(mentor, "Yes, gladly", where=f"@{mentee.user.real_name}")
            self.play.does(mentee, "Yes, please")

    def meets_first(self) -> None:
        """Ten days: all but Gwen and Jun have a first hour, and agree on a weekly one."""
        play = self.play
        for mentor, mentee in self.pairs:
            if mentee is not self.jun:
                play.does_together(mentee, mentor, "Works for me")
                play.does_together(mentor, mentee, "Works for me")
        for mentee, weekday, hour, times in (
            (self.ada, TUESDAY, "17:00", None),
            (self.mateo, WEDNESDAY, "17:00", None),
            (self.ife, THURSDAY, "17:00", 2),
            (self.samira, THURSDAY, "18:00", None),
            (self.nils, TUESDAY, "18:00", None),
        ):
            play.minds(mentee, "Answer", where="closing questions", times=times, fills=self._weekly(weekday, hour))
        for who in (self.helmi, self.ada, self.mateo, self.bela):
            play.minds(who, "It fits well")
        for who in (self.bela, self.joana, self.paloma):
            play.minds(who, "Works for me")
        play.minds(self.helmi, "Look and confirm")
        play.days(4)
        play.does_together(self.ada, self.helmi, "Set goals", fills=TARGETS)
        play.does_together(self.ada, self.helmi, "Write it down", fills=AGREED)
        play.days(1)
        play.does(self.helmi, "Yes, that is right")
        play.days(5)

    def _weekly(self, weekday: int, hour: str) -> list[dict[str, Any]]:
        """The answers to the closing questions: first they find a weekly hour, then there is a task each time."""
        after = self.play.today + timedelta(days=7)
        day = after + timedelta(days=(weekday - after.weekday()) % 7)
        rhythm = {"next_day": day.isoformat(), "next_at": hour, "next_weekly": ["weekly"]}
        return [
            {"next_week": "Draw a map of what there is", **rhythm},
            {"done": "Yes", "went_well": "The map is clear", "next_week": "Show it to two colleagues"},
            {"done": "Partly", "next_week": "Write down what they said, on one page"},
        ]

    def goes_wrong(self) -> None:
        """Until Friday of the second week: Nils goes away, and Ife does not come."""
        play = self.play
        play.days(11)
        away = {"first": play.today.isoformat(), "back": (play.today + timedelta(days=14)).isoformat()}
        play.types(self.nils, "/mentoring away", {**away, "word": "My sister marries; back in two weeks!"})
        play.days(4)
        play.does(self.bela, "Not this time", where="@Ife Adebayo")

    def is_asked(self) -> None:
        """Thursday of the third week."""
        play = self.play
        play.days(5)
        play.does(self.ada, "Going well")
        play.does(self.samira, "I need help", where="How is it going", fills={"text": HELP})
        play.days(1)


THIRD_WEEK = Story(
    name="third-week",
    title="a cohort in its third week, with trouble in it",
    invitation=INVITATION,
    days=31,
    tells=tells,
)
