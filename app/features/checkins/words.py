"""Every sentence of this room."""

REFUSALS = {
    "checkins.not-yours": "This question was put to somebody else.",
    "checkins.no-text": "Please write a few words, so that they know what it is about.",
    "checkins.too-long": "Please keep this under {most} characters.",
    "checkins.nobody": "The coordinator of this cohort is your partner, so I cannot pass this on in private. Please write to another organiser of the community directly.",
    "checkins.not-in": "You take part in no cohort right now, so there is nobody I could reach. `/mentoring join` shows what is open.",
    "checkins.gone": "That message does not exist here.",
    "checkins.own": "This concerns you and your partner, so another coordinator reads it.",
}

HELP_SUPPORT = "reach the coordinators in private"

ASK_FOOT = "Only the coordinators see your answer; your partner does not. {silence}"
SILENCE = {
    "fine": "No answer is fine too.",
    "needed": "Please answer either way, so that we know you are there.",
}
WELL = "Going well"
BETTER = "Could be better"
HELP = "I need help"
THANKS = {
    "well": "You said that it is going well with {partner}. Good to hear!",
    "better": "You said that it could be better with {partner}. The coordinators see that, and what you wrote if you did; your partner does not.",
    "help": "You asked the coordinators for help. They write to you; your partner does not see this.",
}
CHASE = "You have not said how it is going with {partner}. One click is enough."

BETTER_TITLE = "What could be better?"
BETTER_INTRO = "Noted. If you like, say what would help; otherwise just close this."
BETTER_LABEL = "What would make it better?"
HELP_TITLE = "Help, in private"
HELP_INTRO = "This goes to the coordinators of *{cohort}* only. Your partner does not see it."
HELP_LABEL = "What is the matter?"
HELP_HINT = "Read by the coordinators, nobody else. They write to you in a direct message."
HELP_COHORT = "Which cohort is it about?"
SEND = "Send"

RECEIVED = {
    "help": "I told the coordinators, in private. One of them will write to you here in Slack. Nobody else sees this, your partner neither.",
    "better": "Thank you. The coordinators read what you wrote; nobody else does, your partner neither.",
}
CALL = "{person} in *{cohort}* asks for help. What they wrote is for you alone; please write to them soon."
CALL_HANDLED = "{person} in *{cohort}* asked for help. {by} takes care of it."
READ = "Read"
READ_TITLE = "In private"
READ_HEAD = {
    "help": "{person} in *{cohort}* asks for help, {when}:",
    "better": "{person} in *{cohort}* says what could be better, {when}:",
}
READ_FOOT = "Your reading is recorded. Please share none of it; write to {person} in a direct message."
TAKE = "I take care of it"
TAKEN_BY = "{by} takes care of it."
TAKEN = "{by} has read what you wrote and takes care of it."

DESK_HEADER = "In private, for you"
DESK_LINE = {
    "help": "{person} · *{cohort}* · asks for help since {when}",
    "better": "{person} · *{cohort}* · a word on how it is going, {when}",
}
HOME_HEADER = "Something is wrong?"
HOME_TEXT = "The coordinators help in private. Your partner does not hear of it."
HOME_BUTTON = "Ask for help"

WHY_ASK = "The handbook asks everybody in a pairing from time to time, in private."
WHY_CHASE = "You have not answered how it is going, and this programme would like to know."
WHY_RECEIVED = "You wrote to the coordinators."
WHY_CALL = "Somebody in a cohort that you coordinate asked for help."
WHY_TAKEN = "A coordinator takes care of what you wrote."
