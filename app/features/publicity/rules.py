"""What an entry is, when it is public, and which messages it calls for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.notice import Wanted
from app.core.refusal import Refusal

LOG, NOMINATION = "log", "nomination"
LONGEST = 1500
ASK_FOR = timedelta(days=30)


class State(StrEnum):
    """Where an entry stands."""

    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PUBLIC = "public"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A text that is to be public once all agree.

    Attributes:
        id, team_id, cohort_id, pairing_id: where it belongs.
        kind: `log`, or `nomination` for a role.
        author: who wrote it; has agreed by writing.
        asked: everybody who has to agree, the author too.
        text: what would be public.
        version: grows with each change, so that nobody agrees to words they have not seen.
        agreed: who has said yes to this version.
        drafted_at, changed_at, declined_at, withdrawn_at, published_at: deeds, UTC.
        declined_by: who said no.
    """

    id: int
    team_id: str
    cohort_id: int
    pairing_id: int
    kind: str
    author: str
    asked: tuple[str, ...]
    text: str
    version: int
    agreed: tuple[str, ...]
    drafted_at: datetime
    changed_at: datetime
    declined_at: datetime | None = None
    declined_by: str | None = None
    withdrawn_at: datetime | None = None
    published_at: datetime | None = None

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.withdrawn_at is not None:
            return State.WITHDRAWN if self.published_at is None else State.TAKEN_BACK
        if self.published_at is not None:
            return State.PUBLIC
        return State.WAITING if self.declined_at is None else State.DECLINED

    @property
    def is_draft(self) -> bool:
        """Whether it may still become public."""
        return self.state in (State.WAITING, State.DECLINED)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Who has not said yes yet."""
        return tuple(one for one in self.asked if one not in self.agreed)

    @property
    def others(self) -> tuple[str, ...]:
        """Everybody who is asked but the author."""
        return tuple(one for one in self.asked if one != self.author)


def check_text(text: str) -> None:
    """Let a text through that says something and fits into a message.

    Raises:
        Refusal: `publicity.no-text`, `publicity.too-long`, at the field `text`.
    """
    if not text:
        raise Refusal("publicity.no-text", field="text")
    if len(text) > LONGEST:
        raise Refusal("publicity.too-long", field="text", most=LONGEST)


def check_reader(entry: Entry, user_id: str) -> None:
    """Let only those through who are asked.

    Raises:
        Refusal: `publicity.not-yours`.
    """
    if user_id not in entry.asked:
        raise Refusal("publicity.not-yours")


def check_seen(entry: Entry, version: int) -> None:
    """Let an answer through only if it is to the words that stand now.

    Raises:
        Refusal: `publicity.withdrawn`, `publicity.changed`.
    """
    if entry.withdrawn_at is not None:
        raise Refusal("publicity.withdrawn")
    if entry.version != version:
        raise Refusal("publicity.changed")


def is_agreed(asked: Iterable[str], agreed: Iterable[str]) -> bool:
    """Whether everybody has said yes."""
    return set(agreed) >= set(asked)


def wanted(entry: Entry, channel: str) -> list[Wanted]:
    """List every message that an entry calls for; `channel` is where it becomes public."""
    base = f"entry:{entry.id}"
    about: dict[str, int | str] = {"entry": entry.id, "version": entry.version}
    messages = [Wanted(key=f"{base}:draft", kind="publicity.draft", to=entry.author, due=entry.drafted_at, about=about)]
    if entry.state is State.WAITING:
        messages += [
            Wanted(
                key=f"{base}:{entry.version}:ask:{one}",
                kind="publicity.ask",
                to=one,
                due=entry.changed_at,
                expires=entry.changed_at + ASK_FOR,
                about=about,
            )
            for one in entry.others
        ]
    answered_at = entry.published_at or entry.declined_at
    if answered_at is not None and entry.withdrawn_at is None:
        messages.append(
            Wanted(
                key=f"{base}:{entry.version}:answered",
                kind="publicity.answered",
                to=entry.author,
                due=answered_at,
                expires=answered_at + ASK_FOR,
                about=about,
            )
        )
    if entry.state is State.PUBLIC and entry.published_at is not None:
        messages.append(
            Wanted(key=f"{base}:public", kind="publicity.entry", to=channel, due=entry.published_at, about=about)
        )
    return messages
