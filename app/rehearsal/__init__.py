"""`trellis rehearse`: a whole cohort of people with temperaments lives through a programme, before anybody real does.

The bot is the real one, its Slack is the sandbox, and the clock is moved. What the people do they do by pressing
buttons and filling in forms; nothing here changes anything by itself. At the end there is a report.
"""
