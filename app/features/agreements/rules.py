"""What was agreed on, who still has to confirm it, and which messages follow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.pairings.rules import Pairing
from app.handbook.meetings import Agreement
from app.handbook.model import Handbook

LONGEST = 2000
ASK_AFTER = timedelta(days=1)
ASK_AGAIN_AFTER = timedelta(days=8)
ASK_FOR = timedelta(days=6)
ASK_JOINER_AFTER = timedelta(days=1)
REMIND_FOR = timedelta(days=7)
MOST_REMINDERS = 60  # a cohort without an end would be planned for ever; by then its people know


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What the people of a pairing wrote down; private to them.

    Attributes:
        id, team_id, pairing_id: where it belongs.
        met_at: the end of their first meeting that was held, UTC.
        version: grows with each writing; 0 while nothing is written.
        said: texts by the handbook's keys.
        written_by, written_at: the last writing, UTC.
        confirmed: who stands by the present version.
        agreed_at: when the last of them confirmed it, UTC.
        unreminded: who wants no more reminders of what was agreed on about contact.
    """

    id: int
    team_id: str
    pairing_id: int
    met_at: datetime | None = None
    version: int = 0
    said: Mapping[str, str] = field(default_factory=dict)
    written_by: str | None = None
    written_at: datetime | None = None
    confirmed: tuple[str, ...] = ()
    agreed_at: datetime | None = None
    unreminded: tuple[str, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether anything is written down."""
        return self.version > 0

    def waits_for(self, pairing: Pairing) -> tuple[str, ...]:
        """Return who has not confirmed the present version."""
        return tuple(one for one in pairing.people if one not in self.confirmed) if self.is_written else ()

    def lines(self, agreements: Sequence[Agreement], becomes: str) -> list[str]:
        """Return what was written under the agreements of a sort, such as `contact`."""
        return [text for one in agreements if one.becomes == becomes and (text := self.said.get(one.key, ""))]


def check_said(agreements: Sequence[Agreement], said: Mapping[str, str]) -> dict[str, str]:
    """Return what is worth keeping of a form.

    Raises:
        Refusals: `agreements.too-long` at its field, `agreements.nothing` at the first.
    """
    kept = {one.key: text for one in agreements if (text := said.get(one.key, "").strip())}
    wrong = [
        Refusal("agreements.too-long", field=key, most=LONGEST) for key, text in kept.items() if len(text) > LONGEST
    ]
    if not kept:
        wrong.append(Refusal("agreements.nothing", field=agreements[0].key))
    refuse_all(wrong)
    return kept


def wanted(agreed: Agreed, pairing: Pairing, handbook: Handbook, cohort_ends: datetime) -> list[Wanted]:
    """List every message that an agreement calls for, or the lack of one."""
    if not pairing.is_live:
        return []
    if agreed.written_at is None:
        return list(_asks(agreed, pairing))
    return [*_news(agreed, pairing, agreed.written_at), *_reminders(agreed, pairing, handbook, cohort_ends)]


def _asks(agreed: Agreed, pairing: Pairing) -> Iterator[Wanted]:
    if agreed.met_at is None:
        return
    for number, after in enumerate((ASK_AFTER, ASK_AGAIN_AFTER), start=1):
        due = agreed.met_at + after
        yield Wanted(
            key=f"agreement:{pairing.id}:ask-{number}",
            kind="agreements.ask",
            to=pairing.address,
            due=due,
            expires=due + ASK_FOR,
            about={"pairing": pairing.id, "number": number},
        )


def _news(agreed: Agreed, pairing: Pairing, written_at: datetime) -> Iterator[Wanted]:
    base = f"agreement:{pairing.id}:{agreed.version}"
    about: dict[str, int | str] = {"pairing": pairing.id, "version": agreed.version}
    asked = [one for one in pairing.people if one != agreed.written_by]
    if pairing.is_group:
        # Once, in the conversation, where it shows who has confirmed; whoever joins later is asked alone.
        yield Wanted(
            key=f"{base}:proposed", kind="agreements.proposed", to=pairing.address, due=written_at, about=about
        )
        asked = [one for one in asked if pairing.joined_at(one) > written_at]
    for one in asked:
        due = max(written_at, pairing.joined_at(one) + ASK_JOINER_AFTER) if pairing.is_group else written_at
        yield Wanted(key=f"{base}:proposed:{one}", kind="agreements.proposed", to=one, due=due, about=about)
    if agreed.agreed_at is not None and not pairing.is_group:
        # Whoever confirmed last sees it where they pressed.
        for one in (user for user in agreed.confirmed[:-1] if user in pairing.people):
            kind = "agreements.agreed"
            yield Wanted(key=f"{base}:agreed:{one}", kind=kind, to=one, due=agreed.agreed_at, about=about)


def _reminders(agreed: Agreed, pairing: Pairing, handbook: Handbook, cohort_ends: datetime) -> Iterator[Wanted]:
    """Repeat to the mentees what was agreed on about contact, every so many days, until they have enough of it."""
    contact = handbook.contact
    if contact is None or agreed.agreed_at is None or not agreed.lines(handbook.first_meeting.agree_on, "contact"):
        return
    start, step = agreed.met_at or agreed.agreed_at, timedelta(days=contact.every_days)
    number, due = 1, start + step
    while due < cohort_ends and number <= MOST_REMINDERS:
        for one in pairing.mentees:
            if one not in agreed.unreminded and due > max(agreed.agreed_at, pairing.joined_at(one)):
                yield Wanted(
                    key=f"agreement:{pairing.id}:contact-{number}:{one}",
                    kind="agreements.contact",
                    to=one,
                    due=due,
                    expires=due + REMIND_FOR,
                    about={"pairing": pairing.id},
                )
        number, due = number + 1, due + step
