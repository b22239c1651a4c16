"""A workspace lets Trellis in, throws it out, and perhaps lets it in again.

Who may do what: whoever may install an app in the workspace, which Slack decides. The bot token is sealed at rest.
Slack tells when Trellis was thrown out; from then on nothing is sent there, and after a time of grace everything that
belongs to the workspace is deleted. Slack may tell late, after it was let in again: what happened before the
installation counts for nothing, and before anything is deleted Slack is asked whether the token is really void.
"""
