"""Every sentence of this room."""

REFUSALS = {
    "joining.signup-closed": "Sign-up for *{cohort}* is closed. The next cohort will be announced in the channel.",
    "joining.no-open-cohort": "No cohort takes applications right now. The next one will be announced in the channel; until then `/mentoring status` shows where you stand.",
    "joining.no-role": "Please choose whether you look for a mentor or want to be one.",
    "joining.no-answer": "Please write a few words here.",
    "joining.too-long": "Please keep this under {most} characters.",
    "joining.no-number": "Please write a whole number here, such as 3.",
    "joining.no-choice": "Please choose at least one.",
    "joining.too-many-named": "Please name {most} people at most.",
    "joining.no-slots": "Please choose at least one time, so that I can find somebody who is free then too.",
    "joining.no-zone": "I don't know the zone “{zone}”. Did you mean {example}?",
    "joining.handbook": "{sentence}",
    "joining.not-yours": "That is not your application.",
    "joining.matched": "You have a partner in this cohort. `/mentoring end` says goodbye first; then you can withdraw.",
    "joining.gone": "That application does not exist here.",
    "joining.decided": "Nothing to decide any more: this application is {state} already.",
    "joining.no-reason": "Please say why in a sentence; the applicant will read it.",
    "joining.nothing-to-edit": "You have no application to change. `/mentoring join` starts one.",
}

HELP_JOIN = "find a mentor, or become one"
HELP_STATUS = "see where you stand and what comes next"
HELP_EDIT = "change your answers"
HELP_WITHDRAW = "take your application back (you can return any time)"
HELP_APPLICATIONS = "read the applications that wait"

ROLE = {"mentee": "a mentee", "mentor": "a mentor"}
AS_ROLE = {"mentee": "Find a mentor", "mentor": "Become a mentor"}

CHOOSE_TITLE = "Join the programme"
CHOOSE_COHORT = "Cohort"
CHOOSE_ROLE = "What would you like?"
CHOOSE_SUBMIT = "Next"

FORM_SUBMIT = "Send"
FORM_INTRO = "*{cohort}* · {programme}"
FORM_EDIT_NOTE = "These are your answers so far; change what you like."
READ_BY = {
    "coordinators": "Read by the coordinators.",
    "match": "Read by the coordinators and by whom you are matched with.",
    "pair": "Read by whoever you are matched with.",
    "author": "Read by you alone.",
    "everyone": "May be seen by everybody.",
}
READ_BY_NOBODY = {
    "wishes": "Read by nobody; only matching knows. Whom you name is not told, and it is no promise.",
    "avoid": "Read by nobody, not even the coordinators; only matching knows, and nobody is told.",
    "background": "Read by nobody; it counts only if your partner chose the same, and neither of you is told.",
}
SOME_LABEL = "Languages you can get by in"
SOME_HINT = "Not perfect, good enough to talk."
ZONE_LABEL = "Your time zone"
ZONE_HINT = "Slack says you live here. A name such as Europe/Madrid or America/New_York."
YES = "Yes"

RECEIVED = "You applied to *{cohort}* as {role}."
RECEIVED_FOOT = "Changed your mind? Edit or withdraw any time, here or with `/mentoring status`."
EDIT = "Edit my answers"
WITHDRAW = "Withdraw"
WITHDRAW_TITLE = "Withdraw?"
WITHDRAW_ASK = "Your application to {cohort} will be taken back. You can return while sign-up is open."
WITHDRAW_YES = "Withdraw"
COME_BACK = "Come back"
RECEIVED_WITHDRAWN = "You took back your application to *{cohort}*."

CARD = "{person} would like to join *{cohort}* as {role}."
CARD_RETURNED = "{person} is back and would like to join *{cohort}* as {role}."
CARD_OLD = "{person} had applied to *{cohort}* before and came back; the newer message below counts."
CARD_APPROVED = "{person} joins *{cohort}* as {role}: approved."
CARD_MATCHED = "{person} joined *{cohort}* as {role} and is matched."
CARD_DECLINED = "{person} will not join *{cohort}* as {role}: declined, with a reason."
CARD_WITHDRAWN = "{person} took back the application to join *{cohort}* as {role}."
CARD_READ = "Read"
CARD_APPROVE = "Approve"
CARD_DECLINE = "Decline"

READ_TITLE = "Application"
READ_HEAD = "{person} · as {role} · *{cohort}*\nSent {when}"
READ_EDITED = " · edited {when}"
NOTHING = "(no answer)"
FLUENT = "fluent: {names}"
GETS_BY = "gets by: {names}"

DECLINE_TITLE = "Decline"
DECLINE_SUBMIT = "Decline"
DECLINE_WHY = "Why?"
DECLINE_HINT = "The applicant reads this. A kind, honest sentence helps more than a polite one."
DECLINE_INTRO = "{person} would like to join *{cohort}* as {role}."

MENTION = {
    "mentee": "{person} is looking for a mentor in *{cohort}*. Welcome!",
    "mentor": "{person} offers to mentor in *{cohort}*. Thank you!",
}
APPROVED = "Good news: you are in *{cohort}* as {role}. Next I look for a good match; you will hear from me as soon as there is one, and `/mentoring status` shows where things stand."
DECLINED = "About your application to *{cohort}* as {role}: this time it is a no. The coordinators say:\n{why}\nYou are welcome to apply again while sign-up is open."
WITHDRAWN = "Done: your application to *{cohort}* as {role} is taken back, and nobody will be matched with you. Come back any time while sign-up is open."

STATUS_TITLE = "Where you stand"
STATUS_NOTHING = "You have not applied to a running cohort. `/mentoring join` takes two minutes."
STATUS_NOTHING_OPEN = (
    "You have not applied, and no cohort takes applications right now. The next one will be announced in the channel."
)
STATUS_OVER = "*{cohort}* has ended; you were in it as {role}. `/mentoring summary` sends you what you did there."
STATUS = {
    "received": "*{cohort}*, as {role}: received on {when}. A coordinator reads it; you hear from me by {by}.",
    "approved": "*{cohort}*, as {role}: approved on {when}.",
    "matched": "*{cohort}*, as {role}: matched on {when}. `/mentoring meet` proposes your next meeting.",
    "declined": "*{cohort}*, as {role}: declined on {when}.\n{why}",
    "withdrawn": "*{cohort}*, as {role}: you withdrew on {when}.",
}
STATUS_STARTS = "The cohort starts on {start}."
STATUS_UNDER_WAY = "The cohort is under way."
WAITING_HEADER = "Applications that wait"
WAITING_LINE = "{person} · as {role} · *{cohort}*\nwaiting since {when}"
NONE_WAIT = "No application is waiting for you."

WHY_RECEIVED = "You applied."
WHY_CARD = "Somebody applied to a cohort whose coordinators read this channel."
WHY_MENTION = "Somebody applied and asked me to mention it here."
WHY_ANSWER = "A coordinator answered your application."
WHY_WITHDRAWN = "You withdrew your application."
