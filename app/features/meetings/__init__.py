"""Meeting each other: a first time that suits both, proposals, moves, a weekly rhythm, the calendar.

Who may do what: the people of a living pairing propose, accept, move and cancel its meetings. Both
agree before a meeting stands. Coordinators see how many were held, never what a meeting was about.
"""
