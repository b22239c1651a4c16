"""What went out, what is planned, and what did not arrive: the coordinators' view of delivery.

Who may do what: coordinators see the messages of the cohorts that they coordinate, and may send again or let be what
did not arrive; never what a message says, and nothing of a pairing that they are or were in themselves. What tells
that somebody answered in private, or kept silent, is left out.
"""
