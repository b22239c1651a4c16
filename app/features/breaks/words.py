"""Every sentence of this room."""

REFUSALS = {
    "breaks.no-day": "Please choose a day.",
    "breaks.past": "That day has passed; please begin with today or later.",
    "breaks.backwards": "Please choose a day of return after the first day away.",
    "breaks.too-long": "A break takes at most {most} days here, so up to {last}. If you need longer, `/mentoring support` reaches the coordinators.",
    "breaks.overlaps": "You are away from {first} to {back} already. Please choose other days, or call that one off in my Home tab.",
}

HELP_AWAY = "say when you are away; nobody waits for you then"

FORM_TITLE = "Time away"
FORM_SUBMIT = "Tell them"
FORM_INTRO = "{partners} will hear at once when you are away and when you are back. Until then I keep quiet, weekly meetings skip you, and nobody counts the days."
FORM_FIRST = "First day away"
FORM_BACK = "Back on"
FORM_BACK_HINT = "Not more than {most} days later. You can come back earlier with one click."
FORM_WORD = "A word to your partner"
FORM_WORD_HINT = "Read by {readers}. The coordinators see the days only."
FORM_READERS = "your partner"
FORM_READERS_SEVERAL = "everybody in a pairing with you"
FORM_PLANNED = "Meetings that are planned in that time"
FORM_PLANNED_HINT = "You have planned: {meetings}. What is kept can still be moved."
FORM_KEEP = "Keep them, or I move them myself"
FORM_CANCEL = "Cancel them"
PLANNED = "{when} with {partner}"

NOTED = "Noted: you are away from {first} and back on {back}. I have told {partners}, and I keep quiet until then."
NOTED_PLANNED = "You still have a meeting in that time, on {when}."
NOTED_EARLY = "You are back before {back}. Good to have you here again!"
NOTED_OFF = "Your time away from {first} to {back} is called off."
NOTED_OVER = "You were away from {first} to {back}."
I_AM_BACK = "I am back"
CALL_OFF = "I stay after all"
MOVE = "Move it"
CANCEL = "Cancel it"

AWAY = "{who} is away from {first} and back on {back}."
AWAY_WORD = "They say:\n{word}"
AWAY_FOOT = "Your regular meetings go on after that. Nothing is expected of you until then."
BACK = "{who} is back earlier than planned."
CALLED_OFF = "{who} will be here after all; the time away is called off."
PROPOSE = "Propose a time"

WELCOME = "Welcome back! {next}"
WELCOME_NEXT = "You meet {partner} next on {when}."
WELCOME_NONE = "You and {partner} have no meeting planned yet; whoever feels like it proposes a time."

HOME_HEADER = "Time away"
HOME_MINE = "You are away from {first} and back on {back}."
HOME_THEIRS = "{who} is away from {first} and back on {back}."
HOME_NONE = "Holidays, exams, a full calendar? Say when, and nobody waits for you."
HOME_BUTTON = "I'll be away"

DESK_HEADER = "Away"
DESK_LINE = "• {who} ({cohort}): from {first}, back on {back}"
DESK_MORE = "… and {number} more."

WHY_NOTED = "You told me when you are away."
WHY_AWAY = "Your partner told me when they are away."
WHY_BACK = "Your partner came back earlier than planned."
WHY_WELCOME = "Your time away is over."
