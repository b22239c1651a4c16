"""What somebody did is theirs to keep: one summary of each pairing, with their own words and nobody else's.

Who may do what: everybody gets the summary of their own time in a pairing, once when it is over and as
often as they ask. It tells what both know (when they met, which tasks and goals they had) and, of what
was written in private, only what its owner wrote. Nobody can ask for somebody else's.
"""
