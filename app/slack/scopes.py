"""What Trellis may do in a workspace, in Slack's words. https://docs.slack.dev/reference/scopes."""

REQUIRED = (
    "channels:join",
    "channels:write.invites",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:write",
    "groups:write.invites",
    "im:write",
    "mpim:write",
    "users:read",
)
OPTIONAL = ("channels:history", "groups:history", "im:history", "mpim:history")
"""Without these, what became of a message after a crash is not looked up; each kind then follows its own policy."""
