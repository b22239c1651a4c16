"""`/calendar/<token>.ics`: somebody's meetings, for their own calendar. The token is all that proves who asks."""

from hashlib import sha256

from flask import Blueprint, Response, request

from app.core.clock import Clock
from app.database.session import Database
from app.features.calendars import usecases, views


def calendar_page(database: Database, clock: Clock) -> Blueprint:
    """Return the page.

    Args:
        database: where the links are.
        clock: the time.
    """
    page = Blueprint("calendar", __name__)

    @page.get("/calendar/<token>.ics")
    def calendar(token: str) -> Response:
        with database.glance() as tx:  # anybody may guess, and must keep nobody from writing
            is_known = usecases.is_known(tx, token=token)
        if not is_known:
            return Response(status=404, mimetype="text/plain")
        with database.transaction() as tx:
            found = usecases.feed(tx, token=token, now=clock.now())
        if found is None:
            return Response(status=404, mimetype="text/plain")
        content = views.file(found.entries, found.names)
        answer = Response(content, mimetype="text/calendar")
        answer.set_etag(sha256(content).hexdigest()[:32])
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["Content-Disposition"] = 'inline; filename="mentoring.ics"'
        answer.make_conditional(request)
        return answer

    return page
