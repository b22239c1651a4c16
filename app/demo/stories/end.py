"""Two cohorts at their end: a cycle of mentoring groups (Carpentries), and a pair that grew into a role (Astropy)."""

from datetime import timedelta
from typing import Any

from app.demo.stories.playing import Chapter, Play, Story

INVITATION = """*Spring* is a cycle of mentoring groups in its last days, and Petra and Dee have been a pair in *Roles*
for three months. Try this:

  1. As Mira or Ben: answer the final survey; Gia did already.
  2. As Cora: in #mentoring-desk, record who was at the Virtual showcase. Type /mentoring certificates.
  3. As Petra: say how you see Dee. "Ready to graduate" brings a nomination, and a goodbye with congratulations.
  4. As Cora: let three days pass, open the Home tab, and close the cohort *Spring*.
  5. Read the thanks that come to everybody, the certificates, and to Hugo what is missing for his."""

SLOT = ["Tuesday 16:00-18:00"]
TEACHES: dict[str, Any] = {
    "taught": 5,
    "certified": ["Yes"],
    "guides": ["Teaching workshops"],
    "tools_offered": ["Python", "Git"],
    "goals": "A group that dares to teach",
    "slots": SLOT,
    "meets": "Online",
    "capacity": 4,
}
LEARNS: dict[str, Any] = {
    "taught": 0,
    "certified": ["Yes"],
    "outcome": ["Teaching workshops"],
    "tools_wanted": ["Python"],
    "goals": "Teach a first hour",
    "slots": SLOT,
    "meets": "Online",
}
HALF_WAY = {"going": "4", "works": "We all come", "hard": "To be brave"}
SURVEY = {"support": ["Confidence in teaching"], "pros": "An hour that was ours", "improve": "More of it"}


def tells(play: Play, chapter: Chapter) -> None:
    """Play it."""
    chapter("Petra and Dee become a pair, for a role in the project")
    told = End(play)
    told.are_a_pair()
    chapter("Two months later a cycle of mentoring groups opens")
    told.groups_begin()
    chapter("A group meets every week")
    told.group_meets()
    chapter("The showcase, the last meetings, the final survey")
    told.comes_to_its_end()


class End:
    """The people, and what they do.

    Args:
        play: where.
    """

    def __init__(self, play: Play) -> None:
        self.play = play
        self.petra = play.comes("petra", "Petra Weiss", "Europe/Madrid", "mentor of Dee · asked whether she is ready")
        self.dee = play.comes("dee", "Dee Santos", "Europe/London", "mentee · grew into a role")
        self.mira = play.comes("mira", "Mira Navarro", "Europe/Madrid", "mentor of a group · survey still open")
        self.gia = play.comes("gia", "Gia Lowe", "Europe/Lisbon", "mentee · has done everything")
        self.ben = play.comes("ben", "Ben Silva", "Europe/Lisbon", "mentee · survey still open")
        self.hugo = play.comes("hugo", "Hugo Brandt", "Europe/Berlin", "mentee · missed most sessions")
        play.comes("sam", "Sam Kowal", "Europe/London", "a stranger from the community")

    def are_a_pair(self) -> None:
        """A mentor says yes, and the two meet every two weeks."""
        play = self.play
        first, last = play.today + timedelta(days=7), play.today + timedelta(days=180)
        changes = {"First day": first.isoformat(), "Last day": last.isoformat()}
        play.community.opens_cohort("Roles", changes=changes, programme="astropy")
        role = ["Documentation maintainer"]
        play.joins(self.petra, "mentor", {"offers": role, "goals": "I love clear words", "slots": SLOT, "capacity": 1})
        play.joins(self.dee, "mentee", {"wants": role, "goals": "I mend its pages anyway", "slots": SLOT})
        self._matches("Roles")
        play.does(self.petra, "Yes, gladly")
        for who in (self.dee, self.petra):
            play.minds(who, "Works for me")
        play.minds(self.dee, "Answer", where="closing questions", fills=self._fortnightly())
        play.days(49)

    def _fortnightly(self) -> list[dict[str, Any]]:
        day = self.play.today + timedelta(days=15)
        return [
            {"until_then": "Mend one page", "next_day": day.isoformat(), "next_at": "17:00", "next_weekly": ["weekly"]},
            {"done": "Yes", "until_then": "Review somebody else's page"},
        ]

    def _matches(self, cohort: str) -> None:
        cora = self.play.cora
        cora.opens_home()
        cora.presses("Find matches", where=cohort)
        cora.presses("Accept all")
        cora.closes_all()

    def groups_begin(self) -> None:
        """Sign-up, and one group."""
        play = self.play
        first = play.today + timedelta(days=7)
        play.community.opens_cohort(
            "Spring",
            changes={
                "Last day of sign-up": (first - timedelta(days=2)).isoformat(),
                "First day": first.isoformat(),
                "Last day": (first + timedelta(days=41)).isoformat(),
            },
            programme="carpentries",
        )
        group = (self.mira, self.gia, self.ben, self.hugo)
        for who in group:
            play.joins(who, "mentor" if who is self.mira else "mentee", TEACHES if who is self.mira else LEARNS)
            play.minds(who, "Works for me")
        for who in (self.mira, self.gia, self.ben):
            play.minds(who, "I'll come", where="Virtual showcase", times=1)
            play.minds(who, "Answer", where="Half-way survey", fills=[HALF_WAY])
        play.minds(self.mira, "Answer", where="closing questions", fills=[
            {"present": ["Gia Lowe", "Ben Silva", "Hugo Brandt"], "until_then": "Teach ten minutes to a friend"},
            {"present": ["Gia Lowe", "Ben Silva"], "until_then": "Teach them again, and ask what was hard"},
        ])  # fmt: skip
        play.minds(self.mira, "I'll come", where="Mentor onboarding", times=1)
        play.minds(self.mira, "I go", where="Power check-in", times=1)
        for event in ("Mentor onboarding", "Power check-in"):
            there = [{"Said that they come": ["Mira Navarro"]}]
            play.minds(play.cora, "Record who was there", where=event, times=1, fills=there)
        play.minds(self.gia, "Give the link", fills=[{"Link": "https://slides.example/our-group"}])
        play.minds(self.gia, "Answer", where="Final survey", fills=[SURVEY])
        play.days(7)
        self._matches("Spring")

    def group_meets(self) -> None:
        """Five weeks."""
        self.play.days(35)

    def comes_to_its_end(self) -> None:
        """Friday of the last week."""
        self.play.days(4)


THE_END = Story(
    name="end",
    title="a cohort at its end: surveys, certificates, goodbyes",
    invitation=INVITATION,
    days=95,
    tells=tells,
)
