"""How is it going: the monthly question to everybody in a pairing, and help in private.

Who may do what: only the person asked answers. What somebody writes is read by coordinators of that
cohort, but never by one who is their partner; each reading stands in the audit table. Everybody who
takes part may ask for help at any time.
"""
