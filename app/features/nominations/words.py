"""Every sentence of this room."""

REFUSALS = {
    "nominations.none": "No programme that is open now takes suggestions from you.",
    "nominations.not-yours": "In this cohort you cannot suggest somebody for that role; please choose the other one.",
    "nominations.nobody": "Please choose a person.",
    "nominations.oneself": "You can simply join yourself: `/mentoring join`.",
    "nominations.no-reason": "Please say in a sentence why you think of them; they will read it.",
    "nominations.too-long": "Please keep this under {most} characters.",
    "nominations.twice": "Somebody has suggested this person for that role already, and they have been asked.",
    "nominations.gone": "That suggestion does not exist here.",
    "nominations.not-asked": "This question was put to somebody else.",
}

HELP = "suggest somebody for a role"

TITLE = "Suggest somebody"
SUBMIT = "Suggest"
INTRO = (
    "I ask the person you suggest in private. They decide alone, and nobody is told what they decided unless they join."
)
COHORT = "Cohort"
ROLE = "As what?"
ROLES = {"mentee": "Mentee", "mentor": "Mentor"}
AS_ROLE = {"mentee": "a mentee", "mentor": "a mentor"}
PERSON = "Whom?"
WHY = "Why do you think of them?"
EXAMPLE = "You explain things so that people dare to ask."
WHY_HINT = "Read by the person you suggest and by the coordinators."

APPLY = "Look at the form"
DECLINE = "No, thank you"
DECLINED = "That's fine. Nobody is told, and nobody asks you again about *{cohort}*."
CLOSED = "*{cohort}* takes no more applications, so this suggestion has come to rest."
RECEIPT = "Thank you. I ask {person} whether they would like to be {role} in *{cohort}*. The decision is theirs, so you hear no more from me."
LINE = "{by} suggests {person} as {role} in *{cohort}*. They have been asked in private and apply if they like."

WHY_INVITATION = "Somebody suggested you for a role in a mentoring programme."
WHY_RECEIPT = "You suggested somebody."
WHY_LINE = "Somebody was suggested for a cohort whose coordinators read this channel."
