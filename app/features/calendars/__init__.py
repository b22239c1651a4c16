"""A person's meetings and events in their own calendar, kept up to date by a secret link.

Who may do what: everybody makes a link for themselves, sees it once, makes a new one (the old one stops at once) or
switches it off. Whoever has the link reads times, titles and places of that person's meetings and events, and nothing
else; nobody can look a link up, not even whoever runs the database, which keeps only a digest of it.
"""
