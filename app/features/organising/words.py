"""Every sentence of this room."""

HELP_ATTENDANCE = "who was at how many meetings"
HELP_DIGEST = "the week's digest of your cohorts, right now"

DIGEST_HEADER = "{cohort}: the week until {until}"
APPLICATIONS = "*Applications*: {number} waiting for an answer"
APPLICATIONS_NONE = "*Applications*: none waiting"
MATCHING = "*Matching*: {waiting} waiting for a match, free mentor places: {places}, offers out: {asked}"
PAIRS = "*Pairs*: {number}"
GROUPS = "*Groups*: {number}"
MEETINGS_NONE = "*Meetings*: 0 held, none was due"
MEETINGS = "*Meetings*: {held} held of {expected} expected ({planned} had been agreed)"
BELOW = "*Less than {least} minutes in thirty days*"
BELOW_NONE = "*Less than {least} minutes in thirty days*: none"
BELOW_LINE = "{mentor} and {mentee}: {minutes} minutes"
QUIET = "*Quiet pairs*"
QUIET_NONE = "*Quiet pairs*: none"
QUIET_GROUPS = "*Quiet groups*"
QUIET_GROUPS_NONE = "*Quiet groups*: none"
QUIET_LINE = "{mentor} and {mentee}: nothing held or planned for {days} days"
QUIET_MORE = "and {number} more"
HELP = "*Calls for help*: {number} open; my Home tab shows them to whom they concern"
HELP_NONE = "*Calls for help*: none open"
FORM_LINE = "*{form}*: {counts}"
FORM = "{answered} of {asked} answered"
FORM_FINE = "{fine} silent, which is fine"
FORM_OVERDUE = "{overdue} silent though an answer is needed"
CHECKINS = "*Answers this week*: {answered} ({well} going well, {better} could be better, {help} need help)"
SO_FAR = "*{name}*: asked so far {asked}: {parts}"
CHECKINS_SO_FAR = "Check-ins"
CHECKIN_ANSWERS = {"well": "going well", "better": "could be better", "help": "need help"}
FIT_SO_FAR = "Does it fit?"
FIT_ANSWERS = {"well": "fits well", "unsure": "not sure yet", "not": "does not fit"}
SAID = "{number} “{label}”"
SILENT = {
    "fine": "{number} silent, and that is fine",
    "overdue": "{number} silent and overdue",
    "waiting": "{number} may still answer",
    "over": "{number} over before an answer",
}
EVENT = "*{name}* on {when}: {yes} of {invited} come, {no} cannot, {silent} silent so far"
EVENT_OVER = "*{name}* on {when}: {attended} were there; {yes} of {invited} had said that they come"
UNDELIVERED = "*Not delivered*"
UNDELIVERED_LOOK = "Messages that did not arrive"
TIMELINE = "Timeline"
UNDELIVERED_LINE = "to {to}: {reason}"
OVER = "*The last day was {end}.* A cohort stays open until you close it. Then everybody hears a kind goodbye and gets a summary of what they did to keep, and meetings and offers that are still planned are off."
OVER_LAST = "I won't remind you of it again, and this is the last digest; the button stays on my Home tab."
FIND = "Find matches"
PROPOSALS = "Read proposals"
DIGEST_FOOT = "Numbers and names only: what people tell each other, or you in private, is never in here."

REASONS = {
    "not_in_channel": "I am not in that channel; invite me there.",
    "channel_not_found": "I cannot see that channel; if it is private, invite me there.",
    "is_archived": "that channel is archived.",
    "missing_scope": "I lack a permission; an admin can grant it by installing me again.",
    "user_disabled": "this person left the workspace.",
    "user_not_found": "this person left the workspace.",
    "restricted_action": "the workspace does not let me post there.",
    "uncertain": "it may have arrived; Slack gave no clear answer.",
}
REASON_OTHER = "Slack said “{code}”."

DESK_HEADER = "Your cohorts"
DESK_LINE = "*{cohort}* · {start} to {end}\n{signup} · Applications waiting: {applications} · {pairs}"
DESK_LINE_ROLLING = (
    "*{cohort}* · since {start}, without an end\n{signup} · Applications waiting: {applications} · {pairs}"
)
DESK_PAIRS = "Pairs: {number}"
DESK_GROUPS = "Groups: {number}"
SIGNUP_ALWAYS = "Sign-up always open"
SIGNUP_LATE = "Sign-up is over; late joiners are welcome"
SIGNUP_OPEN = "Sign-up open until {until}"
SIGNUP_CLOSED = "Sign-up closed"
DIGEST_BUTTON = "This week's digest"
FORESEEN_BUTTON = "What will be sent"
WRITE_BUTTON = "Write to them"
ATTENDANCE_BUTTON = "Who was there"
ATTENDANCE_TITLE = "Who was there"
ATTENDANCE_HEAD = "*{cohort}*"
ATTENDANCE_NONE = "Nobody has met yet."
ATTENDANCE_PAIRING = "*{mentor}* · meetings held: {held}"
ATTENDANCE_PERSON = "{person}: {attended} of {held}"
ATTENDANCE_SESSIONS = "Mentees there: {sessions}"
ATTENDANCE_SESSION = "{day} {attended} of {expected}"
ATTENDANCE_MORE = "and {number} earlier ones"
ATTENDANCE_PAGE = "Page {number} of {of}"
EARLIER = "Earlier"
MORE = "More"
ATTENDANCE_FOOT = "As noted by the mentors at the end of each meeting; everybody can correct their own. Counted from the day somebody joined."
CLOSE_SIGNUP = "Close sign-up"
CLOSE_SIGNUP_TITLE = "Close sign-up?"
CLOSE_SIGNUP_ASK = "Nobody can join any more. Whoever has applied stays."
CLOSE = "Close the cohort"
CLOSE_TITLE = "Close the cohort?"
CLOSE_ASK = (
    "Everybody hears a kind goodbye, planned meetings are cancelled, open offers run out. This cannot be undone."
)
APPOINT = "Appoint a coordinator"
OPEN = "Open a cohort"
NOTHING_YET = "No cohort is running. Open one, and I announce it in the channel."

WHY_DIGEST = "You read the coordinators' channel of this cohort, and a new week began."
