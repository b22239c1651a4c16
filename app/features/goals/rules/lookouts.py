"""What opportunities and pull requests are, who follows them up, and which messages that calls for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.goals.rules import ASK_FOR
from app.features.goals.rules.forms import LONGEST, wrong_link
from app.features.pairings.rules import Pairing
from app.handbook.goals import Lookout
from app.handbook.model import Handbook

CAME_OF = ("done", "looking", "dropped")


@dataclass(frozen=True, kw_only=True)
class Noted:
    """One opportunity or pull request; private to its pairing.

    Attributes:
        id, team_id, pairing_id: where it belongs.
        kind: the handbook's key.
        text, link: what it is; the link may be empty.
        noted_by: who noted it.
        noted_at, championed_at, followed_up_at, done_at, dropped_at: deeds, UTC.
        championed_by: who has taken it on.
    """

    id: int
    team_id: str
    pairing_id: int
    kind: str
    text: str
    link: str
    noted_by: str
    noted_at: datetime
    championed_at: datetime | None = None
    championed_by: str | None = None
    followed_up_at: datetime | None = None
    done_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said what became of it in the end."""
        return self.done_at is None and self.dropped_at is None

    @property
    def state(self) -> str:
        """Return `noted`, `championed`, `done` or `dropped`."""
        if self.done_at is not None:
            return "done"
        if self.dropped_at is not None:
            return "dropped"
        return "championed" if self.championed_at is not None else "noted"


def lookout_of(handbook: Handbook, key: str) -> Lookout | None:
    """Return a kind of lookouts, if the handbook (still) has it."""
    return next((one for one in handbook.lookouts if one.key == key), None)


def champions(kind: Lookout, noted: Noted, pairing: Pairing) -> tuple[str, ...]:
    """Return who is asked what came of something: whoever took it on, or that side of the pairing."""
    if noted.championed_by in pairing.people:
        return (noted.championed_by,) if noted.championed_by is not None else ()
    side = pairing.mentors if kind.championed_by == "mentor" else pairing.mentees
    return (noted.noted_by,) if noted.noted_by in side else side


def needs_champion(kind: Lookout, noted: Noted, pairing: Pairing) -> bool:
    """Whether the other side noted it, and nobody has taken it on."""
    side = pairing.mentors if kind.championed_by == "mentor" else pairing.mentees
    return noted.is_open and noted.championed_at is None and noted.noted_by not in side


def check_noted(kind: Lookout, pairing: Pairing, by: str, text: str, link: str) -> None:
    """Let through what somebody may note.

    Raises:
        Refusal: `goals.not-yours-to-note` if the handbook leaves it to the other side.
        Refusals: what is wrong with it, each at its field.
    """
    if pairing.role_of(by) not in kind.noted_by:
        raise Refusal("goals.not-yours-to-note")
    wrong: list[Refusal] = []
    if not text:
        wrong.append(Refusal("goals.no-text", field="text"))
    if len(text) > LONGEST:
        wrong.append(Refusal("goals.too-long", field="text", most=LONGEST))
    if link:
        wrong += wrong_link(link, "link")
    refuse_all(wrong)


def is_second_question(key: str) -> bool:
    """Whether the key of a notice is that of the second question what came of something."""
    return key.split(":")[-2] == "2"


def lookout_messages(
    noted: Noted, kind: Lookout, pairing: Pairing, *, ends: datetime, is_told: bool = False
) -> list[Wanted]:
    """List what something noted calls for: the news of it, and twice the question what came of it.

    Args:
        noted: which.
        kind: what the handbook says of it.
        pairing: whose.
        ends: when the cohort ends, UTC.
        is_told: whether the others hear of it elsewhere (they answered the closing questions together).
    """
    if not pairing.is_live or not noted.is_open:
        return []
    base, about = f"lookout:{noted.id}", {"lookout": noted.id}
    found = []
    if not is_told and noted.noted_by in pairing.people:
        needed = needs_champion(kind, noted, pairing)
        hear = champions(kind, noted, pairing) if needed else pairing.partners_of(noted.noted_by)
        found = [
            Wanted(key=f"{base}:noted:{one}", kind="goals.noted", to=one, due=noted.noted_at, about=about)
            for one in hear
        ]
    since = noted.followed_up_at or noted.championed_at or noted.noted_at
    every = timedelta(days=kind.follow_up_days)
    return found + [
        Wanted(
            key=f"{base}:ask:{since:%Y%m%d}:{turn}:{one}",
            kind="goals.came_of",
            to=one,
            due=since + turn * every,
            expires=since + turn * every + ASK_FOR,
            about={**about, "since": int(since.timestamp())},
        )
        for turn in (1, 2)
        if since + turn * every < ends
        for one in champions(kind, noted, pairing)
    ]
