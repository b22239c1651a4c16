"""What an offer and a new pairing call for: the messages that are planned for them."""

from collections.abc import Sequence
from datetime import timedelta

from app.core.notice import Wanted
from app.features.matching.rules import Offer, Proposal
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort

REMIND_BEFORE = timedelta(hours=24)


def said_before(role: str, other: str, consent: Sequence[str]) -> bool:
    """Whether somebody in this role has said yes already when somebody in the other is asked."""
    return role in consent and (other not in consent or consent.index(role) < consent.index(other))


def offer_messages(offer: Offer) -> list[Wanted]:
    """List the messages of an offer: itself, and one reminder while it is open."""
    about = {"offer": offer.id}
    base = f"offer:{offer.id}"
    messages = [
        Wanted(
            key=base,
            kind="matching.offer",
            to=offer.user_id,
            due=offer.offered_at,
            expires=offer.expires_at,
            about=about,
        )
    ]
    if offer.is_open:
        due = offer.expires_at - REMIND_BEFORE
        messages.append(
            Wanted(
                key=f"{base}:reminder",
                kind="matching.reminder",
                to=offer.user_id,
                due=due,
                expires=offer.expires_at,
                about=about,
            )
        )
    return messages


def joined_messages(pairing: Pairing, cohort: Cohort, user: str) -> list[Wanted]:
    """List what somebody new in a running pairing calls for: a welcome in its new conversation, and the rooms."""
    at = pairing.joined_at(user)
    about: dict[str, int | str] = {"pairing": pairing.id, "user": user}
    base = f"pairing:{pairing.id}:joined:{user}:{at:%Y%m%d%H%M%S}"
    room = cohort.mentors_channel if pairing.role_of(user) == "mentor" else cohort.mentees_channel
    messages = [
        Wanted(key=f"{base}:welcome", kind="matching.welcome", to=pairing.address, due=at, about=about),
        Wanted(key=f"{base}:told", kind="matching.joined", to=cohort.coordinators_channel, due=at, about=about),
    ]
    if room is not None:
        messages.append(Wanted(key=f"{base}:invite", kind="matching.invite", to=room, due=at, about=about))
    return messages


def talk(offer: Offer, proposal: Proposal) -> list[Wanted]:
    """List what talking first calls for: a kind word in a conversation of the two."""
    if offer.talked_at is None:
        return []
    people = "+".join(sorted((proposal.mentor.user_id, proposal.mentee.user_id)))
    about = {"offer": offer.id}
    key = f"offer:{offer.id}:talk"
    due, until = offer.talked_at, offer.expires_at
    return [Wanted(key=key, kind="matching.talk", to=people, due=due, expires=until, about=about)]


def pairing_messages(pairing: Pairing, cohort: Cohort, *, public: bool, asked: bool = True) -> list[Wanted]:
    """List what a new pairing calls for: introduction, invitations, a line for the coordinators, the news.

    `asked` says whether its people said yes themselves; otherwise the coordinators decided.
    """
    base, about = f"pairing:{pairing.id}", {"pairing": pairing.id}
    at = pairing.began_at
    introduction, begun = (
        ("matching.introduction", "matching.begun") if asked else ("matching.introduced", "matching.formed")
    )
    messages = [
        Wanted(key=f"{base}:introduction", kind=introduction, to=pairing.address, due=at, about=about),
        Wanted(key=f"{base}:begun", kind=begun, to=cohort.coordinators_channel, due=at, about=about),
    ]
    rooms = [(cohort.mentors_channel, pairing.mentors), (cohort.mentees_channel, pairing.mentees)]
    messages += [
        Wanted(key=f"{base}:invite:{user}", kind="matching.invite", to=channel, due=at, about={**about, "user": user})
        for channel, users in rooms
        if channel is not None
        for user in users
    ]
    if public:
        messages.append(
            Wanted(key=f"{base}:public", kind="matching.public", to=cohort.announce_channel, due=at, about=about)
        )
    return messages
