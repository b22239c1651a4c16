"""Every sentence of this room."""

REFUSALS = {
    "plans.none-offered": "This programme leaves it to you what you do in your meetings; there is no session plan to choose.",
    "plans.no-plan": "You have not chosen a session plan yet. `/mentoring plan` shows them.",
    "plans.unknown": "Please choose one of the plans above.",
    "plans.mentor-only": "A mentor sets the pace of the plan. Tell yours if you would like to stay with a step, or to skip one.",
    "plans.at-start": "This is the first step already.",
    "plans.at-end": "This is the last step; it stays for every meeting that follows.",
}

HELP_PLAN = "choose a plan for your meetings, or see which step comes next"

CHOOSE_TITLE = "Session plan"
CHOOSE_SUBMIT = "Take this plan"
CHOOSE_INTRO = "A plan says what each of your meetings is about, one step per meeting. It is a help, not a rule: you can change it whenever you like."
CHOOSE_LABEL = "Which plan suits you?"
CHOOSE_HINT = "Everybody in the pairing sees it in Home, and each agenda brings its step."
CHOOSE = "Choose a plan"
SHOW = "See the plan"
OUTLINE = "*{name}*"
OUTLINE_ABOUT = "*{name}*: {about}"

PLAN_TITLE = "Your session plan"
PLAN_NAME = "*{name}*, with {partners}"
STEP_DONE = "✓ {number}. {text}"
STEP_NOW = "→ *{number}. {text}*"
STEP_AHEAD = "{number}. {text}"
PLAN_FOOT = "The arrow marks your next meeting. After each meeting that you held, it moves on by itself."
BACK = "One step back"
ON = "Skip this step"
OTHER = "Another plan"

HOME_HEADER = "Your plan"
HOME_STEP = "With {partners}: next is step {number} of {of}: {text}"
HOME_NONE = "With {partners}: no plan chosen yet. A plan says what each of your meetings is about."
