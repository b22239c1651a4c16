"""The workspace in a browser: a small Slack to be anybody in. It acts through `people.Person` only.

`routes` says what there is to ask for; `screens` what one person has in sight, `stream` the messages of it; `deeds`
what they do; `sight` and `templates/` turn blocks into HTML; `js/` draws only what changed.
"""
