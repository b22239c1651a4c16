"""What Trellis asks of a workspace: each scope, the methods that need it, and what does not work without it.

The manifests are written from here, `trellis doctor` compares with what a workspace granted, and a test with the
methods that the code calls. https://docs.slack.dev/reference/scopes
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """One scope.

    Attributes:
        name: Slack's word for it.
        methods: what needs it, as `slack_sdk` calls them; of several scopes of one method, which one depends on
            the kind of conversation.
        without: what does not work without it, for an admin.
        is_optional: whether a workspace may leave it out.
    """

    name: str
    methods: tuple[str, ...]
    without: str
    is_optional: bool = False


SCOPES = (
    Scope("chat:write", ("chat_postMessage", "chat_update", "chat_delete"), "no message reaches anybody"),
    Scope(
        "chat:write.public",
        ("chat_postMessage",),
        "announcements and digests reach public channels only after somebody invites Trellis there",
    ),
    Scope("commands", (), "`/mentoring` is unknown in Slack"),
    Scope("users:read", ("users_info",), "nobody new can do anything: Trellis cannot learn their name and time zone"),
    Scope(
        "im:write", ("conversations_open",), "files (calendar entries, certificates, summaries) reach nobody in private"
    ),
    Scope("mpim:write", ("conversations_open",), "no pair and no group gets its conversation with Trellis"),
    Scope("files:write", ("files_upload_v2",), "calendar entries, certificates and summaries cannot be sent"),
    Scope(
        "channels:join",
        ("conversations_join",),
        "Trellis enters no public channel by itself, and so invites nobody to those it is not in",
    ),
    Scope(
        "channels:write.invites",
        ("conversations_invite",),
        "people who were accepted are not invited to the cohort's public channels",
    ),
    Scope(
        "groups:write.invites",
        ("conversations_invite",),
        "people who were accepted are not invited to the cohort's private channels",
    ),
    Scope(
        "im:history",
        ("conversations_history",),
        "after a crash or a lost answer, a private message may come twice, or not at all",
        is_optional=True,
    ),
    Scope(
        "mpim:history",
        ("conversations_history",),
        "after a crash or a lost answer, a message to a pair or a group may come twice, or not at all",
        is_optional=True,
    ),
    Scope(
        "channels:history",
        ("conversations_history",),
        "after a crash or a lost answer, a post in a public channel waits for a coordinator who looks",
        is_optional=True,
    ),
    Scope(
        "groups:history",
        ("conversations_history",),
        "after a crash or a lost answer, a post in a private channel waits for a coordinator who looks",
        is_optional=True,
    ),
)
WITHOUT_SCOPE = frozenset({"auth_test", "views_open", "views_push", "views_update", "views_publish"})
"""Methods that the code calls and that need no scope."""

REQUIRED = tuple(sorted(one.name for one in SCOPES if not one.is_optional))
OPTIONAL = tuple(sorted(one.name for one in SCOPES if one.is_optional))
