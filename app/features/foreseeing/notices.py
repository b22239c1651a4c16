"""How the files are made when they are due.

Drawing takes a second or two, so a file is made when it leaves, outside of any transaction.
"""

import re
from datetime import datetime, timedelta

from app.core.notice import Doubt, Due, Errand, Manner, NoticeKind, NotNeeded, Upload
from app.core.refusal import Refusal
from app.database.session import Transaction
from app.features.foreseeing import usecases, words
from app.features.foreseeing.rules import Almanac
from app.features.foreseeing.usecases import House
from app.features.foreseeing.views import calendar, page, picture
from app.slack.text import fill


def kinds(house: House) -> tuple[NoticeKind, ...]:
    """Return the messages of this room.

    Args:
        house: what all the other rooms would send.
    """

    def file(tx: Transaction, due: Due, now: datetime) -> Errand:
        try:
            cohort, found = usecases.look(
                tx, house=house, team_id=due.team_id, by=due.to, cohort_id=due.about["cohort"], now=now
            )
        except Refusal:
            return NotNeeded(reason="the cohort is not theirs to look at any more")
        what, role = due.about["what"], due.about["role"]
        about = words.PLAN if cohort.has_end else words.PLAN_NOW
        name = re.sub(r"[^\w-]+", "-", f"{cohort.name} {role}").strip("-")[:80] or "cohort"
        return Upload(
            filename=words.FILENAMES[what].format(name=name),
            content=lambda: _made(what, found, role, about, now),
            comment=fill(
                words.COMMENT[what], cohort=cohort.name, who=words.WHO[role], alt=picture.loads(found, role).alt
            ),
        )

    return (
        NoticeKind(
            name="foreseeing.file",
            render=file,
            manner=Manner.REPLY,
            doubt=Doubt.AT_MOST_ONCE,
            keeps=timedelta(days=1),
            why=words.WHY_FILE,
        ),
    )


def _made(what: str, found: Almanac, role: str, about: str, now: datetime) -> bytes:
    match what:
        case "page":
            return page.page(found, role, about, now).encode()
        case "calendar":
            return calendar.file(found, role, now)
        case _:
            return picture.loads(found, role).png
