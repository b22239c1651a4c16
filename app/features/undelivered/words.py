"""Every sentence of this room."""

TITLE = "What did not arrive"
DESK_HEADER = "Messages that did not arrive ({number})"
DESK_LINE = "*{cohort}*: {number}"
LOOK = "Look at them"
HEAD = "*{cohort}*: messages of the last {days} days that did not arrive, or perhaps did not. Sending one again brings it as it would be now, at an hour that suits."
NONE = "*{cohort}*: everything of the last {days} days arrived, or somebody has taken care of it."
FAILED = "Did not arrive, {when}, to {to}"
UNCERTAIN = "Perhaps arrived, {when}, to {to}"
WHAT = "“{why}”"
PRIVATE = "A message about something private"
OWN = "{number} more concern a pairing that you are in, so another coordinator sees them."
AGAIN = "Send again"
AGAIN_TITLE = "Send it again?"
AGAIN_ASK = "It may have arrived already. Then they get it twice."
LEAVE = "Leave it"
SENT_AGAIN = "It is on its way again. If it fails once more, it comes back to this list."
LEFT = "Noted: it is off the list."
TAKEN = "Somebody has taken care of that one already."
PAGE = "Page {number} of {of}"
EARLIER = "Earlier"
LATER = "Later"
FOOT = "Who gets a message, which kind it is and what became of it: never what it says."

MAYBE = "It may have arrived: Slack gave no clear answer, and I cannot look into that conversation. Ask them, or send it again if twice is better than never."
REASONS = {
    "account_inactive": "I am no longer let into this workspace. An admin can install me again.",
    "cannot_dm_bot": "That account is a bot, and bots get no messages from me. End its part in the cohort.",
    "cant_invite": "I could not add them to the channel. Add them by hand.",
    "channel_not_found": "I cannot see that channel. If it is private, invite me there; otherwise choose another one.",
    "invalid_auth": "I am no longer let into this workspace. An admin can install me again.",
    "is_archived": "That channel is archived. Unarchive it, or choose another one.",
    "messages_tab_disabled": "My messages tab is switched off in this workspace. An admin can allow it in my app settings, under App Home.",
    "missing_scope": "I lack a permission for that. An admin can grant it by installing me again.",
    "not_in_channel": "I am not in that channel. Invite me there.",
    "restricted_action": "The workspace does not let me post there. An admin can change who may post.",
    "team_access_not_granted": "I am not let into the workspace of that person. An admin can allow it.",
    "token_revoked": "I am no longer let into this workspace. An admin can install me again.",
    "user_disabled": "That account is deactivated. Ask an admin, or end the pairing.",
    "user_is_restricted": "That person is a guest who may not be in that channel. An admin can change that.",
    "user_is_ultra_restricted": "That person is a guest of one channel only. An admin can change that.",
    "user_not_found": "That account is gone. Ask an admin, or end the pairing.",
    "user_not_visible": "I cannot see that person: a guest, or somebody of another organisation. An admin can share a channel with both of us.",
}
REASONS_OF_A_PERSON = {
    "channel_not_found": "I cannot reach that person: a guest, somebody of another organisation, or an account that is gone. An admin can share a channel with both of us.",
    "is_archived": "That conversation is closed. Ask an admin whether the account is still active.",
}
MY_FAULT = "That is a fault of mine ({code}). Please tell whoever runs me."
MY_FAULTS = ("invalid_blocks", "invalid_arguments", "msg_too_long", "no_text", "too_many_attachments", "no such kind")
REASON_OTHER = "Slack said “{code}”. Whoever runs me can tell what that means here."

TIMELINE = "Timeline"
TIMELINE_HEAD = "What went out to {people}, and what is planned"
TIMELINE_NONE = "Nothing went out, and nothing is planned."
TIMELINE_LINE = "{when} · {state} · to {to}"
TIMELINE_FOOT = "Times are on your own clock. What messages say is not in here, nor what tells that somebody answered in private or kept silent."
UNTIL = "of use until {until}"
STATES = {
    "planned": "planned",
    "put off": "waits ({reason})",
    "claimed": "being sent",
    "on its way": "on its way",
    "in doubt": "perhaps sent, I look again",
    "sent": "sent",
    "skipped": "not sent ({reason})",
    "failed": "did not arrive",
    "uncertain": "perhaps arrived",
}
NOT_NEEDED = "not needed"
WAITS = "for a better moment"

TOLD = "I cannot post to {channel}, where the coordinators of *{cohort}* read. {reason} Until then, what would stand there reaches nobody."
WHY_TOLD = "You coordinate a cohort, and its coordinators' channel took no message of mine."

REFUSALS = {
    "undelivered.gone": "That message is not there any more.",
    "undelivered.own": "This concerns a pairing that you are or were in, so another coordinator looks at it.",
    "undelivered.stale": "It is too late for that message to be of use, so I don't send it again. “Leave it” takes it off the list.",
    "undelivered.not-needed": "That message is not needed any more: what it was about has changed since. “Leave it” takes it off the list.",
}
