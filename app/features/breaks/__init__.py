"""Being away with a day of return: holidays, exams, illness.

Who may do what: everybody in a pairing says when they are away, and comes back when they like; their
partners hear of it and alone read the word that comes with it. Coordinators see who is away until
when, and no more.
"""
