"""A workspace lets Trellis in.

Who may do what: whoever may install an app in the workspace. The bot token is sealed at rest.
"""
