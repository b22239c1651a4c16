"""Every sentence of this room."""

WELCOME = "Hello {name}! I run this community's mentoring programmes."
NOTHING_OPEN = "No cohort takes applications right now. The next one will be announced in the channel."
JOIN_HEADER = "Join"
JOIN = "*{cohort}*\n{about}\nSign-up until {until}."
JOIN_BUTTON = "Join"
FOOT = "`/mentoring help` lists everything I can do."
HELP_HOME = "this overview"
HELP_HELP = "all commands"
HELP_TITLE = "What I can do"
HELP_INTRO = "Everything here is also a button in my Home tab."
HELP_LINE = "`/mentoring {command}`: {help}"
HELP_COORDINATORS = "*For coordinators*"
HELP_TROUBLE = (
    "Something is wrong between you and your partner? `/mentoring support` reaches the coordinators in private."
)
WHY_HOME = "You opened my Home tab."
"""Shown by nobody: a Home is not a message."""
