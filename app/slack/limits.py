"""How often Slack lets an app call each method, per workspace.

https://docs.slack.dev/apis/web-api/rate-limits. Slack publishes tiers as "so many a minute, and more": the numbers
here are the least that each tier promises.
"""

from collections.abc import Mapping, Sequence

from app.core.notice import Invite, NotNeeded, Post, PublishHome, Upload

A_MINUTE: Mapping[str, int] = {
    # "Several hundred messages per minute" in a workspace, and one a second in a channel: Slack says no more.
    "chat.postMessage": 300,
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.history": 50,
    "conversations.invite": 50,
    "conversations.open": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "views.publish": 100,
}
A_PLACE = 60

METHODS_OF: Mapping[object, Sequence[str]] = {
    Post: ["chat.postMessage"],
    Upload: ["files.getUploadURLExternal", "files.completeUploadExternal"],
    Invite: ["conversations.invite"],
    PublishHome: ["views.publish"],
    NotNeeded: [],
    "show": ["chat.update"],
    "find": ["conversations.history"],
}
"""What each errand calls when it is carried, and each other job."""


def rest(what: str) -> float:
    """Return how many seconds lie between two calls of a method, or two messages to a place (`post:C1`)."""
    return 60 / A_MINUTE.get(what, A_PLACE)
