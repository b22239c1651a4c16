"""What every subject of a notice belongs to, on one page.

A room plans its notices under a subject such as `meeting:42`. To show the timeline of a pairing, or to find the
coordinators of a notice that did not arrive, one follows the steps below, up or down. A new family of subjects is
one line here; a building test names the ones that are missing.
"""

from app.delivery.belonging import COHORT, PAIRING, PERSON, Belongs, Tree
from app.delivery.records import Batch
from app.features.certificates.records import AwardRow
from app.features.checkins.records import CallRow as HelpRow
from app.features.editions.records import HandbookMove
from app.features.events.records import EventRow
from app.features.goals.records import GoalSetRow, LookoutRow
from app.features.joining.records import ApplicationRow
from app.features.matching.records import (
    OfferRow,
    PlaceRow,
    PostRow,
    ProposalRow,
    RankingRow,
    RankRow,
    SecondRow,
    TurnRow,
    WorkRow,
)
from app.features.meetings.records import MeetingRow
from app.features.nominations.records import NominationRow
from app.features.pairings.records import PairingRow
from app.features.people.records import BreakRow
from app.features.projects.records import ProjectRow
from app.features.publicity.records import EntryRow
from app.features.showcases.records import SlideRow
from app.features.trouble.records import CallRow as AskedRow
from app.features.trouble.records import NoteRow
from app.features.writing.records import CircularRow

SUBJECTS: Tree = {
    # of a pairing
    "agreement": Belongs(PAIRING),
    "entry": Belongs(PAIRING, EntryRow.pairing_id),
    "goals": Belongs(PAIRING, GoalSetRow.pairing_id),
    "lookout": Belongs(PAIRING, LookoutRow.pairing_id),
    "meeting": Belongs(PAIRING, MeetingRow.pairing_id),
    "reflection": Belongs("meeting"),
    "second": Belongs(PAIRING, SecondRow.pairing_id),
    "slide": Belongs(PAIRING, SlideRow.pairing_id),
    "trouble-call": Belongs(PAIRING, AskedRow.pairing_id),
    "trouble-note": Belongs(PAIRING, NoteRow.pairing_id),
    # of a cohort
    PAIRING: Belongs(COHORT, PairingRow.cohort_id),
    "application": Belongs(COHORT, ApplicationRow.cohort_id),
    "award": Belongs(COHORT, AwardRow.cohort_id),
    "call": Belongs(COHORT, HelpRow.cohort_id),
    "circular": Belongs(COHORT, CircularRow.cohort_id),
    "event": Belongs(COHORT, EventRow.cohort_id),
    "showcase": Belongs("event"),
    "extra-place": Belongs(COHORT, PlaceRow.cohort_id),
    "handbook-move": Belongs(COHORT, HandbookMove.cohort_id),
    "matching-work": Belongs(COHORT, WorkRow.cohort_id),
    "nomination": Belongs(COHORT, NominationRow.cohort_id),
    "post": Belongs(COHORT, PostRow.cohort_id),
    "project": Belongs(COHORT, ProjectRow.cohort_id),
    "proposal": Belongs(COHORT, ProposalRow.cohort_id),
    "offer": Belongs("proposal", OfferRow.proposal_id),
    "ranking": Belongs(COHORT, RankingRow.cohort_id),
    "rank": Belongs("ranking", RankRow.ranking_id),
    "turn": Belongs("ranking", TurnRow.ranking_id),
    # of a person
    "batch": Belongs(PERSON, Batch.started_by),
    "break": Belongs(PERSON, BreakRow.user_id),
    "foreseeing": Belongs(PERSON),
    "home": Belongs(PERSON),
    "installer": Belongs(PERSON),
    "keepsakes": Belongs(PERSON),
}
OF_ALL = ("circular", "event", "showcase", "post", "ranking", "handbook-move")
"""What a cohort wants as a whole, not for one pairing, application or person."""
