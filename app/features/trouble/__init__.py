"""A pairing that does not meet: kind questions first, then a word to the coordinators, a goodbye last.

Who may do what: the people of the pairing answer, each for themselves. Coordinators of its cohort see
who has not met for how long and what was tried, never what was said; they write, find a co-mentor, give
time or propose a goodbye, unless they are in that pairing themselves. Nothing ends by itself.
"""
