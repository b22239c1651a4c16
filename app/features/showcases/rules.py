"""What a slide is, and which messages a showcase calls for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.calendar import humane
from app.core.links import is_link
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.events.rules import Event
from app.features.pairings.rules import Pairing
from app.features.programmes.rules import Cohort

AGAIN_BEFORE = timedelta(days=4)
AGAIN_AFTER = timedelta(days=2)
MISSING_BEFORE = timedelta(days=2)
SHOWN_AFTER = timedelta(hours=1)
SHOWN_FOR = timedelta(days=6)
LOOK_EVERY = timedelta(days=1)
LONGEST_TITLE = 100


@dataclass(frozen=True, kw_only=True)
class Slide:
    """What one pairing shows at one event.

    Attributes:
        id, team_id, event_id, pairing_id: whose, where.
        asked_at: when it was asked for, UTC.
        link: the https link; None while it is missing.
        title: what it is about, in a few words; may be empty.
        may_show: whether they agreed that the community sees it, with their names.
        given_by, given_at: who gave it last, UTC.
    """

    id: int
    team_id: str
    event_id: int
    pairing_id: int
    asked_at: datetime
    link: str | None = None
    title: str = ""
    may_show: bool = False
    given_by: str | None = None
    given_at: datetime | None = None


@dataclass(frozen=True)
class Shown:
    """A slide with the people who show it."""

    slide: Slide
    pairing: Pairing


def is_due(looked_at: datetime | None, seen_version: int, event: Event, now: datetime) -> bool:
    """Whether a showcase needs a look: never had one, its event moved, or it was a day ago (for new pairings)."""
    return looked_at is None or seen_version != event.version or now >= looked_at + LOOK_EVERY


def check_slide(link: str, title: str) -> None:
    """Let one https link through.

    Raises:
        Refusals: each at its field.
    """
    wrong = []
    if not is_link(link):
        wrong.append(Refusal("showcases.no-link", field="link"))
    if len(title) > LONGEST_TITLE:
        wrong.append(Refusal("showcases.too-long", field="title", most=LONGEST_TITLE))
    refuse_all(wrong)


def check_open(event: Event, now: datetime) -> None:
    """Let a link through until the event is over.

    Raises:
        Refusal: `events.cancelled`, `showcases.over`.
    """
    if event.cancelled_at is not None:
        raise Refusal("events.cancelled", name=event.name)
    if event.ends <= now:
        raise Refusal("showcases.over", name=event.name)


def wanted(slide: Slide, event: Event, pairing: Pairing) -> list[Wanted]:
    """List what a pairing reads: the question, and one reminder while the link is missing."""
    if not pairing.is_live or event.cancelled_at is not None:
        return []
    base, about = f"slide:{slide.id}", {"slide": slide.id}
    messages = [
        Wanted(
            key=f"{base}:ask",
            kind="showcases.ask",
            to=pairing.address,
            due=slide.asked_at,
            expires=event.begins,
            about=about,
        )
    ]
    again = event.begins - AGAIN_BEFORE
    if slide.link is None and again >= slide.asked_at + AGAIN_AFTER:
        messages.append(
            Wanted(
                key=f"{base}:{event.version}:again",
                kind="showcases.again",
                to=pairing.address,
                due=again,
                expires=event.begins,
                about=about,
            )
        )
    return messages


def shown_at(event: Event, cohort: Cohort) -> datetime:
    """Return when the community reads what was shown, UTC: soon after it, on a working day."""
    return humane(event.ends + SHOWN_AFTER, cohort.zone)


def event_messages(event: Event, cohort: Cohort) -> list[Wanted]:
    """List what channels read: the coordinators what is missing, the community what was shown."""
    if event.cancelled_at is not None:
        return []
    base, about = f"showcase:{event.id}", {"event": event.id}
    return [
        Wanted(
            key=f"{base}:{event.version}:missing",
            kind="showcases.missing",
            to=cohort.coordinators_channel,
            due=event.begins - MISSING_BEFORE,
            expires=event.ends,
            about=about,
        ),
        Wanted(
            key=f"{base}:{event.version}:shown",
            kind="showcases.shown",
            to=cohort.announce_channel,
            due=shown_at(event, cohort),
            expires=event.ends + SHOWN_FOR,
            about=about,
        ),
    ]
