"""Slack to use cases and back, for applications."""

from app.core.notice import Block
from app.core.refusal import Refusal
from app.features.joining import notices, usecases, views, words
from app.features.joining.rules import ROLES
from app.features.programmes import usecases as programmes
from app.slack.text import Mrkdwn, join
from app.tools import Answer, Board, Command, Done, Open, Replace, Reply, Visit, as_id


def join_command(visit: Visit) -> Answer:
    """`/mentoring join`, `/mentoring join mentor`, or the button in Home."""
    cohorts = usecases.open_cohorts(visit.tx, team_id=visit.team_id, now=visit.now)
    if not cohorts:
        raise Refusal("joining.no-open-cohort")
    if len(cohorts) == 1 and visit.value in ROLES:
        return Open(_form(visit, cohorts[0].id, visit.value))
    return Open(views.choosing_form(cohorts))


def choose(visit: Visit) -> Answer:
    """The form that asks for the role; the sign-up form takes its place."""
    return Replace(_form(visit, as_id(visit.text("cohort")), visit.text("role")))


def as_mentee(visit: Visit) -> Answer:
    """The announcement's first button."""
    return Open(_form(visit, visit.number, "mentee"))


def as_mentor(visit: Visit) -> Answer:
    """The announcement's second button."""
    return Open(_form(visit, visit.number, "mentor"))


def _form(visit: Visit, cohort_id: int, role: str) -> Block:
    blank = usecases.begin(
        visit.tx, team_id=visit.team_id, user_id=visit.user_id, cohort_id=cohort_id, role=role, now=visit.now
    )
    return views.form(blank.cohort, blank.handbook, blank.role, blank.zone, blank.earlier)


def apply(visit: Visit) -> Answer:
    """The sign-up form."""
    usecases.submit(
        visit.tx,
        team_id=visit.team_id,
        user_id=visit.user_id,
        cohort_id=visit.about("cohort"),
        role=str(visit.payload.about.get("role")),
        values=visit.values,
        now=visit.now,
    )
    return Done(close_all=True)


def edit(visit: Visit) -> Answer:
    """The button under the confirmation, in the status and in Home."""
    application = usecases.application(visit.tx, team_id=visit.team_id, application_id=visit.number)
    if application.user_id != visit.user_id:
        raise Refusal("joining.not-yours")
    return Open(_form(visit, application.cohort_id, application.role))


def edit_command(visit: Visit) -> Answer:
    """`/mentoring edit`: the newest application."""
    mine = usecases.applications_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
    if not mine:
        raise Refusal("joining.nothing-to-edit")
    return Open(_form(visit, mine[-1].cohort_id, mine[-1].role))


def withdraw(visit: Visit) -> Answer:
    """The button; its DM follows."""
    usecases.withdraw(visit.tx, team_id=visit.team_id, by=visit.user_id, application_id=visit.number, now=visit.now)
    return Done()


def _status(visit: Visit, waits: notices.Waits) -> Answer:
    texts: list[Mrkdwn] = []
    shown: list[Block] = []
    cohorts = {one.id: one for one in programmes.running_cohorts(visit.tx, team_id=visit.team_id)}
    for application in usecases.applications_of(visit.tx, team_id=visit.team_id, user_id=visit.user_id):
        cohort = cohorts[application.cohort_id]
        handbook = programmes.handbook_of(visit.tx, cohort)
        text, part = views.status(application, cohort, handbook, waits(visit.tx, application))
        texts.append(text)
        shown += part
    if not shown:
        is_open = usecases.open_cohorts(visit.tx, team_id=visit.team_id, now=visit.now)
        last = usecases.last_over(visit.tx, team_id=visit.team_id, user_id=visit.user_id)
        waited = waits(visit.tx, last[0]) if last is not None else []
        return Reply(views.status_over(last, is_open=bool(is_open), waits=waited))
    return Reply(join(texts), blocks=shown, title=words.STATUS_TITLE)


def read(visit: Visit) -> Answer:
    """The coordinator's button."""
    application = usecases.to_read(visit.tx, team_id=visit.team_id, by=visit.user_id, application_id=visit.number)
    cohort = programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=application.cohort_id)
    return Open(views.reading(application, cohort, programmes.handbook_of(visit.tx, cohort)))


def approve(visit: Visit) -> Answer:
    """The coordinator's yes, on the card or in the modal."""
    application = usecases.approve(
        visit.tx, team_id=visit.team_id, by=visit.user_id, application_id=visit.number, now=visit.now
    )
    if not visit.payload.in_modal:
        return Done()
    cohort = programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=application.cohort_id)
    return Replace(views.reading(application, cohort, programmes.handbook_of(visit.tx, cohort)))


def begin_declining(visit: Visit) -> Answer:
    """The coordinator's no asks for a reason first."""
    application = usecases.to_read(visit.tx, team_id=visit.team_id, by=visit.user_id, application_id=visit.number)
    cohort = programmes.cohort(visit.tx, team_id=visit.team_id, cohort_id=application.cohort_id)
    return Open(views.declining_form(application, cohort))


def decline(visit: Visit) -> Answer:
    """The coordinator's no, with its reason."""
    usecases.decline(
        visit.tx,
        team_id=visit.team_id,
        by=visit.user_id,
        application_id=visit.about("application"),
        why=visit.text("why"),
        now=visit.now,
    )
    return Done(close_all=True)


def applications_command(visit: Visit) -> Answer:
    """`/mentoring applications`: those that wait for this coordinator."""
    shown = notices.desk_card(visit.tx, visit.team_id, visit.user_id, visit.now)
    if not shown:
        return Reply(Mrkdwn(words.NONE_WAIT))
    return Reply(Mrkdwn(words.WAITING_HEADER), blocks=shown)


def board(waits: notices.Waits) -> Board:
    """Return what this room hangs up.

    Args:
        waits: what a higher room says of somebody who waits.
    """

    def status(visit: Visit) -> Answer:
        """`/mentoring status` and `/mentoring withdraw`: every application with its buttons."""
        return _status(visit, waits)

    return Board(
        commands={
            "join": Command(listener=join_command, help=words.HELP_JOIN),
            "status": Command(listener=status, help=words.HELP_STATUS),
            "edit": Command(listener=edit_command, help=words.HELP_EDIT),
            "withdraw": Command(listener=status, help=words.HELP_WITHDRAW),
            "applications": Command(listener=applications_command, help=words.HELP_APPLICATIONS, coordinators=True),
        },
        buttons={
            "joining.begin": join_command,
            "joining.as_mentee": as_mentee,
            "joining.as_mentor": as_mentor,
            "joining.edit": edit,
            "joining.withdraw": withdraw,
            "joining.read": read,
            "joining.approve": approve,
            "joining.decline": begin_declining,
        },
        forms={"joining.choose": choose, "joining.apply": apply, "joining.decline": decline},
        notices=notices.KINDS,
        cards=(notices.own_card(waits), notices.desk_card),
        refusals=words.REFUSALS,
    )
