"""What became of messages: the outbox compared with what the workspace saw."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.notice import Doubt
from app.delivery.records import Notice
from app.delivery.settling import ATTEMPTS
from tests.kit.far_slack import Message, Record
from tests.kit.mortal import KINDS


@dataclass
class Verdict:
    """The counts, and every promise that was broken, in words.

    Attributes:
        messages: planned ones.
        posts: how often Slack took one.
        lost: nobody can see it, and the outbox does not say that this may be.
        doubled: it can be seen twice; where the policy is at least once and no history can be read, that is allowed.
        taken_back: second copies that stood for a while, the longest for `stood` seconds.
        uncertain: the outbox says that it may have arrived; `unseen` of them did not.
    """

    messages: int = 0
    posts: int = 0
    lost: int = 0
    doubled: int = 0
    taken_back: int = 0
    stood: float = 0.0
    uncertain: int = 0
    unseen: int = 0
    broken: list[str] = field(default_factory=list)
    throttled: int = 0
    struck: Counter[str] = field(default_factory=Counter)

    def words(self) -> str:
        """Return it as a line or two."""
        struck = ", ".join(f"{what.partition(' ')[2]} {count} times" for what, count in sorted(self.struck.items()))
        back = f"taken back {self.taken_back}" + (f" (after {self.stood:.1f} s at most)" if self.taken_back else "")
        unsure = f"uncertain {self.uncertain}" + (f" ({self.unseen} of them unseen)" if self.uncertain else "")
        said = [f"{self.messages} messages", f"{self.posts} posts", f"lost {self.lost}", f"doubled {self.doubled}"]
        weather = f"; struck by {struck}" if struck else ""
        return ", ".join([*said, back, unsure]) + weather


def judge(rows: Iterable[Notice], record: Record, *, readable: bool) -> Verdict:
    """Compare the outbox with what the workspace saw.

    Args:
        rows: every notice that was planned, of the kinds of `tests.kit.mortal`.
        record: what the workspace saw.
        readable: whether Trellis could read histories; then every message stands exactly once, whatever its kind.
    """
    standing, gone = record.standing(), record.taken_back()
    found = Verdict(throttled=sum(record.throttled.values()), struck=record.struck, posts=len(record.messages))
    found.taken_back = sum(len(one) for one in gone.values())
    found.stood = max((one.stood or 0.0 for several in gone.values() for one in several), default=0.0)
    known = set()
    for row in rows:
        known.add(row.mark)
        found.messages += 1
        _row(found, row, standing.get(row.mark, []), gone.get(row.mark, []), readable=readable)
    found.broken += [f"nobody planned {mark}" for mark in (standing.keys() | gone.keys()) - known]
    return found


def _row(found: Verdict, row: Notice, seen: list[Message], gone: list[Message], *, readable: bool) -> None:
    unsure = row.outcome == "uncertain"
    found.uncertain += unsure
    found.unseen += unsure and not seen
    found.doubled += len(seen) > 1
    if not seen and (row.outcome == "sent" or _given_up(row)):
        found.lost += 1
    wrong = _wrong(row, seen) + (_wrong_if_readable if readable else _wrong_if_not)(row, seen, gone)
    if wrong:
        where = [(one.ts, round(one.at, 2), one.stood and round(one.stood, 2)) for one in [*seen, *gone]]
        said = f"{row.key} ({row.kind}, {row.outcome}: {row.reason}) {' and '.join(wrong)}"
        found.broken.append(f"{said}; the row says {row.ts}, attempt {row.attempts}; Slack says {where}")


def _wrong(row: Notice, seen: list[Message]) -> list[str]:
    if row.outcome not in ("sent", "uncertain"):
        return ["is not settled"]
    if row.outcome == "uncertain":
        return []
    if not seen:
        return ["was lost"]
    return [] if (row.channel, row.ts) in {(one.channel, one.ts) for one in seen} else ["stands elsewhere"]


def _given_up(row: Notice) -> bool:
    """Whether a message that is sent at least once was not; after the last attempt the outbox may say that it may be."""
    return row.outcome == "uncertain" and KINDS[row.kind] is Doubt.AT_LEAST_ONCE and row.attempts < ATTEMPTS


def _wrong_if_readable(row: Notice, seen: list[Message], _gone: list[Message]) -> list[str]:
    wrong = ["could have been found"] if row.outcome == "uncertain" else []
    return [*wrong, "was doubled"] if len(seen) > 1 else wrong


def _wrong_if_not(row: Notice, seen: list[Message], gone: list[Message]) -> list[str]:
    if KINDS[row.kind] is Doubt.AT_LEAST_ONCE:
        return ["was given up"] if _given_up(row) else []
    return ["came twice"] if len(seen) + len(gone) > 1 else []
