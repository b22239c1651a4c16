"""What the coordinators' channel would read every week."""

from datetime import timedelta

from app.core.foresight import Foreseen
from app.features.checkins.rules import Tally
from app.features.matching.rules import Standing
from app.features.organising import views
from app.features.organising.rules import WEEK, Digest
from app.features.programmes.rules import Imagined, digests
from app.slack.blocks import labels

APPROVED_AFTER = timedelta(days=1)


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the digests, for a cohort of one pairing that is well."""
    found = []
    for want in digests(imagined.handbook, imagined.cohort, imagined.cohort.ends):
        pairs = 1 if want.due > imagined.matched_at else 0
        waits = imagined.applied_at + APPROVED_AFTER < want.due <= imagined.matched_at
        met = sum(want.due - WEEK < at <= want.due for at in imagined.meets_at)
        week = Digest(
            applications=0,
            matching=Standing(
                waiting=len(imagined.mentees) if waits else 0,
                places=len(imagined.mentees) if waits else 0,
                undecided=0,
                asked=0,
            ),
            pairs=pairs,
            in_groups=imagined.handbook.matching.group is not None,
            held=met,
            planned=met,
            expected=met,
            quiet=(),
            answers=Tally(well=0, better=0, help=0, open_calls=0),
            undelivered=(),
        )
        text, shown = views.digest(imagined.cohort, week, want.due)
        found.append(Foreseen(at=want.due, to="coordinators", kind=want.kind, text=text, answers=labels(shown)))
    return found
