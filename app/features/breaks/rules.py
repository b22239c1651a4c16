"""Which days somebody may be away, and who hears of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.calendar import local, localise, read_day
from app.core.notice import Wanted
from app.core.refusal import Refusal, refuse_all
from app.features.people.rules import Break

WELCOME_FOR = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody filled in; still unchecked. Days are ISO dates on their own clock."""

    first: str
    back: str
    word: str = ""
    cancel: bool = False
    """Whether the meetings that are planned in that time are off."""


def check_wish(
    wish: Wish, zone: str, longest_days: int, earlier: Iterable[Break], now: datetime
) -> tuple[datetime, datetime]:
    """Return the midnights at which a break begins and ends, UTC.

    Args:
        wish: the form.
        zone: the person's.
        longest_days: what their handbooks allow at a time.
        earlier: what is left of their other breaks.
        now: the present instant, UTC.

    Raises:
        Refusals: everything that is wrong, each at its field.
    """
    first, back, today = read_day(wish.first), read_day(wish.back), local(now, zone).date()
    wrong: list[Refusal] = []
    if first is None:
        wrong.append(Refusal("breaks.no-day", field="first"))
    elif first < today:
        wrong.append(Refusal("breaks.past", field="first"))
    if back is None:
        wrong.append(Refusal("breaks.no-day", field="back"))
    elif first is not None and back <= first:
        wrong.append(Refusal("breaks.backwards", field="back"))
    elif first is not None and (back - first).days > longest_days:
        last = first + timedelta(days=longest_days)
        wrong.append(Refusal("breaks.too-long", field="back", most=longest_days, last=f"{last:%d %B %Y}"))
    refuse_all(wrong)
    if first is None or back is None:
        raise AssertionError("refused above")
    starts_at, back_at = localise(first, time(), zone), localise(back, time(), zone)
    for one in earlier:
        if one.starts_at < back_at and starts_at < one.until:
            raise Refusal(
                "breaks.overlaps",
                field="first",
                first=f"{local(one.starts_at, zone):%d %B}",
                back=f"{local(one.until, zone):%d %B}",
            )
    return starts_at, back_at


def wanted(one: Break, others: Iterable[str]) -> list[Wanted]:
    """List what a break calls for: a receipt, the news for the partners, and a welcome on the day of return.

    Args:
        one: the break.
        others: everybody in a living pairing with this person.
    """
    base, about = f"break:{one.id}", {"break": one.id}
    early = one.ended_at is not None and one.until < one.back_at
    told = sorted(set(others))
    noted = Wanted(key=f"{base}:noted", kind="breaks.noted", to=one.user_id, due=one.announced_at, about=about)
    messages = [noted]
    messages += [
        Wanted(
            key=f"{base}:away:{user}",
            kind="breaks.away",
            to=user,
            due=one.announced_at,
            expires=one.back_at,
            about=about,
        )
        for user in told
    ]
    if early and one.ended_at is not None:
        messages += [
            Wanted(
                key=f"{base}:back:{user}",
                kind="breaks.back",
                to=user,
                due=one.ended_at,
                expires=one.back_at,
                about=about,
            )
            for user in told
        ]
    elif told:
        expires = one.back_at + WELCOME_FOR
        key = f"{base}:welcome"
        messages.append(
            Wanted(key=key, kind="breaks.welcome", to=one.user_id, due=one.back_at, expires=expires, about=about)
        )
    return messages
