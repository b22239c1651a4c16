"""What a channel and a coordinator would read when a cohort opens."""

from app.core.foresight import Foreseen
from app.features.programmes import views
from app.features.programmes.rules import Imagined
from app.slack.blocks import labels


def foresee(imagined: Imagined) -> list[Foreseen]:
    """List the announcement and the receipt of whoever opened the cohort."""
    cohort = imagined.cohort
    text, shown = views.announcement(cohort, imagined.handbook, cohort.opened_at)
    return [
        Foreseen(at=cohort.opened_at, to="community", kind="programmes.announcement", text=text, answers=labels(shown)),
        Foreseen(at=cohort.opened_at, to="coordinators", kind="programmes.opened", text=views.opened(cohort)),
    ]
