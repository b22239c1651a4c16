"""Every sentence of this room."""

REFUSALS = {
    "calendars.no-address": "Trellis has no web address yet, so there is no calendar link. Whoever runs it can give it one (the setting PUBLIC_URL). Each meeting that you agree on still comes to you as a calendar file.",
    "calendars.done-already": "That was done a moment ago. `/mentoring calendar` shows how it is now.",
}
HELP = "see your meetings in your own calendar, by a secret link"

TITLE = "Your calendar"
WHAT = "A secret link lets your own calendar show your meetings and events, and follow when they move or are cancelled."
WHO = "Whoever has the link sees *when* you meet, *with whom*, and the place or call link of each meeting; nothing that anybody wrote, no reflections, no check-ins. So give it to your calendar only."
NONE = "You have no link yet."
HAS = "You have a link since {day}. I keep no copy of it, so I cannot show it again; if it is lost, or somebody else has it, make a new one, and the old one stops at once."
MAKE = "Make my link"
RENEW = "Make a new link"
RENEW_TITLE = "Make a new link?"
RENEW_TEXT = "The old link stops at once; your calendar then needs the new one."
RENEW_YES = "Make it"
OFF = "Switch it off"
OFF_TITLE = "Switch it off?"
OFF_TEXT = "Your calendar will no longer be kept up to date. You can make a new link at any time."
OFF_YES = "Switch it off"

MADE = "Here is your link. It is shown this once, so copy it now:"
HOW = "Google Calendar: “Other calendars”, +, “From URL”. Outlook: “Add calendar”, “Subscribe from web”. Apple: “File”, “New Calendar Subscription”. Calendars look for news every few hours."
KEEP = "Whoever has it sees your meetings. `/mentoring calendar` makes a new one or switches it off."
IS_OFF = "The link is off: whoever has it finds nothing any more."

HOME = "Your meetings in your own calendar, kept up to date"
HOME_BUTTON = "Calendar link"

CALENDAR = "Mentoring"
MEETING = "Mentoring: {mentors} and {mentees}"
MEETING_OPEN = "{title} (not agreed yet)"
