"""Every sentence of this room."""

REFUSALS = {
    "writing.no-audience": "Please choose whom you write to.",
    "writing.no-text": "Please write something; it goes out as you write it.",
    "writing.too-long": "Please keep this under {most} characters; a link can say the rest.",
    "writing.nobody": "There is nobody like that in this cohort right now, so this would reach nobody.",
    "writing.sent": "That message is on its way already. To say something else, write a new one.",
    "writing.gone": "That message is not there any more. `/mentoring write` begins a new one.",
}

HELP_WRITE = "write to everybody in a cohort, or to some of them"

CHOOSE_TITLE = "Write to a cohort"
CHOOSE_COHORT = "Cohort"
CHOOSE_SUBMIT = "Next"

FORM_TITLE = "Write to a cohort"
FORM_INTRO = "To people of *{cohort}*, each in a message of their own. They read that it comes from you."
FORM_AUDIENCE = "To whom"
FORM_TEXT = "What you want to tell them"
FORM_TEXT_HINT = "Lines stay as you break them. Mentions and links show as plain text."
FORM_SUBMIT = "Look at it"

AUDIENCES = {
    "everybody": "Everybody who takes part",
    "mentors": "Mentors",
    "mentees": "Mentees",
    "matched": "Those who have been matched",
    "waiting": "Those who wait for a match",
    "applied": "Those whose application waits for an answer",
}
AUDIENCE_NUMBER = "{who} ({number})"

CHECK_TITLE = "Send it?"
CHECK_SUBMIT = "Send"
CHECK_CHANGE = "Change it"
CHECK_ALL_NOW = {
    "one": "This goes to *one person*, now.",
    "many": "This goes to *{number} people*, now.",
}
CHECK_SOME_LATER = {
    "one": "This goes to *one person*, once their hours begin: {last}.",
    "many": "This goes to *{number} people*, in their own hours: {now} get it now, {later} once their hours begin or they are back, the last on {last}.",
}
CHECK_TAKES = "It takes about {time}. You can follow it, and stop it, in a message from me."
CHECK_AWAY = {
    "one": "One more is away for longer than it is worth reading, and does not get it.",
    "many": "{number} more are away for longer than it is worth reading, and do not get it.",
}
CHECK_BEFORE = {
    "one": "Another message went to people of this cohort this week. Messages like this count among the few that people get without asking; each leaves less room for my own questions.",
    "many": "{number} others went to people of this cohort this week. Messages like this count among the few that people get without asking; each leaves less room for my own questions.",
}
TIMES = {
    "second": {"one": "{number} seconds", "many": "{number} seconds"},
    "minute": {"one": "one minute", "many": "{number} minutes"},
}

CIRCULAR_HEAD = "{by}, who coordinates *{cohort}*, writes to {whom}:"
TO_WHOM = {
    "everybody": "everybody who takes part",
    "mentors": "the mentors",
    "mentees": "the mentees",
    "matched": "everybody who has been matched",
    "waiting": "everybody who waits for a match",
    "applied": "everybody whose application waits for an answer",
}
CIRCULAR_FOOT = "To answer, write to {by}; what you write to me stays here."
WHY_CIRCULAR = "A coordinator of a cohort that you belong to wrote to many of its people."

SENDING = "Sending to {number} people of *{cohort}*: {parts}."
SENDING_ONE = "Sending to one person of *{cohort}*: {parts}."
ACCEPTED = "Asking and telling those whom you accepted in *{cohort}*, with {number} messages so far: {parts}."
PART_SENT = "{number} sent"
PART_FAILED = "{number} could not be reached"
PART_LEFT_OUT = "{number} left out"
PART_TO_GO = "{number} to go, about {time} left"
PART_LATER = "{number} in their own hours, the last on {last}"
QUEUED = {
    "one": "One pair or group is still to be asked.",
    "many": "{number} pairs or groups are still to be asked.",
}
STOP = "Stop"
STOP_TITLE = "Stop sending?"
STOP_ASK = "{number} who have not got it yet will not get it. What is out stays out."
STOP_ACCEPTED_ASK = "Whoever was not asked yet goes back to the proposals. Offers and introductions that are planned still go out; invitations to channels and news of them do not."
STOP_YES = "Stop"
STOPPED = "Stopped by {by}: {sent} went out, {cancelled} did not."
STOPPING = "{number} were on their way already."
STOPPED_ACCEPTED = "Stopped by {by}: {sent} messages went out, {cancelled} invitations to channels and pieces of news did not. Offers and introductions that were planned still go out, and whoever was not asked is back among the proposals."
DONE = "Done: {sent} sent."
UNREACHED = {"one": "One could not be reached:", "many": "{number} could not be reached:"}
UNREACHED_LINE = "{who}: {reason}"
UNREACHED_MORE = "and {number} more; your desk lists them all."
LEFT_OUT = {
    "one": "One was left out: away, or not among them any more.",
    "many": "{number} were left out: away, or not among them any more.",
}
WHY_PROGRESS = "You started something for many people, and this says how far it is."

REASONS = {
    "cannot_dm_bot": "that account is a bot",
    "cant_invite": "I could not add them to the channel",
    "channel_not_found": "I cannot reach them, or see that channel",
    "is_archived": "that conversation is closed",
    "not_in_channel": "I am not in that channel",
    "restricted_action": "the workspace does not let me post there",
    "uncertain": "it may have arrived; Slack gave no clear answer",
    "user_disabled": "the account is deactivated",
    "user_is_restricted": "a guest, who may not be in that channel",
    "user_is_ultra_restricted": "a guest of one channel only",
    "user_not_found": "the account is gone",
    "user_not_visible": "somebody whom I cannot see: a guest, or of another organisation",
}
REASON_OTHER = "Slack said “{code}”"
