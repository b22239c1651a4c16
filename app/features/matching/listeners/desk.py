"""The coordinators' side: running, reading, deciding, offers in waves."""

from app.features.matching import usecases, views, words
from app.features.matching.rules import Proposals
from app.features.matching.rules.reading import SORTS, More, Place, closer, in_order
from app.features.matching.rules.waves import size_of
from app.features.matching.rules.whole import Working
from app.features.matching.usecases import long_runs, places, swapping, waves
from app.features.people import usecases as people
from app.features.programmes import usecases as programmes
from app.features.programmes.rules import Cohort
from app.slack.text import Mrkdwn, moment
from app.tools import Answer, Open, Replace, Reply, Visit, as_id


def _shown(visit: Visit, view: dict[str, object]) -> Answer:
    in_modal = visit.payload.in_modal
    return Replace(view) if in_modal else Open(view)


def _place(visit: Visit) -> Place:
    """Return where the coordinator was in the list: the modal carries it along."""
    page, sort = str(visit.payload.about.get("page", "1")), str(visit.payload.about.get("sort", ""))
    return Place(as_id(page), sort if sort in SORTS else SORTS[0])


def _name(visit: Visit, user: str) -> str:
    return people.person(visit.tx, team_id=visit.team_id, user_id=user).name


def _names(visit: Visit, found: Proposals, place: Place) -> dict[str, str]:
    if place.sort != "name":
        return {}
    return {one.mentee.user_id: _name(visit, one.mentee.user_id) for one in found.undecided}


def _list(visit: Visit, found: Proposals, place: Place | None = None) -> Answer:
    place = place or _place(visit)
    summary, changed = usecases.last(visit.tx, cohort=found.cohort)
    queued, never = usecases.beside(visit.tx, cohort=found.cohort)
    more = More(
        summary=summary,
        changed=sum(one.kind != "kept" for one in changed),
        forbidden=never,
        queued=queued,
        names=_names(visit, found, place),
        looking=usecases.working(visit.tx, cohort=found.cohort) is not None,
    )
    consent = bool(programmes.handbook_of(visit.tx, found.cohort).matching.consent)
    return _shown(visit, views.proposals(found, consent=consent, more=more, place=place))


def _read(visit: Visit, cohort_id: int) -> Proposals:
    return usecases.to_read(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort_id)


def _parts(visit: Visit) -> tuple[int, int]:
    """Return the cohort and the page that a button carries; the first page if it carries none."""
    cohort, _, page = visit.value.partition("-")
    return as_id(cohort), as_id(page or "1")


def run(visit: Visit) -> Answer:
    """The button "Find matches"."""
    found = usecases.start(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    if isinstance(found, Working):
        return _shown(visit, views.looking(found))
    return _list(visit, found, Place())


def how_far(visit: Visit) -> Answer:
    """The button "How far is it?": how far, or what was found."""
    found = _read(visit, visit.number)
    at = usecases.working(visit.tx, cohort=found.cohort)
    return _shown(visit, views.looking(at)) if at is not None else _list(visit, found)


def cancel(visit: Visit) -> Answer:
    """The button "Stop looking"."""
    long_runs.cancel(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    said = Mrkdwn(words.LOOKING_STOPPED)
    return Replace(views.stopped()) if visit.payload.in_modal else Reply(said, title=words.LOOKING_TITLE)


def read(visit: Visit) -> Answer:
    """The button "Read proposals"."""
    return _list(visit, _read(visit, visit.number))


def turn(visit: Visit) -> Answer:
    """A page or an order of the list: the cohort's id, the page and the order."""
    cohort, _, rest = visit.value.partition("-")
    page, _, sort = rest.partition("-")
    place = Place(as_id(page), sort if sort in SORTS else SORTS[0])
    return _list(visit, _read(visit, as_id(cohort)), place)


def accept(visit: Visit) -> Answer:
    """A proposal's yes."""
    return _list(
        visit,
        usecases.accept(visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=visit.number, now=visit.now),
    )


def _of_run(visit: Visit) -> tuple[int, int]:
    cohort, _, number = visit.value.partition("-")
    return as_id(cohort), as_id(number)


def accept_all(visit: Visit) -> Answer:
    """The yes to all proposals of one run: the cohort's id and the run's number."""
    cohort, number = _of_run(visit)
    return _list(
        visit,
        usecases.accept_all(
            visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort, number=number, now=visit.now
        ),
    )


def forbid(visit: Visit) -> Answer:
    """A proposal's never."""
    return _list(
        visit,
        usecases.forbid(visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=visit.number, now=visit.now),
    )


def look(visit: Visit) -> Answer:
    """The button "Look closer": one proposal."""
    return _closer(visit, visit.number)


def _closer(visit: Visit, proposal_id: int) -> Answer:
    proposal, cohort = usecases.to_look_at(visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=proposal_id)
    place, found = _place(visit), _read(visit, cohort.id)
    order = in_order(found.undecided, place.sort, _names(visit, found, place))
    shown = closer(proposal, cohort, programmes.handbook_of(visit.tx, cohort), order)
    return _shown(visit, views.closer(shown, place))


def pin(visit: Visit) -> Answer:
    """A proposal is kept in the next runs."""
    return _pin(visit, kept=True)


def unpin(visit: Visit) -> Answer:
    """A proposal is kept no longer."""
    return _pin(visit, kept=False)


def _pin(visit: Visit, *, kept: bool) -> Answer:
    found = usecases.pin(
        visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=visit.number, kept=kept, now=visit.now
    )
    one = next(one for one in found.undecided if one.id == visit.number)
    return _closer(visit, visit.number) if one.bundle is None else _list(visit, found)


def begin_swap(visit: Visit) -> Answer:
    """The button "Swap mentors"."""
    return _swap_form(visit, visit.number)


def _swap_form(visit: Visit, proposal_id: int, other_id: int | None = None) -> Answer:
    one, cohort, others = swapping.partners_of(
        visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=proposal_id
    )
    del cohort
    shown = None
    if other_id is not None:
        shown = swapping.foreseen(
            visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=proposal_id, other_id=other_id
        )
    names = {
        side.user_id: _name(visit, side.user_id) for other, _ in others[:100] for side in (other.mentee, other.mentor)
    }
    return Replace(views.swap_form(one, others, names, _place(visit), shown))


def swap(visit: Visit) -> Answer:
    """The form of a swap: shows both scores first; once they were shown, it is done."""
    one, other = visit.about("proposal"), as_id(visit.text("other"))
    if str(visit.payload.about.get("shown", "")) != str(other):
        return _swap_form(visit, one, other)
    made = swapping.exchange(
        visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=one, other_id=other, now=visit.now
    )
    return _closer(visit, made.id)


def changes(visit: Visit) -> Answer:
    """The button "What changed"."""
    cohort_id, page = _parts(visit)
    cohort = _read(visit, cohort_id).cohort
    _, found = usecases.last(visit.tx, cohort=cohort)
    return _shown(visit, views.changes(cohort, found, page, _place(visit)))


def left_over(visit: Visit) -> Answer:
    """The button "Left over"."""
    cohort_id, page = _parts(visit)
    return _shown(visit, views.left_over(_read(visit, cohort_id), page, _place(visit)))


def begin_asking(visit: Visit) -> Answer:
    """The button "Ask a mentor for a place": the cohort's id, the run's number and the mentee."""
    cohort, _, rest = visit.value.partition("-")
    number, _, mentee = rest.partition("-")
    found, mentors = places.could_give(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=as_id(cohort),
        number=as_id(number),
        mentee=mentee,
    )
    shown = [(one.id, _name(visit, one.user_id), fit.score) for one, fit in mentors[:100]]
    return _shown(visit, views.place_form(found, as_id(number), mentee, shown, _place(visit)))


def ask_place(visit: Visit) -> Answer:
    """The form in which a full mentor was chosen."""
    cohort_id = visit.about("cohort")
    asked = places.ask(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=cohort_id,
        number=visit.about("number"),
        mentee=str(visit.payload.about.get("mentee", "")),
        mentor_application_id=as_id(visit.text("mentor")),
        now=visit.now,
    )
    return Replace(views.left_over(_read(visit, cohort_id), 1, _place(visit), asked=asked.user_id))


def forbidden(visit: Visit) -> Answer:
    """The button "Forbidden pairs"."""
    cohort_id, page = _parts(visit)
    return _forbidden(visit, cohort_id, page)


def _forbidden(visit: Visit, cohort_id: int, page: int = 1) -> Answer:
    cohort, pairs = usecases.forbidden(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort_id)
    return _shown(visit, views.forbidden(cohort, pairs, page, _place(visit)))


def allow(visit: Visit) -> Answer:
    """The button "Allow again"."""
    cohort = usecases.allow(visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=visit.number, now=visit.now)
    return _forbidden(visit, cohort.id)


def begin_waves(visit: Visit) -> Answer:
    """The button "Accept all, in waves": the cohort's id and the run's number."""
    cohort, number = _of_run(visit)
    found = _read(visit, cohort)
    together = in_order(found.undecided, SORTS[0], {})
    return _shown(visit, views.waves_form(found.cohort, number, len(together), _place(visit)))


def start_waves(visit: Visit) -> Answer:
    """The form of the waves."""
    found = waves.accept_in_waves(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        cohort_id=visit.about("cohort"),
        number=visit.about("number"),
        size=size_of(visit.text("size")),
        hour=as_id(visit.text("hour")) % 24,
        now=visit.now,
    )
    return _queue(visit, found.cohort)


def queue(visit: Visit) -> Answer:
    """The button "Waves"."""
    cohort_id, page = _parts(visit)
    return _queue(visit, _read(visit, cohort_id).cohort, page)


def _queue(visit: Visit, cohort: Cohort, page: int = 1) -> Answer:
    cohort, waiting, out, size, next_at = waves.queued(
        visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort.id
    )
    when = moment(next_at or visit.now, visit.zone)
    return _shown(visit, views.queue(cohort, waiting, out, size, when, page))


def take_back(visit: Visit) -> Answer:
    """A proposal that waits for its wave is taken back."""
    return _queue(
        visit,
        waves.take_back(visit.tx, team_id=visit.team_id, by=visit.user_id, proposal_id=visit.number, now=visit.now),
    )


def stop_waves(visit: Visit) -> Answer:
    """The button "Stop the waves"."""
    cohort = waves.stop(visit.tx, team_id=visit.team_id, by=visit.user_id, cohort_id=visit.number, now=visit.now)
    return _list(visit, _read(visit, cohort.id), Place())


BUTTONS = {
    "matching.run": run,
    "matching.how_far": how_far,
    "matching.cancel": cancel,
    "matching.read": read,
    "matching.list": turn,
    "matching.accept": accept,
    "matching.accept_all": accept_all,
    "matching.forbid": forbid,
    "matching.look": look,
    "matching.pin": pin,
    "matching.unpin": unpin,
    "matching.swap": begin_swap,
    "matching.changes": changes,
    "matching.left": left_over,
    "matching.ask_place": begin_asking,
    "matching.forbidden": forbidden,
    "matching.allow": allow,
    "matching.waves": begin_waves,
    "matching.queue": queue,
    "matching.take_back": take_back,
    "matching.stop_waves": stop_waves,
}
FORMS = {"matching.swap": swap, "matching.ask_place": ask_place, "matching.waves": start_waves}
