"""What people would read from a match to the first day of a pair."""

from collections.abc import Iterator
from datetime import timedelta

from app.core.foresight import Foreseen
from app.features.joining.rules import Application
from app.features.matching import views, words
from app.features.matching.rules import Fit, Offer, Proposal, Reason
from app.features.matching.rules.messages import offer_messages
from app.features.matching.rules.ranking import Rank, Turn, ends
from app.features.matching.rules.ranking import Ranking as Opened
from app.features.pairings.rules import imagined_pairing
from app.features.programmes.rules import Imagined
from app.handbook.matching import Ranking
from app.slack.blocks import labels

ANSWERS_AFTER = timedelta(days=1)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the offers that the handbook asks consent for, the introduction, and what others hear."""
    pairing, handbook = imagined_pairing(imagined), imagined.handbook
    proposal = _proposal(imagined)
    ranking = handbook.matching.ranking
    found = list(_offers(imagined, proposal) if ranking is None else _ranking(imagined, ranking, proposal))
    matches = [] if pairing.is_group else [proposal]
    asked = ranking is not None or set(handbook.matching.consent) == {"mentor", "mentee"}
    text, shown = views.introduction(pairing, (words.PREVIEW_MENTOR, words.PREVIEW_MENTEE), matches, handbook)
    at = imagined.matched_at
    found.append(
        Foreseen(
            at=at,
            to="pair",
            kind="matching.introduction" if asked else "matching.introduced",
            text=text,
            answers=labels(shown),
        )
    )
    kind, template = ("matching.begun", words.BEGUN) if asked else ("matching.formed", words.FORMED)
    found.append(
        Foreseen(at=at, to="coordinators", kind=kind, text=views.about_pair(template, pairing, imagined.cohort))
    )
    if all(any(one.key == "public" for one in handbook.questions(role)) for role in ("mentee", "mentor")):
        public = views.about_pair(words.PUBLIC, pairing, imagined.cohort)
        found.append(Foreseen(at=at, to="community", kind="matching.public", text=public))
    return found


def _offers(imagined: Imagined, proposal: Proposal) -> Iterator[Foreseen]:
    asked = imagined.handbook.matching.consent
    for number, role in enumerate(asked, start=1):
        at = imagined.matched_at - ANSWERS_AFTER * (len(asked) - number + 1)
        offer = Offer(
            id=number,
            team_id=proposal.team_id,
            proposal_id=proposal.id,
            user_id=proposal.of(role).user_id,
            role=role,
            offered_at=at,
            expires_at=at + timedelta(days=imagined.handbook.matching.offer_days),
        )
        text, shown = views.offer(offer, proposal, imagined.cohort, imagined.handbook)
        yield Foreseen(at=at, to=role, kind="matching.offer", text=text, answers=labels(shown))
        for want in offer_messages(offer):
            if want.kind == "matching.reminder" and want.due < at + ANSWERS_AFTER:
                text, shown = views.reminder(offer, proposal)
                yield Foreseen(at=want.due, to=role, kind=want.kind, text=text, answers=labels(shown))


def _ranking(imagined: Imagined, terms: Ranking, proposal: Proposal) -> Iterator[Foreseen]:
    """Yield the two questions of a ranking in which everybody answers after a day."""
    asked_at, chosen_at = imagined.matched_at - 2 * ANSWERS_AFTER, imagined.matched_at - ANSWERS_AFTER
    fit = Fit(proposal.score, proposal.reasons)
    mentee, mentor = proposal.mentee, proposal.mentor
    book, cohort = imagined.handbook, imagined.cohort
    open_ = Opened(id=1, team_id=cohort.team_id, cohort_id=cohort.id, opened_at=asked_at, until=ends(terms, asked_at))
    rank = Rank(id=1, ranking_id=1, mentee=mentee.id, user_id=mentee.user_id, shortlist=(mentor.id,))
    text, shown = views.rank(open_, rank, cohort, book, mentee, [(mentor, fit)])
    yield Foreseen(at=asked_at, to="mentee", kind="matching.rank", text=text, answers=labels(shown))
    turn = Turn(
        id=1,
        ranking_id=1,
        number=1,
        mentor=mentor.id,
        user_id=mentor.user_id,
        mentees=(mentee.id,),
        places=1,
        asked_at=chosen_at,
        until=chosen_at + timedelta(days=terms.choose_days),
    )
    text, shown = views.choose(turn, cohort, book, mentor, [(mentee, fit, None)], ())
    yield Foreseen(at=chosen_at, to="mentor", kind="matching.choose", text=text, answers=labels(shown))
    over = views.ranking_over(cohort, {"matched": 1, "mentees": 1})
    yield Foreseen(at=imagined.matched_at, to="coordinators", kind="matching.ranking_over", text=over)


def _proposal(imagined: Imagined) -> Proposal:
    return Proposal(
        id=1,
        team_id=imagined.cohort.team_id,
        cohort_id=imagined.cohort.id,
        mentee=_application(imagined, 2, "mentee", imagined.mentees[0], words.PREVIEW_GOALS),
        mentor=_application(imagined, 1, "mentor", imagined.mentor, words.PREVIEW_HELP),
        score=0.8,
        reasons=tuple(_reasons(imagined)),
        accepted_at=imagined.matched_at,
    )


def _reasons(imagined: Imagined) -> Iterator[Reason]:
    handbook = imagined.handbook
    wants = handbook.matching.topics[0].wants if handbook.matching.topics else ""
    for question in handbook.questions("mentee"):
        if question.key == wants and question.options:
            names = [one.label for one in question.options[:2]]
            yield Reason("topics", {"names": ", ".join(names), "number": len(names), "of": len(names)})


def _application(imagined: Imagined, number: int, role: str, user: str, goals: str) -> Application:
    return Application(
        id=number,
        team_id=imagined.cohort.team_id,
        cohort_id=imagined.cohort.id,
        user_id=user,
        role=role,
        round=1,
        zone=imagined.cohort.zone,
        answers={"goals": goals},
        slots=(),
        submitted_at=imagined.applied_at,
        approved_at=imagined.applied_at,
    )
