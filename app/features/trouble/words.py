"""Every sentence of this room."""

REFUSALS = {
    "trouble.gone": "That question does not exist any more.",
    "trouble.no-day": "Please choose a day, or leave it empty.",
    "trouble.no-text": "Please write a few words.",
    "trouble.too-long": "Please keep this under {most} characters.",
    "trouble.own": "This is about a pairing of your own, so another coordinator looks after it.",
    "trouble.not-a-mentor": "Please choose somebody who is an approved mentor of this cohort and not in this pairing.",
    "trouble.not-asked": "Somebody else was asked this.",
}

FIRST = "As far as I know, you and {partner} have not met yet. Calendars are full, and the first step is the hardest; it happens to many. What would help?"
NEXT = "You and {partner} have no next meeting, and the last one is a while ago. What would suit you?"
SUGGEST = "You are both free on {when}."
SUGGEST_GROUP = "You are all free on {when}."
FOOT = "Any of these is a good answer, and a break is no failure. Your partner is asked the same. Only if nobody answers for long do the coordinators hear that you have not met, and nothing else."
DONE = "You and {partner} have found an answer. Thank you!"
STOPPED = "I won't ask you about this again. `/mentoring meet` proposes a time whenever you like."
PROPOSE_THIS = "Propose that time"
PROPOSE = "Propose a time"
AWAY = "Take a break"
PACE = "Meet less often"
HELP = "I need help"
FINE = "We are fine"
STOP = "Don't ask again"

PACE_TITLE = "Another pace"
PACE_SUBMIT = "Take it"
PACE_INTRO = "How often suits you and {partner} for now? You can change it again at any time; a repeated meeting moves along with it."
PACE_LABEL = "We meet"
PACES = {"week": "every week", "fortnight": "every two weeks", "month": "every four weeks"}
FINE_TITLE = "Good to hear"
FINE_SUBMIT = "Note it"
FINE_INTRO = (
    "You two meet without me? That is fine. If you tell me when you last met, it counts as a meeting like any other."
)
FINE_LABEL = "When did you last meet?"
FINE_HINT = "The coordinators see that you met, nothing else. Leave it empty if you only write to each other."

UNREACHABLE_FIRST = (
    "{mentor} and {mentee} in *{cohort}* have not had a first meeting; for {days} days nothing has pointed to one."
)
UNREACHABLE_NEXT = "{mentor} and {mentee} in *{cohort}* have neither met nor planned to for {days} days."
TRIED = "I asked each of them on {asked}: a time, a break, another pace, or help."
SILENT = "No sign since from {people}."
CLOSING = "{mentor} and {mentee} in *{cohort}* have still not met, after {days} days. Ending it kindly makes both free for a new match. Nothing happens unless you decide it."
DEEDS = {
    "wrote": "{by} wrote to them on {day}.",
    "goodbye": "{by} had a goodbye proposed to them on {day}.",
    "wait": "{by} gave them more time on {day}.",
}
UNREACHABLE_OVER = "{mentor} and {mentee} in *{cohort}* have said goodbye, and can be matched anew."
UNREACHABLE_DONE = "{mentor} and {mentee} in *{cohort}*: in touch again, or given time."
UNREACHABLE_FOOT = "Names and days only; what people tell each other or me in private is never in here."
WRITE = "Write to them"
CO_MENTOR = "Ask a co-mentor"
GOODBYE = "Propose a goodbye"
TIMELINE = "Timeline"
WAIT = "Give them time"
END = "End it kindly"
END_TITLE = "End this pairing?"
END_TEXT = "Both hear a kind goodbye and can be matched anew. This cannot be undone."
END_YES = "End it"

WRITE_TITLE = "Write to them"
WRITE_SUBMIT = "Send"
WRITE_INTRO = "Goes to {people}, each in private, in your name."
WRITE_LABEL = "Your message"
WRITE_HINT = "Read by them alone."
WRITE_START = "Hello! I noticed that it has been quiet between you two. How are you, and can I do anything?"
NOTE = "{by}, who coordinates *{cohort}*, writes to you and {partner}:\n{text}"

CALL_TITLE = "Ask a co-mentor"
CALL_SUBMIT = "Ask"
CALL_INTRO = "Whoever says yes joins {people} as a further mentor; all of them hear of it."
CALL_LABEL = "Whom?"
CALL_HINT = "An approved mentor of this cohort. They read who it is about, nothing else."
CALLED = "{by} asks whether you would join {mentor} and {mentee} in *{cohort}* as a further mentor. They have not met for a while, and somebody beside them may help."
CALLED_YES = "Thank you! You are with {mentee} now, beside {mentor}."
CALLED_NO = "Noted. Thank you for answering."
YES = "Yes, gladly"
NO = "Not now"
TOLD_YES = "{who} joins {others} as a further mentor."
TOLD_NO = "{who} cannot join {others} as a further mentor right now."

GOODBYE_ASK = "It has been quiet between you and {partner}. That can have a hundred reasons, and nobody needs to explain. Would you rather say goodbye for now, so that both of you can be matched anew, or go on?"
SAY_GOODBYE = "Say goodbye"
GO_ON = "We go on"

WHY_FIRST = "You and your partner have not met yet, and nothing is planned."
WHY_NEXT = "You and your partner have had no meeting for a while, and nothing is planned."
WHY_DESK = "It is for the coordinators of the cohort."
WHY_NOTE = "A coordinator wrote to you."
WHY_CALLED = "A coordinator asked whether you would join a pairing."
WHY_TOLD = "A mentor answered whether they join a pairing."
WHY_GOODBYE = "A coordinator had a goodbye proposed to you and your partner."
