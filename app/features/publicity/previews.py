"""What people would read of the public log, before anything is sent."""

from datetime import timedelta

from app.core.foresight import Foreseen
from app.features.programmes.rules import Imagined
from app.features.publicity import views, words
from app.features.publicity.rules import LOG, Entry


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the messages about one entry that the mentee writes after the third meeting; all agree at once."""
    if imagined.handbook.public_log is None or not imagined.meets_at:
        return []
    at = imagined.meets_at[:3][-1] + timedelta(days=1)
    people = (imagined.mentor, *imagined.mentees)
    author = imagined.mentees[0]
    draft = Entry(
        id=1,
        team_id=imagined.cohort.team_id,
        cohort_id=imagined.cohort.id,
        pairing_id=1,
        kind=LOG,
        author=author,
        asked=people,
        text=words.PREVIEW_TEXT,
        version=1,
        agreed=(author,),
        drafted_at=at,
        changed_at=at,
    )
    public = Entry(**{**vars(draft), "agreed": people, "published_at": at})
    cohort = imagined.cohort
    return [
        Foreseen(
            at=at,
            to="mentee",
            kind="publicity.draft",
            text=views.draft(draft, cohort)[0],
            answers=(words.CHANGE, words.WITHDRAW),
        ),
        Foreseen(
            at=at,
            to="mentor",
            kind="publicity.ask",
            text=views.ask(draft, cohort, imagined.mentor, 1)[0],
            answers=(words.ASK_YES, words.ASK_NO),
        ),
        Foreseen(at=at, to="mentee", kind="publicity.answered", text=views.answered(public, cohort)),
        Foreseen(at=at, to="community", kind="publicity.entry", text=views.public(public, cohort)[0]),
    ]
