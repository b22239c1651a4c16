"""Every sentence of this room."""

REFUSALS = {
    "programmes.no-handbook": "The handbook file of `{programme}` is missing, so this programme stands still. Please tell whoever runs Trellis.",
    "programmes.no-cohort": "That cohort does not exist here (any more).",
    "programmes.no-name": "Give the cohort a name that people will recognise, such as “Spring 2027”.",
    "programmes.name-taken": "A running cohort is called “{name}” already; please choose another name.",
    "programmes.day-past": "That day has passed (today is {today}); please choose a later one.",
    "programmes.ends-before-start": "A cohort must end after it starts; please choose a later day.",
    "programmes.signup-after-end": "Sign-up must end before the cohort does; please choose an earlier day.",
    "programmes.no-day": "Please choose a day.",
    "programmes.no-channel": "Please choose a channel.",
    "programmes.closed": "*{cohort}* has ended, so nothing more happens in it.",
    "programmes.coordinates-nothing": "There is no running cohort that you coordinate. Somebody who does can let you in with `/mentoring appoint`.",
}

HELP_OPEN = "open a cohort and announce it"
HELP_APPOINT = "let somebody else coordinate with you"

OPEN_TITLE = "Open a cohort"
OPEN_SUBMIT = "Open and announce"
OPEN_PROGRAMME = "Programme"
OPEN_NAME = "Name"
OPEN_NAME_EXAMPLE = "Spring 2027"
OPEN_SIGNUP_UNTIL = "Last day of sign-up"
OPEN_STARTS = "First day"
OPEN_ENDS = "Last day"
OPEN_ANNOUNCE = "Where to announce it"
OPEN_MENTORS = "Mentors' channel"
OPEN_MENTEES = "Mentees' channel"
OPEN_COORDINATORS = "Coordinators' channel"
OPEN_DAYS_HINT = "Days begin and end in your time zone, {zone}."
OPEN_ROLLING_HINT = "May be left empty for what has no end: {programmes}."
OPEN_CHANNELS_HINT = "Private channels need Trellis as a member: invite it with /invite @Trellis first."
OPEN_COORDINATORS_HINT = "New applications and the weekly digest go there."
OPEN_INVITED_HINT = "Whoever is matched is invited there."

ANNOUNCEMENT_HEADER = "{cohort} is open"
JOIN_AS_MENTEE = "Find a mentor"
JOIN_AS_MENTOR = "Become a mentor"
SIGNUP_CLOSED = (
    "*{cohort}*: sign-up is closed. Thank you to everybody who joined! `/mentoring status` shows where you stand."
)
SIGNUP_LATE = "*{cohort}* is under way. You can still ask to join late: a place is found where one is free."
PROJECT_ABOUT = "*{cohort}* says of itself:\n{about}"
PROJECT_HOW = "How to take part:\n{how}"
ANNOUNCEMENT_FOOT = "{minutes} minutes a {rhythm} · {months} · <{conduct}|code of conduct>"
MONTHS = "{months} months"
MONTH = "{months} month"
MONTH_OR_MORE = "{months} month or more"
MONTHS_OR_MORE = "{months} months or more"

OPENED = "*{cohort}* is open and announced in {channel}. Applications arrive in {coordinators} and on the desk in my Home tab. Sign-up ends on {until}."
OPENED_ROLLING = "*{cohort}* is open and announced in {channel}. People can join at any time; applications arrive in {coordinators} and on the desk in my Home tab."
WHY_OPENED = "You opened this cohort."
WHY_ANNOUNCEMENT = "A coordinator opened a cohort and chose this channel for its announcement."

APPOINT_TITLE = "Appoint a coordinator"
APPOINT_SUBMIT = "Appoint"
APPOINT_WHO = "Who should coordinate with you?"
APPOINT_COHORT = "Cohort"
APPOINT_HINT = "They will see applications, matches and digests of this cohort, and can do what you can do in it."
APPOINTED = "{person} now coordinates *{cohort}* with you and finds the desk in my Home tab."
