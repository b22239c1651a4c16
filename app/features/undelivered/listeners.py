"""Slack to use cases and back, for what did not arrive."""

from datetime import datetime

from app.core.notice import Block
from app.database.session import Transaction
from app.delivery.belonging import Tree
from app.features.undelivered import notices, usecases, views, words
from app.features.undelivered.rules import opening_leaf
from app.tools import Answer, Board, Open, Replace, Visit


def board(rest: Board, tree: Tree) -> Board:
    """Return what this room hangs up; it looks at all other rooms' messages.

    Args:
        rest: everything that the other rooms hang up.
        tree: what the subjects of their messages belong to.
    """
    kinds = {kind.name: kind for kind in (*rest.notices, *notices.KINDS)}
    whys = {name: kind.why for name, kind in kinds.items()}

    def listed(visit: Visit, cohort_id: int, number: int, said: str = "") -> Block:
        cohort, found, page, of, own = usecases.missing(
            visit.tx, tree, team_id=visit.team_id, by=visit.user_id, cohort_id=cohort_id, number=number, now=visit.now
        )
        return views.missing(cohort, found, page, of, whys, own=own, said=said)

    def open_(visit: Visit) -> Answer:
        """The entry on the desk, in the digest, and in the message about an unreachable channel."""
        return Open(listed(visit, visit.number, 1))

    def turn(visit: Visit) -> Answer:
        """Another page of it."""
        cohort_id, number = visit.ids(2)
        return Replace(listed(visit, cohort_id, number))

    def again(visit: Visit) -> Answer:
        """The button "Send again"; for what may have arrived, after its question."""
        notice_id, page = visit.ids(2)
        cohort_id, is_new = usecases.send_again(
            visit.tx, tree, team_id=visit.team_id, by=visit.user_id, notice_id=notice_id, kinds=kinds, now=visit.now
        )
        return Replace(listed(visit, cohort_id, page, words.SENT_AGAIN if is_new else words.TAKEN))

    def leave(visit: Visit) -> Answer:
        """The button "Leave it"."""
        notice_id, page = visit.ids(2)
        cohort_id, is_new = usecases.leave(
            visit.tx, tree, team_id=visit.team_id, by=visit.user_id, notice_id=notice_id, now=visit.now
        )
        return Replace(listed(visit, cohort_id, page, words.LEFT if is_new else words.TAKEN))

    def leaf_of(visit: Visit, pairing_id: int, number: int | None) -> Block:
        pairing, found = usecases.timeline(
            visit.tx, tree, team_id=visit.team_id, by=visit.user_id, pairing_id=pairing_id
        )
        return views.timeline(pairing, found, opening_leaf(found) if number is None else number, whys, visit.zone)

    def timeline(visit: Visit) -> Answer:
        """The button "Timeline" of a pairing on the desk."""
        return Open(leaf_of(visit, visit.number, None))

    def leaf(visit: Visit) -> Answer:
        """Another page of it."""
        pairing_id, number = visit.ids(2)
        return Replace(leaf_of(visit, pairing_id, number))

    def put_on_desks(tx: Transaction, now: datetime) -> None:
        usecases.put_on_desks(tx, tree, now)

    return Board(
        buttons={
            "undelivered.open": open_,
            "undelivered.turn": turn,
            "undelivered.again": again,
            "undelivered.leave": leave,
            "undelivered.timeline": timeline,
            "undelivered.leaf": leaf,
        },
        notices=notices.KINDS,
        cards=(notices.desk_card,),
        chores=(put_on_desks,),
        refusals=words.REFUSALS,
    )
