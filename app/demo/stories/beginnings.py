"""Two beginnings: nothing has happened yet; and a cohort that people are joining."""

from app.demo import cast
from app.demo.stories.playing import Chapter, Play, Story

EMPTY = """Nothing has happened yet; Cora Lind may open a cohort. Try this:

  1. As Cora: type /mentoring open, and choose dates and channels.
  2. As Ada and as Zuri: press "Find a mentor" in #mentorship. As Helmi: "Become a mentor".
  3. As Cora: press Approve in #mentoring-desk, then Find matches in the Home tab.
  4. As Helmi: press "Yes, gladly". As Ada: "Yes, please", then "Works for me", both of you.
  5. Move the clock to the next message, and on."""

SIGN_UP = """Cora Lind coordinates the cohort *Winter*: some have applied, nobody is matched yet. Try this:

  1. As Cora: open the Home tab, read an application, press Approve here and there, then Find matches.
  2. As a mentor who was asked: press "Yes, gladly". Then as the mentee.
  3. As Zuri, who has not joined: press "Find a mentor" in #mentorship, or type /mentoring.
  4. Let days pass with the clock, and read what comes."""


def nothing_yet(play: Play, chapter: Chapter) -> None:
    """People and channels."""
    chapter("A community comes together")
    for one, about in (
        *((mentor, "could be a mentor") for mentor in (cast.mentors()[33], cast.mentors()[1])),
        *((mentee, "looks for a mentor") for mentee in (*cast.mentees(2), cast.mentees(12)[11])),
    ):
        play.comes(one.key, one.name, one.zone, about)


def people_join(play: Play, chapter: Chapter) -> None:
    """The cohort is open, and eight have applied."""
    community = play.community
    chapter("A cohort opens, and people join")
    community.opens_cohort()
    for mentor in (cast.mentors()[number] for number in (33, 1, 32, 7)):
        who = play.comes(mentor.key, mentor.name, mentor.zone, "has applied as a mentor")
        community.joins(who, "mentor", mentor.answers)
    for mentee in cast.mentees(4):
        who = play.comes(mentee.key, mentee.name, mentee.zone, "has applied as a mentee")
        community.joins(who, "mentee", mentee.answers)
    last = cast.mentees(12)[11]
    play.comes(last.key, last.name, last.zone, "has not joined")


NOTHING_YET = Story(name="empty", title="nothing has happened yet", invitation=EMPTY, days=0, tells=nothing_yet)
PEOPLE_JOIN = Story(
    name="sign-up", title="a cohort that people are joining", invitation=SIGN_UP, days=0, tells=people_join
)
