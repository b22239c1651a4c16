"""Every sentence of this room."""

REFUSALS = {
    "showcases.gone": "There is no showcase to give a link for.",
    "showcases.over": "“{name}” is over, so its links stay as they are.",
    "showcases.no-link": "This is not a link. It has to begin with https:// and hold no spaces.",
    "showcases.too-long": "Please keep this under {most} characters.",
    "showcases.none": "You are asked for no link at the moment.",
}

HELP_SHOWCASE = "give the link that you two or your group show at the showcase"

AGAIN = "*{event}* is on {when}, and I have no link from you yet. One page is plenty; if you show nothing this time, that is fine too, and I won't ask again."
ASK_FOOT = "Anybody of you can give it, and change it until the event is over. The coordinators read it; the community only if you say so."
GIVEN = "Your link for *{event}*: <{link}|{title}>, given by {who}."
GIVEN_SHOWN = "After the event, the community sees it with your names."
GIVEN_HIDDEN = "Only the coordinators see it."
OVER = "*{event}* is over."
UNTITLED = "what you show"
GIVE = "Give the link"
CHANGE = "Change the link"

FORM_TITLE = "What you show"
FORM_SUBMIT = "Save"
FORM_INTRO = "For *{event}*, {when}."
FORM_LINK = "Link"
FORM_LINK_HINT = "To one slide, a page or a video. Read by the coordinators; make sure that they can open it."
FORM_ABOUT = "What is it about?"
FORM_ABOUT_HINT = "A few words, such as “Our first lesson in Spanish”."
FORM_SHOW = "May it be shown to the community?"
FORM_SHOW_HINT = "Please tick this only if all of you agree. Untick it any time before the event is over."
FORM_SHOW_YES = "Yes, with our names, after the event"

MISSING = "*{event}* is on {when}. Links so far: {given} of {of}."
MISSING_LIST = "Still missing:"
MISSING_NONE = "Nothing is missing."
MISSING_MORE = "and {number} more"
GIVEN_LIST = "Given:"
GROUP_LINK = "{people}: <{link}|{title}>"
GROUP = "{people}"
GROUP_UNTITLED = "their link"

SHOWN = "These were shown at *{event}*. Thank you to everybody who did."

LIST_TITLE = "Showcase"

WHY_ASK = "Your pair or group is invited to show something at an event."
WHY_AGAIN = "An event is near, and the link of your pair or group is missing."
WHY_MISSING = "A showcase of your cohort is near."
WHY_SHOWN = "People of this programme showed what they did, and agreed that you see it."
