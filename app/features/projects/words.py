"""Every sentence of this room."""

REFUSALS = {
    "projects.none": "No programme here takes projects.",
    "projects.no-text": "Please write a few words here.",
    "projects.too-long": "Please keep this under {most} characters.",
    "projects.no-day": "Please choose a day from {today} on.",
    "projects.months": "A project takes part for 1 to {most} months.",
    "projects.gone": "That project does not exist here.",
    "projects.decided": "This project has been answered already.",
    "projects.no-reason": "Please say why in a sentence; whoever declared the project will read it.",
}

HELP = "let your project take part in a mentoring programme"

TITLE = "Declare a project"
SUBMIT = "Declare"
PROGRAMME = "Programme"
NAME = "Your project's name"
ABOUT = "What is it, and what can newcomers learn there?"
HOW = "How do people take part?"
HOW_HINT = "Where to look first, what to bring, whom to ask. It stands in the announcement, below the buttons to join."
STARTS = "From when?"
MONTHS = "For how many months?"
PUBLIC_HINT = "Stands in the announcement, for everybody to read."

RECEIPT = "Thank you for declaring *{name}*. A coordinator reads it and answers you here. Until then you need not do anything."
CARD = "{by} would like *{name}* to take part in {programme}, from {start} for {months} months."
CARD_ABOUT = "About it:\n{about}"
CARD_HOW = "How to take part:\n{how}"
CARD_ACCEPTED = "*{name}* takes part in {programme}; {by} coordinates it."
CARD_DECLINED = "*{name}* does not take part this time; {by} has read why."
ACCEPT = "Let it take part"
DECLINE = "Decline"
ACCEPT_TITLE = "Let it take part"
ACCEPT_SUBMIT = "Announce it"
ACCEPT_INTRO = "*{name}* becomes a cohort that {by} coordinates. Where shall it live?"
ACCEPT_NAME = "Its name as a cohort"
ANNOUNCE = "Where to announce it"
ANNOUNCE_HINT = "Private channels need Trellis as a member: invite it with /invite @Trellis first."
COORDINATORS = "Its coordinators' channel"
COORDINATORS_HINT = "Applications and the weekly digest of this project go there."
MENTORS = "Mentors' channel"
MENTEES = "Mentees' channel"
INVITED_HINT = "Whoever is matched is invited there."
DECLINE_TITLE = "Decline"
DECLINE_WHY = "Why?"
DECLINE_HINT = "Whoever declared the project reads this."
ACCEPTED = "*{name}* takes part and is announced in {channel}. You coordinate it: applications arrive in {desk}, `/mentoring nominate` asks the mentors you would like to have, and the desk in my Home tab shows everything else."
DECLINED = "About *{name}*: it does not take part this time. The coordinators say:\n{why}\nYou are welcome to declare it again."

WHY_RECEIPT = "You declared a project."
WHY_CARD = "You coordinate this workspace, and somebody declared a project."
WHY_ANSWER = "A coordinator answered about the project that you declared."
