"""Every kind of notice says what delivery must know of it, and what it says fits together."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from app import lobby
from app.core.notice import Doubt, Manner, NoticeKind, Together
from app.features.care.notices import FORMER_KINDS
from tests.kit.write_tables import KINDS, kinds

ALL = lobby.board().notices
EACH = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
TO_A_PERSON_AND_FIND = ("nominations.invitation",)
REPEATED = ("decisions.ask", "events.invite", "keepsakes.summary", "stages.begins")


@EACH
def test_only_what_nobody_asked_for_is_merged(kind: NoticeKind) -> None:
    assert kind.merge is None or kind.unasked


@EACH
def test_only_a_nudge_reminds_of_an_earlier_question(kind: NoticeKind) -> None:
    assert kind.nags is None or kind.manner is Manner.NUDGE


@EACH
def test_what_may_be_put_off_lives_longer_than_a_weekend(kind: NoticeKind) -> None:
    may_wait = kind.manner in (Manner.ANSWER, Manner.NEWS, Manner.NUDGE)
    assert kind.keeps is None or kind.keeps >= timedelta(days=3) or not may_wait


@EACH
def test_what_nobody_asked_for_gets_stale(kind: NoticeKind) -> None:
    forever = ("projects.card",)  # a coordinator of everything decides, however late
    assert not kind.unasked or kind.keeps is not None or kind.name in forever


@EACH
def test_a_person_decides_only_about_what_many_read_or_an_invitation(kind: NoticeKind) -> None:
    to_many = kind.manner is Manner.CHANNEL or kind.name in TO_A_PERSON_AND_FIND
    assert kind.doubt is not Doubt.FIND or to_many


@EACH
def test_a_nudge_is_rather_lost_than_doubled_unless_something_depends_on_it(kind: NoticeKind) -> None:
    rather_lost = kind.manner is Manner.NUDGE and kind.name not in REPEATED
    assert not rather_lost or kind.doubt is Doubt.AT_MOST_ONCE


def test_a_topic_belongs_to_one_kind_and_can_be_read() -> None:
    topics = Counter(kind.nags for kind in ALL if kind.nags is not None)
    assert set(topics.values()) == {1}
    assert all(topic == topic.strip().lower() and "." not in topic for topic in topics)


def test_what_is_merged_has_company() -> None:
    groups = defaultdict(set)
    for kind in ALL:
        groups[kind.merge].add(kind.name.split(".")[0])
    assert set(groups) == {None, *Together}
    assert all(len(groups[one]) > 1 for one in Together)


def test_a_former_name_has_the_policy_of_the_present_one() -> None:
    present = {kind.render: kind for kind in ALL if kind.name.startswith("care.")}
    for former in FORMER_KINDS:
        now = present[former.render]
        assert (former.manner, former.doubt, former.keeps) == (now.manner, now.doubt, now.keeps)


def test_the_table_of_all_kinds_is_what_the_rooms_say() -> None:
    assert KINDS.read_text(encoding="utf-8") == kinds(), "run `make tables`"
