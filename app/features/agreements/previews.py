"""What a pair would read about its agreement, before anything is sent."""

from datetime import timedelta

from app.core.foresight import Foreseen
from app.core.notice import Wanted
from app.features.agreements import views, words
from app.features.agreements.rules import ASK_AFTER, Agreed, wanted
from app.features.pairings.rules import Pairing, imagined_pairing
from app.features.programmes.rules import Imagined
from app.handbook.model import Handbook
from app.slack.text import Mrkdwn

WRITTEN_AFTER = timedelta(hours=1)
CONFIRMED_AFTER = timedelta(hours=2)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the messages of a pair that writes down its agreement when it is asked, and confirms it."""
    if not imagined.meets_at:
        return []
    handbook = imagined.handbook
    pairing = imagined_pairing(imagined)
    met = imagined.meets_at[0] + timedelta(minutes=handbook.first_meeting.minutes)
    said = {one.key: words.FORESEEN for one in handbook.first_meeting.agree_on}
    agreed = Agreed(
        id=1,
        team_id=pairing.team_id,
        pairing_id=1,
        met_at=met,
        version=1,
        said=said,
        written_by=imagined.mentees[0],
        written_at=met + ASK_AFTER + WRITTEN_AFTER,
        confirmed=(*pairing.mentees, *pairing.mentors),
        agreed_at=met + ASK_AFTER + CONFIRMED_AFTER,
    )
    asked = Foreseen(
        at=met + ASK_AFTER, to="pair", kind="agreements.ask", text=views.ask(pairing)[0], answers=(words.WRITE,)
    )
    first = [
        one for one in wanted(agreed, pairing, handbook, imagined.cohort.ends) if one.to not in pairing.mentees[1:]
    ]
    return [asked, *(_foreseen(one, agreed, pairing, handbook) for one in first)]


def _foreseen(want: Wanted, agreed: Agreed, pairing: Pairing, handbook: Handbook) -> Foreseen:
    to_all = want.to == pairing.address
    partners = pairing.mentees if to_all else pairing.partners_of(want.to)
    answers: tuple[str, ...] = ()
    unread = Agreed(**{**vars(agreed), "confirmed": (agreed.written_by or "",)})
    if want.kind == "agreements.proposed" and to_all:
        text = views.proposed_to_all(unread, agreed.version, unread.waits_for(pairing))[0]
        answers = (words.CONFIRM, words.AMEND)
    elif want.kind == "agreements.proposed":
        text, answers = views.proposed(unread, agreed.version, want.to)[0], (words.CONFIRM, words.AMEND)
    elif want.kind == "agreements.agreed":
        text = views.agreed_by_all(partners)
    else:
        lines = agreed.lines(handbook.first_meeting.agree_on, "contact")
        text, answers = Mrkdwn(""), (words.STOP,)
        if handbook.contact is not None:
            text = views.contact(handbook.contact, pairing.id, partners, lines)[0]
    to = "pair" if to_all else pairing.role_of(want.to)
    return Foreseen(at=want.due, to=to, kind=want.kind, text=text, answers=answers)
