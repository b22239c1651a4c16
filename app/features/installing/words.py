"""Every sentence of this room."""

WHY_WELCOME = "You let me into this workspace a moment ago."

WELCOME_TITLE = "Thank you for letting me in"
WELCOME = (
    "I run mentoring programmes the way your community's own handbook says: sign-up, matching, meetings, reflections, "
    "certificates. Nobody hears from me before you open a cohort."
)
COORDINATES = (
    "You coordinate everything here, since nobody did yet. *Next*: `/mentoring open` opens the first cohort, and my Home "
    "tab is your desk; `/mentoring appoint` shares the work with others."
)
HELPS = "*Next*: the coordinators go on as before; `/mentoring` shows where you stand yourself."
BACK = (
    "I am back in this workspace, and everything is as it was. What was due meanwhile and is still true goes out now; "
    "what is too old by now stays away."
)
BACK_TITLE = "I am back"
