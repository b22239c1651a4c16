"""Every story to start from, by the name that `trellis demo --story` calls it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from app.core.clock import MovableClock
from app.demo.community import COORDINATOR, Community
from app.demo.stage import Stage
from app.demo.stories.beginnings import NOTHING_YET, PEOPLE_JOIN
from app.demo.stories.end import THE_END
from app.demo.stories.playing import Play, Story
from app.demo.stories.third_week import THIRD_WEEK

STORIES: Mapping[str, Story] = {one.name: one for one in (NOTHING_YET, PEOPLE_JOIN, THIRD_WEEK, THE_END)}


def told(
    story: Story, *, url: str, key: str, today: date, port: int = 0, chapter: Callable[[str], None] = lambda _: None
) -> Stage:
    """Return a stage on which a story has been told, with its bot running; whoever gets it must stop it.

    Args:
        story: which.
        url: a migrated, empty database.
        key: the key of its private texts.
        today: the day in whose week the story ends.
        port: where the page is; 0 for any free one.
        chapter: called with a sentence when a chapter begins.
    """
    clock = MovableClock(story.begins(today))
    stage = Stage(database_url=url, key=key, clock=clock, coordinators=COORDINATOR, port=port)
    try:
        stage.stride, usual = timedelta(days=1), stage.stride
        community = Community(stage)
        stage.start_bot()
        play = Play(community)
        story.tells(play, chapter)
        play.reads_until_yesterday()
        stage.stride = usual
    except BaseException:
        stage.stop()
        raise
    return stage
