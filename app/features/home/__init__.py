"""The front hall: App Home, the help, and what Slack tells about people.

Who may do what: everybody sees their own Home and the commands that they may use. What stands on a
card is decided by the room whose card it is.
"""
