"""Whatever Trellis can send is shown by the preview of some programme, or stands here with its reason."""

from datetime import date
from functools import cache

from app import lobby, preview
from app.handbook import reading

ONLY_WHEN = {
    "breaks.away": "somebody takes a break",
    "breaks.back": "somebody comes back from a break",
    "breaks.noted": "somebody takes a break",
    "breaks.welcome": "somebody comes back from a break",
    "care.left": "somebody leaves a group",
    "care.left_group": "somebody leaves a group",
    "care.left_you": "somebody leaves a group",
    "care.let_go": "somebody stays away from a group",
    "care.place_free": "somebody stays away from a group",
    "certificates.again": "somebody asks for their certificate again",
    "certificates.missing": "a cohort is over and something is missing for a certificate",
    "checkins.call": "somebody asks for help",
    "checkins.chase": "somebody does not answer a check-in that needs an answer",
    "checkins.received": "somebody asks for help",
    "checkins.taken": "a coordinator takes care of a call for help",
    "decisions.chase": "somebody does not answer a decision",
    "editions.done": "a coordinator moves a cohort to a changed handbook",
    "editions.ready": "a coordinator asks what a changed handbook would change",
    "events.again": "somebody does not answer an invitation",
    "events.cancelled": "an event is cancelled",
    "events.moved": "an event gets another time",
    "events.representative_again": "a group names nobody for an event",
    "events.were_you_there": "nobody recorded who was at an event",
    "foreseeing.file": "a coordinator asks what will be sent",
    "goals.next": "a cohort lasts longer than its last horizon",
    "goals.remind": "nobody writes down what to work towards",
    "goals.to_refine_again": "nobody helps to sharpen goals",
    "installing.welcome": "somebody lets Trellis into a workspace in the browser",
    "home.home": "somebody opens the Home tab; it is no message",
    "joining.declined": "an application is declined",
    "joining.mention": "an applicant asks for it",
    "joining.withdrawn": "an application is withdrawn",
    "keepsakes.again": "somebody asks for their summary",
    "matching.choose": "mentees rank mentors, in a programme that says so; no shipped one does",
    "matching.choose_reminder": "a mentor does not choose among those who ranked them",
    "matching.done": "a run of matching takes longer than somebody waits",
    "matching.elsewhere": "somebody whom a mentor chose goes to another",
    "matching.goodbye": "it was planned by an earlier release",
    "matching.invite": "two are matched; it adds people to a channel and says nothing",
    "matching.joined": "somebody joins a running group",
    "matching.mentee_declined": "a mentee declines a match",
    "matching.mentor_declined": "a mentor declines a group",
    "matching.nobody_left": "nobody fits any more",
    "matching.parted": "it was planned by an earlier release",
    "matching.not_this_time": "a cohort ends before somebody was matched",
    "matching.place": "the coordinators ask a full mentor for one more place",
    "matching.place_given": "a mentor has one more place",
    "matching.place_kept": "a mentor has no more place",
    "matching.post": "a coordinator looks for mentors",
    "matching.rank": "mentees rank mentors, in a programme that says so; no shipped one does",
    "matching.rank_over": "no mentor chooses somebody who ranked them",
    "matching.rank_reminder": "a mentee does not rank",
    "matching.ranking_over": "mentees rank mentors, in a programme that says so; no shipped one does",
    "matching.reminder": "an offer is not answered",
    "matching.second": "the coordinators ask for a second mentor",
    "matching.sorry": "an offer comes to nothing",
    "matching.talk": "somebody would like to talk before they decide",
    "matching.welcome": "somebody joins a running group",
    "meetings.cancelled": "somebody cancels",
    "meetings.missed": "a meeting did not happen",
    "meetings.missed_you": "somebody of a group was not at a meeting",
    "meetings.no_shared": "the two share no free time",
    "nominations.receipt": "somebody suggests somebody",
    "projects.answer": "a coordinator answers a declared project",
    "projects.card": "somebody declares a project",
    "projects.receipt": "somebody declares a project",
    "reflections.did_you_meet": "nobody answers the closing questions",
    "showcases.again": "a group has not given its link",
    "surveys.chase": "somebody does not answer a form",
    "trouble.called": "a coordinator asks for a co-mentor",
    "trouble.closing": "a pairing does not meet, and nobody answers for long",
    "trouble.first_meeting": "a pairing does not meet for the first time",
    "trouble.goodbye": "a coordinator has a goodbye proposed",
    "trouble.next_meeting": "a pairing has no next meeting for a while",
    "trouble.note": "a coordinator writes to a pairing that does not meet",
    "trouble.told": "a mentor answers whether they join a pairing",
    "trouble.unreachable": "a pairing does not meet, and nobody answers",
    "undelivered.told": "the coordinators' channel takes no messages",
    "writing.circular": "a coordinator writes to many",
    "writing.progress": "a coordinator starts something for many",
}
"""What comes only if something does not go as hoped, or is no message: `it comes when …`."""


@cache
def foreseen() -> frozenset[str]:
    books = reading.read_handbooks([reading.SHIPPED]).values()
    return frozenset(
        one.kind.name for book in books for one in preview.messages(preview.imagine(book, date(2027, 2, 1)))
    )


def test_every_message_is_foreseen_or_has_its_reason() -> None:
    kinds = {kind.name for kind in lobby.board().notices}
    assert kinds - foreseen() - set(ONLY_WHEN) == set()


def test_nothing_in_the_table_is_foreseen_or_unknown() -> None:
    kinds = {kind.name for kind in lobby.board().notices}
    assert set(ONLY_WHEN) & foreseen() == set()
    assert set(ONLY_WHEN) - kinds == set()


def test_no_room_is_asked_twice_what_it_would_send() -> None:
    assert len(set(lobby.PREVIEWS)) == len(lobby.PREVIEWS)
